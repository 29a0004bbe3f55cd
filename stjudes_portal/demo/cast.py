"""The invented people of the demonstration school, and the invented accounts they run."""

from dataclasses import dataclass

from people.models import Role

STAFF = (Role.STAFF,)
VOLUNTEER = (Role.VOLUNTEER,)


@dataclass(frozen=True)
class Part:
    """One person: what they do at the school, the roles they hold in the portal, and how far they are.

    `training`: "course" (passed the portal's own), "attended" (in the hall, still valid), "expiring" and "overdue"
    (attended long ago), or "none". `read`: how many of the two published versions of the policy they acknowledged.
    """

    key: str
    name: str
    job: str
    roles: tuple[str, ...] = STAFF
    employed: bool = True
    manager: str = ""
    training: str = "course"
    read: int = 2
    declares: bool = True


PEOPLE = [
    Part("head", "Margaret Okafor", "Head teacher", (Role.SLT, Role.STAFF), training="attended"),
    Part("deputy", "Daniel Whitcombe", "Deputy head", (Role.SLT, Role.STAFF), manager="head"),
    Part(
        "assistant_head",
        "Priya Nair",
        "Assistant head, inclusion",
        (Role.SLT, Role.STAFF, Role.DEPUTY_SAFEGUARDING_LEAD),
        manager="head",
    ),
    Part("it", "Gareth Llewellyn", "Network manager", (Role.ADMINISTRATOR, Role.STAFF), manager="head"),
    Part("office", "Sandra Pickering", "Office manager", (Role.ADMINISTRATOR, Role.STAFF), manager="head"),
    Part("dsl", "Ruth Abernathy", "Designated safeguarding lead", (Role.SAFEGUARDING_LEAD, Role.STAFF), manager="head"),
    Part("reception", "Ellie Marsh", "Reception class teacher", manager="deputy"),
    Part("year1", "Hannah Lowe", "Year 1 teacher", manager="deputy"),
    Part("year2", "Tomasz Zielinski", "Year 2 teacher", manager="deputy", training="attended"),
    Part("year3", "Aisha Rahman", "Year 3 teacher", manager="deputy"),
    Part("year4", "Callum Fraser", "Year 4 teacher", manager="deputy"),
    Part("year5", "Bethan Price", "Year 5 teacher", manager="deputy", training="expiring"),
    Part("year6", "Oliver Grant", "Year 6 teacher and PE lead", manager="deputy", training="attended"),
    Part("music", "Chiara Romano", "Music teacher", manager="deputy"),
    Part("library", "Winifred Nash", "Librarian", manager="assistant_head", training="none"),
    Part("sport", "Dean Holloway", "Sports coach", manager="year6", read=1),
    Part("senco", "Naomi Feldman", "SENCO", manager="assistant_head", training="expiring"),
    Part("ta", "Jackie Dunn", "Teaching assistant", manager="senco", training="none", read=0, declares=False),
    Part("kitchen", "Ravi Patel", "Catering manager", manager="office", training="overdue", read=1),
    Part("clubs", "Lucy Ashdown", "After-school clubs", manager="deputy"),
    Part("caretaker", "Bill Turner", "Site manager", manager="office", read=0, declares=False),
    Part("cover", "Graham Tibbs", "Cover teacher", manager="deputy", read=1),
    Part("friends", "Karen Doyle", "Parent, chair of the Friends", VOLUNTEER, employed=False),
    Part("friends2", "Samuel Adeyemi", "Parent, treasurer of the Friends", VOLUNTEER, employed=False, declares=False),
    Part("chair", "Helena Strand", "Chair of governors", (Role.CHAIR_OF_GOVERNORS, Role.GOVERNOR), employed=False),
    Part("governor", "Peter Calloway", "Governor", (Role.GOVERNOR,), employed=False, training="none", read=1),
]


@dataclass(frozen=True)
class Page:
    """One social-media account of the school, as its business case describes it."""

    key: str
    platform: str
    name: str
    handle: str
    url: str
    aim: str
    audience: str
    promotion: str
    openness: str
    runners: tuple[str, ...]
    weekly: int  # comments in an ordinary week
    existing: bool = False


PAGES = [
    Page(
        "school_facebook",
        "facebook",
        "St. Jude's Primary School",
        "stjudesprimary",
        "https://facebook.example/stjudesprimary",
        "To share news, dates and children's work with families, and to answer everyday questions.",
        "Parents, carers and grandparents of children at the school.",
        "On the school website, in the newsletter and on the noticeboard at the gate.",
        "open",
        ("office", "deputy", "year6"),
        11,
        existing=True,
    ),
    Page(
        "school_x",
        "x",
        "St. Jude's Primary on X",
        "StJudesPrimary",
        "https://x.example/StJudesPrimary",
        "To give short notices: closures, results of matches, reminders.",
        "Families and neighbouring schools.",
        "A link at the foot of every letter home.",
        "open",
        ("office", "it"),
        5,
        existing=True,
    ),
    Page(
        "friends_facebook",
        "facebook",
        "Friends of St. Jude's",
        "friendsofstjudes",
        "https://facebook.example/friendsofstjudes",
        "To bring helpers to the fairs and to thank them afterwards.",
        "Parents, carers and neighbours who help the school.",
        "By the Friends' own posters and at the school gate.",
        "open",
        ("office", "year2", "friends", "friends2"),
        7,
    ),
    Page(
        "sport_instagram",
        "instagram",
        "St. Jude's Sport",
        "stjudes.sport",
        "https://instagram.example/stjudes.sport",
        "To celebrate taking part in sport, whatever the score.",
        "Families, and pupils through their families.",
        "In the sports newsletter.",
        "closed",
        ("year6", "sport"),
        5,
    ),
    Page(
        "music_youtube",
        "youtube",
        "Music at St. Jude's",
        "StJudesMusic",
        "https://youtube.example/@StJudesMusic",
        "To let families who cannot come hear the choir and the band.",
        "Families and former pupils.",
        "On concert programmes.",
        "open",
        ("music", "year5"),
        3,
    ),
    Page(
        "reception_dojo",
        "class_dojo",
        "Reception class story",
        "reception-stjudes",
        "https://dojo.example/reception",
        "To show families what Reception has been doing, and to answer their questions.",
        "Families of the Reception class.",
        "A letter at the start of term.",
        "closed",
        ("reception", "year1"),
        6,
    ),
    Page(
        "library_mastodon",
        "mastodon",
        "St. Jude's Library",
        "library@school.example",
        "https://social.example/@library",
        "To recommend books and to talk with authors.",
        "Families, libraries and authors.",
        "A poster in the library.",
        "open",
        ("year3", "year4"),
        2,
    ),
    Page(
        "governors_linkedin",
        "linkedin",
        "St. Jude's governors",
        "stjudes-governors",
        "https://linkedin.example/stjudes-governors",
        "To find new governors and to explain what governors do.",
        "People who live or work near the school.",
        "Through the local governors' network.",
        "open",
        ("deputy", "office"),
        1,
    ),
]
