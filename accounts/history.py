"""What happened to an account, from the record, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.db.models import Q

from accounts import checklists
from accounts.models import Account, Purpose
from audit.models import Event
from audit.workflow import labels
from people.models import User

# The title of a step, by its checklist and its key.
Titles: TypeAlias = dict[tuple[str, str], str]
LONGEST = 50  # events on one page


@dataclass(frozen=True)
class Line:
    at: datetime
    words: str
    icon: str = "dot"
    tone: str = ""
    text: str = ""


def _words(event: Event, names: dict[int, str], titles: Titles) -> str:
    if event.verb in _STEPS and _step(event) in titles:
        return f"{_STEPS[event.verb]} “{titles[_step(event)]}”"
    if event.verb in _RUNNERS:
        part = _RUNNERS[event.verb]
        return part[bool(event.data.get("lead"))].format(who=names.get(_about(event) or 0, "somebody"))
    if event.verb == "accounts.correct_details":
        return f"corrected in the register: {_fields(event)}"
    if event.verb == "accounts.review":
        well = all(event.data.get(answer) for answer in ("still_needed", "active", "right_people"))
        return "looked at it again: all is well" if well else "looked at it again, and found something to do"
    return labels.get(event.verb) or _FORMER.get(event.verb, event.verb)


def _step(event: Event) -> tuple[str, str]:
    """Of which checklist, and which step. Earlier events know no other checklist than the first."""
    return str(event.data.get("purpose", Purpose.SET_UP)), str(event.data.get("step", ""))


def _titles(account: Account, events: list[Event]) -> Titles:
    """What the steps in `events` are called: as they read when they were ticked, else as they read now."""
    purposes = {_step(event)[0] for event in events if event.verb in _STEPS} & set(Purpose.values)
    if not purposes:
        return {}
    titles = {
        (purpose, step.key): step.title for purpose in purposes for step in checklists.steps(account.platform, purpose)
    }
    ticked = account.ticks.exclude(title="").values_list("purpose", "key", "title")
    return titles | {(purpose, key): title for purpose, key, title in ticked}


def _about(event: Event) -> int | None:
    """The person whom an event of who runs the account is about."""
    pk = event.data.get("person")
    return pk if event.verb in _RUNNERS and isinstance(pk, int) else None


def _fields(event: Event) -> str:
    return ", ".join(_FIELDS.get(name, name) for name in str(event.data.get("changed", "")).split(","))


# Verbs of earlier editions, which stand in the record.
_FORMER = {"accounts.close_account": "closed this account"}
_STEPS = {"accounts.tick_step": "ticked", "accounts.untick_step": "took back the tick at"}
# As one of those who run it, and as its lead.
_RUNNERS = {
    "accounts.add_runner": ("named {who} as one of those who run it", "named {who} as its lead"),
    "accounts.remove_runner": ("took {who} from those who run it",) * 2,
    "accounts.change_lead": ("made {who} its lead",) * 2,
}
_FIELDS = {"name": "name", "handle": "handle", "url": "address", "platform_id": "the platform's own id"}
_ICONS = {
    "accounts.tick_step": ("check", ""),
    "accounts.open_account": ("plus", ""),
    "accounts.register_existing": ("plus", "waiting"),
    "accounts.give_mandate": ("stamp", "going"),
    "accounts.start_provisioning": ("list-checks", ""),
    "accounts.correct_details": ("pencil", ""),
    "accounts.add_runner": ("user-plus", "going"),
    "accounts.remove_runner": ("user-minus", "done"),
    "accounts.change_lead": ("user-check", "going"),
    "accounts.note_few": ("users", "waiting"),
    "accounts.note_enough": ("users", "going"),
    "accounts.review": ("calendar-check", "going"),
    "accounts.remind_reviews": ("bell-ring", ""),
    "accounts.finish_provisioning": ("radio", "going"),
    "accounts.close_account": ("archive", "done"),
    "accounts.suspend": ("lock", "late"),
    "accounts.resume": ("lock-open", "going"),
    "accounts.start_closing": ("archive", "waiting"),
    "accounts.call_off_closing": ("undo-2", ""),
    "accounts.finish_closing": ("archive", "done"),
    "vault.store": ("key-round", ""),
    "vault.rotate": ("refresh-cw", ""),
    "vault.reveal": ("eye", "waiting"),
    "vault.copy": ("copy", ""),
    "vault.reveal_failed": ("triangle-alert", "late"),
    "vault.reveal_old": ("eye", "waiting"),
    "vault.next_code": ("eye", "waiting"),
    "vault.code": ("timer", "waiting"),
    "vault.break_glass": ("siren", "late"),
    "vault.report_compromise": ("shield-alert", "late"),
}
# Who looked at a secret: for Administrators and SLT alone.
_LOOKS = (
    *("vault.reveal", "vault.reveal_old", "vault.copy", "vault.reveal_failed"),
    *("vault.code", "vault.next_code", "vault.break_glass"),
)


def of_account(account: Account, *, with_reveals: bool) -> list[Line]:
    """The newest events first. Who looked at a password is left out where the reader may not know it."""
    credentials = [str(pk) for pk in account.credentials.values_list("pk", flat=True)]
    events = Event.objects.filter(
        Q(subject_type="accounts.account", subject_id=str(account.pk))
        | Q(subject_type="vault.credential", subject_id__in=credentials),
        refused=False,
    )
    if not with_reveals:
        events = events.exclude(verb__in=_LOOKS)
    newest = list(events.order_by("-id")[:LONGEST])
    return lines(newest, _titles(account, newest))


def lines(events: list[Event], titles: Titles | None = None) -> list[Line]:
    """Events as sentences, with the names of who did it."""
    names = dict(
        User.objects.get_queryset()
        .filter(pk__in={pk for event in events for pk in (event.person_id, _about(event)) if pk is not None})
        .values_list("pk", "full_name")
    )
    result = []
    for event in events:
        who = names.get(event.person_id, "Somebody") if event.person_id is not None else "The portal"
        icon, tone = _ICONS.get(event.verb, ("dot", ""))
        result.append(Line(event.at, f"{who} {_words(event, names, titles or {})}", icon, tone))
    return result
