"""The pages about comments beside the queue, for whom they are."""

from dataclasses import dataclass

from django.urls import reverse

from core import rules
from people.models import Role, User

# A volunteer sees only what is theirs, so has no use for the figures (P4).
_INSIDE = frozenset(Role.values) - {Role.VOLUNTEER}


@dataclass(frozen=True)
class PlaceLink:
    label: str
    what: str
    url: str


@dataclass(frozen=True)
class _Place:
    """`rule` says who may read it, `roles` for whom it is: none for everybody who has the queue."""

    label: str
    what: str
    page: str
    rule: str = ""
    roles: frozenset[str] = frozenset()


_PLACES = {
    "People": (
        _Place("Authors", "Who writes to us, and what else they wrote.", "moderation:authors"),
        _Place("Blocked", "Who is blocked, why, and when to look at it again.", "moderation:bans"),
        _Place("Parents we talk to", "How far each talk with a parent is.", "moderation:parents"),
    ),
    "Words": (
        _Place(
            "Texts for answers", "Ready-made words to begin with.", "moderation:templates", "moderation.read_templates"
        ),
        _Place(
            "Word list",
            "Words and phrases to look at first. Try a text on it.",
            "moderation:word_list",
            "moderation.read_word_list",
        ),
        _Place("Tags", "Rename, merge or remove them.", "moderation:tags", "moderation.change_tags"),
        _Place("Views that you saved", "Rename or remove them.", "moderation:saved_filters"),
    ),
    "Who looks, and when": (
        _Place("Rota", "Who watches which account.", "moderation:rota"),
        _Place("Who looked when", "The checks of each account, day by day.", "moderation:checks"),
        _Place(
            "Who is told when",
            "Reminders, quiet hours and who is on call.",
            "moderation:escalation",
            "moderation.read_escalation",
        ),
        _Place("How we count time", "Until when a comment needs an answer, and why.", "moderation:definitions"),
    ),
    "In and out": (
        _Place("Import a file", "Bring in many comments at once.", "moderation:import_start"),
        _Place("Figures", "How many we answered in time.", "moderation:figures", roles=_INSIDE),
        _Place("School terms", "The terms that figures are shown by.", "school:terms", "school.see_settings"),
    ),
}


def places(person: User) -> dict[str, list[PlaceLink]]:
    """What `person` may open, under its titles. At most two queries."""
    asked = {place.rule for group in _PLACES.values() for place in group if place.rule}
    answers = {name: bool(rules.ask(name, person)) for name in asked}
    return {
        title: [
            PlaceLink(place.label, place.what, reverse(place.page))
            for place in group
            if answers.get(place.rule, True) and (not place.roles or person.holds(*place.roles))
        ]
        for title, group in _PLACES.items()
    }
