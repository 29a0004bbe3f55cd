"""Who watches when (M1): the week, gaps, covers and swaps with consent, warnings, the calendar's feed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from conftest import NOW
from core.actors import DAILY
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation.models import Cover, FeedToken, Turn
from moderation.rota import needs, workflow
from moderation.rota.calendar import feed
from moderation.rota.schedule import days_from, gaps, plan, watchers
from notifications.models import Notification
from people.models import Absence

TODAY = NOW.date()  # a Wednesday
THURSDAY, FRIDAY = TODAY + timedelta(days=1), TODAY + timedelta(days=2)


@pytest.fixture
def account(make_account, teacher, teacher2):
    return make_account("St Jude's on Facebook", teacher, teacher2)


@pytest.fixture
def week(account, admin, teacher, teacher2):
    """Tom on every day but Friday, which is Tara's."""
    people = {day: teacher2 if day == 4 else teacher for day in range(7)}
    return workflow.set_week(account, actor=admin, people=people)


def who(account, day):
    return plan([account], [day])[account.pk][0].person


def told(person, message):
    return Notification.objects.filter(recipient=person, template=f"moderation.{message}", withdrawn_at=None).count()


def test_the_week_says_who_watches_on_each_day(week, teacher, teacher2):
    assert [watch.person for watch in plan([week], days_from(TODAY, 3))[week.pk]] == [teacher, teacher, teacher2]
    assert watchers([week.pk], FRIDAY) == {week.pk: [teacher2]}
    assert (
        Event.objects.get(verb="moderation.set_week").data["people"]
        == [teacher.pk] * 4 + [teacher2.pk] + [teacher.pk] * 2
    )


def test_whoever_leads_the_account_makes_its_rota_and_another_runner_does_not(account, teacher, teacher2):
    workflow.set_week(account, actor=teacher, people={0: teacher2})
    with pytest.raises(NotAllowed):
        workflow.set_week(account, actor=teacher2, people={0: teacher})
    assert Turn.objects.get().person == teacher2


def test_nobody_is_named_who_does_not_work_on_the_account(account, admin, outsider):
    with pytest.raises(InvalidInput, match="does not run this account"):
        workflow.set_week(account, actor=admin, people={0: outsider})
    assert not Turn.objects.exists()


def test_whoever_is_away_or_has_left_or_runs_it_no_more_leaves_a_gap(week, teacher, teacher2, admin):
    Absence.objects.create(
        person=teacher, delegate=admin, from_on=THURSDAY, until_on=THURSDAY, made_by=admin, made_at=NOW
    )
    week.runners.filter(person=teacher2).update(until_at=NOW)
    missing = gaps([week])[week.pk]
    assert [(watch.day, watch.missing) for watch in missing] == [
        (THURSDAY, "Tom Teacher is away"),
        (FRIDAY, "Tara Teacher does not run it any more"),
    ]


def test_a_cover_holds_only_once_it_is_agreed_to(week, teacher, teacher2):
    cover = workflow.ask_cover(week, actor=teacher, day=THURSDAY, person_asked=teacher2)
    assert who(week, THURSDAY) == teacher
    assert told(teacher2, "cover_asked") == 1
    assert [need.button for need in needs.covers_asked_of_me(teacher2)] == ["Answer"]
    workflow.agree_cover(cover, actor=teacher2)
    assert who(week, THURSDAY) == teacher2
    assert told(teacher, "cover_agreed") == 1
    workflow.withdraw_cover(cover, actor=teacher)
    assert who(week, THURSDAY) == teacher


def test_a_swap_moves_both_days_or_none(week, teacher, teacher2, clock):
    swap = workflow.ask_cover(week, actor=teacher, day=THURSDAY, person_asked=teacher2, in_return_for=FRIDAY)
    workflow.agree_cover(swap, actor=teacher2)
    assert (who(week, THURSDAY), who(week, FRIDAY)) == (teacher2, teacher)

    again = workflow.ask_cover(
        week,
        actor=teacher,
        day=THURSDAY + timedelta(days=7),
        person_asked=teacher2,
        in_return_for=FRIDAY + timedelta(days=7),
    )
    workflow.set_week(week, actor=teacher, people=dict.fromkeys(range(7), teacher))
    with pytest.raises(WrongState, match="Nothing was changed"):
        workflow.agree_cover(again, actor=teacher2)
    assert who(week, THURSDAY + timedelta(days=7)) == teacher


