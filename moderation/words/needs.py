"""What answers in the making add to somebody's Today page. No line says what a comment says, or who wrote it."""

from datetime import time

from django.db.models import Q
from django.urls import reverse

from core import clock
from core.registry import Need, needs
from core.worktime import end_of_day
from moderation.models import Item
from moderation.states import AuthorKind
from moderation.words import selectors
from people.models import User
from school.models import school_zone

FEW = 5  # lines of one kind, before they become one


@needs
def opinions_to_give(person: User) -> list[Need]:
    """What colleagues asked, with the time when the comment is due: the clock goes on (C2)."""
    asked = list(selectors.open_questions(person).order_by("item__due_at", "pk")[:FEW])
    return [
        Need(
            f"{one.asked_by.full_name} asks what you think of a reply",
            reverse("moderation:opinion", args=[one.pk]),
            "Read it",
            one.item.due_at if one.item.responded_at is None and one.item.in_figures else None,
            urgency=1,
        )
        for one in asked
    ]


@needs
def journalists_to_release(person: User) -> list[Need]:
    """For SLT: comments that nobody can answer before SLT has decided (H4)."""
    if not person.is_slt:
        return []
    waiting = Item.objects.waiting().filter(
        Q(author__kind=AuthorKind.JOURNALIST) | Q(author__maybe_journalist=True), released_at=None
    )
    first = waiting.order_by("due_at", "pk").first()
    if first is None:
        return []
    number = waiting.count()
    sentence = (
        "A journalist wrote to us, and SLT decides about the answer"
        if number == 1
        else f"{number} comments by journalists wait for SLT to decide about the answer"
    )
    return [Need(sentence, reverse("moderation:let_answer", args=[first.pk]), "Decide", first.due_at, urgency=1)]


@needs
def next_steps_with_parents(person: User) -> list[Need]:
    """For whoever took the last step: the next one, three working days later (H3)."""
    paths = selectors.next_steps_of(person)
    today, zone = clock.today(), school_zone()
    found = []
    for path in paths[:FEW]:
        stage = path.next
        if stage is None or stage.suggested is None:
            continue
        found.append(
            Need(
                f"Next step with a parent: {stage.step.label.lower()}",
                reverse("moderation:parent_path", args=[path.item.pk]),
                "Go on",
                end_of_day(stage.suggested, zone, time(23, 59, 59)),
                urgency=1 if stage.suggested <= today else 2,
            )
        )
    return found
