"""Programs that answer drop by drop, and pieces that do not open: neither holds up what comes after (I3)."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from core.errors import InvalidInput
from incidents.evidence import files, keeping, scanning, stamping, tasks
from incidents.evidence.tests import samples
from incidents.evidence.tests.conftest import upload
from incidents.models import Evidence


@pytest.fixture
def dripping() -> Iterator[tuple[str, int]]:
    """The address of a server that never says all of its answer, and never so little that a read ends."""
    over = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        line, _ = listening.accept()
        with line:
            while not over.wait(0.02):
                try:
                    line.sendall(b"x")
                except OSError:
                    return

    threading.Thread(target=drip, daemon=True).start()
    yield listening.getsockname()
    over.set()
    listening.close()


def test_an_antivirus_program_that_drips_is_not_waited_for(dripping, settings, monkeypatch):
    monkeypatch.setattr(scanning, "SECONDS", 0.3)
    settings.CLAMD_ADDRESS = f"127.0.0.1:{dripping[1]}"
    began = time.monotonic()
    with pytest.raises(InvalidInput, match="could not be checked"):
        files.checked(upload(samples.picture()))
    assert time.monotonic() - began < 5


def test_a_time_stamp_service_that_drips_its_headers_is_not_waited_for(dripping, settings, monkeypatch):
    monkeypatch.setattr(stamping, "SECONDS", 0.3)
    settings.TIME_STAMP_URL = f"http://127.0.0.1:{dripping[1]}/"
    began = time.monotonic()
    with pytest.raises(stamping.NoStamp):
        stamping.stamp_for(b"content")
    assert time.monotonic() - began < 5


def test_pieces_that_do_not_open_keep_no_other_from_its_stamp(add, settings, monkeypatch):
    settings.TIME_STAMP_URL = "http://127.0.0.1:9/"
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    shot = samples.picture()
    shut = [add(shot).pk for _ in range(3)]
    good = add(text="What was said.")
    opened = keeping._unsealed

    def unsealed(evidence: Evidence, field: str) -> bytes:
        if evidence.pk in shut:
            raise tasks.WrongState(keeping.DOES_NOT_OPEN)
        return opened(evidence, field)

    monkeypatch.setattr(keeping, "_unsealed", unsealed)
    monkeypatch.setattr(stamping, "stamp_for", lambda content: b"stamped " + content)
    tasks.stamp_evidence()
    stamped = Evidence.objects.exclude(time_stamp=None)
    assert [(one.pk, bytes(one.time_stamp)) for one in stamped] == [(good.pk, b"stamped What was said.")]
