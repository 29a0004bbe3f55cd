"""A stand-in for a key service: it speaks the documented HTTP interface of Vault's Transit engine, over real sockets.

It is no key service: it lives in a thread of the tests and forgets everything. But what it closes is really closed:
AES-256-GCM with a 96-bit nonce in front, the associated data bound, one key for each version, and, as the real one
does, it answers a batch of which one item fails with 400 and the others' results.
"""

import base64
import json
import secrets
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.crypto.transit_settings import TransitSettings

TOKEN = "hvs.the-token-of-the-portal"


@dataclass
class KeyService:
    """The service's state; tests turn its knobs. `asked` are the headers and paths of every question."""

    address: str = ""
    namespace: str = ""
    versions: list[bytes] = field(default_factory=lambda: [secrets.token_bytes(32)])
    oldest: int = 1  # min_decryption_version
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    status: int | None = None  # answer everything with this
    location: str = ""
    body: bytes = b""
    wait: threading.Event | None = None

    def rotate(self) -> None:
        """`vault write -f transit/keys/portal/rotate`"""
        self.versions.append(secrets.token_bytes(32))

    def settings(self, folder: Path, **more: Any) -> TransitSettings:
        token = folder / "token"
        token.write_text(f"{TOKEN}\n")
        return TransitSettings(url=self.address, key="portal", token_file=str(token), **more)

    def answer(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if headers.get("x-vault-token") != TOKEN or headers.get("x-vault-namespace", "") != self.namespace:
            return 403, {"errors": ["permission denied"]}
        what = {"/v1/transit/encrypt/portal": self._encrypt, "/v1/transit/decrypt/portal": self._decrypt}.get(path)
        if what is None:
            return 404, {"errors": []}
        results = [what(item) for item in body["batch_input"]]
        failed = any("error" in result for result in results)
        return (400 if failed else 200), {"data": {"batch_results": results}}

    def _encrypt(self, item: dict[str, str]) -> dict[str, Any]:
        version, nonce = len(self.versions), secrets.token_bytes(12)
        bound = base64.b64decode(item["associated_data"], validate=True)
        closed = AESGCM(self.versions[-1]).encrypt(nonce, base64.b64decode(item["plaintext"], validate=True), bound)
        return {"ciphertext": f"vault:v{version}:{base64.b64encode(nonce + closed).decode()}", "key_version": version}

    def _decrypt(self, item: dict[str, str]) -> dict[str, Any]:
        _, version, text = item["ciphertext"].split(":")
        number, closed = int(version.removeprefix("v")), base64.b64decode(text, validate=True)
        if not self.oldest <= number <= len(self.versions):
            return {"error": "ciphertext or signature version is disallowed by policy (too old)"}
        try:
            bound = base64.b64decode(item["associated_data"], validate=True)
            opened = AESGCM(self.versions[number - 1]).decrypt(closed[:12], closed[12:], bound)
        except InvalidTag:
            return {"error": "cipher: message authentication failed"}
        return {"plaintext": base64.b64encode(opened).decode()}


@contextmanager
def running(certificate: tuple[Path, Path] | None = None) -> Iterator[KeyService]:
    """The service at a port of its own, with TLS where a certificate and its key are given."""
    service = KeyService()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer in one packet

        def do_POST(self) -> None:
            service.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if service.wait is not None:
                service.wait.wait(5)
            if service.status is not None:
                status, body = service.status, service.body
            else:
                headers = {name.lower(): value for name, value in self.headers.items()}
                status, answer = service.answer(self.path, headers, json.loads(content))
                body = json.dumps(answer).encode()
            self.send_response(status)
            if service.location:
                self.send_header("Location", service.location)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "https" if certificate is not None else "http"
    service.address = f"{scheme}://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
