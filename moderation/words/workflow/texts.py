"""The school's own words in place of those that the portal comes with (C5)."""

import re
from typing import Any

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.models import Template
from moderation.states import AuthorKind, Category, HouseRule
from moderation.words import starter
from moderation.words.templates import AUTHOR, BLANKS, DONE, NAME
from moderation.words.workflow.typed import words
from people.current import person

LONGEST_TEXT = 5000  # characters
LONGEST_NAME, LONGEST_TONE = 100, 300
_BRACES = re.compile(r"\{([^{}\n]*)\}")
_SEEN_NOTHING = ""


@audit.verb("moderation.add_template", "added a text for answers")
def add_template(
    *,
    actor: Actor,
    use: str,
    name: str,
    text: str,
    tone: str = "",
    category: str = "",
    author_kind: str = "",
    house_rule: str = "",
) -> Template:
    """A text of the school's own. Raises NotAllowed, InvalidInput."""
    rules.require("moderation.change_templates", actor)
    if use not in Template.Use.values:
        raise InvalidInput("Choose what it is for.", "use")
    made = Template(use=use)
    _write(made, actor, _for_whom(use, category, author_kind, house_rule), name, text, tone)
    return made


@audit.verb("moderation.change_template", "changed a text for answers")
def change_template(
    template: Template,
    *,
    actor: Actor,
    name: str,
    text: str,
    tone: str = "",
    category: str = "",
    author_kind: str = "",
    house_rule: str = "",
    seen: str = _SEEN_NOTHING,
) -> Template:
    """Change one; what one of the portal's is for stays as it is, for the portal looks for it by that.

    `seen` is `version_of` what the writer had before them. Raises NotAllowed, InvalidInput, and WrongState where
    somebody else changed it meanwhile.
    """
    rules.require("moderation.change_templates", actor)
    row = _row(template)
    if seen and seen != version_of(row):
        who = row.changed_by.full_name if row.changed_by else "Somebody"
        raise WrongState(f"{who} changed this text meanwhile. Copy your words, then open it again.")
    came = starter.starter(row.key) if row.key else None
    if came is not None:
        for_whom = {"category": came.category, "author_kind": came.author_kind, "house_rule": came.house_rule}
    else:
        for_whom = _for_whom(row.use, category, author_kind, house_rule)
    _write(row, actor, for_whom, name, text, tone)
    return row


@audit.verb("moderation.switch_template", "switched a text for answers on or off")
def switch_template(template: Template, *, actor: Actor, on: bool) -> Template:
    """One that is off is offered to nobody, and stays in the list. Raises NotAllowed, WrongState."""
    rules.require("moderation.change_templates", actor)
    row = _row(template)
    if row.is_on == on:
        raise WrongState(f"This text is {'on' if on else 'off'} already.")
    row.is_on = on
    _save(row, actor)
    audit.record("moderation.switch_template", row, actor=actor, on=on)
    return row


@audit.verb("moderation.restore_template", "brought a text for answers back to how it came")
def restore_template(template: Template, *, actor: Actor) -> Template:
    """The portal's words in place of the school's. Raises NotAllowed, and WrongState for a text of the school's own."""
    rules.require("moderation.change_templates", actor)
    came = starter.starter(template.key) if template.key else None
    if came is None:
        raise WrongState("The portal did not come with this text. Switch it off instead.")
    row = Template.objects.select_for_update().filter(key=template.key).first()
    if row is None:
        raise WrongState("This text is as it came.")
    audit.record("moderation.restore_template", row, actor=actor)
    row.delete()
    return came


def version_of(template: Template) -> str:
    """Changes with each save; a text as it came has one of its own."""
    return template.changed_at.isoformat() if template.pk else "as-it-came"


def _row(template: Template) -> Template:
    """The row as it is now, held; for a text of the portal that nobody has changed, one that is not saved yet."""
    if template.key:
        row = Template.objects.select_for_update().filter(key=template.key).first()
        return row or starter.starter(template.key) or template
    return audit.lock(template)


def _write(row: Template, actor: Actor, for_whom: dict[str, str], name: str, text: str, tone: str) -> None:
    for field, value in for_whom.items():
        setattr(row, field, value)
    row.name = words(name, "name", missing="Give it a name.", longest=LONGEST_NAME)
    row.text = words(text, "text", missing="Write the text.", longest=LONGEST_TEXT)
    row.tone = tone.strip()
    if len(row.tone) > LONGEST_TONE:
        raise InvalidInput(f"Use at most {LONGEST_TONE} letters.", "tone")
    _check_blanks(row)
    _save(row, actor)


def _save(row: Template, actor: Actor) -> None:
    row.changed_by, row.changed_at = person(actor), clock.now()
    row.save()


def _for_whom(use: str, category: str, author_kind: str, house_rule: str) -> dict[str, str]:
    """An explanation goes by the rule that was broken, the others by what the comment is about."""
    given: dict[str, tuple[str, Any]] = {
        "category": (category, Category),
        "author_kind": (author_kind, AuthorKind),
        "house_rule": (house_rule, HouseRule),
    }
    for field, (value, choices) in given.items():
        if value and value not in choices.values:
            raise InvalidInput("Choose one of the list.", field)
    is_explanation = use == Template.Use.EXPLANATION
    return {
        "category": "" if is_explanation else category,
        "author_kind": author_kind,
        "house_rule": house_rule if is_explanation else "",
    }


def _check_blanks(row: Template) -> None:
    """Raises InvalidInput for blanks that nothing fills, and for a name where nobody may be named."""
    found = _BRACES.findall(row.text)
    strange = [name for name in found if name not in BLANKS]
    if strange:
        known = ", ".join(f"{{{name}}}" for name in BLANKS)
        raise InvalidInput(f"Nothing fills {{{strange[0]}}}. The portal knows {known}.", "text")
    if row.use == Template.Use.EXPLANATION and {AUTHOR, NAME} & set(found):
        raise InvalidInput("A public explanation names nobody: leave out {author} and {name}.", "text")
    if row.author_kind == AuthorKind.PUPIL and AUTHOR in found:
        raise InvalidInput("A pupil is never named: leave out {author}.", "text")
    if row.use != Template.Use.EXPLANATION and DONE in found:
        raise InvalidInput("{done} is filled in an explanation only.", "text")
