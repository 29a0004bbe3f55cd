"""The school's texts for answers: which fit a comment, with the blanks that the portal can fill (C5, H1–H4)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core import clock, times
from moderation.models import Item, Template
from moderation.states import Action, AuthorKind, HouseRule
from moderation.words import starter
from people.models import User
from school.models import current_school

AUTHOR, SCHOOL, ACCOUNT, NAME, DATE, LINK, DONE = "author", "school", "account", "name", "date", "link", "done"
BLANKS = {
    AUTHOR: "who wrote the comment (never a pupil)",
    SCHOOL: "the school's name",
    ACCOUNT: "the account's name",
    NAME: "your name",
    DATE: "the day of the comment",
    LINK: "the link to the comment",
    DONE: "what was done, in an explanation",
}
UNKNOWN = {SCHOOL: "[the school]", LINK: "[the link]", NAME: "[your name]", DONE: "[what was done]"}
WHAT_WAS_DONE = {
    Action.HIDE: "hidden a comment here",
    Action.DELETE: "removed a comment here",
    Action.BLOCK: "stopped somebody from writing here",
    Action.REPORT: "reported a comment here to the platform",
}
_BRACES = re.compile(r"\{([a-z]+)\}")
# A run of blanks is looked at from its first one only: from each, it would take the square of their number.
_NOBODY = re.compile(r"^\{author\}[,:]?[ \t]*|,[ \t]*\{author\}|(?<![ \t])[ \t]*\{author\}", re.MULTILINE)
_MARKS = str.maketrans("", "", "[]{}")  # a name that holds them would look like a blank
# A link in Markdown is no blank.
_LEFT = re.compile(r"\[[^\[\]\n]{1,100}\](?!\()|\{(?:" + "|".join(BLANKS) + r")\}")


@dataclass(frozen=True)
class Offered:
    """A template and its text for one comment: blanks that are left stand there as `[what goes here]`.

    `ref` names it in addresses; `fits` says that it was made for such a comment or such an author.
    """

    template: Template
    text: str
    ref: str
    fits: bool

    @property
    def left(self) -> list[str]:
        return blanks_left(self.text)


def ref_of(template: Template) -> str:
    """Its name in addresses: the key of one that the portal comes with, else the number of its row."""
    return template.key or str(template.pk)


def all_templates() -> list[Template]:
    """Every text that there is, the school's own words before those of the portal; switched off ones too. One query.

    One that is as it came has no `pk`.
    """
    rows = list(Template.objects.select_related("changed_by"))
    changed = {row.key: row for row in rows if row.key}
    found = [changed.get(key) or starter.starter(key) for key in starter.all_keys()]
    return [row for row in found if row is not None] + [row for row in rows if not row.key]


def template_of(ref: str) -> Template | None:
    """The text that `ref` names, or None. At most one query."""
    if starter.starter(ref) is not None:
        return Template.objects.select_related("changed_by").filter(key=ref).first() or starter.starter(ref)
    if not ref.isdecimal() or len(ref) > 18:
        return None
    return Template.objects.select_related("changed_by").filter(pk=int(ref), key="").first()


def blanks_left(text: str) -> list[str]:
    """The blanks of `text` that nobody has filled, each once, as they stand there."""
    return list(dict.fromkeys(_LEFT.findall(text)))


def offered(item: Item, person: User, use: str) -> list[Offered]:
    """The texts for `use` that are switched on and not for another kind of author, those made for such a comment first.

    A comment under the lock of the media policy is offered those alone that do for a journalist (H4).
    """
    return _offered(item, person, use, all_templates())


def offered_for(item: Item, person: User, uses: Iterable[str]) -> dict[str, list[Offered]]:
    """As `offered`, for several uses at once: the same number of queries."""
    templates = all_templates()
    return {use: _offered(item, person, use, templates) for use in uses}


def _offered(item: Item, person: User, use: str, templates: list[Template]) -> list[Offered]:
    kind = author_kind(item)
    values = _values(item, person)
    suits = [
        row
        for row in templates
        if row.use == use and row.is_on and (row.author_kind in ("", kind) or not item.is_locked)
    ]
    suits.sort(key=lambda row: -_closeness(row, item, kind))
    return [Offered(row, fill(row.text, values), ref_of(row), _closeness(row, item, kind) > 0) for row in suits]


def _closeness(template: Template, item: Item, kind: str) -> int:
    """How well it fits: the author's kind weighs most; below nought it was made for others."""
    points = 0
    if template.author_kind:
        points += 4 if template.author_kind == kind else -4
    if template.category:
        points += 2 if template.category == item.category else -2
    return points


