"""The instructions in a pack, followed word for word by somebody who has only the ZIP and the certificate (I3)."""

import subprocess
import time

import pytest

from incidents.evidence import workflow as proof
from incidents.evidence.tasks import stamp_evidence
from incidents.models import Evidence
from incidents.packs.tests.conftest import chosen
from tests import stamp_authority


@pytest.fixture
def authority(tmp_path, settings):
    folder = tmp_path / "authority"
    folder.mkdir()
    with stamp_authority.serving(folder) as (found, settings.TIME_STAMP_URL):
        yield found


def test_each_time_stamp_in_it_is_checked_as_it_says(made, filled, head, authority, tmp_path):
    other = proof.add(filled, actor=head, title="Of another", text="Nothing.")
    proof.set_aside(other, actor=head, reason="Of another.")
    stamp_evidence()
    assert Evidence.objects.filter(time_stamp=None).count() == 0
    opened = made(filled, choices=chosen(filled, head))
    unpacked = tmp_path / "unpacked"
    for name, content in opened.files.items():
        (unpacked / name).parent.mkdir(parents=True, exist_ok=True)
        (unpacked / name).write_bytes(content)
    (unpacked / "cacert.pem").write_bytes(authority.root.read_bytes())
    lines = [line.strip() for line in opened.files["README.txt"].decode().splitlines()]
    checks = [line for line in lines if line.startswith("openssl ts -verify")]
    assert [check.split()[4:6] for check in checks] == [
        # Not of the first piece: a name was taken out of its words.
        ["evidence/002-picture.tsr", "-data"],
        ["evidence/003-text.tsr", "-digest"],  # it was set aside: its file is not here
    ]
    for check in [*checks, f"{checks[0]} -attime {time.time():.0f}"]:
        done = subprocess.run(check, shell=True, cwd=unpacked, capture_output=True, text=True)
        assert done.stdout.strip() == "Verification: OK", done.stderr
    (unpacked / "evidence/002-picture.png").write_bytes(b"another picture")
    done = subprocess.run(checks[0], shell=True, cwd=unpacked, capture_output=True, text=True)
    assert "Verification: FAILED" in done.stdout
