# ruff: noqa: E501  (sentences stay whole)
"""Invented words of invented people: a policy, and a term of comments."""

POLICY_TITLE = "Social Media Policy"
POLICY = """\
## Why we have this policy

Social media helps us to share the life of the school. It can also do harm. This policy says how we use it well.

## Before an account is opened

Anybody may ask for an account. The business case says what the account is for, who it is for, how people will hear of it,
who will run it and whether it is open to all. At least two members of staff run every account. The leadership team
decides, and everybody who will run the account reads this policy and is trained first.

## While it runs

* We look at every account each day, if we can, in the holidays too.
* We answer every comment, question and complaint **within 24 hours**, or on the next working day if it came at a weekend.
  A short "thank you, we will find out" is an answer.
* We are friendly, clear and professional. We say who is writing.
* When we are unsure, we ask a colleague or a senior leader before we post.
* Passwords are kept in the school's vault and nowhere else.

## Pictures

We show a child only where the family has agreed, and never a child on the school's do-not-publish list. Nobody is made fun
of. A picture taken by mistake that could be misused is deleted at once.

## When something goes wrong

We remove what is abusive and tell people why. We report every incident to the leadership team at once, our own mistakes
too: nobody is blamed for telling. What may be against the law goes to the police or the right agency.

## Your own accounts

Your private life is yours. Where your own account names the school, say that the views are your own, and do not use the
school's logo. Do not follow or answer pupils, or former pupils. What you learned in confidence stays in confidence, also
after you leave.
"""
# What changed since: shown to whoever read the first version.
POLICY_SECOND = (
    POLICY.replace(
        "* We look at every account each day, if we can, in the holidays too.",
        "* We look at every account each day, also in the holidays. Each account has somebody for Saturday and Sunday.",
    ).replace("* Passwords are kept in the school's vault and nowhere else.\n", "")
    + "\n## Passwords\n\nPasswords are kept in the school's vault and nowhere else. When somebody who knew one leaves, it is changed.\n"
)
POLICY_DRAFT = (
    POLICY_SECOND
    + "\n## Pictures made by a computer\n\nWe say so wherever we show a picture that a computer has made.\n"
)

TONE_ADDED = "## At St. Jude's\n\nWe sign with our first name and our job, and we thank people before we answer them."
TONE_NOTE = "Agreed at the staff meeting: how we sign."

# Days ago, whose it is, where, under what name, and how it names the school.
PERSONAL: list[tuple[int, str, str, str, str]] = [
    (40, "year6", "x", "coach_grant", "“PE teacher at St. Jude's” in the profile"),
    (36, "sport", "instagram", "dean.runs", "A picture in the school's kit"),
    (30, "library", "mastodon", "winnie_reads", "“School librarian, St. Jude's” in the profile"),
    (2, "year3", "linkedin", "aisha-rahman", "My employer in the profile"),
]

# Days ago, who recorded it, what it was, who led it, how many of whom took part.
SESSIONS: list[tuple[int, str, str, str, dict[str, int]]] = [
    (44, "year6", "Kind words online", "Oliver Grant", {"pupils": 58}),
    (38, "dsl", "Your child's first phone: an evening for families", "Ruth Abernathy", {"parents": 41}),
    (27, "deputy", "What may be posted, and what may not", "Daniel Whitcombe", {"staff": 34, "governors": 2}),
    (12, "year4", "Asking before you share a picture", "Callum Fraser", {"pupils": 29}),
]

QUERIES = [
    "What time does the {event} start on {day}?",
    "Is {club} on this {day} or cancelled because of the weather?",
    "Do children need a packed lunch for the trip on {day}?",
    "Which door do we use for the {event}?",
    "Has anybody handed in a {thing}? Lost on {day}.",
    "Can grandparents come to the {event} too?",
    "Is there still room in {club} next term?",
    "When will the dates for parents' evening be sent?",
    "Do we have to pay for the {event} online or can we bring cash?",
    "Will there be pictures of the {event} for those of us at work?",
    "Who do I ask about {club}? The form does not open on my phone.",
    "Is the car park open for the {event}?",
]
COMMENTS = [
    "What a lovely {event}, thank you all so much.",
    "So proud of everybody who took part in the {event}!",
    "My two have not stopped talking about the {event} since {day}.",
    "Well done {club}, brilliant effort.",
    "Thank you to the staff who gave up their {day} for this.",
    "This made my morning. Lovely to see.",
    "We loved the {event}. The cakes went in ten minutes.",
    "Great to see {club} doing so well.",
    "Beautiful work on the display, children.",
    "Grandad watched from Leeds and had a little cry.",
    "Happy to help again next year with the {event}.",
    "That {thing} by the gate has been there since {day}, is it anybody's?",
]
COMPLAINTS = [
    "Third week running that {club} finished late and nobody told us.",
    "We waited forty minutes at the {event} and the queue was a shambles.",
    "Why do we only hear about the {event} the night before? Some of us work.",
    "The parking on {day} was dangerous again. Somebody will get hurt.",
    "My message about the {thing} last week was never answered.",
    "Not happy that the {event} clashes with the other school's.",
]
UNKIND = [
    "Honestly whoever runs this page is an idiot, get a proper job.",
    "That coach is useless, everybody says so. Should be sacked.",
]
EVENTS = [
    "harvest assembly",
    "autumn fair",
    "cross-country run",
    "book fair",
    "choir concert",
    "open morning",
    "Year 4 museum trip",
    "nativity",
    "cake sale",
    "sports afternoon",
]
CLUBS = ["football club", "choir", "chess club", "gardening club", "netball", "breakfast club", "coding club"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
THINGS = ["blue water bottle", "reading folder", "navy jumper", "scooter", "lunch bag", "bobble hat"]
WRITERS = [
    "Jo M",
    "Leila's mum",
    "D. Prentice",
    "Kate Hollis",
    "Sunil",
    "Mrs Obi",
    "Grandma Jean",
    "Tash B",
    "Marek W",
    "Reece's dad",
    "Nadia K",
    "The Whitlocks",
    "Simon P",
    "Ali H",
    "Fiona and Rob",
    "Ruby's nan",
    "C. Ferreira",
    "Beth T",
    "Yusuf A",
    "Mel",
]
ANSWERS = [
    "Thank you for asking. We have put the details in this week's newsletter, and the office can help: 01632 960 001. Sandra, school office",
    "Thank you for your kind words. We will pass them on to everybody who helped. The St. Jude's team",
    "Yes, everybody is welcome. Please come to the main entrance. Sandra, school office",
    "We are sorry about this and would like to put it right. Please ring the office so that we can talk. Daniel Whitcombe, deputy head",
    "Good question. We are finding out and will write here again by tomorrow. Ellie, Reception",
]
ACKNOWLEDGED = "Thank you for your message. We have seen it and will answer as soon as we can."
REMOVED = (
    "We removed a comment here because it insulted a member of staff. Everybody is welcome to tell us what they think, "
    "politely. If you are unhappy with something, please ring the office."
)
