"""The pages about comments beside the queue, for whom they are."""

from dataclasses import dataclass

from django.urls import reverse

from core import rules
from people.models import User


@dataclass(frozen=True)
class PlaceLink:
    label: str
    url: str


# Label, name of the page, and the rule of those who may read it (none: everybody who has the queue).
_PLACES = (
    ("Authors", "moderation:authors", ""),
    ("Blocked", "moderation:bans", ""),
    ("Parents we talk to", "moderation:parents", ""),
    ("Texts for answers", "moderation:templates", "moderation.read_templates"),
    ("Word list", "moderation:word_list", "moderation.read_word_list"),
    ("Who is told when", "moderation:escalation", "moderation.read_templates"),
)


def places(person: User) -> list[PlaceLink]:
    """What `person` may open. A query for those who run accounts, none for Administrators and SLT."""
    answers = {name: bool(rules.ask(name, person)) for name in {rule for _, _, rule in _PLACES if rule}}
    return [PlaceLink(label, reverse(page)) for label, page, rule in _PLACES if answers.get(rule, True)]
