"""The settings in a browser: who sees which button, and what a refused change looks like."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.registry import needs_of
from notifications.models import Mail, Notification
from school import workflow
from school.models import MailSettings, NonWorkingDay, current_school


def text(answer):
    return answer.content.decode()


def url(name, *args):
    return reverse(f"school:{name}", args=args)


PAGES = [("settings",), ("change_details",), ("days_off",), ("mail",)]
MAIL = {
    "host": "127.0.0.1",
    "port": "2525",
    "security": "none",
    "username": "portal",
    "password": "a-mail-password-to-look-for",
    "from_address": "portal@stjudes.example",
}


@pytest.mark.parametrize("who", ["teacher", "volunteer", "chair", "dsl"])
@pytest.mark.parametrize("page", [*PAGES, ("require_approvals",), ("choose_reading", "friday"), ("remove_mail",)])
def test_the_settings_are_for_slt_and_administrators(client, sign_in, request, who, page):
    assert sign_in(client, request.getfixturevalue(who)).get(url(*page)).status_code == 403


@pytest.mark.parametrize("who", ["head", "admin"])
@pytest.mark.parametrize("page", PAGES)
def test_they_open_for_both(client, sign_in, request, who, page):
    assert sign_in(client, request.getfixturevalue(who)).get(url(*page)).status_code == 200


def test_details_are_changed(client, sign_in, admin):
    values = {"name": "St. Jude's Primary", "time_zone": "Europe/London"}
    assert sign_in(client, admin).post(url("change_details"), values).url == url("settings")
    assert current_school().name == "St. Jude's Primary"


def test_an_administrator_sees_why_the_readings_cannot_be_changed(client, sign_in, admin):
    page = text(sign_in(client, admin).get(url("settings")))
    assert "Only SLT decides how the policy is read." in page
    assert url("choose_reading", "friday") not in page
    assert client.post(url("choose_reading", "friday"), {"reading": "from_17"}).status_code == 403


@pytest.mark.parametrize(("which", "value"), [("friday", "from_17"), ("bank_holiday", "weekend"), ("day_end", "at_17")])
def test_slt_chooses_a_reading(client, sign_in, head, which, value):
    sign_in(client, head)
    assert "counts as received at the weekend" in text(client.get(url("choose_reading", "friday")))
    assert client.post(url("choose_reading", which), {"reading": value}).url == url("settings")
    assert getattr(current_school(), which) == value


def test_an_unknown_reading_does_not_exist(client, sign_in, head):
    assert sign_in(client, head).get(url("choose_reading", "tuesday")).status_code == 404


def test_approvals_are_changed(client, sign_in, head):
    sign_in(client, head).post(url("require_approvals"), {"approvals_required": "2"})
    assert current_school().approvals_required == 2
    assert "is at most 5." in text(client.post(url("require_approvals"), {"approvals_required": "9"}))


def test_days_off_are_added_and_removed(client, sign_in, admin):
    sign_in(client, admin)
    client.post(url("days_off"), {"label": "Training day", "first": "2026-11-27", "last": ""})
    day = NonWorkingDay.objects.get()
    assert "Friday 27 November 2026" in text(client.get(url("days_off")))
    assert "Take Friday 27 November 2026 off the list?" in text(client.get(url("remove_day_off", day.pk)))
    assert NonWorkingDay.objects.exists()
    client.post(url("remove_day_off", day.pk))
    assert not NonWorkingDay.objects.exists()


def test_a_long_run_is_refused_with_its_reason_and_nothing_typed_is_lost(client, sign_in, admin):
    values = {"label": "Autumn holidays", "first": "2026-11-23", "last": "2026-11-27"}
    page = text(sign_in(client, admin).post(url("days_off"), values))
    assert "5 days off in a row" in page
    assert "Autumn holidays" in page
    assert not NonWorkingDay.objects.exists()


def test_the_mail_password_is_never_shown_again(client, sign_in, admin, head):
    sign_in(client, admin).post(url("mail"), MAIL)
    assert MailSettings.objects.exists()
    page = text(client.get(url("mail")))
    assert MAIL["password"] not in page
    assert "A password is stored" in page
    wrong = text(client.post(url("mail"), MAIL | {"from_address": "nobody"}))
    assert MAIL["password"] not in wrong
    assert "nobody" in wrong


def test_slt_sees_the_mail_settings_but_changes_nothing(client, sign_in, admin, head):
    workflow.set_mail(actor=admin, **(MAIL | {"port": 2525}))
    page = text(sign_in(client, head).get(url("mail")))
    assert "Only an Administrator changes how the portal sends e-mail." in page
    assert 'name="password"' not in page
    assert "Only an Administrator" in text(client.post(url("mail"), MAIL))
    assert client.post(url("remove_mail")).status_code == 403


def test_a_test_message_s_answer_is_shown(client, sign_in, admin):
    workflow.set_mail(actor=admin, **(MAIL | {"port": 1, "username": "", "password": ""}))
    answer = sign_in(client, admin).post(url("test_mail"), follow=True)
    assert "Nothing at 127.0.0.1, port 1 takes connections" in text(answer)
    assert client.get(url("test_mail")).status_code == 405


def test_taking_the_settings_away_asks_first(client, sign_in, admin):
    workflow.set_mail(actor=admin, **(MAIL | {"port": 2525}))
    sign_in(client, admin).get(url("remove_mail"))
    assert MailSettings.objects.exists()
    client.post(url("remove_mail"))
    assert not MailSettings.objects.exists()


def test_administrators_are_told_of_mail_that_does_not_get_out(admin, teacher, clock):
    Notification.objects.create(
        event="e", template="t", recipient=teacher, created_at=clock.now, mail=Mail.WAITING, mail_after=clock.now
    )
    assert not any("mail server" in need.sentence for need in needs_of(admin))
    clock.move_to(clock.now + timedelta(hours=2))
    assert [need.sentence for need in needs_of(admin) if "mail server" in need.sentence] == [
        "1 message waits for the mail server, the oldest for 2 hours"
    ]
    assert not any("mail server" in need.sentence for need in needs_of(teacher))