@pytest.fixture
def swapped(week, teacher, teacher2):
    """Asked by Tara, who does not make the rota: Tom has her Friday, and she his Thursday."""
    swap = workflow.ask_cover(week, actor=teacher2, day=FRIDAY, person_asked=teacher, in_return_for=THURSDAY)
    workflow.agree_cover(swap, actor=teacher)
    return swap


def half(week, day):
    return Cover.objects.get(account=week, day=day, agreed_at__isnull=False, declined_at=None)


def test_neither_takes_a_swap_back_alone_and_with_the_others_yes_both_days_go_back(
    week, swapped, teacher, teacher2, client, sign_in
):
    for day in (THURSDAY, FRIDAY):
        with pytest.raises(NotAllowed, match="neither takes it back alone"):
            workflow.withdraw_cover(half(week, day), actor=teacher2)
    place = reverse("moderation:withdraw_cover", args=[half(week, THURSDAY).pk])
    tara = sign_in(client, teacher2)
    assert "Swap back" in tara.get(reverse("moderation:rota")).content.decode()
    assert "Ask Tom Teacher to swap back?" in tara.get(place).content.decode()
    tara.post(place)
    assert (who(week, THURSDAY), who(week, FRIDAY)) == (teacher2, teacher)  # nothing changes before the yes
    asked = Cover.objects.get(agreed_at=None)
    workflow.agree_cover(asked, actor=teacher)
    assert (who(week, THURSDAY), who(week, FRIDAY)) == (teacher, teacher2)


@pytest.mark.parametrize("day", [THURSDAY, FRIDAY])
def test_whoever_makes_the_rota_takes_both_days_of_a_swap_back_and_both_are_told(
    week, swapped, day, admin, teacher, teacher2
):
    workflow.withdraw_cover(half(week, day), actor=admin)
    assert (who(week, THURSDAY), who(week, FRIDAY)) == (teacher, teacher2)
    assert (told(teacher, "cover_ended"), told(teacher2, "cover_ended")) == (1, 1)
    days = Notification.objects.filter(template="moderation.cover_ended")[0].params["days"]
    assert days == "Thursday 19 November 2026 and Friday 20 November 2026"


def test_half_a_swap_is_never_lost(week, swapped, admin, teacher, teacher2, clock):
    clock.move_to(NOW + timedelta(minutes=1))
    cover = workflow.ask_cover(week, actor=teacher, day=FRIDAY, person_asked=admin)
    workflow.agree_cover(cover, actor=admin)
    with pytest.raises(WrongState, match="changed hands since"):
        workflow.withdraw_cover(half(week, THURSDAY), actor=admin)
    workflow.withdraw_cover(cover, actor=teacher)
    assert (who(week, THURSDAY), who(week, FRIDAY)) == (teacher2, teacher)  # the swap holds, and not half of it
    clock.move_to(NOW + timedelta(days=2))
    with pytest.raises(WrongState, match="One of the two days is over"):
        workflow.withdraw_cover(half(week, FRIDAY), actor=admin)


def test_a_refusal_changes_nothing_and_is_told(week, teacher, teacher2):
    cover = workflow.ask_cover(week, actor=teacher, day=THURSDAY, person_asked=teacher2)
    with pytest.raises(NotAllowed):
        workflow.agree_cover(cover, actor=teacher)
    workflow.decline_cover(cover, actor=teacher2)
    assert who(week, THURSDAY) == teacher
    assert told(teacher, "cover_declined") == 1
    with pytest.raises(WrongState):
        workflow.agree_cover(cover, actor=teacher2)


def test_a_day_that_nobody_has_is_taken_by_the_first(account, teacher, teacher2, admin):
    workflow.set_week(account, actor=admin, people={TODAY.weekday(): teacher})
    workflow.take_day(account, actor=teacher2, day=THURSDAY)
    assert who(account, THURSDAY) == teacher2
    with pytest.raises(WrongState, match="Tara Teacher watches it"):
        workflow.take_day(account, actor=teacher, day=THURSDAY)


