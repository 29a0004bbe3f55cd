"""The page of the figures: for whom, by which filters, in which words."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import NOW
from moderation.figures import Period
from moderation.figures.forms import FiguresFilter
from moderation.figures.views import span

URL = reverse("moderation:figures")
TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.fixture
def answered(make_item, account):
    """Two answered in time, one late, one still open and late."""

    def make(on=account):
        for hours, took in [(50, 1), (60, 3), (49, 30)]:
            item = make_item(NOW - timedelta(hours=hours), on=on, by=on.runners.first().person)
            item.status = "answered"
            item.responded_at = item.received_at + timedelta(hours=took)
            item.breached_at = item.due_at if item.responded_at > item.due_at else None
            item.save()
        make_item(NOW - timedelta(hours=26), on=on, by=on.runners.first().person, text="Still waiting")

    return make


def test_the_number_comes_first(client, sign_in, teacher, answered):
    answered()
    text = sign_in(client, teacher).get(URL).content.decode()
    assert '<p class="stat-number">50.0 %</p>\n  <p class="stat-label">answered in time in the last six' in text
    assert '<p class="stat-number">1</p>\n  <p class="stat-label">late now</p>' in text
    assert '<p class="stat-number">3 h 0 min</p>' in text
    assert "4 comments received in the last six weeks were answered or became due: 2 in time, 2 late." in text
    assert "Still waiting" in text
    assert reverse("moderation:definitions") in text


def test_each_sees_the_accounts_that_they_run_and_leaders_all(
    client, sign_in, teacher, teacher2, head, admin, dsl, outsider, account, make_account, answered
):
    other = make_account("Another", teacher2)
    answered()
    answered(other)

    def shown(person, query=""):
        figures = sign_in(client, person).get(URL + query).context["figures"]
        return {row.account for row in figures.by_account}, figures.share.decided

    assert shown(teacher) == ({account}, 4)
    assert shown(teacher2) == ({other}, 4)
    for person in (head, admin, dsl):
        assert shown(person) == ({account, other}, 8)
    assert shown(head, f"?account={other.pk}") == ({other}, 4)
    assert shown(teacher, f"?account={other.pk}") == ({account}, 4)  # what one does not see is no choice
    assert shown(outsider) == (set(), 0)
    assert "You run no account yet" in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("asked", "period"),
    [
        ({}, Period("in the last six weeks", date(2026, 10, 12))),
        ({"period": "week"}, Period("this week", date(2026, 11, 16))),
        ({"period": "12"}, Period("in the last twelve weeks", date(2026, 8, 31))),
        ({"period": "year"}, Period("this school year", date(2026, 9, 1))),
        ({"period": "all"}, Period("in all")),
        ({"period": "nonsense"}, Period("in the last six weeks", date(2026, 10, 12))),
        ({"period": "between", "first": "2026-11-05", "last": "2026-11-02"},
         Period("from Monday 2 November 2026 to Thursday 5 November 2026", date(2026, 11, 2), date(2026, 11, 5))),
        ({"period": "between", "first": "2026-11-05"}, Period("since Thursday 5 November 2026", date(2026, 11, 5))),
        ({"period": "between", "last": "2026-11-05"},
         Period("up to Thursday 5 November 2026", None, date(2026, 11, 5))),
        ({"period": "between", "first": "31/31/31"}, Period("in all")),
        ({"period": "12", "first": "2026-11-05"}, Period("in the last twelve weeks", date(2026, 8, 31))),
    ],
)  # fmt: skip
def test_the_address_says_which_days(db, account, asked, period):
    accounts = type(account).objects.all()
    assert FiguresFilter(asked, accounts=accounts).chosen_period(TODAY) == period


def test_the_school_year_begins_in_september(account):
    filters = FiguresFilter({"period": "year"}, accounts=type(account).objects.all())
    assert filters.chosen_period(date(2026, 8, 31)).first == date(2025, 9, 1)


def test_the_chart_is_drawn_without_style_and_has_its_table(client, sign_in, teacher, answered):
    answered()
    text = sign_in(client, teacher).get(URL).content.decode()
    assert '<rect class="chart-late"' in text
    assert "style=" not in text
    assert '<caption id="weeks-caption">' in text


def test_without_any_comment_the_page_still_stands(client, sign_in, teacher, account):
    for query in ["", "?period=all", "?period=week", "?period=between&first=2030-01-01"]:
        text = sign_in(client, teacher).get(URL + query).content.decode()
        assert '<p class="stat-number">–</p>' in text


def test_the_number_of_queries_does_not_grow(client, sign_in, head, make_account, teacher, answered):
    answered()
    sign_in(client, head)
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(5):
        answered(make_account(f"Account {number}", teacher))
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(many) == len(few) <= 25


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (None, "–"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=35, seconds=50), "35 min"),
        (timedelta(hours=3, minutes=12), "3 h 12 min"),
        (timedelta(hours=47, minutes=59), "47 h 59 min"),
        (timedelta(days=2, hours=4), "2 days 4 h"),
    ],
)
def test_a_length_of_time_is_said_in_two_units(length, words):
    assert span(length) == words


def test_nobody_sees_it_without_signing_in(client, school):
    assert client.get(URL).status_code == 302
