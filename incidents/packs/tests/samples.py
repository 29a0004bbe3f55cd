"""A pack that is ready, by its verbs and without the time that paper takes."""

import hashlib
import io

from core.actors import PACKS
from incidents.models import Incident, Pack
from incidents.packs import workflow
from incidents.packs.choices import Choices
from people.models import User


def ready_pack(incident: Incident, by: User) -> Pack:
    choices = Choices()
    pack = workflow.ask(incident, actor=by, recipient="Kent Police", reason="They asked.", choices=choices)
    content = b"the bytes of a ZIP"
    digest = hashlib.sha256(content).hexdigest()
    made = workflow.Made(io.BytesIO(content), len(content), digest, "six-words-that-open-the-pack", {}, {})
    lease = workflow.claim(pack.pk)
    assert lease is not None
    return workflow.finish(pack, actor=PACKS, lease=lease, made=made)
