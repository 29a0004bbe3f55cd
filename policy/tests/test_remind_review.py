"""P1: SLT is reminded 60, 30 and 7 days before the review, and every week once it is overdue; the home page says so."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from conftest import NOW
from core.actors import DAILY, SWEEP
from core.errors import NotAllowed
from core.registry import chores
from notifications.models import Notification
from policy import tasks, workflow
from policy.workflow.reviewing import stage_on
from tests.two_rounds import come_between

DUE = date(2027, 11, 18)  # of the fixture `version`


def reminders():
    return Notification.objects.filter(template="policy.review")


def go_to(clock, day: date) -> None:
    clock.move_to(datetime(day.year, day.month, day.day, 9, tzinfo=NOW.tzinfo))


@pytest.mark.parametrize(
    ("left", "stage"),
    [
        (61, None), (60, "60"), (31, "60"), (30, "30"), (8, "30"), (7, "7"), (0, "7"),
        (-1, "late:0"), (-7, "late:0"), (-8, "late:1"), (-15, "late:2"),
    ],
)  # fmt: skip
def test_the_days_on_which_a_reminder_falls_due(left, stage):
    assert stage_on(DUE - timedelta(days=left), DUE) == stage


def test_the_daily_round_asks():
    assert {"review of the policy", "yearly declarations"} <= {chore.name for chore in chores}


def test_each_reminder_goes_once_to_slt_alone(head, deputy, admin, teacher, version, clock):
    sent = []
    for left in (61, 60, 60, 59, 30, 29, 7, 6, 0, -1, -2, -7, -8, -15):
        go_to(clock, DUE - timedelta(days=left))
        tasks.remind_review()
        sent.append(reminders().filter(recipient=head).count())
    assert sent == [0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 4, 5, 6]
    assert set(reminders().values_list("recipient", flat=True)) == {head.pk, deputy.pk}


def test_a_portal_that_was_off_sends_the_latest_only(head, version, clock):
    go_to(clock, DUE - timedelta(days=3))
    tasks.remind_review()
    assert [notice.event.rsplit(":", 1)[1] for notice in reminders()] == ["7"]


def test_the_words_name_the_day_and_lead_to_the_review(head, version, clock):
    go_to(clock, DUE + timedelta(days=1))
    tasks.remind_review()
    notice = reminders().get()
    assert (notice.url, notice.params["when"]) == (
        reverse("policy:review"),
        "was to be reviewed by Thursday 18 November 2027",
    )


def test_what_is_done_again_leaves_no_trace(head, version, clock):
    go_to(clock, DUE)
    for _ in range(3):
        tasks.remind_review()
    event = Event.objects.get(verb="policy.remind_review")
    assert (event.actor, event.data) == ("system:daily", {"people": [head.pk]})


def test_whoever_joins_slt_meanwhile_is_told_too(head, version, clock, make_person):
    go_to(clock, DUE)
    tasks.remind_review()
    late = make_person("Nina New", "slt")
    tasks.remind_review()
    assert reminders().filter(recipient=late).count() == 1
    assert reminders().filter(recipient=head).count() == 1


def test_a_review_that_was_confirmed_starts_anew(head, version, clock):
    go_to(clock, DUE)
    tasks.remind_review()
    workflow.confirm_review(version, actor=head, review_on=DUE + timedelta(days=50))
    tasks.remind_review()
    assert reminders().count() == 2  # 50 days before the next one


def test_of_two_rounds_at_once_one_reminds(head, version, clock, monkeypatch):
    go_to(clock, DUE)
    come_between(monkeypatch, tasks.remind_review)
    tasks.remind_review()
    assert Event.objects.filter(verb="policy.remind_review").count() == 1


def test_without_a_policy_nobody_is_reminded(head):
    tasks.remind_review()
    assert not reminders().exists()


@pytest.mark.parametrize("actor", [SWEEP, "head"])
def test_only_the_daily_round_does(request, version, actor):
    with pytest.raises(NotAllowed):
        workflow.remind_review(actor=request.getfixturevalue(actor) if isinstance(actor, str) else actor)


def test_a_rollback_leaves_neither(head, version, clock, monkeypatch):
    go_to(clock, DUE)
    monkeypatch.setattr("policy.workflow.reviewing.audit.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.remind_review(actor=DAILY)
    assert not reminders().exists()


@pytest.mark.parametrize(
    ("left", "words"), [(61, ""), (60, "is to be reviewed by"), (0, "is to be reviewed by"), (-1, "should have been")]
)
def test_the_home_page_of_slt_has_a_banner(client, sign_in, head, teacher, version, clock, left, words):
    go_to(clock, DUE - timedelta(days=left))
    page = sign_in(client, head).get(reverse("today"))
    found = [banner.text for banner in page.context["banners"] if "policy" in banner.text]
    assert [words in text for text in found] == ([True] if words else [])
    elsewhere = client.get(reverse("policy:index")).context["banners"]
    assert not [banner for banner in elsewhere if "policy" in banner.text]
    theirs = sign_in(client, teacher).get(reverse("today")).context["banners"]
    assert not [banner for banner in theirs if "policy" in banner.text]
