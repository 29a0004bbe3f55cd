"""What each duty that the law sets asks of the school, in words (I5)."""

from dataclasses import dataclass

from incidents.states import Clock


@dataclass(frozen=True)
class Duty:
    """`agency` is the key of the directory's line; `may_waive`: it can be decided that nobody is told, with the reason.

    `told` and `not_told` are lines of the timeline.
    """

    title: str
    what: str
    who: str
    button: str
    done: str
    told: str
    missing: str
    agency: str = ""
    may_waive: bool = False
    waive: str = ""
    decided: str = ""
    not_told: str = ""


DUTIES = {
    Clock.OFFICER: Duty(
        title="Tell the local authority's designated officer",
        what="Ring them before anybody looks into it any further: they say what may be done, and in which order. Do "
        "not talk with the person named before that. Write down whom you spoke with, and the reference that they gave.",
        who="The head tells them, or whoever stands in for the head. Only SLT decides that they need not be told.",
        button="Record that they were told",
        done="They were told",
        told="The local authority's designated officer was told.",
        missing="Record that the designated officer was told, or SLT's reason why they need not be.",
        agency="designated_officer",
        may_waive=True,
        waive="Decide that the designated officer need not be told",
        decided="It was decided that they need not be told",
        not_told="The local authority's designated officer is not told.",
    ),
    Clock.REGULATOR: Duty(
        title="Tell the data-protection regulator, or decide not to",
        what="Ask the data-protection officer what risk there is for the people whose data it is. Where it is likely "
        "that there is one, tell the regulator, even if not all is known yet. Either way the file says what was "
        "decided, and why.",
        who="SLT decides, with the data-protection officer's advice.",
        button="Record that they were told",
        done="The regulator was told",
        told="The data-protection regulator was told.",
        missing="Record that the data-protection regulator was told, or the decision not to, with its reason.",
        agency="regulator",
        may_waive=True,
        waive="Decide not to tell the regulator",
        decided="It was decided not to tell the regulator",
        not_told="The data-protection regulator is not told.",
    ),
    Clock.COMPLAINT: Duty(
        title="Acknowledge the data-protection complaint",
        what="Write to whoever complained that their complaint has arrived, and what happens next. Then answer it "
        "without losing time, and tell them what came of it.",
        who="Whoever handles the complaint writes to them. Nobody can decide not to.",
        button="Record that it was acknowledged",
        done="It was acknowledged",
        told="The data-protection complaint was acknowledged.",
        missing="Record that the data-protection complaint was acknowledged.",
    ),
}
