"""What is left to do before a handover is complete: ticked by a person, or answered by the rooms themselves (R3).

Nothing that can be looked up is ticked by hand: whether a password was changed, the vault knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts import checklists
from accounts.handovers import successors, work
from accounts.handovers.models import Choice, Handover, HandoverTick
from accounts.handovers.states import Status
from accounts.models import Purpose
from accounts.states import Status as Register
from accounts.vault import duties
from accounts.vault.models import Credential, Grant, Kind
from people.models import User

RECOVERY = "our_recovery"  # the step about what the vault holds; a platform's list cannot have this key
ACCEPTED, WITHOUT, SECRETS, GRANTS, WORK, CLOSED = (
    *("answer_accepted", "answer_without", "answer_secrets"),
    *("answer_grants", "answer_work", "answer_closed"),
)
# Kinds that no platform gives a new one for: they are replaced on their own page.
BY_ITSELF = (Kind.NOTE, Kind.FILE)


@dataclass(frozen=True)
class Place:
    """Where something of a step is done. `secret` marks what only those may read who may know who saw what."""

    words: str
    url: str
    secret: bool = False


@dataclass(frozen=True)
class Step:
    """One step. `by_hand`: somebody ticks it. `button`: the verb that does the rest, with its words."""

    key: str
    title: str
    done: bool
    help: str = ""
    by_hand: bool = False
    by: User | None = None
    at: datetime | None = None
    places: Sequence[Place] = ()
    verb: str = ""
    button: str = ""


def steps_of(handover: Handover) -> list[Step]:
    """Every step as it stands now; of a handover that has ended, as it stood then."""
    ticks = {tick.key: tick for tick in handover.ticks.select_related("done_by")}
    if not handover.is_going_on:
        return [Step(tick.key, tick.title, True, "", False, tick.done_by, tick.done_at) for tick in ticks.values()]
    steps = []
    if handover.choice == Choice.TRANSFER:
        steps.append(_accepted(handover))
    elif handover.choice == Choice.GO_ON:
        steps.append(_without(handover))
    # What they know comes first: it is what cannot wait.
    steps += [_secrets(handover), _grants(handover), _work(handover)]
    if handover.choice in (Choice.TRANSFER, Choice.GO_ON):
        steps += _by_hand(handover, ticks)
    if handover.choice == Choice.CLOSE:
        steps.append(_closed(handover))
    return steps


def tickable(handover: Handover) -> dict[str, str]:
    """The steps that a person ticks, by key, with their titles."""
    return {step.key: step.title for step in _by_hand(handover, {})} if handover.choice != Choice.CLOSE else {}


def left(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if not step.done]


def missing(handover: Handover) -> list[str]:
    """What is still open, as phrases; empty when nothing is."""
    return [f"“{step.title}”" for step in left(steps_of(handover))]


def _accepted(handover: Handover) -> Step:
    successor = handover.successor
    name = successor.full_name if successor else "Somebody"
    problem = successors.why_not(handover, successor) if successor else "Nobody is chosen."
    accepted = handover.accepted_at is not None
    waits = f"{name} was asked, and has not answered yet."
    return Step(
        ACCEPTED,
        f"{name} takes it over, and is ready to run it",
        accepted and not problem,
        problem or ("" if accepted else waits),
        by=successor if accepted else None,
        at=handover.accepted_at,
    )


def _without(handover: Handover) -> Step:
    problem = successors.why_not_without(handover)
    return Step(WITHOUT, "At least two employees go on running it", not problem, problem)


def _by_hand(handover: Handover, ticks: dict[str, HandoverTick]) -> list[Step]:
    """The platform's list as the school has it, and the addresses by which somebody could get back in."""
    steps = [
        _ticked(step.key, step.title, step.help, ticks)
        for step in checklists.steps(handover.account.platform, Purpose.HAND_OVER)
    ]
    kept = list(
        Credential.objects.of(handover.account).filter(
            kind__in=[Kind.RECOVERY_EMAIL, Kind.RECOVERY_PHONE], retired_at=None
        )
    )
    if kept:
        title = f"No way back in leads to {handover.person.full_name}"
        words = "Look at what the vault holds for it. Change it on the platform and there, if it is theirs."
        places = [Place(one.label or one.get_kind_display(), one.get_absolute_url()) for one in kept]
        steps.append(_ticked(RECOVERY, title, words, ticks, places))
    return steps


