"""How the school sends mail, and a test of it."""

import ipaddress
import re
from contextlib import closing

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from school.mail import Answer, seal_password, smtp_backend, spoken
from school.models import MailSettings, Security

HOST = re.compile(r"^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$|^[0-9A-Fa-f:.]+$")


@audit.verb("school.set_mail", "changed how the portal sends e-mail")
def set_mail(
    *,
    actor: Actor,
    host: str,
    port: int,
    security: str,
    from_address: str,
    username: str = "",
    password: str = "",
) -> MailSettings:
    """Send mail by this server from now on. An empty `password` keeps the old one, for the same server and name only.

    Raises NotAllowed and InvalidInput.
    """
    rules.require("school.set_mail", actor)
    host, username, from_address = host.strip(), username.strip(), from_address.strip()
    _check(host, port, security, from_address)
    row = MailSettings.objects.select_for_update().filter(pk=1).first() or MailSettings(pk=1)
    before = (row.host, row.port, row.security, row.username)
    row.host, row.port, row.security, row.username = host, port, security, username
    row.from_address, row.changed_at = from_address, clock.now()
    if not username:
        row.sealed_password = None
    elif password:
        row.sealed_password = seal_password(row, password)
    elif row.sealed_password is None:
        raise InvalidInput("Write the password that belongs to this user name.", "password")
    elif before != (host, port, security, username):
        # Sent to another server, or in the open, the old password would be given away.
        raise InvalidInput("The server or the user name is another one now, so write the password again.", "password")
    row.save()
    audit.record("school.set_mail", row, actor=actor, port=port, security=security, signs_in=bool(username))
    return row


def _check(host: str, port: int, security: str, from_address: str) -> None:
    if not HOST.match(host):
        raise InvalidInput("Write the mail server's name, for example smtp.example.sch.uk.", "host")
    if not 0 < port < 65536:
        raise InvalidInput("A port is a number from 1 to 65535, usually 587 or 465.", "port")
    if security not in Security.values:
        raise InvalidInput("Choose how the connection is protected.", "security")
    if security == Security.NONE and not _is_this_machine(host):
        raise InvalidInput("Without protection only a mail server on this machine can be used.", "security")
    try:
        validate_email(from_address)
    except ValidationError as error:
        raise InvalidInput("Write the address that mail comes from.", "from_address") from error


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@audit.verb("school.remove_mail", "took the e-mail settings away")
def remove_mail(*, actor: Actor) -> MailSettings:
    """From now on mail is written to files. Raises NotAllowed, WrongState."""
    rules.require("school.set_mail", actor)
    row = MailSettings.objects.select_for_update().filter(pk=1).first()
    if row is None:
        raise WrongState("There are no e-mail settings to take away.")
    audit.record("school.remove_mail", row, actor=actor)
    MailSettings.objects.filter(pk=1).delete()
    return row


def send_test_message(*, actor: Actor, to: str, school_name: str) -> Answer:
    """Send one message with the settings as they are, outside any transaction. Returns what the server said.

    Raises NotAllowed, and WrongState without settings.
    """
    rules.require("school.test_mail", actor)
    row = MailSettings.objects.filter(pk=1).first()
    if row is None:
        raise WrongState("There are no e-mail settings yet. Save them first.")
    message = EmailMessage(
        "A test from the school's portal",
        f"This message shows that the social media portal of {school_name} can send e-mail.",
        from_email=row.from_address,
        to=[to],
    )
    try:
        # Closed whatever happens: a connection whose start failed would stay open.
        with closing(smtp_backend(row)) as backend:
            backend.send_messages([message])
        answer = Answer(True, f"The mail server took the message for {to}. Look whether it arrives.")
    except Exception as error:
        answer = Answer(False, spoken(error, row))
    record_test(row, actor=actor, went=answer.went)
    return answer


@audit.verb("school.test_mail", "sent a test message")
def record_test(row: MailSettings, *, actor: Actor, went: bool) -> MailSettings:
    """Put a test on the record, after it was made."""
    audit.record("school.test_mail", row, actor=actor, went=went)
    return row
