"""What stands on the page of one item: the lock, colleagues' opinions, the path with a parent, the behaviour policy."""

from core import rules
from moderation.cards import Card, Place, card
from moderation.models import BehaviourReferral, Item, Release
from moderation.states import AuthorKind
from moderation.words import rules as _rules  # noqa: F401  registers the rules
from moderation.words import selectors
from moderation.words.choosing import ACKNOWLEDGE, REPLY
from moderation.words.templates import author_kind
from people.models import User
from policy.guidance import selectors as guidance

MEDIA_PAGE = "if-a-journalist-asks"  # of the guidance


@card(Place.FIRST, order=10)
def lock(item: Item, reader: User) -> Card | None:
    """That a journalist wrote it, and whether SLT has released it (H4)."""
    if item.author is None or not item.author.is_journalist:
        return None
    release = Release.objects.filter(item=item, ended_at=None).select_related("released_by").first()
    facts = {
        "release": release,
        "locked": item.is_locked,
        "media_page": guidance.page(MEDIA_PAGE),
        "may_decide": rules.ask("moderation.let_answer", reader, item),
    }
    return Card("moderation/words/_lock.html", facts)


@card(Place.ANSWER, order=90)
def choose(item: Item, reader: User) -> Card | None:
    """The forms of the buttons that put a text into a box, for who has no JavaScript."""
    return Card("moderation/words/_choose.html", {"parts": (ACKNOWLEDGE,) if item.is_locked else (ACKNOWLEDGE, REPLY)})


@card(Place.BESIDE, order=20)
def opinions(item: Item, reader: User) -> Card | None:
    """Who was asked about a reply, and what they said (C2)."""
    asked = selectors.opinions_of(item)
    may_ask = item.is_waiting and not item.link_only and bool(rules.ask("moderation.ask_opinion", reader, item))
    if not asked and not may_ask:
        return None
    still_asked = [one.opinion for one in asked if one.opinion.withdrawn_at is None]
    answered = sum(one.answered_at is not None for one in still_asked)
    if still_asked:
        standing = f"{answered} of {len(still_asked)} answered" if answered else "No answer yet"
    else:
        standing = "" if asked else "Not sure what to write? Ask somebody"
    facts = {"asked": asked, "may_ask": may_ask, "answered": answered, "standing": standing}
    return Card("moderation/words/_opinions.html", facts)


@card(Place.BESIDE, order=30)
def parent(item: Item, reader: User) -> Card | None:
    """The three steps with a parent: begun, or offered where a parent wrote it (H3)."""
    path = selectors.path_of(item)
    may = bool(rules.ask("moderation.parent_path", reader, item))
    offered = author_kind(item) in (AuthorKind.PARENT, AuthorKind.UNKNOWN, AuthorKind.PUBLIC) and may
    if path.last is None and not offered:
        return None
    is_parent = author_kind(item) == AuthorKind.PARENT
    return Card("moderation/words/_parent.html", {"path": path, "may": may, "is_parent": is_parent})


@card(Place.BESIDE, order=31)
def pupil(item: Item, reader: User) -> Card | None:
    """The behaviour policy, where a pupil wrote it (H2)."""
    referral: BehaviourReferral | None = getattr(item, "behaviour_referral", None)
    may = author_kind(item) == AuthorKind.PUPIL and bool(rules.ask("moderation.refer_behaviour", reader, item))
    if referral is None and not may:
        return None
    return Card("moderation/words/_pupil.html", {"referral": referral, "may": may})
