"""Somebody's own notices: unread first, read by a click, never anybody else's."""

import pytest
from django.urls import reverse

from notifications import messages, workflow
from notifications.models import Notification


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    monkeypatch.setattr(messages, "_registry", dict(messages.registered()))
    messages.register("test.waits", title="Waits: {what}", body="Something about {what} waits for you.")
    messages.register("test.hidden", title="Hidden", body="By mail only.", in_portal=False)


def tell(person, what="a comment", url="/policy/", message="test.waits"):
    workflow.tell([person], message, event=f"thing:{what}", url=url, what=what)
    return Notification.objects.latest("pk")


def test_unread_notices_come_first_and_without_any_it_says_so(client, sign_in, teacher):
    sign_in(client, teacher)
    assert "No notifications yet" in client.get(reverse("notifications:list")).content.decode()
    workflow.mark_read(Notification.objects.filter(pk=tell(teacher, "the old one").pk))
    tell(teacher, "the new one")
    page = client.get(reverse("notifications:list")).content.decode()
    assert page.index("Waits: the new one") < page.index("Waits: the old one")


def test_looking_at_the_list_reads_nothing(client, sign_in, teacher):
    row = tell(teacher)
    sign_in(client, teacher).get(reverse("notifications:list"))
    row.refresh_from_db()
    assert row.read_at is None


def test_opening_one_marks_it_as_read_and_leads_there(client, sign_in, teacher, clock):
    row = tell(teacher)
    assert sign_in(client, teacher).post(reverse("notifications:open", args=[row.pk])).url == "/policy/"
    row.refresh_from_db()
    assert row.read_at == clock.now


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_no_notice_leads_out_of_the_portal(client, sign_in, teacher, url):
    row = tell(teacher, url=url)
    answer = sign_in(client, teacher).post(reverse("notifications:open", args=[row.pk]))
    assert answer.url == reverse("notifications:list")


def test_a_notice_that_leads_nowhere_is_marked_as_read(client, sign_in, teacher):
    row = tell(teacher, url="")
    sign_in(client, teacher).post(reverse("notifications:mark_read", args=[row.pk]))
    row.refresh_from_db()
    assert row.read_at is not None


def test_all_are_read_at_once_and_only_mine(client, sign_in, teacher, teacher2):
    tell(teacher, "one")
    tell(teacher, "two")
    other = tell(teacher2, "three")
    sign_in(client, teacher).post(reverse("notifications:mark_all_read"))
    assert not Notification.objects.filter(recipient=teacher, read_at=None).exists()
    other.refresh_from_db()
    assert other.read_at is None


@pytest.mark.parametrize("action", ["open", "mark_read"])
def test_what_is_not_mine_does_not_exist(client, sign_in, teacher, outsider, action):
    row = tell(teacher)
    assert sign_in(client, outsider).post(reverse(f"notifications:{action}", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


@pytest.mark.parametrize("action", ["open", "mark_read"])
def test_a_withdrawn_notice_does_not_exist(client, sign_in, teacher, school, action):
    row = tell(teacher)
    Notification.objects.update(withdrawn_at=row.created_at)
    assert sign_in(client, teacher).post(reverse(f"notifications:{action}", args=[row.pk])).status_code == 404
    assert "Waits" not in client.get(reverse("notifications:list")).content.decode()


@pytest.mark.parametrize("action", ["open", "mark_read"])
def test_reading_needs_a_post(client, sign_in, teacher, action):
    row = tell(teacher)
    assert sign_in(client, teacher).get(reverse(f"notifications:{action}", args=[row.pk])).status_code == 405


def test_a_message_for_mail_alone_is_not_listed(client, sign_in, teacher):
    tell(teacher, message="test.hidden")
    assert "Hidden" not in sign_in(client, teacher).get(reverse("notifications:list")).content.decode()


def test_words_are_escaped(client, sign_in, teacher):
    tell(teacher, "<script>alert(1)</script>")
    assert "<script>alert(1)" not in sign_in(client, teacher).get(reverse("notifications:list")).content.decode()


def test_a_notice_of_a_message_that_is_gone_breaks_nothing(client, sign_in, teacher):
    row = tell(teacher)
    Notification.objects.filter(pk=row.pk).update(template="gone.message")
    assert sign_in(client, teacher).get(reverse("notifications:list")).status_code == 200


def test_many_notices_cost_few_queries(client, sign_in, teacher, django_assert_max_num_queries):
    sign_in(client, teacher)
    for number in range(60):
        tell(teacher, f"number {number}")
    with django_assert_max_num_queries(12):
        client.get(reverse("notifications:list"))
