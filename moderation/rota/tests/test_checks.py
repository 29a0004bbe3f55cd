"""Saying that one has looked (M1): the log, the map, and what happens when a day passes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from conftest import NOW
from core.actors import DAILY
from core.errors import NotAllowed
from moderation.models import Check
from moderation.rota import needs, workflow
from moderation.rota.checks import heat_map
from notifications.models import Notification


def test_one_press_notes_who_looked_when(account, teacher, client, sign_in):
    sign_in(client, teacher)
    client.post(reverse("moderation:check", args=[account.pk]))
    row = Check.objects.get()
    assert (row.person, row.day, row.at) == (teacher, NOW.date(), NOW)
    assert Event.objects.get(verb="moderation.check").subject_id == str(account.pk)
    assert b"Tom Teacher" in client.get(reverse("moderation:checks")).content


def test_the_page_says_who_was_not_looked_at_today_and_older_looks_are_a_page_away(
    account, make_account, teacher, client, sign_in, clock
):
    make_account("The choir", teacher)
    for ago in range(15, -1, -1):
        clock.move_to(NOW - timedelta(days=ago))
        workflow.check(account, actor=teacher)
    page = sign_in(client, teacher).get(reverse("moderation:checks"))
    assert [one.name for one in page.context["waiting"]] == ["The choir"]
    days = [row.day for row in page.context["page"]]
    older = client.get(f"{reverse('moderation:checks')}?cursor={page.context['page'].next_cursor}").context["page"]
    days += [row.day for row in older]
    assert days == [NOW.date() - timedelta(days=ago) for ago in range(16)]


def test_looking_again_on_the_same_day_is_counted_and_keeps_the_first_time(account, teacher, clock):
    workflow.check(account, actor=teacher)
    clock.move_to(NOW + timedelta(hours=3))
    workflow.check(account, actor=teacher)
    row = Check.objects.get()
    assert (row.times, row.first_at, row.at) == (2, NOW, NOW + timedelta(hours=3))


def test_only_those_who_work_on_it_say_that_they_looked(account, dsl, outsider):
    for somebody in (dsl, outsider):
        with pytest.raises(NotAllowed):
            workflow.check(account, actor=somebody)
    assert not Check.objects.exists()


def test_the_map_tells_a_missed_day_from_one_before_the_account_was_watched(make_account, teacher, clock):
    account = make_account("New", teacher, monitored_from=NOW - timedelta(days=2))
    clock.move_to(NOW - timedelta(days=1))
    workflow.check(account, actor=teacher)
    clock.move_to(NOW)
    (line,) = heat_map([account], 4)
    assert [cell.tone for cell in line.cells] == ["blank", "none", "once", "blank"]
    assert (line.looked, line.asked) == (1, 2)


def test_a_day_that_passes_is_told_once_to_lead_and_administrators(account, teacher, admin, head, clock):
    workflow.check(account, actor=teacher)
    for days in (1, 2):
        clock.move_to(NOW + timedelta(days=days))
        for _ in range(3):
            workflow.warn_of_unchecked(actor=DAILY)
    told = Notification.objects.filter(template="moderation.unchecked")
    assert sorted(told.values_list("recipient__full_name", "event")) == [
        ("Ada Admin", "unchecked:2026-11-19"),
        ("Tom Teacher", "unchecked:2026-11-19"),
    ]


def test_whoever_has_the_day_is_reminded_on_today_until_they_looked(account, admin, teacher):
    workflow.set_week(account, actor=admin, people={NOW.weekday(): teacher})
    assert [need.button for need in needs.days_that_i_watch(teacher)] == ["Say that you looked"]
    assert needs.days_that_i_watch(admin) == []
    workflow.check(account, actor=teacher)
    assert needs.days_that_i_watch(teacher) == []
