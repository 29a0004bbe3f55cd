"""An OpenID provider on this machine, in a process of its own, and somebody who signs in there."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests

from people.signing_in.provider import Provider
from tests.servers import free_port

PATIENCE = 30  # seconds
TENANT = "01234567-89ab-cdef-0123-456789abcdef"


class Server:
    """A running provider, in which one writes down who its people are."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.address = f"http://localhost:{port}"
        self.process = process

    def answers(self) -> bool:
        try:
            return requests.get(f"{self.address}/.well-known/openid-configuration", timeout=1).ok
        except requests.ConnectionError:
            return False

    def knows(self, subject: str, **claims: object) -> None:
        """From now on `subject` can sign in there, and that is what the provider says of them."""
        answer = requests.put(f"{self.address}/users/{subject}", json=claims, timeout=5)
        assert answer.status_code == 204, answer.text

    def sign_in(self, place: str, subject: str) -> str:
        """Somebody signs in on the provider's page at `place`. Returns the address they are sent back to."""
        return self._post(place, {"sub": subject})

    def stop_at(self, place: str) -> str:
        """Somebody goes back without signing in."""
        return self._post(place, {"action": "deny"})

    def end(self) -> None:
        """The provider is down from now on."""
        self.process.kill()
        self.process.wait()

    def _post(self, place: str, data: dict[str, str]) -> str:
        answer = requests.post(place, data=data, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


@contextmanager
def openid_server() -> Iterator[Server]:
    """A provider on a free port that insists on a nonce."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"],
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        server, deadline = Server(port, process), time.monotonic() + PATIENCE
        while not server.answers():
            assert process.poll() is None, "the provider did not start"
            assert time.monotonic() < deadline, "the provider does not answer"
            time.sleep(0.1)
        yield server
    finally:
        process.kill()
        process.wait()


def provider_at(server: Server, kind: str = "openid", **changes: object) -> Provider:
    """The portal's setting for this provider, as one of the three kinds."""
    values: dict[str, object] = {
        "kind": kind,
        "name": {"google": "Google", "microsoft": "Microsoft"}.get(kind, "School login"),
        "server": server.address,
        "client_id": "the-portal",
        "client_secret": "secret-of-the-client",
        "tenant": TENANT if kind == "microsoft" else "",
        "domains": frozenset({"stjudes.example"}),
    }
    return Provider(**(values | changes))  # type: ignore[arg-type]
