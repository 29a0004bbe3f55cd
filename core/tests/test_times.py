"""Times in words. The clock stands at Wednesday 18 November 2026, 10:00, London."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone

from core import times
from core.templatetags import portal

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def london():
    with timezone.override(ZoneInfo("Europe/London")):
        yield


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(2026, 11, 18, 16, 10), "due today 4:10 pm"),
        (at(2026, 11, 18, 23, 59, 59), "due by end of today"),
        (at(2026, 11, 19, 9, 5), "due tomorrow 9:05 am"),
        (at(2026, 11, 19, 23, 59, 59), "due by end of tomorrow"),
        (at(2026, 11, 23, 23, 59, 59), "due by end of Monday 23 Nov"),
        (at(2026, 11, 23, 12, 0), "due Monday 23 Nov, midday"),
        (at(2027, 1, 4, 23, 59, 59), "due by end of Monday 4 Jan 2027"),
        (NOW, "due today 10:00 am"),
        (NOW - timedelta(seconds=30), "late by less than a minute"),
        (NOW - timedelta(hours=3, minutes=50), "late by 3 hours"),
        (NOW - timedelta(hours=49), "late by 2 days"),
    ],
)
def test_a_deadline_is_said_as_the_policy_says_it(moment, words):
    assert times.due(moment) == words


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=20), "in a moment"),
        (timedelta(minutes=-1), "1 minute ago"),
        (timedelta(hours=-3), "3 hours ago"),
        (timedelta(hours=-20), "yesterday"),
        (timedelta(days=-3), "3 days ago"),
        (timedelta(days=-21), "3 weeks ago"),
        (timedelta(days=-400), "13 months ago"),
        (timedelta(hours=2), "in 2 hours"),
        (timedelta(hours=24), "tomorrow"),
    ],
)
def test_a_moment_is_said_by_how_far_away_it_is(away, words):
    assert times.relative(NOW + away) == words


def test_an_exact_time_is_the_schools_and_not_the_servers():
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert times.exact(summer) == "Thursday 2 July 2026, 12:30 am"
    assert times.day(summer) == "Thursday 2 July 2026"
    assert times.day(date(2026, 7, 1)) == "Wednesday 1 July 2026"


def test_each_time_on_a_page_carries_the_exact_one():
    html = Template("{% load portal %}{{ at|when }}|{{ at|due }}|{{ none|when }}{{ none|due }}").render(
        Context({"at": NOW - timedelta(hours=3), "none": None})
    )
    assert 'datetime="2026-11-18T07:00:00+00:00"' in html
    assert 'title="Wednesday 18 November 2026, 7:00 am"' in html
    assert "3 hours ago" in html
    assert "Wed 18 Nov, 7:00 am" in html
    assert 'class="due due-late"' in html
    assert html.endswith("|")


@pytest.mark.parametrize(("hours", "tone"), [(-1, "late"), (1, "today"), (24, "later")])
def test_a_deadline_has_a_tone(hours, tone):
    assert portal.due_tone(NOW + timedelta(hours=hours)) == tone