def test_somebody_else_is_asked_about_days_that_are_theirs_or_that_they_make(week, teacher2, teacher):
    with pytest.raises(NotAllowed):
        workflow.ask_cover(week, actor=teacher2, day=THURSDAY, person_asked=teacher)
    with pytest.raises(InvalidInput, match="over"):
        workflow.ask_cover(week, actor=teacher, day=TODAY - timedelta(days=1), person_asked=teacher2)


def test_gaps_are_warned_of_a_week_ahead_and_once(account, admin, teacher, teacher2):
    workflow.set_week(account, actor=admin, people=dict.fromkeys(range(6), teacher))  # no Sunday
    for _ in range(3):
        workflow.warn_of_gaps(actor=DAILY)
    assert (told(teacher, "rota_gap"), told(admin, "rota_gap"), told(teacher2, "rota_gap")) == (1, 1, 0)
    assert "Sunday 22 November" in Notification.objects.filter(template="moderation.rota_gap")[0].params["days"]


def test_an_account_without_a_rota_is_a_line_on_today_and_no_flood_of_mail(account, admin, teacher, teacher2):
    assert workflow.warn_of_gaps(actor=DAILY) == 0
    assert [need.button for need in needs.gaps_in_the_rota(teacher)] == ["Make one"]
    assert needs.gaps_in_the_rota(teacher2) == []


def test_the_feed_names_days_and_accounts_and_nothing_that_anybody_wrote(week, teacher, make_item, client):
    make_item(text="My secret worry", on=week)
    token = workflow.make_feed(actor=teacher)
    answer = client.get(reverse("moderation:feed", args=[token]))
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "SUMMARY:Watch St Jude's on Facebook (Facebook)" in body
    assert "DTSTART;VALUE=DATE:20261119" in body
    assert "DTSTART;VALUE=DATE:20261120" not in body  # Tara's Friday
    assert "secret" not in body


def test_a_feed_ends_with_its_person_and_with_a_new_address(week, teacher, client):
    old = workflow.make_feed(actor=teacher)
    new = workflow.make_feed(actor=teacher)
    assert client.get(reverse("moderation:feed", args=[old])).status_code == 404
    assert client.get(reverse("moderation:feed", args=[new])).status_code == 200
    assert FeedToken.objects.get().digest not in new
    teacher.is_active = False
    teacher.save()
    assert client.get(reverse("moderation:feed", args=[new])).status_code == 404


def test_a_feed_is_not_asked_for_without_end_and_one_of_them_stops_no_other(week, teacher, teacher2, client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"calendar_feed_of": "2/h/key"}
    mine, other = (reverse("moderation:feed", args=[workflow.make_feed(actor=one)]) for one in (teacher, teacher2))
    assert [client.get(mine).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get(mine)["Retry-After"] == "900"
    assert client.get(other).status_code == 200
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"calendar_feed": "2/m/ip"}
    guesses = [client.get(reverse("moderation:feed", args=[f"{number:043}"])).status_code for number in range(3)]
    assert guesses == [404, 404, 429]


def test_the_rota_page_asks_and_answers(week, client, sign_in, teacher, teacher2):
    sign_in(client, teacher)
    place = reverse("moderation:ask_cover", args=[week.pk])
    client.post(place, {"day": THURSDAY.isoformat(), "person_asked": teacher2.pk})
    assert b"Tara Teacher: St Jude" in client.get(reverse("moderation:rota")).content
    sign_in(client, teacher2)
    assert b"Tom Teacher asks you to watch" in client.get(reverse("moderation:rota")).content
    client.post(reverse("moderation:agree_cover", args=[Cover.objects.get().pk]))
    assert who(week, THURSDAY) == teacher2


def test_the_feed_of_somebody_without_days_is_an_empty_calendar(teacher):
    assert b"VEVENT" not in feed(teacher)
    assert date(2026, 11, 18) == TODAY
