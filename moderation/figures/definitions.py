"""What each figure counts, in plain words. The page shows them, and each number links to its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    anchor: str
    name: str
    meaning: str


DEFINITIONS = (
    Definition(
        "counted",
        "Counted comments",
        "Everything that somebody wrote to the school on an account since the portal watches it: comments, questions, "
        "complaints, reviews, messages and mentions. Left out is what came in before the account was watched; what was "
        "closed as needing no response, such as spam or a thank-you; and what its author took back before it was late.",
    ),
    Definition(
        "in-time",
        "Answered in time",
        "Of the counted comments that were answered or became due, the share that had its first response by the due "
        "time. A comment that is open and not due yet can still go either way, so it is in no share. Shares are "
        "rounded down: 100 % means every single one.",
    ),
    Definition(
        "late",
        "Late",
        "Counted comments without a response at their due time. One that was answered afterwards stays late: nothing "
        "takes a missed time away.",
    ),
    Definition(
        "late-now",
        "Late now",
        "Comments that are still open at this moment and whose due time has passed, whenever they came in. The days "
        "that you choose do not change this number.",
    ),
    Definition(
        "open-now",
        "Open now",
        "Comments without any response at this moment, whenever they came in. The days that you choose do not change "
        "this number.",
    ),
    Definition(
        "half",
        "Half were answered",
        "From when a comment was written to the first response, by the clock, nights and weekends included. The portal "
        "counts these times in steps, from 15 minutes to 72 hours. It shows the first step by whose end at least half "
        "of the answered comments had their response. The exact middle lies within that step.",
    ),
    Definition(
        "closed-late",
        "Closed late",
        "Comments that were closed as needing no response, but only after they were due. They stand beside the share, "
        "not in it.",
    ),
    Definition(
        "priority",
        "Priority lane",
        "Comments that somebody, or the word list, put into the priority lane because a person may be at risk. They "
        "have a shorter target beside the usual due time. In time means that somebody acted by then: answered, closed, "
        "removed it, reported an incident or took it out of the lane. What was taken out in time is not counted.",
    ),
    Definition(
        "received",
        "Week, weekday and hour",
        "Every comment counts for the moment when it was written on the platform, by the clocks at school. That is so "
        "for the period too: a comment written on the last day counts there, whenever it was answered.",
    ),
    Definition(
        "terms",
        "Terms and half-terms",
        "The dates are those on the school's list of terms. A holiday belongs to the half-term before it, so that no "
        "comment falls between two: we answer in the holidays too. A school year begins on 1 September.",
    ),
    Definition(
        "fresh",
        "How fresh the numbers are",
        "The portal counts what has changed every minute. So an answer shows in the shares about a minute later, and a "
        "comment that has just become due as well. Open now and late now are of this moment, unless more than a "
        "thousand comments are open: then they too are up to a minute old.",
    ),
)
