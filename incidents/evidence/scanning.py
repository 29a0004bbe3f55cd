"""An antivirus program, where the school runs one: clamd, asked over its socket (INSTREAM)."""

import socket
import struct
import time
from contextlib import closing, suppress

from django.conf import settings

from core.errors import InvalidInput

SECONDS = 30  # for all of it, however the program drips its answer: somebody waits for the page
PIECE = 64 * 1024
LONGEST_ANSWER = 4096

INFECTED = "The antivirus program says that this file is harmful, so it was not kept. Tell whoever looks after IT."
NOT_ASKED = (
    "This file could not be checked for viruses just now, so it was not kept. Try again in a few minutes, or tell "
    "whoever looks after IT."
)
TOO_LARGE_FOR_IT = (
    "The antivirus program takes no file as large as this one, so it was not kept. Save it smaller or in parts, and "
    "tell whoever looks after IT: clamd's StreamMaxLength has to be 20 MB or more."
)


def scan(content: bytes, field: str) -> bool:
    """Whether it was looked through, and nothing found; False where the school has no antivirus program.

    Raises InvalidInput for `field` where something was found, or the program cannot be asked.
    """
    if not settings.CLAMD_ADDRESS:
        return False
    try:
        answer = _asked(settings.CLAMD_ADDRESS, content)
    except OSError:
        raise InvalidInput(NOT_ASKED, field) from None
    if answer == b"stream: OK":
        return True
    if b"size limit exceeded" in answer:
        raise InvalidInput(TOO_LARGE_FOR_IT, field)
    raise InvalidInput(INFECTED if answer.endswith(b" FOUND") else NOT_ASKED, field)


def _asked(address: str, content: bytes) -> bytes:
    until = time.monotonic() + SECONDS
    with closing(_connected(address)) as line:
        # Of a file that is larger than it takes it reads no more, says so and hangs up: its words can be read still.
        with suppress(BrokenPipeError, ConnectionResetError):
            _send(line, b"zINSTREAM\0", until)
            for at in range(0, len(content), PIECE):
                piece = content[at : at + PIECE]
                _send(line, struct.pack(">I", len(piece)) + piece, until)
            _send(line, struct.pack(">I", 0), until)
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            line.settimeout(_left(until))
            got = line.recv(LONGEST_ANSWER)
            if not got:
                break
            answer += got
    return answer.rstrip(b"\0\r\n ")


def _send(line: socket.socket, data: bytes, until: float) -> None:
    line.settimeout(_left(until))
    line.sendall(data)  # the time limit is for the whole of it


def _left(until: float) -> float:
    """Seconds. Raises TimeoutError, which is an OSError, when there are none."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimeoutError("the antivirus program took too long")
    return seconds


def _connected(address: str) -> socket.socket:
    """`address` is host:port, or the path of a socket on this machine."""
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise OSError("no address")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
