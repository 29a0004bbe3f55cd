"""A row first: told once, withdrawn where it must not be seen, gone with a rollback."""

import pytest
from django.db import transaction

from notifications import messages, waking, workflow
from notifications.models import Mail, Notification


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    monkeypatch.setattr(messages, "_registry", dict(messages.registered()))
    messages.register("test.waits", title="{count} waiting", body="{count} things wait for you.")
    messages.register("test.quiet", title="Quiet", body="Only in the portal.", by_mail=False)


@pytest.fixture
def woken(monkeypatch):
    calls = []
    monkeypatch.setattr(waking, "_wakers", [lambda: calls.append(1)])
    return calls


def tell(*people, event="thing:1", message="test.waits", **more):
    return workflow.tell(people, message, event=event, count=3, **more)


def test_each_person_has_a_row(teacher, teacher2):
    tell(teacher, teacher2, url="/comments/")
    assert set(Notification.objects.values_list("recipient", "mail", "url")) == {
        (teacher.pk, Mail.WAITING, "/comments/"),
        (teacher2.pk, Mail.WAITING, "/comments/"),
    }


def test_nobody_is_told_twice_of_the_same_thing(teacher, teacher2):
    tell(teacher)
    tell(teacher, teacher2, teacher)
    assert Notification.objects.filter(recipient=teacher).count() == 1
    assert Notification.objects.filter(recipient=teacher2).count() == 1


def test_another_thing_is_told_again(teacher):
    tell(teacher)
    tell(teacher, event="thing:2")
    assert Notification.objects.count() == 2


def test_delivery_is_woken_after_the_commit_and_not_before(teacher, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        tell(teacher)
        assert woken == []
    for callback in callbacks:
        callback()
    assert woken == [1]


def test_a_notice_for_the_portal_alone_wakes_nobody(teacher, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        tell(teacher, message="test.quiet")
    assert callbacks == []
    assert Notification.objects.get().mail == Mail.NONE


def test_a_rollback_takes_the_row_with_it(teacher, woken, django_capture_on_commit_callbacks):
    @transaction.atomic
    def fails_after():
        tell(teacher)
        raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        fails_after()
    assert not Notification.objects.exists()
    assert woken == []


def test_a_broker_that_is_down_breaks_no_page(
    client, sign_in, teacher, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def down():
        raise ConnectionRefusedError("broker")

    monkeypatch.setattr(waking, "_wakers", [down])
    with django_capture_on_commit_callbacks(execute=True):
        tell(teacher)
    assert Notification.objects.get().mail == Mail.WAITING
    assert "could not be reached" in caplog.text


def test_a_message_that_nobody_registered_is_an_error(teacher):
    with pytest.raises(KeyError):
        tell(teacher, message="test.unknown")


def test_what_is_withdrawn_is_seen_no_more(teacher, teacher2, school):
    tell(teacher, teacher2, about=school)
    assert workflow.withdraw(school, [teacher]) == 1
    assert not Notification.objects.visible_to(teacher).exists()
    assert Notification.objects.visible_to(teacher2).count() == 1
