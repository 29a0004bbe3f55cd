"""Delivery after: each mail at least once, whatever fails on the way."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as Memory

from notifications import messages, workflow
from notifications.models import Mail, Notification


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    monkeypatch.setattr(messages, "_registry", dict(messages.registered()))
    messages.register("test.waits", title="Something waits", body="{count} things wait for you.")


@pytest.fixture
def row(teacher):
    workflow.tell([teacher], "test.waits", event="thing:1", url="/comments/", count=3)
    return Notification.objects.get()


class Unreachable(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError


class Refusing(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ValueError("this message is refused")


class RefusingTom(Memory):
    def send_messages(self, email_messages):
        if "tom" in email_messages[0].to[0]:
            raise ValueError("this message is refused")
        return super().send_messages(email_messages)


def use(settings, backend):
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"


def test_the_mail_says_what_waits_and_where(row, mailoutbox, settings):
    assert workflow.deliver_due() == 1
    mail = mailoutbox[0]
    assert (mail.to, mail.subject) == ([row.recipient.email], "Something waits")
    assert "Dear Tom Teacher" in mail.body
    assert "3 things wait for you." in mail.body
    assert f"{settings.PUBLIC_URL}/comments/" in mail.body


def test_it_goes_once(row, mailoutbox, clock):
    workflow.deliver_due()
    clock.move_to(clock.now + timedelta(days=1))
    assert workflow.deliver_due() == 0
    row.refresh_from_db()
    assert (len(mailoutbox), row.mail) == (1, Mail.SENT)


def test_the_rest_go_in_one_round(teacher, teacher2, mailoutbox):
    for number in range(3):
        workflow.tell([teacher, teacher2], "test.waits", event=f"thing:{number}", count=number)
    assert workflow.deliver_due() == 6
    assert len(mailoutbox) == 6


def test_a_mail_that_is_refused_is_tried_again_later_and_later(row, settings, clock):
    use(settings, Refusing)
    waits = []
    for _ in range(len(workflow.BACKOFF)):
        workflow.deliver_due()
        row.refresh_from_db()
        waits.append(row.mail_after - clock.now)
        clock.move_to(row.mail_after)
    assert waits == workflow.BACKOFF
    workflow.deliver_due()
    row.refresh_from_db()
    assert (row.mail, row.mail_after) == (Mail.FAILED, None)


def test_one_that_is_refused_stops_no_other(row, teacher2, settings, mailoutbox):
    workflow.tell([teacher2], "test.waits", event="thing:2", count=1)
    use(settings, RefusingTom)
    assert workflow.deliver_due() == 1
    assert mailoutbox[0].to == [teacher2.email]


def test_a_server_that_cannot_be_reached_uses_up_no_tries(row, settings, mailoutbox):
    use(settings, Unreachable)
    for _ in range(20):
        assert workflow.deliver_due() == 0
    row.refresh_from_db()
    assert (row.mail, row.mail_attempts) == (Mail.WAITING, 0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert workflow.deliver_due() == 1


def test_a_sender_that_dies_loses_nothing(row, mailoutbox, monkeypatch, clock):
    class Killed(BaseException):
        pass

    def die(row):
        raise Killed

    monkeypatch.setattr(workflow, "compose", die)
    with pytest.raises(Killed):
        workflow.deliver_due()
    monkeypatch.undo()
    messages.register("test.waits", title="Something waits", body="{count} things wait for you.")
    assert workflow.deliver_due() == 0  # it may still be at it
    clock.move_to(clock.now + workflow.LEASE)
    assert workflow.deliver_due() == 1
    assert len(mailoutbox) == 1


def test_two_senders_at_once_send_one_mail(row, mailoutbox, monkeypatch):
    connection = Memory()
    assert workflow._send_claimed(row.pk, row.mail_after, connection) == 1
    assert workflow._send_claimed(row.pk, row.mail_after, connection) == 0
    assert len(mailoutbox) == 1


def test_a_withdrawn_notice_is_not_mailed(row, school, mailoutbox, teacher2):
    workflow.tell([teacher2], "test.waits", event="thing:2", about=school, count=1)
    workflow.withdraw(school, [teacher2])
    workflow.deliver_due()
    assert [mail.to for mail in mailoutbox] == [[row.recipient.email]]


def test_one_withdrawn_while_the_round_runs_is_not_mailed(row, mailoutbox, clock):
    after = row.mail_after
    Notification.objects.update(withdrawn_at=clock.now)
    assert workflow._send_claimed(row.pk, after, Memory()) == 0
    assert mailoutbox == []


@pytest.mark.parametrize("gone", [{"is_active": False}, {"leaves_on": "2026-11-17"}])
def test_nobody_is_mailed_whose_access_has_ended(row, teacher, mailoutbox, gone):
    type(teacher).objects.filter(pk=teacher.pk).update(**gone)
    workflow.deliver_due()
    row.refresh_from_db()
    assert (mailoutbox, row.mail) == ([], Mail.NONE)


def test_what_must_happen_after_the_mail_happens_once_it_has_gone(row, monkeypatch):
    gone = []
    messages.register("test.waits", title="t", body="b", sent=lambda sent: gone.append(sent.pk))
    workflow.deliver_due()
    assert gone == [row.pk]


def test_a_line_break_in_a_name_does_not_keep_the_mail_from_going(teacher, settings, school):
    settings.EMAIL_BACKEND = "school.mail.SchoolEmailBackend"
    type(school).objects.update(name="St. Jude's\r\nBcc: x@example.com")
    messages.register("test.named", title="A comment on {account} waits", body="Answer it.")
    workflow.tell([teacher], "test.named", event="thing:2", account="Friends\nBcc: x@example.com")
    assert workflow.deliver_due() == 1
    (written,) = settings.MAIL_DIR.glob("*.eml")
    mail = message_from_bytes(written.read_bytes(), policy=policy.default)
    assert mail["Subject"] == "A comment on Friends Bcc: x@example.com waits"
    assert mail["Bcc"] is None
