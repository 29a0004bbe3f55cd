"""A moment that somebody wrote down: read exactly, or refused in a sentence that says why."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.timeparse import BadTime, HappenedTwice, NeverHappened, NotATime, NoTime, parse_time

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-16 13:45:27", "2026-11-16T13:45:27+00:00"),  # winter: local time is UTC
        ("2026-07-16 13:45:27", "2026-07-16T12:45:27+00:00"),  # summer: an hour ahead
        ("2026-07-16T13:45:27", "2026-07-16T12:45:27+00:00"),
        ("2026-11-16 13:45", "2026-11-16T13:45:00+00:00"),
        ("2026-11-03T10:00:00Z", "2026-11-03T10:00:00+00:00"),
        ("2026-07-03t10:00z", "2026-07-03T10:00:00+00:00"),
        ("2026-10-01T04:26:58+00:00", "2026-10-01T04:26:58+00:00"),
        ("2026-09-17T17:31:36-05:00", "2026-09-17T22:31:36+00:00"),
        ("2026-09-17T17:31:36+0530", "2026-09-17T12:01:36+00:00"),
        ("2026-09-17 17:31:36 +02", "2026-09-17T15:31:36+00:00"),
        ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00+00:00"),
        ("2026-11-16T13:45:27.5Z", "2026-11-16T13:45:27.500000+00:00"),
        ("2026-11-16T13:45:27,123Z", "2026-11-16T13:45:27.123000+00:00"),
        ("2026-11-16T13:45:27.123456789Z", "2026-11-16T13:45:27.123456+00:00"),
        ("  2026-11-16 13:45:27\n", "2026-11-16T13:45:27+00:00"),
        ("2024-02-29 12:00:00", "2024-02-29T12:00:00+00:00"),
    ],
)
def test_a_written_time_is_one_moment(text, moment):
    read = parse_time(text, LONDON)
    assert read.isoformat() == moment
    assert read.tzinfo is UTC


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing_written_is_no_time(text):
    with pytest.raises(NoTime, match="No time is given"):
        parse_time(text, LONDON)


@pytest.mark.parametrize(
    "text",
    [
        "yesterday-ish",
        "31/02/2026 25:00",
        "2026-02-30 10:00:00",
        "2026-11-16 24:00:00",
        "2026-11-16 13:60:00",
        "2026-11-16 13:45:60",
        "2026-11-16",  # a day is not a moment
        "2026-11-16T13",
        "2026-11-16T13:45:27+24:00",
        "2026-11-16T13:45:27+01:75",
        "2026-W47-1T13:45:00",
        "20261116T134527",
        "1763300727",
        "２０２６-11-16 13:45:27",
        "2026-11-16 13:45:27Z and more",
        "0001-01-01T00:00:00+05:00",
        "9999-12-31T23:59:59Z",
    ],
)
def test_what_is_no_date_and_time_is_named_and_refused(text):
    with pytest.raises(NotATime, match="is not a date and time") as refusal:
        parse_time(text, LONDON)
    assert f"“{text}”" in str(refusal.value)


def test_a_local_time_that_happened_twice_is_refused_with_both_its_meanings():
    with pytest.raises(HappenedTwice, match="happened twice, because the clocks went back") as refusal:
        parse_time("2026-10-25 01:30:00", LONDON)
    assert "2026-10-25T01:30:00+01:00 or 2026-10-25T01:30:00+00:00" in str(refusal.value)


def test_a_local_time_that_never_happened_is_refused():
    with pytest.raises(NeverHappened, match="never happened, because the clocks went forward"):
        parse_time("2026-03-29 01:30:00", LONDON)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-25T01:30:00+01:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T01:30:00+00:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-10-25 00:59:59", datetime(2026, 10, 24, 23, 59, 59, tzinfo=UTC)),
        ("2026-10-25 02:00:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        ("2026-03-29 00:59:59", datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)),
        ("2026-03-29 02:00:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
    ],
)
def test_beside_the_clock_changes_there_is_no_doubt(text, moment):
    assert parse_time(text, LONDON) == moment


def test_the_schools_zone_decides_what_a_bare_time_means():
    assert parse_time("2026-11-16 13:45", ZoneInfo("Asia/Kathmandu")) == datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def test_a_long_text_is_quoted_short_and_on_one_line():
    with pytest.raises(BadTime) as refusal:
        parse_time("once upon a time\n" + "x" * 5000, LONDON)
    assert str(refusal.value).startswith("“once upon a time xxx")
    assert len(str(refusal.value)) < 250
