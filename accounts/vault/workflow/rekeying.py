"""Another key for the vault: made, put to everything that is sealed, and the old one taken out.

No step loses anything if the power fails in the middle of it: a value is closed by the old key or by the new one, never
by neither, and both keys are at hand until `forget_key`. Whoever begins again goes on where the last run stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from accounts.vault import canary
from accounts.vault import key_rules as _rules  # noqa: F401  (registers the rules)
from accounts.vault.keeping import changed_file, file_of, retire, retired_path
from accounts.vault.models import Rekeying
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.crypto import cipher, key_file, sealed
from core.crypto.keys import provider
from core.errors import WrongState

BATCH = 200  # values that one transaction changes
ROUNDS = 5  # that values may be put in with the old key while the new one goes round


@dataclass(frozen=True)
class Outcome:
    """`stuck` are the values that do not open and stay as they are: (which column, primary key)."""

    job: Rekeying
    stuck: list[tuple[str, str]]


def rekey(*, actor: Actor, progress: Callable[[Rekeying], None] = lambda job: None, size: int = BATCH) -> Outcome:
    """Close everything with the newest key, in many short transactions.

    Ends with `job.finished_at` set where nothing is left on another key, as the values themselves say. Raises
    NotAllowed and WrongState (a key is missing, cannot be reached, or there is nothing to do).
    """
    job = begin_rekey(actor=actor)
    progress(job)
    stuck: set[tuple[str, str]] = set()
    for _ in range(ROUNDS):
        for column in sealed.everything():
            after = None
            while values := column.left(job.to_key_id, after, size):
                after = values[-1].pk
                job = _close_anew(job, column, values, stuck)
                progress(job)
        if sealed.left_of(sealed.heads(), job.to_key_id) <= len(stuck):
            break
    if not stuck:
        job = finish_rekey(job, actor=actor)
    return Outcome(job, sorted(stuck))


def _close_anew(
    job: Rekeying, column: sealed.Sealed, values: list[sealed.Value], stuck: set[tuple[str, str]]
) -> Rekeying:
    """The keys are asked before the transaction: a slow key service keeps nobody from writing."""
    closed = cipher.rewrap([(value.sealed, value.bound_to) for value in values])
    done = 0
    with transaction.atomic(durable=True):
        for value, new in zip(values, closed, strict=True):
            if new is None:
                stuck.add((column.name, str(value.pk)))
            elif cipher.key_id_of(new) != job.to_key_id:
                raise WrongState("A newer key was put in place meanwhile. Run “manage.py vault rekey” again.")
            else:
                # False where somebody wrote the row meanwhile: theirs stays, and the next round looks at it again.
                done += column.replace(value, new)
        Rekeying.objects.filter(pk=job.pk).update(done=F("done") + done, moved_at=clock.now())
    job.refresh_from_db()
    return job


@audit.verb("vault.begin_rekey", "began to close the vault with a new key")
def begin_rekey(*, actor: Actor) -> Rekeying:
    """Write down that it begins, or goes on. Raises NotAllowed and WrongState (see `rekey`)."""
    rules.require("vault.rekey", actor)
    _keys_are_right()
    key_id, found, now = provider().current_id(), sealed.heads(), clock.now()
    left = sealed.left_of(found, key_id)
    job = Rekeying.objects.filter(to_key_id=key_id, finished_at=None).first()
    resumed = job is not None
    if job is None:
        if not left:
            raise WrongState(
                f"Every sealed value is closed with the key {key_id} already. "
                "To change the key, make a new one first: manage.py vault new-key"
            )
        job = Rekeying(to_key_id=key_id, started_at=now)
    else:
        job = audit.lock(job)  # another run may be counting
    job.total, job.moved_at = job.done + left, now
    job.save(update_fields=["total", "moved_at"] if resumed else None)
    others = " ".join(sorted(one for one in sealed.by_key(found) if one != key_id))
    audit.record("vault.begin_rekey", job, actor=actor, to_key=key_id, from_keys=others, left=left, resumed=resumed)
    return job


@audit.verb("vault.rekey", "closed everything in the vault with a new key")
def finish_rekey(job: Rekeying, *, actor: Actor) -> Rekeying:
    """Write down that it is done, once the head of every sealed value proves it. Raises NotAllowed and WrongState."""
    job = audit.lock(job)
    rules.require("vault.rekey", actor)
    found = sealed.heads()
    left = sealed.left_of(found, job.to_key_id)
    if left:
        raise WrongState(f"{left} values are still closed with another key. Run “manage.py vault rekey” again.")
    # An older run that a newer key overtook has reached its end with this one.
    Rekeying.objects.filter(finished_at=None).update(finished_at=clock.now(), moved_at=clock.now())
    job.refresh_from_db()
    audit.record(
        "vault.rekey", job, actor=actor, to_key=job.to_key_id, values=found.total(), closed_anew=job.done, left=left
    )
    return job


@audit.verb("vault.new_key", "made a new key for the vault")
def new_key(*, actor: Actor) -> str:
    """Put a new key in front in the key file; the older ones stay and open what they closed. Returns its id.

    Raises NotAllowed and WrongState: where the keys are not in a file, the present ones do not open the vault, a
    rekeying is under way, or the newest key closes nothing yet.
    """
    rules.require("vault.rekey", actor)
    path, _ = file_of("A new key")
    _keys_are_right()
    if Rekeying.objects.filter(finished_at=None).exists():
        raise WrongState("A rekeying is under way. Let it end first: manage.py vault rekey")
    current = provider().current_id()
    if not sealed.by_key(sealed.heads())[current]:
        raise WrongState(f"The key {current} is new and closes nothing yet. Put it to use first: manage.py vault rekey")
    made = key_file.new_key()
    with changed_file(path) as texts:
        texts.insert(0, made.text)
    audit.record("vault.new_key", None, actor=actor, key=made.id)
    return made.id


@audit.verb("vault.forget_key", "took an old key of the vault out of use")
def forget_key(key_id: str, *, actor: Actor) -> str:
    """Take an old key out of the key file, into a dated file beside it. Returns that file's path.

    Raises NotAllowed and WrongState: it still closes something, is the newest, is not there, or a rekeying goes on.
    """
    rules.require("vault.rekey", actor)
    path, keys = file_of("An old key")
    key = next((key for key in keys.held() if key.id == key_id), None)
    if key is None:
        known = ", ".join(key.id for key in keys.held())
        raise WrongState(f"The key file holds no key {key_id}. It holds: {known}.")
    if key_id == keys.current_id():
        raise WrongState(f"The key {key_id} is the one in use. Make a new one first: manage.py vault new-key")
    if Rekeying.objects.filter(finished_at=None).exists():
        raise WrongState("A rekeying is under way. Let it end first: manage.py vault rekey")
    needed = sealed.by_key(sealed.heads())[key_id]
    if needed:
        raise WrongState(f"The key {key_id} is still needed: it closes {needed} values. Run: manage.py vault rekey")
    kept = retired_path(path, key_id)
    retire(kept, key)
    with changed_file(path) as texts:
        texts[:] = [text for text in texts if key_file.decode(text).id != key_id]
    audit.record("vault.forget_key", None, actor=actor, key=key_id)
    return str(kept)


def _keys_are_right() -> None:
    """Raises WrongState unless the keys at hand open the vault, and every value's key is among them."""
    try:
        canary.check()
    except canary.WrongKey as error:
        raise WrongState(str(error)) from None
    keys = provider()
    unknown = {key_id: number for key_id, number in sealed.by_key(sealed.heads()).items() if not keys.knows(key_id)}
    if unknown:
        named = ", ".join(f"{key_id} ({number} values)" for key_id, number in sorted(unknown.items()))
        raise WrongState(
            f"Some values were closed with keys that are not here: {named}. Put these keys back into the key file, "
            "under the newest, from their own backup. Nothing was changed."
        )
