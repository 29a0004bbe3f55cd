"""A worker's part in a pack: hold it, make it in a file without a name, hand it over."""

import hashlib
import logging
from functools import partial
from typing import IO, Any

from django.db import InterfaceError, OperationalError
from django.views.decorators.debug import sensitive_variables

from accounts.vault import generator
from core import clock
from core.actors import PACKS
from core.errors import Refused
from incidents.models import Incident, Pack
from incidents.packs import waking, workflow
from incidents.packs.choices import Choices
from incidents.packs.contents import Contents, contents
from incidents.packs.people import key_of
from incidents.packs.workflow import Made, Superseded
from incidents.packs.writing import temporary_file, write
from incidents.states import EntryKind
from people.models import User
from school.models import current_school

logger = logging.getLogger(__name__)
RECIPE = generator.Recipe(words=6)
WORN_OUT = "The portal stopped several times while it made this. Leave out the largest files, and ask again."


def make(pack_id: int) -> None:
    """Make a pack that was asked for, unless another worker does. Safe to start twice, or beside another.

    Raises what the database raises when it cannot be reached: the lease runs out, and it is made then.
    """
    lease = workflow.claim(pack_id)
    if lease is None:
        return
    pack = Pack.objects.select_related("asked_by").get(pk=pack_id)
    try:
        with temporary_file() as file:
            workflow.finish(pack, actor=PACKS, lease=lease, made=_made(pack, file))
    except Superseded:
        return
    except (OperationalError, InterfaceError):
        raise
    except Refused as refusal:
        workflow.fail(pack, actor=PACKS, lease=lease, why=refusal.reason)
    except Exception as error:
        # Its text may hold what people wrote.
        logger.error("pack %s could not be made (%s)", pack_id, type(error).__name__)
        why = f"The portal could not make it ({type(error).__name__}). Try again, or tell an Administrator."
        workflow.fail(pack, actor=PACKS, lease=lease, why=why)


def resume_waiting() -> list[int]:
    """Give every pack that nobody is at to a worker. Returns their ids. One that wears workers out is given up."""
    now = clock.now()
    waiting = Pack.objects.filter(state=Pack.State.ASKED).exclude(leased_until__gte=now)
    given = []
    for pack in waiting.order_by("pk"):
        if pack.tries >= workflow.TRIES:
            workflow.fail(pack, actor=PACKS, lease=pack.leased_until, why=WORN_OUT)
        else:
            waking.wake(pack.pk)
            given.append(pack.pk)
    return given


@sensitive_variables("passphrase")
def _made(pack: Pack, file: IO[bytes]) -> Made:
    incident = incident_of(pack)
    workflow.require_asker(pack)
    choices = Choices.read(pack.redactions)
    passphrase = generator.make(RECIPE)
    found = contents(incident, choices, asker=pack.asked_by, as_of=pack.asked_at)
    cover = frame(found, asker=pack.asked_by, recipient=pack.recipient, reason=pack.reason)
    whole = write(found, file, passphrase, **cover)
    size = file.tell()
    file.seek(0)
    digest = hashlib.sha256()
    for content in iter(partial(file.read, workflow.MB), b""):
        digest.update(content)
    return Made(file, size, digest.hexdigest(), passphrase, whole, dict(cover["changed"]))


def incident_of(pack: Pack) -> Incident:
    return Incident.objects.select_related("reporter", "lead", "account", "item").get(pk=pack.incident_id)


def frame(found: Contents, *, asker: User, recipient: str, reason: str, preview: bool = False) -> dict[str, Any]:
    """What the paper says beside the contents. The cover's words are searched for names as well."""
    redactor = found.redactor
    return {
        "school": current_school(),
        "recipient": redactor.words(recipient, "Who it is for"),
        "reason": redactor.words(reason, "Why it was asked for"),
        "asked_by": redactor.name(key_of(asker.pk)),
        "preview": preview,
        "decisions": [line for line in found.timeline if line.kind == EntryKind.DECISION.label],
        "changed": list(redactor.changed.items()),
    }
