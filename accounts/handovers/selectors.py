"""What the screens ask about handovers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from accounts import history
from accounts.handovers.models import Choice, Handover, HandoverQuerySet
from accounts.handovers.states import GOING_ON, OVERDUE, Status
from accounts.history import Line
from accounts.models import SEE_ALL
from accounts.vault.models import KNOWS, Exposure, SecretVersion
from accounts.vault.states import VersionState
from audit.models import Event
from core import clock, times
from people.models import User

LONGEST = 200  # events of one handover
STOPS = "Stops running it"
ICONS = {
    "handovers.open_handover": ("plus", "waiting"),
    "handovers.choose": ("circle-dot", "going"),
    "handovers.accept": ("check", "going"),
    "handovers.decline": ("circle-x", "waiting"),
    "handovers.tick": ("check", ""),
    "handovers.untick": ("undo-2", ""),
    "handovers.send_to_confirm": ("send", "waiting"),
    "handovers.send_back": ("undo-2", "waiting"),
    "handovers.confirm": ("check-check", "done"),
    "handovers.cancel": ("circle-minus", "done"),
    "handovers.overdue": ("alarm-clock", "late"),
    "handovers.move_due_day": ("calendar", ""),
    "vault.rotate": ("refresh-cw", ""),
    "vault.finish_rotation": ("refresh-cw", ""),
    "vault.retire": ("archive", ""),
    "vault.end_grant": ("key-round", ""),
}
# What happened to the vault meanwhile that an auditor asks about.
OF_THE_VAULT = ("vault.rotate", "vault.finish_rotation", "vault.retire", "vault.end_grant", "vault.cancel_rotation")


def found(
    handovers: HandoverQuerySet, q: str = "", state: str = "", whose: str = "", account: str = ""
) -> HandoverQuerySet:
    """Those of `handovers` that the list's filters leave; without a choice, those that are going on."""
    if state in Status.values:
        handovers = handovers.filter(status=state)
    elif state != "any":
        handovers = handovers.going_on()
    if state == OVERDUE:
        handovers = handovers.filter(due_on__lt=clock.today())
    if q:
        handovers = handovers.filter(Q(person__full_name__icontains=q) | Q(account__name__icontains=q))
    if _is_key(whose):
        handovers = handovers.filter(person=int(whose))
    if _is_key(account):
        handovers = handovers.filter(account=int(account))
    return handovers


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def numbers(handovers: HandoverQuerySet) -> dict[str, int]:
    """How many wait for a choice, for a second person, and are overdue. One query."""
    rows = list(handovers.filter(status__in=GOING_ON).order_by().values_list("status", "due_on"))
    today = clock.today()
    return {
        "all": len(rows),
        "to_decide": sum(status == Status.OPEN for status, _ in rows),
        "to_confirm": sum(status == Status.TO_CONFIRM for status, _ in rows),
        "overdue": sum(due_on < today for _, due_on in rows),
    }


def may_know_why(reader: User, handover: Handover) -> bool:
    """Whether somebody leaves or is not ready is known to those who oversee accounts, and to themselves."""
    return reader.holds(*SEE_ALL) or reader.pk == handover.person_id


def cause_for(reader: User, handover: Handover) -> str:
    return handover.get_cause_display() if may_know_why(reader, handover) else STOPS


def history_of(handover: Handover, reader: User) -> list[Line]:
    """What happened, newest first, from the record; with the titles of the steps, and what people wrote.

    Others than those who oversee all accounts read of that only what they wrote themselves: it may say why somebody
    stops, or what is held against them.
    """
    events = list(Event.objects.about(handover).filter(refused=False).order_by("-id")[:LONGEST])
    return lines_of(handover, events, None if reader.holds(*SEE_ALL) else reader)


def lines_of(handover: Handover, events: Sequence[Event], only_by: User | None = None) -> list[Line]:
    """Events as sentences, each with what belongs to it: a reason, the title of a step, what was chosen."""
    written = handover.notes.all() if only_by is None else handover.notes.filter(by=only_by)
    notes = {note.pk: note.text for note in written}
    titles = dict(handover.ticks.values_list("key", "title"))
    chosen = [event.data["successor"] for event in events if event.data.get("successor")]
    names = dict(User.objects.get_queryset().filter(pk__in=chosen).values_list("pk", "full_name")) if chosen else {}
    lines = []
    for event, line in zip(events, history.lines(list(events)), strict=True):
        text = notes.get(event.data.get("note", 0), "") or titles.get(event.data.get("step") or "", "")
        icon, tone = ICONS.get(event.verb, ("dot", ""))
        lines.append(Line(line.at, line.words, icon, tone, text or _of_data(event, names)))
    return lines


def _of_data(event: Event, names: dict[int, str]) -> str:
    """What was chosen, or which day was set."""
    if event.verb == "handovers.choose" and event.data.get("choice") in Choice.values:
        label = Choice(event.data["choice"]).label
        successor = names.get(event.data.get("successor", 0), "")
        return f"{label}: {successor}" if successor else label
    if event.verb in ("handovers.open_handover", "handovers.move_due_day") and event.data.get("due_on"):
        return f"By {times.day(date.fromisoformat(event.data['due_on']))}"
    return ""


@dataclass(frozen=True)
class Known:
    """Something that the person could know, and what became of it."""

    label: str
    kind: str
    since: datetime
    changed_at: datetime | None
    changed_by: User | None
    given_up: bool


def what_they_knew(handover: Handover) -> list[Known]:
    """Each value of the account's vault that the person came to know, and when it stopped letting anybody in."""
    seen: dict[int, Exposure] = {}
    exposures = Exposure.objects.filter(
        person=handover.person_id, credential__account=handover.account_id, verb__in=KNOWS
    ).select_related("credential__retired_by", "version")
    for exposure in exposures.order_by("at", "pk"):
        seen.setdefault(exposure.version_id, exposure)
    rows = [_known(exposure) for exposure in seen.values()]
    # What was changed before it began is no matter of this handover.
    return [row for row in rows if row.changed_at is None or row.changed_at >= handover.opened_at]


def _known(exposure: Exposure) -> Known:
    credential, version = exposure.credential, exposure.version
    given_up = credential.retired_at is not None
    changed_at, changed_by = (credential.retired_at, credential.retired_by) if given_up else (version.retired_at, None)
    if version.status == VersionState.RETIRED and not given_up:
        after = SecretVersion.objects.filter(
            credential=credential, number__gt=version.number, current_from__isnull=False
        )
        changer = after.defer("sealed").select_related("created_by").order_by("number").first()
        changed_by = changer.created_by if changer else None
    return Known(credential.label, credential.get_kind_display(), exposure.at, changed_at, changed_by, given_up)


def evidence_events(handover: Handover) -> list[Event]:
    """The record of the handover, and of its account and vault meanwhile, oldest first."""
    until = handover.ended_at or clock.now()
    credentials = [str(pk) for pk in handover.account.credentials.values_list("pk", flat=True)]
    meanwhile = Q(at__gte=handover.opened_at, at__lte=until)
    own = Q(subject_type="handovers.handover", subject_id=str(handover.pk))
    account = Q(subject_type="accounts.account", subject_id=str(handover.account_id)) & meanwhile
    vault = Q(subject_type="vault.credential", subject_id__in=credentials, verb__in=OF_THE_VAULT) & meanwhile
    account &= ~Q(verb__startswith="handovers.")  # said of the account too, for its own page
    found_events = Event.objects.filter(own | account | vault, refused=False).order_by("id")
    return list(found_events[:LONGEST])
