"""OpenSSL's own time-stamp authority (RFC 3161) behind a real HTTP server on this machine."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIG = """
[tsa]
serial={folder}/serial
signer_cert={folder}/signer.pem
signer_key={folder}/signer.key
signer_digest=sha256
default_policy=1.2.3.4.1
digests={{digests}}
[root]
basicConstraints=critical,CA:true
keyUsage=critical,keyCertSign
[signer]
basicConstraints=critical,CA:false
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
[req]
distinguished_name=name
[name]
"""
NEW_KEY = "-newkey rsa:2048 -nodes -config tsa.cnf"
MAKE = (
    f"openssl req -x509 {NEW_KEY} -keyout root.key -out root.pem -days 2 -subj /CN=Root -extensions root",
    f"openssl req {NEW_KEY} -keyout signer.key -out signer.csr -subj /CN=Signer",
    "openssl x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -days 2 -out signer.pem "
    "-extfile tsa.cnf -extensions signer",
)


class Authority:
    """`answer` is what a question is answered with. `root`: the certificate that those need who check a stamp."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "root.pem"
        self.asked = 0
        self.answer: Callable[[bytes], bytes] = self.granted
        self._lock = threading.Lock()
        self._configure("sha256")
        (folder / "serial").write_text("01\n")
        for command in MAKE:
            subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)

    def granted(self, question: bytes) -> bytes:
        return self._reply(question)

    def refused(self, question: bytes) -> bytes:
        """As a service answers that does not take SHA-256."""
        self._configure("sha512")
        try:
            return self._reply(question)
        finally:
            self._configure("sha256")

    def _configure(self, digests: str) -> None:
        (self.folder / "tsa.cnf").write_text(CONFIG.format(folder=self.folder).format(digests=digests))

    def _reply(self, question: bytes) -> bytes:
        with self._lock:
            (self.folder / "q.tsq").write_bytes(question)
            command = "openssl ts -reply -queryfile q.tsq -config tsa.cnf -section tsa"
            return subprocess.run(command.split(), cwd=self.folder, check=True, capture_output=True).stdout


@contextmanager
def serving(folder: Path) -> Iterator[tuple[Authority, str]]:
    """An authority that keeps its files in `folder`, and its address."""
    authority = Authority(folder)

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            authority.asked += 1
            answer = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield authority, f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
