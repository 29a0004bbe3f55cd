"""The school's changes to the word list. The record names a term by its number, not by its words (M3)."""

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.models import Term
from moderation.states import Category
from moderation.triage import rules as _rules  # noqa: F401  registers the rules
from moderation.triage.patterns import PATTERNS
from moderation.triage.plain import plain, words
from moderation.triage.shipped import everyday, shipped
from people.current import person

LONGEST_TERM = 100  # letters
MOST_WORDS = 8


def normalised(term: str) -> str:
    """A term as it is compared: plain letters, one space between words."""
    return " ".join(words(plain(term)))


@audit.verb("moderation.add_term", "added a word to the word list")
def add_term(*, actor: Actor, term: str, category: str) -> Term:
    """Have `term` looked for from now on, in whatever spelling. Raises NotAllowed, InvalidInput."""
    rules.require("moderation.change_word_list", actor)
    if category not in Category.values:
        raise InvalidInput("Choose the list that it belongs to.", "category")
    plainly = normalised(term)
    _check(plainly, category)
    term_row, made = Term.objects.get_or_create(
        words=plainly, category=category, defaults={"changed_by": person(actor), "changed_at": clock.now()}
    )
    if not made:
        if term_row.is_on:
            raise InvalidInput("This is on the list already.", "term")
        _switch(term_row, actor, on=True)
    audit.record("moderation.add_term", term_row, actor=actor, category=str(category))
    return term_row


@audit.verb("moderation.switch_term", "switched a word of the word list on or off")
def switch_term(*, actor: Actor, term: str, category: str, on: bool) -> Term:
    """Look for a term of the list no more, or again; one that came with the portal, or the school's own.

    `term` is its name. Raises NotAllowed, InvalidInput for one that there is not, and WrongState.
    """
    rules.require("moderation.change_word_list", actor)
    came = (term, category) in {(one.name, one.category) for one in shipped()}
    came = came or (term in PATTERNS and category == Category.PERSONAL_DATA)
    row = Term.objects.select_for_update().filter(words=term, category=category).first()
    if row is None and not came:
        raise InvalidInput("That is not on the list.")
    if (row.is_on if row is not None else True) == on:
        raise WrongState(f"It is switched {'on' if on else 'off'} already.")
    if row is None:
        row, _ = Term.objects.get_or_create(
            words=term, category=category, defaults={"changed_by": person(actor), "changed_at": clock.now()}
        )
    _switch(row, actor, on=on)
    audit.record("moderation.switch_term", row, actor=actor, on=on)
    return row


def _switch(row: Term, actor: Actor, *, on: bool) -> None:
    row.is_on, row.changed_by, row.changed_at = on, person(actor), clock.now()
    row.save(update_fields=["is_on", "changed_by", "changed_at"])


def _check(term: str, category: str) -> None:
    found = term.split()
    if not found:
        raise InvalidInput("Write the word, or several words in a row.", "term")
    if len(term) > LONGEST_TERM or len(found) > MOST_WORDS:
        raise InvalidInput(f"Use at most {MOST_WORDS} words and {LONGEST_TERM} letters.", "term")
    if len("".join(found)) < 2 or everyday().issuperset(found):
        raise InvalidInput("This stands in most comments, so it would tell nothing. Add a word to it.", "term")
    same = [one for one in shipped() if one.category == category]
    if any(all(map(tuple.__contains__, one.slots, found)) for one in same if len(one.slots) == len(found)):
        raise InvalidInput("The list that came with the portal finds this already.", "term")
