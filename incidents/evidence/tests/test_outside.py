"""What is asked of other programs: an antivirus program and a time-stamp service, each if there is one (I3)."""

import socket
import struct
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from audit.models import Event
from core.errors import InvalidInput
from incidents.evidence import files, scanning, stamping
from incidents.evidence.tasks import stamp_evidence
from incidents.evidence.tests import samples
from incidents.evidence.tests.conftest import upload
from incidents.models import Evidence

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd(threading.Thread):
    """Speaks INSTREAM as clamd 1.4 does, over a real socket, and finds the standard test file. It is not clamd.

    Of more than `largest` bytes (its StreamMaxLength) it reads nothing further, says so without the word "stream", and
    hangs up; as all its answers, that ends with a zero byte.
    """

    largest = 25 * 1024 * 1024

    def __init__(self, listening: socket.socket) -> None:
        super().__init__(daemon=True)
        self.listening, self.received = listening, b""

    def run(self) -> None:
        line, _ = self.listening.accept()
        with line, line.makefile("rb") as given:
            assert given.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", given.read(4))[0]:
                if len(self.received) + size > self.largest:
                    line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
                self.received += given.read(size)
            found = EICAR in self.received
            line.sendall(b"stream: Eicar-Own.UNOFFICIAL FOUND\0" if found else b"stream: OK\0")


@pytest.fixture(params=["host and port", "socket on this machine"])
def clamd(request, settings, tmp_path):
    if request.param == "host and port":
        listening = socket.create_server(("127.0.0.1", 0))
        settings.CLAMD_ADDRESS = f"127.0.0.1:{listening.getsockname()[1]}"
    else:
        settings.CLAMD_ADDRESS = str(tmp_path / "clamd")
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(settings.CLAMD_ADDRESS)
        listening.listen()
    fake = FakeClamd(listening)
    fake.start()
    yield fake
    listening.close()


def test_the_antivirus_program_is_given_every_byte_and_its_word_is_kept(clamd):
    content = samples.picture(size=(400, 400))
    assert files.checked(upload(content)).is_scanned
    assert clamd.received == content


def test_what_it_finds_is_refused(clamd):
    with pytest.raises(InvalidInput) as refusal:
        files.checked(upload(samples.pdf()[:-6] + b"%" + EICAR + b"\n%%EOF\n"))
    assert refusal.value.reason == scanning.INFECTED


def test_what_is_larger_than_it_takes_is_refused_and_the_reason_is_said(clamd):
    clamd.largest = 100_000
    with pytest.raises(InvalidInput) as refusal:
        scanning.scan(b"%PDF-" + bytes(15_000_000), "file")
    assert refusal.value.reason == scanning.TOO_LARGE_FOR_IT


def test_where_it_cannot_be_asked_nothing_is_taken_in(settings):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{gone.getsockname()[1]}"
    for address in (settings.CLAMD_ADDRESS, "/nowhere/clamd", "nonsense"):
        settings.CLAMD_ADDRESS = address
        with pytest.raises(InvalidInput, match="could not be checked"):
            files.checked(upload(samples.picture()))


TSA = """
[tsa]
serial={folder}/serial
signer_cert={folder}/cert.pem
signer_key={folder}/key.pem
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256
[ext]
extendedKeyUsage=critical,timeStamping
[req]
distinguished_name=name
[name]
"""


@pytest.fixture
def authority(tmp_path, settings):
    """OpenSSL's own time-stamp authority behind a real HTTP server on this machine."""
    (tmp_path / "tsa.cnf").write_text(TSA.format(folder=tmp_path))
    (tmp_path / "serial").write_text("01\n")
    make = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=stand-in"
    subprocess.run(
        [*make.split(), "-config", "tsa.cnf", "-extensions", "ext"], cwd=tmp_path, check=True, capture_output=True
    )

    class Answers(BaseHTTPRequestHandler):
        wrong = False

        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            if not Answers.wrong or not (tmp_path / "q").exists():
                (tmp_path / "q").write_bytes(question)
            reply = "openssl ts -reply -queryfile q -config tsa.cnf -section tsa"
            answer = subprocess.run(reply.split(), cwd=tmp_path, check=True, capture_output=True).stdout
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TIME_STAMP_URL = f"http://127.0.0.1:{server.server_port}/"
    yield Answers
    server.shutdown()
    server.server_close()


def test_a_piece_is_stamped_later_and_the_stamp_verifies_without_the_portal(add, authority, tmp_path, settings):
    content = samples.picture()
    piece = add(content)
    assert piece.time_stamp is None
    address, settings.TIME_STAMP_URL = settings.TIME_STAMP_URL, "http://127.0.0.1:9/"
    stamp_evidence()  # nobody is there
    assert Evidence.objects.get().time_stamp is None
    settings.TIME_STAMP_URL = address
    stamp_evidence()
    (tmp_path / "shot.png").write_bytes(content)
    (tmp_path / "shot.tsr").write_bytes(Evidence.objects.get().time_stamp)
    verify = "openssl ts -verify -data shot.png -in shot.tsr -CAfile cert.pem"
    assert b"OK" in subprocess.run(verify.split(), cwd=tmp_path, check=True, capture_output=True).stdout
    stamp_evidence()  # there is one now
    assert Event.objects.filter(verb="incidents.stamp_evidence").count() == 1


def test_a_stamp_about_something_else_is_not_taken(authority):
    stamping.stamp_for(b"the first")
    authority.wrong = True
    with pytest.raises(stamping.NoStamp, match="something else"):
        stamping.stamp_for(b"the second")
