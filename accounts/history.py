"""What happened to an account, from the record, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Account, Step
from audit.models import Event
from audit.workflow import labels
from people.models import User

LONGEST = 50  # events on one page


@dataclass(frozen=True)
class Line:
    at: datetime
    words: str
    icon: str = "dot"
    tone: str = ""
    text: str = ""


def _words(event: Event) -> str:
    step = event.data.get("step")
    if event.verb in _STEPS and step in Step.values:
        return f"{_STEPS[event.verb]} “{Step(step).label}”"
    return labels.get(event.verb, event.verb)


_STEPS = {"accounts.tick_step": "ticked", "accounts.untick_step": "took back the tick at"}
_ICONS = {
    "accounts.tick_step": ("check", ""),
    "accounts.open_account": ("plus", ""),
    "accounts.register_existing": ("plus", "waiting"),
    "accounts.give_mandate": ("stamp", "going"),
    "accounts.finish_provisioning": ("radio", "going"),
    "accounts.close_account": ("archive", "done"),
    "vault.store": ("key-round", ""),
    "vault.rotate": ("refresh-cw", ""),
    "vault.reveal": ("eye", "waiting"),
    "vault.copy": ("copy", ""),
    "vault.reveal_failed": ("triangle-alert", "late"),
}


def of_account(account: Account, *, with_reveals: bool) -> list[Line]:
    """The newest events first. Who looked at a password is left out where the reader may not know it."""
    credentials = [str(pk) for pk in account.credentials.values_list("pk", flat=True)]
    events = Event.objects.filter(
        Q(subject_type="accounts.account", subject_id=str(account.pk))
        | Q(subject_type="vault.credential", subject_id__in=credentials),
        refused=False,
    )
    if not with_reveals:
        events = events.exclude(verb__in=["vault.reveal", "vault.copy", "vault.reveal_failed"])
    return lines(list(events.order_by("-id")[:LONGEST]))


def lines(events: list[Event]) -> list[Line]:
    """Events as sentences, with the names of who did it."""
    names = dict(
        User.objects.get_queryset()
        .filter(pk__in=[event.person_id for event in events if event.person_id is not None])
        .values_list("pk", "full_name")
    )
    result = []
    for event in events:
        who = names.get(event.person_id, "Somebody") if event.person_id is not None else "The portal"
        icon, tone = _ICONS.get(event.verb, ("dot", ""))
        result.append(Line(event.at, f"{who} {_words(event)}", icon, tone))
    return result
