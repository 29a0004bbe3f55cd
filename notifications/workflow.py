"""Write the rows, and deliver them after. Called by the verbs of the rooms above, within their transaction."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.template.loader import render_to_string

from core import clock
from notifications import messages
from notifications.models import Mail, Notification
from notifications.waking import wake_delivery

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
BACKOFF = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)]


def tell(
    recipients: Iterable[models.Model],
    message: str,
    *,
    event: str,
    url: str = "",
    about: models.Model | None = None,
    **params: str | int,
) -> int:
    """Write one row for each recipient who has not been told of `event` by this message yet.

    `event` identifies the cause ("item:12:breach"). Mail follows after the commit. Returns how many were asked for.
    """
    kind = messages.get(message)
    now = clock.now()
    rows = [
        _row(recipient.pk, kind, now, event, url, about, params)
        for recipient in {recipient.pk: recipient for recipient in recipients}.values()
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and kind.by_mail:
        transaction.on_commit(wake_delivery)
    return len(rows)


def _row(
    recipient_id: int,
    kind: messages.Message,
    now: datetime,
    event: str,
    url: str,
    about: models.Model | None,
    params: Mapping[str, str | int],
    by_mail: bool = True,
) -> Notification:
    return Notification(
        event=event,
        template=kind.name,
        recipient_id=recipient_id,
        params=dict(params),
        url=url,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        created_at=now,
        hidden=not kind.in_portal,
        mail=Mail.WAITING if kind.by_mail and by_mail else Mail.NONE,
        mail_after=now if kind.by_mail and by_mail else None,
    )


@dataclass(frozen=True)
class Notice:
    """One thing to tell some people, for `tell_each`; in the portal only where not `by_mail`."""

    recipients: Iterable[models.Model]
    message: str
    event: str
    url: str = ""
    about: models.Model | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)
    by_mail: bool = True


def tell_each(notices: Iterable[Notice]) -> int:
    """As `tell`, for many causes at once: one INSERT for each 500 rows. Returns how many rows were asked for."""
    now = clock.now()
    rows: list[Notification] = []
    for notice in notices:
        kind = messages.get(notice.message)
        rows += [
            _row(recipient.pk, kind, now, notice.event, notice.url, notice.about, notice.params, notice.by_mail)
            for recipient in {recipient.pk: recipient for recipient in notice.recipients}.values()
        ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if any(row.mail == Mail.WAITING for row in rows):
        transaction.on_commit(wake_delivery)
    return len(rows)


def withdraw(about: models.Model, recipients: Iterable[models.Model]) -> int:
    """Take back every notice about `about` from these people, unsent mail included. Returns how many."""
    return Notification.objects.filter(
        about_type=about._meta.label_lower,
        about_id=str(about.pk),
        recipient__in=[recipient.pk for recipient in recipients],
        withdrawn_at=None,
    ).update(withdrawn_at=clock.now())


def withdraw_told(event: str) -> int:
    """Take back every notice of one cause, unsent mail included. Returns how many."""
    return Notification.objects.filter(event=event, withdrawn_at=None).update(withdrawn_at=clock.now())


def withdraw_caused(causes: str, recipients: Iterable[models.Model]) -> int:
    """Take back from these people every notice whose event begins with `causes`, whatever it is about."""
    of_them = Notification.objects.filter(event__startswith=causes, recipient__in=[one.pk for one in recipients])
    return of_them.filter(withdrawn_at=None).update(withdrawn_at=clock.now())


def give_back(causes: str, recipients: Iterable[models.Model]) -> int:
    """Let these people have again, as news, the notices that were taken back from them."""
    of_them = Notification.objects.filter(event__startswith=causes, recipient__in=[one.pk for one in recipients])
    return of_them.exclude(withdrawn_at=None).update(withdrawn_at=None, read_at=None)


def mark_read(notifications: "models.QuerySet[Notification]") -> int:
    return notifications.filter(read_at=None).update(read_at=clock.now())


def deliver_due(limit: int = 200) -> int:
    """Send the mail that is due, each row leased to one sender by a conditional update. Returns how many went.

    A sender that dies leaves its lease to run out: the mail is sent again then, never lost. A mail server that
    cannot be reached at all is no row's fault: the rows wait, and their tries are not used up.
    """
    waiting = Notification.objects.mail_due(clock.now()).order_by("mail_after", "pk")[:limit]
    due = [(row.pk, row.mail_after) for row in waiting.only("pk", "mail_after")]
    if not due:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:
        logger.warning("the mail server cannot be reached (%s); %s messages wait", type(error).__name__, len(due))
        _close(connection)
        return 0
    try:
        return sum([_send_claimed(pk, after, connection) for pk, after in due])
    finally:
        _close(connection)


def _send_claimed(pk: int, after: datetime | None, connection: BaseEmailBackend) -> int:
    claimed = Notification.objects.filter(pk=pk, mail=Mail.WAITING, mail_after=after, withdrawn_at=None).update(
        mail_after=clock.now() + LEASE, mail_attempts=models.F("mail_attempts") + 1
    )
    if not claimed:
        return 0
    row = Notification.objects.select_related("recipient").get(pk=pk)
    if not row.recipient.may_sign_in:
        Notification.objects.filter(pk=pk).update(mail=Mail.NONE, mail_after=None)
        return 0
    try:
        message = compose(row)
        message.connection = connection
        message.send()
    except Exception as error:
        logger.warning("mail for notification %s failed: %s", row.pk, type(error).__name__)
        _close(connection)  # it may be left in the middle of something: the next message opens it anew
        _try_later(row)
        return 0
    _note_sent(row)
    return 1


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except Exception as error:
        logger.warning("the mail server's connection did not close well: %s", type(error).__name__)


def _note_sent(row: Notification) -> None:
    sent = messages.get(row.template).sent
    with transaction.atomic():
        Notification.objects.filter(pk=row.pk).update(mail=Mail.SENT, mail_sent_at=clock.now(), mail_after=None)
        if sent is not None:
            sent(row)


def _try_later(row: Notification) -> None:
    if row.mail_attempts > len(BACKOFF):
        Notification.objects.filter(pk=row.pk).update(mail=Mail.FAILED, mail_after=None)
        return
    wait = BACKOFF[row.mail_attempts - 1]
    Notification.objects.filter(pk=row.pk).update(mail_after=clock.now() + wait)


def compose(row: Notification) -> EmailMessage:
    """The e-mail of a row: its words, and a link to the place."""
    kind = messages.get(row.template)
    link = kind.link(row) if kind.link else (f"{settings.PUBLIC_URL}{row.url}" if row.url else settings.PUBLIC_URL)
    title, words = messages.words(row.template, row.params)
    body = render_to_string(
        "notifications/mail.txt", {"name": row.recipient.get_full_name(), "body": words, "link": link}
    )
    # The name of an account may hold a line break, which would keep the mail from ever going.
    return EmailMessage(" ".join(title.split()), body, to=[row.recipient.email])