def author_kind(item: Item) -> str:
    """Who wrote it, as far as somebody has said so; else a journalist for one who may be one."""
    if item.author is None:
        return AuthorKind.UNKNOWN
    is_unsaid = item.author.kind == AuthorKind.UNKNOWN and item.author.is_journalist
    return AuthorKind.JOURNALIST if is_unsaid else item.author.kind


def _values(item: Item, person: User | None) -> dict[str, str]:
    """What fills the blanks for this comment. A pupil is never named, and nobody is who gave no name."""
    school = current_school()
    is_pupil = author_kind(item) == AuthorKind.PUPIL
    return {
        AUTHOR: "" if is_pupil else " ".join(item.author_name.translate(_MARKS).split()),
        SCHOOL: school.name if school else "",
        ACCOUNT: item.account.name.translate(_MARKS),
        NAME: person.full_name if person else "",
        DATE: times.day(item.received_at),
        LINK: item.permalink,
    }


def offered_text(item: Item, person: User, ref: str) -> str:
    """The text that `ref` names, with its blanks filled for this comment; empty where it is off, or there is none."""
    found = template_of(ref) if ref else None
    return fill(found.text, _values(item, person)) if found is not None and found.is_on else ""


def tone_of(ref: str) -> str:
    found = template_of(ref) if ref else None
    return found.tone if found is not None else ""


def example(text: str, person: User, kind: str = "") -> str:
    """`text` as it would read under an invented comment of today. For a preview."""
    school = current_school()
    return fill(
        text,
        {
            AUTHOR: "" if kind == AuthorKind.PUPIL else "Alex Example",
            SCHOOL: school.name if school else "our school",
            ACCOUNT: "our page",
            NAME: person.full_name,
            DATE: times.day(clock.now()),
            LINK: "https://example.org/comment",
            DONE: WHAT_WAS_DONE[Action.HIDE],
        },
    )


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its blanks filled by `values`. What is not known stays as a blank to be filled by hand.

    An author whose name is not known, or not said, is left out: "Hello {author}," becomes "Hello,".
    """
    if not values.get(AUTHOR):
        text = _NOBODY.sub("", text)

    def word(match: re.Match[str]) -> str:
        name = match[1]
        return values.get(name) or UNKNOWN.get(name) or match[0]

    return _BRACES.sub(word, text)


def is_unaltered(item: Item, person: User, text: str) -> bool:
    """Whether `text` is one of the school's acknowledgements as it stands, which even a journalist may be sent (H4)."""
    wanted = _plain(text)
    return any(
        _plain(one.text) == wanted and not one.left for one in offered(item, person, Template.Use.ACKNOWLEDGEMENT)
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def explanation(item: Item, house_rule: str, action: str) -> str:
    """What the audience is told when something is removed: by the rule that was broken, and for a pupil by that.

    It names nobody. `action` is one of `Action`; both may be empty while nothing is chosen yet.
    """
    kind = author_kind(item)
    rows = [row for row in all_templates() if row.use == Template.Use.EXPLANATION and row.is_on]
    fitting = [row for row in rows if row.author_kind in ("", kind) and row.house_rule in ("", house_rule)]
    best = max(fitting, key=lambda row: (bool(row.author_kind), bool(row.house_rule)), default=None)
    text = best.text if best is not None else _last_resort()
    values = {**_values(item, None), AUTHOR: "", DONE: WHAT_WAS_DONE.get(Action(action), "") if action else ""}
    return fill(text, values)


def _last_resort() -> str:
    """Nothing is ever removed without a word, even where the school has switched every text off."""
    found = starter.starter(f"explanation-{HouseRule.OTHER}")
    return found.text if found is not None else ""
