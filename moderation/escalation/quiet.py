"""The hours in which nobody is sent anything. Pure."""

from datetime import UTC, datetime, tzinfo

from core.worktime import ONE_DAY
from moderation.models import DeskSettings


def is_quiet(now: datetime, desk: DeskSettings, zone: tzinfo) -> bool:
    """Whether `now` lies in the quiet hours of `zone`, which may go over midnight. The same hour twice: none at all."""
    local = now.astimezone(zone).time()
    begins, ends = desk.quiet_from, desk.quiet_until
    if begins <= ends:
        return begins <= local < ends
    return local >= begins or local < ends


def heard_at(now: datetime, desk: DeskSettings, zone: tzinfo) -> datetime:
    """When people hear of what is to be told at `now`: at once, or when the quiet hours end; in UTC."""
    if not is_quiet(now, desk, zone):
        return now.astimezone(UTC)
    local = now.astimezone(zone)
    day = local.date() if local.time() < desk.quiet_until else local.date() + ONE_DAY
    return datetime.combine(day, desk.quiet_until, tzinfo=zone).astimezone(UTC)
