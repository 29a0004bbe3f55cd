"""Reads for the pages of triage: the word list, authors and their strikes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models.account import SEE_ALL
from moderation.models import Appeal, Author, AuthorQuerySet, Ban, Item, ItemQuerySet, Response, Term
from moderation.rules import WATCHERS
from moderation.states import PRESSING, Category, ResponseKind, ResponseStatus
from moderation.triage.patterns import PATTERNS
from moderation.triage.plain import plain, words
from moderation.triage.shipped import Entry, entry, shipped
from people.models import User

ORDER = (*PRESSING, Category.OFFENSIVE, Category.SPAM)


@dataclass(frozen=True)
class Listed:
    """A term as the page shows it."""

    name: str
    category: str
    entry: Entry | None  # None: a form of personal data, not words
    is_on: bool
    ours: bool
    changed: Term | None


@dataclass(frozen=True)
class Part:
    """The terms of one category."""

    category: str
    label: str
    is_pressing: bool
    terms: list[Listed]
    total: int


def word_list_parts(query: str = "", category: str = "", show: str = "") -> list[Part]:
    """The whole list by category, or what of it holds `query`. `show` is "ours" or "off". One query."""
    changed = {(term.words, term.category): term for term in Term.objects.select_related("changed_by")}
    rows: dict[str, list[Listed]] = {}
    for one in shipped():
        rows.setdefault(one.category, []).append(_listed(one.name, one.category, one, changed))
    for name in PATTERNS:
        rows.setdefault(Category.PERSONAL_DATA, []).append(_listed(name, Category.PERSONAL_DATA, None, changed))
    for (term, of_category), row in changed.items():
        own = entry(term, of_category, ours=True)
        rows.setdefault(of_category, []).append(Listed(term, of_category, own, row.is_on, True, row))
    order = [*ORDER, *(name for name in rows if name not in ORDER)]
    parts = []
    for name in order:
        if category and name != category:
            continue
        wanted = [one for one in rows.get(name, []) if _matches(one, query, show)]
        if wanted:
            wanted.sort(key=lambda one: (not one.ours, one.name))
            label = str(Category(name).label)
            parts.append(Part(name, label, name in PRESSING, wanted, len(rows[name])))
    return parts


def _listed(name: str, category: str, one: Entry | None, changed: dict[tuple[str, str], Term]) -> Listed:
    """A term that came with the portal; what the school changed about it is taken out of `changed`."""
    row = changed.pop((name, category), None)
    return Listed(name, category, one, row.is_on if row else True, False, row)


def _matches(one: Listed, query: str, show: str) -> bool:
    if (show == "ours" and not one.ours) or (show == "off" and one.is_on):
        return False
    wanted = words(plain(query))
    if not wanted:
        return True
    forms = [form for slot in one.entry.slots for form in slot] if one.entry else one.name.split()
    return all(any(word in form for form in forms) for word in wanted)


def authors(person: User, chosen: dict[str, object]) -> AuthorQuerySet:
    """Those whom `person` sees, by the filters that were chosen."""
    found = Author.objects.visible_to(person)
    if query := chosen.get("q"):
        known = Q(name__icontains=query) | Q(external_id=query)
        if person.holds(*WATCHERS) or not person.holds(*SEE_ALL):
            known |= Q(notes__icontains=query)  # who sees comments without working on them finds nothing by the notes
        found = found.filter(known)
    if kind := chosen.get("kind"):
        found = found.filter(kind=kind)
    if chosen.get("banned"):
        found = found.filter(pk__in=Ban.objects.visible_to(person).in_force().values("author"))
    return found


def removals(person: User) -> "QuerySet[Response]":
    """What was removed for good, on the accounts that `person` sees: an appeal that was won leaves it out."""
    return (
        Response.objects.filter(kind=ResponseKind.REMOVAL, status=ResponseStatus.POSTED)
        .filter(item__in=Item.objects.visible_to(person).values("pk"))
        .exclude(pk__in=Appeal.objects.filter(decision=Appeal.Decision.OVERTURNED).values("response"))
    )


def strikes(author: Author, person: User) -> int:
    """How often something of theirs was removed."""
    return removals(person).filter(item__author=author).count()


@dataclass(frozen=True)
class Tally:
    items: int = 0
    strikes: int = 0
    banned: bool = False


def tallies(of: Iterable[Author], person: User) -> dict[int, Tally]:
    """What a row of the list of authors shows: three queries, however many."""
    pks = [author.pk for author in of]
    items = Item.objects.visible_to(person).filter(author__in=pks).order_by().values_list("author")
    struck = removals(person).filter(item__author__in=pks).order_by().values_list("item__author")
    numbers = dict(items.annotate(number=Count("pk")))
    removed = dict(struck.annotate(number=Count("pk")))
    banned = set(Ban.objects.visible_to(person).in_force().filter(author__in=pks).values_list("author", flat=True))
    return {pk: Tally(numbers.get(pk, 0), removed.get(pk, 0), pk in banned) for pk in pks}


def items_of(author: Author, person: User) -> ItemQuerySet:
    return Item.objects.visible_to(person).filter(author=author).select_related("account")


def bans_of(author: Author, person: User) -> list[Ban]:
    """The bans of an author on the accounts that `person` sees, those in force first."""
    found = Ban.objects.visible_to(person).filter(author=author).select_related("account", "banned_by", "lifted_by")
    return sorted(found, key=lambda ban: (ban.lifted_at is not None, ban.review_on))
