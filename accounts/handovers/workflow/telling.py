"""Who hears of a handover, and the one way to tell them."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.handovers.models import Handover
from core import times
from notifications import workflow as notifications
from notifications.workflow import Notice
from people.models import User


def leads(handover: Handover, *roles: str) -> list[User]:
    """Those who hold any of `roles`, without the person who stops running the account."""
    return list(User.objects.holding(*roles).exclude(pk=handover.person_id).prefetch_related("grants"))


def page_of(person: User) -> str:
    """Where a line manager is led, who does not see the handover itself."""
    return reverse("people:person", kwargs={"pk": person.pk})


def notice(
    handover: Handover, recipients: Iterable[User], message: str, event: str, *, url: str = "", **params: str
) -> Notice:
    """`event` tells this cause from others of the same handover."""
    return Notice(
        recipients,
        message,
        event=f"handover:{handover.pk}:{event}",
        url=url or handover.get_absolute_url(),
        about=handover,
        params={
            "account": handover.account.label,
            "person": handover.person.full_name,
            "day": times.day(handover.due_on),
            **params,
        },
    )


def tell(
    handover: Handover, recipients: Iterable[User], message: str, event: str, *, url: str = "", **params: str
) -> None:
    notifications.tell_each([notice(handover, recipients, message, event, url=url, **params)])
