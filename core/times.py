"""How a moment is said in words, in the school's own time zone (the active one)."""

from datetime import date, datetime

from django.utils import timezone

from core import clock

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds


def exact(moment: datetime) -> str:
    """The whole of it: "Wednesday 18 November 2026, 10:00 am"."""
    local = timezone.localtime(moment)
    return f"{day(local.date())}, {time_of_day(local)}"


def short(moment: datetime) -> str:
    """Enough to know which: "Wed 18 Nov, 10:00 am", with the year where it is another one."""
    local = timezone.localtime(moment)
    year = "" if local.year == clock.today().year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}, {time_of_day(local)}"


def day(value: date) -> str:
    """ "Monday 24 November 2026"; of a moment, its day in the active time zone."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def time_of_day(local: datetime) -> str:
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return "midday" if local.hour else "midnight"
    return f"{local.hour % 12 or 12}:{local.minute:02} {'am' if local.hour < 12 else 'pm'}"


def duration(seconds: float) -> str:
    """A length of time by its largest unit, rounded down: "3 hours", "2 days"."""
    seconds = abs(seconds)
    if seconds < MINUTE:
        return "less than a minute"
    if seconds < HOUR:
        return _count(seconds / MINUTE, "minute")
    if seconds < 2 * DAY:
        return _count(seconds / HOUR, "hour")
    if seconds < 14 * DAY:
        return _count(seconds / DAY, "day")
    if seconds < 60 * DAY:
        return _count(seconds / (7 * DAY), "week")
    if seconds < 730 * DAY:
        return _count(seconds / (30.44 * DAY), "month")
    return _count(seconds / (365.25 * DAY), "year")


def relative(moment: datetime) -> str:
    """How far away it is: "just now", "3 hours ago", "yesterday", "in 2 days"."""
    away = (moment - clock.now()).total_seconds()
    if abs(away) < MINUTE:
        return "just now" if away <= 0 else "in a moment"
    days = _days_away(moment)
    if days == -1 and away < -6 * HOUR:
        return "yesterday"
    if days == 1 and away > 6 * HOUR:
        return "tomorrow"
    # What is to come is rounded up a little: "in 2 hours" when it is 1 hour and 59 minutes away.
    return f"{duration(away)} ago" if away < 0 else f"in {duration(away + MINUTE)}"


def is_late(moment: datetime) -> bool:
    return clock.now() > moment


def is_today(moment: datetime) -> bool:
    return _days_away(moment) == 0


def due(moment: datetime) -> str:
    """A deadline as the policy says it: "due by end of Monday 24 Nov", "due today 4:10 pm", "late by 3 hours"."""
    if is_late(moment):
        return f"late by {duration((clock.now() - moment).total_seconds())}"
    local = timezone.localtime(moment)
    days = _days_away(moment)
    year = "" if local.year == clock.today().year else f" {local.year}"
    named = {0: "today", 1: "tomorrow"}.get(days, f"{local:%A} {local.day} {local:%b}{year}")
    if (local.hour, local.minute) == (23, 59):
        return f"due by end of {named}"
    return f"due {named} {time_of_day(local)}" if days in (0, 1) else f"due {named}, {time_of_day(local)}"


def _days_away(moment: datetime) -> int:
    return (timezone.localtime(moment).date() - clock.today()).days


def _count(value: float, unit: str) -> str:
    whole = int(value)
    return f"{whole} {unit}" if whole == 1 else f"{whole} {unit}s"
