"""An antivirus program, where the school runs one: clamd, asked over its socket (INSTREAM)."""

import socket
import struct
from contextlib import closing

from django.conf import settings

from core.errors import InvalidInput

SECONDS = 30
PIECE = 64 * 1024
LONGEST_ANSWER = 4096

INFECTED = "The antivirus program says that this file is harmful, so it was not kept. Tell whoever looks after IT."
NOT_ASKED = (
    "This file could not be checked for viruses just now, so it was not kept. Try again in a few minutes, or tell "
    "whoever looks after IT."
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
    raise InvalidInput(INFECTED if answer.endswith(b" FOUND") else NOT_ASKED, field)


def _asked(address: str, content: bytes) -> bytes:
    with closing(_connected(address)) as line:
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(content), PIECE):
            piece = content[at : at + PIECE]
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            got = line.recv(LONGEST_ANSWER)
            if not got:
                break
            answer += got
    return answer.rstrip(b"\0\r\n ")


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
