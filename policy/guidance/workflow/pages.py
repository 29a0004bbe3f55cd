"""Writing the pages of guidance (P5), and the page for pupils and parents (P6)."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from people.current import person
from policy.guidance import selectors
from policy.guidance.models import GuidanceEdition

CHANGED_MEANWHILE = (
    "Somebody changed this page meanwhile. Look at what it says now, then do it again if you still want to."
)
NO_DIFFERENCE = "That is what the page says already, so nothing was saved."
GONE = "This page was taken away. Restore one of its editions from the history first."


@audit.verb("guidance.write_page", "changed a page of guidance")
def write_page(
    slug: str, *, actor: Actor, title: str, summary: str, body_markdown: str, seen: int, note: str = ""
) -> GuidanceEdition:
    """Save what a page says as its next edition (P5). `seen` is the number of the edition that the writer had.

    Raises NotAllowed, InvalidInput (no title, no text, no such page) and WrongState (changed since `seen`, taken
    away, or no difference).
    """
    rules.require("guidance.write", actor)
    latest = _latest(slug, seen)
    if not latest.is_shown:
        raise WrongState(GONE)
    edition = _written(slug, actor, title, summary, body_markdown, note)
    if edition.says_the_same_as(latest):
        raise WrongState(NO_DIFFERENCE)
    _save(edition, after=latest)
    audit.record("guidance.write_page", edition, actor=actor, number=edition.number)
    return edition


@audit.verb("guidance.add_page", "added a page of guidance")
def add_page(*, actor: Actor, title: str, summary: str, body_markdown: str, note: str = "") -> GuidanceEdition:
    """Add a page of the school's own; its address comes from its title (P5). Raises NotAllowed, InvalidInput."""
    rules.require("guidance.write", actor)
    edition = _written(_free_slug(title), actor, title, summary, body_markdown, note)
    _save(edition, after=None)
    return edition


@audit.verb("guidance.restore_edition", "put an older edition of a page of guidance back")
def restore_edition(slug: str, number: int, *, actor: Actor, seen: int) -> GuidanceEdition:
    """Let a page say again what it said in edition `number`; 0 is the starter text (P5).

    Raises NotAllowed, InvalidInput (no such edition) and WrongState (changed since `seen`, or it says that already).
    """
    rules.require("guidance.write", actor)
    latest = _latest(slug, seen)
    old = selectors.edition(slug, number)
    if old is None or not old.is_shown:
        raise InvalidInput("There is no such edition of this page.")
    edition = _written(slug, actor, old.title, old.summary, old.body_markdown, "")
    edition.note = "The starter text again" if old.is_starter else f"Edition {old.number} again"
    if edition.says_the_same_as(latest):
        raise WrongState(NO_DIFFERENCE)
    _save(edition, after=latest)
    audit.record("guidance.restore_edition", edition, actor=actor, number=edition.number, restored=old.number)
    return edition


@audit.verb("guidance.take_away", "took a page of guidance away")
def take_away(slug: str, *, actor: Actor, seen: int) -> GuidanceEdition:
    """Show a page of the school's own no more; its history stays, and can be restored (P5).

    Raises NotAllowed, InvalidInput (no such page) and WrongState (it comes with the portal, is away, or changed).
    """
    rules.require("guidance.write", actor)
    latest = _latest(slug, seen)
    if latest.comes_with_the_portal:
        raise WrongState("The portal itself leads people to this page, so it stays. You can change what it says.")
    if not latest.is_shown:
        raise WrongState("This page was taken away already.")
    edition = _written(slug, actor, latest.title, latest.summary, latest.body_markdown, "Taken away")
    edition.is_shown = False
    _save(edition, after=latest)
    return edition


def _latest(slug: str, seen: int) -> GuidanceEdition:
    latest = selectors.latest(slug)
    if latest is None:
        raise InvalidInput("There is no such page.")
    if latest.number != seen:
        raise WrongState(CHANGED_MEANWHILE)
    return latest


def _written(slug: str, actor: Actor, title: str, summary: str, body: str, note: str) -> GuidanceEdition:
    """An edition not saved yet. Raises InvalidInput without a title or a text."""
    edition = GuidanceEdition(
        slug=slug,
        title=title.strip(),
        summary=" ".join(summary.split()),
        body_markdown=body.replace("\r\n", "\n").strip(),
        note=note.strip(),
        written_by=person(actor),
        written_at=clock.now(),
    )
    if not edition.title:
        raise InvalidInput("Give the page a title.", "title")
    if not edition.body_markdown:
        raise InvalidInput("Write the text of the page.", "body_markdown")
    return edition


def _save(edition: GuidanceEdition, *, after: GuidanceEdition | None) -> None:
    edition.number = after.number + 1 if after is not None else 1
    try:
        with transaction.atomic():
            edition.save(force_insert=True)
    except IntegrityError as error:  # two saved at the same moment: the number is taken
        raise WrongState(CHANGED_MEANWHILE) from error


def _free_slug(title: str) -> str:
    """An address that no page has or had."""
    stem = slugify(title)[:50].strip("-") or "page"
    taken = selectors.slugs_like(stem)
    number = 2
    slug = stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
