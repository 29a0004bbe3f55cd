"""A pack of the long case: how long, and how much memory, with one piece of evidence and with all of them."""

import contextlib
import gc
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connections

from bench.desk.sweeping import _memory
from bench.incidents.found import Found
from bench.timing import Measure, seconds
from core import clock
from core.documents import can_make_pdf
from incidents.models import Entry, Evidence, Incident, Pack
from incidents.packs import making
from incidents.packs.choices import Choices
from incidents.packs.contents import bytes_of, contents
from people.models import Role, User


def measure(long: Incident) -> Iterator[Found]:
    can_make_pdf()  # loads the library, which every worker has loaded
    files = list(Evidence.objects.filter(incident=long).order_by("-size").values_list("pk", flat=True))
    few, many = _made(long, files[1:]), _made(long, [])
    size = Pack.objects.latest("pk").size
    least = seconds(lambda: _read_all(long))
    note = f"{size / 1e6:.0f} MB; {many[1]:.0f} MiB above idle, {few[1]:.0f} with its largest piece alone"
    yield Found(Measure("a pack of the long case / opening its evidence", 1, many[0], least), note=note)


def _choices(long: Incident, out: list[int]) -> Choices:
    last = Entry.objects.filter(incident=long).latest("pk").pk
    return Choices(evidence_out=frozenset(out), last_entry=last, last_evidence=Evidence.objects.latest("pk").pk)


def _made(long: Incident, out: list[int]) -> tuple[float, float]:
    """Seconds and MiB, of a process that does nothing else."""
    pack = Pack.objects.create(
        incident=long,
        recipient="The police",
        reason="They asked.",
        redactions=_choices(long, out).as_json(),
        asked_by=User.objects.filter(grants__role=Role.SLT).earliest("pk"),
        asked_at=clock.now(),
    )
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, json.dumps(_make(pack.pk)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        took, memory = json.loads(answer.read())
    os.waitpid(child, 0)
    pack.refresh_from_db()
    assert pack.state == Pack.State.READY, pack.problem  # noqa: S101
    return took, memory


def _make(pack_id: int) -> tuple[float, float]:
    gc.collect()
    idle = _memory("VmRSS")
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew
    began = time.perf_counter()
    making.make(pack_id)
    return time.perf_counter() - began, _memory("VmHWM") - idle


def _read_all(long: Incident) -> None:
    asker = User.objects.filter(grants__role=Role.SLT).earliest("pk")
    found = contents(long, _choices(long, []), asker=asker, as_of=clock.now())
    for piece in found.pieces:
        bytes_of(piece, found.redactor)
