"""Where mail goes: to the school's own server, or, while none is set, to files that stay on this machine."""

import os
import smtplib
import socket
import ssl
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formataddr
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SMTPBackend
from django.core.mail.message import EmailMessage

from core import clock
from core.crypto import cipher
from school.models import MailSettings, Security, current_school


@dataclass(frozen=True)
class Answer:
    """What became of a test message, in a sentence."""

    went: bool
    sentence: str


def seal_password(row: MailSettings, password: str) -> bytes:
    """The password, so sealed that it opens for this server, protection and user name only."""
    return cipher.seal(password.encode(), bound_to(row))


def bound_to(row: MailSettings) -> dict[str, str | int]:
    """What the sealed password opens for."""
    return {
        "field": "mail password",
        "host": row.host,
        "port": row.port,
        "security": row.security,
        "username": row.username,
    }


def smtp_backend(row: MailSettings) -> SMTPBackend:
    """A connection by the school's settings, not opened yet. Raises CannotOpen where the key is not at hand."""
    password = cipher.unseal(bytes(row.sealed_password), bound_to(row)).decode() if row.sealed_password else ""
    return SMTPBackend(
        host=row.host,
        port=row.port,
        username=row.username,
        password=password,
        use_tls=row.security == Security.STARTTLS,
        use_ssl=row.security == Security.TLS,
        timeout=settings.EMAIL_TIMEOUT,
    )


class SchoolEmailBackend(BaseEmailBackend):
    """Sends by the school's mail settings; without any, writes each message to a file."""

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self._row = MailSettings.objects.filter(pk=1).first()
        self._smtp = smtp_backend(self._row) if self._row is not None else None

    def open(self) -> bool | None:
        return self._smtp.open() if self._smtp is not None else None

    def close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Returns how many went. Raises what the server or the disk raised."""
        sender = self._sender()
        for message in email_messages:
            message.from_email = sender
        if self._smtp is not None:
            return self._smtp.send_messages(email_messages) or 0
        for message in email_messages:
            write_file(message)
        return len(email_messages)

    def _sender(self) -> str:
        school = current_school()
        address = self._row.from_address if self._row is not None else "portal@localhost"
        # A line break in the name would keep every mail from going.
        return formataddr((" ".join(school.name.split()) if school else "The school's portal", address))


def write_file(message: EmailMessage) -> Path:
    """Write a message to a new file under MAIL_DIR, whole or not at all. Returns its path."""
    folder = Path(settings.MAIL_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    prefix = "demo-" if settings.DEMO else ""
    name = f"{prefix}{clock.now():%Y%m%dT%H%M%S.%fZ}-{uuid.uuid4().hex[:12]}.eml"
    unfinished = folder / f".{name}.part"
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(message.message().as_bytes())
        file.flush()
        os.fsync(file.fileno())
    path = folder / name
    try:
        path.hardlink_to(unfinished)  # unlike a rename, this never writes over a file
    finally:
        unfinished.unlink()
    return path


def spoken(error: Exception, row: MailSettings) -> str:
    """What went wrong with a mail server, so that an Administrator knows what to change."""
    place = f"{row.host}, port {row.port}"
    match error:
        case cipher.KeyNotReached():
            return f"The stored password cannot be opened just now. {error}"
        case cipher.CannotOpen():
            return "The stored password cannot be opened with the key that is here. Write the password again."
        case socket.gaierror():
            return f"No server called {row.host} was found. Check the name."
        case smtplib.SMTPAuthenticationError():
            return f"The server {place} did not accept the user name and password. It said: {_said(error)}"
        case smtplib.SMTPSenderRefused():
            return f"The server {place} does not let us send from {row.from_address}. It said: {_said(error)}"
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()))
            return f"The server {place} refused your own address. It said: {_line(code, words)}"
        case smtplib.SMTPNotSupportedError():
            return f"The server {place} does not offer what was asked of it ({error}). Try the other protection."
        case smtplib.SMTPResponseException():
            return f"The server {place} refused the message. It said: {_said(error)}"
        case ssl.SSLCertVerificationError():
            return f"The certificate of {row.host} is not in order ({error.verify_message}). Nothing was sent."
        case ssl.SSLError():
            return f"No protected connection to {place} came about. Try the other protection, or the other port."
        case TimeoutError() | smtplib.SMTPServerDisconnected(__context__=TimeoutError()):
            return f"The server {place} did not answer within {settings.EMAIL_TIMEOUT} seconds. Check name and port."
        case ConnectionRefusedError():
            return f"Nothing at {place} takes connections. Check name and port."
        case smtplib.SMTPServerDisconnected():
            return f"The server {place} ended the connection. Try the other protection, or the other port."
        case _:
            return f"The message could not be sent by {place} ({type(error).__name__})."


def _said(error: smtplib.SMTPResponseException) -> str:
    return _line(error.smtp_code, error.smtp_error)


def _line(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", errors="replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())[:200]}"