def _ticked(key: str, title: str, words: str, ticks: dict[str, HandoverTick], places: Sequence[Place] = ()) -> Step:
    tick = ticks.get(key)
    by, at = (tick.done_by, tick.done_at) if tick else (None, None)
    return Step(key, title, tick is not None, words, True, by, at, places)


def _secrets(handover: Handover) -> Step:
    known = duties.must_change(handover.account, handover.person)
    closes = handover.choice == Choice.CLOSE
    verb = "gives each up with the account" if closes else "changes each, there and in the vault"
    words = f"{handover.person.first_name} could know these. An Administrator {verb}."
    return Step(
        SECRETS,
        f"Every password, code and access token that they could know is {'given up' if closes else 'changed'}",
        not known,
        words if known else "They know nothing that still lets anybody in.",
        places=[_place(credential, closes) for credential in known],
    )


def _place(credential: Credential, closes: bool) -> Place:
    """Where the value is changed; of an account that closes, where it is given up."""
    named = f"“{credential.label}” ({credential.get_kind_display().lower()})"
    if closes:
        return Place(f"Give up {named}", credential.get_absolute_url(), secret=True)
    verb = "Replace" if credential.kind == Kind.API_TOKEN else "Change"
    by_itself = credential.kind in BY_ITSELF
    url = credential.get_absolute_url() if by_itself else reverse("vault:rotate", kwargs={"pk": credential.pk})
    return Place(f"{verb} {named}", url, secret=True)


def grants_of(handover: Handover) -> list[Grant]:
    """What the person may still see of this account's vault, by a grant."""
    found = Grant.objects.get_queryset().filter(
        person=handover.person_id, credential__account=handover.account_id, ended_at=None
    )
    return list(found.select_related("credential"))


def _grants(handover: Handover) -> Step:
    number = len(grants_of(handover))
    things = "1 thing" if number == 1 else f"{number} things"
    return Step(
        GRANTS,
        "They are given nothing from the vault any more",
        not number,
        f"They were given {things} to use." if number else "",
        verb="end_grants" if number else "",
        button="Take it back",
    )


def _work(handover: Handover) -> Step:
    counts = [(kind, kind.count(handover.account, handover.person)) for kind in work.kinds()]
    words = [kind.one if n == 1 else kind.many.format(n=n) for kind, n in counts if n]
    to = "Pass it on" if handover.accepted_at and handover.successor else "Give it back to the queue"
    return Step(
        WORK,
        "What they had in hand is passed on",
        not words,
        f"They have {' and '.join(words)} in hand." if words else "",
        verb="pass_on_work" if words else "",
        button=to,
    )


def _closed(handover: Handover) -> Step:
    account = handover.account
    done = account.status == Register.CLOSED
    words = "" if done else "Work through its closing. This step is done when the last step of that is."
    places = [] if done else [Place("Go to its closing", reverse("accounts:closing", kwargs={"pk": account.pk}))]
    return Step(CLOSED, "The account is closed", done, words, at=account.closed_at, places=places)


def keep(handover: Handover, steps: Sequence[Step], by: User, at: datetime) -> None:
    """Write down, as it read at the end, what no person ticked: what the rooms answered, looked at by `by`."""
    HandoverTick.objects.bulk_create(
        [
            HandoverTick(
                handover=handover, key=step.key, title=step.title[:200], done_by=step.by or by, done_at=step.at or at
            )
            for step in steps
            if not step.by_hand
        ]
    )


def is_begun(handover: Handover) -> bool:
    """Whether anybody has done anything about it yet."""
    return handover.status != Status.OPEN or handover.ticks.exists()
