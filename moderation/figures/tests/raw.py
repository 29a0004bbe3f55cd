"""The figures from the raw rows of items (`Item.objects.values()`), in plain Python: what the rollups must equal."""

from datetime import date
from zoneinfo import ZoneInfo

from moderation.figures import Share
from moderation.figures.buckets import BUCKETS

LONDON = ZoneInfo("Europe/London")


def is_counted(row):
    if not row["in_figures"]:
        return False
    if row["status"] == "closed_no_response":
        return row["responded_at"] is not None
    if row["status"] == "withdrawn":
        return row["breached_at"] is not None
    return True


def is_decided(row):
    return row["responded_at"] is not None or row["breached_at"] is not None


def is_in_time(row):
    return row["responded_at"] is not None and row["responded_at"] <= row["due_at"] and row["breached_at"] is None


def local(row):
    return row["received_at"].astimezone(LONDON)


def local_day(row):
    return local(row).date()


def is_in(period, row):
    return (period.first or date.min) <= local_day(row) <= (period.last or date.max)


def share(rows):
    decided = [row for row in rows if is_counted(row) and is_decided(row)]
    return Share(len(decided), sum(map(is_in_time, decided)))


def took(rows):
    """How many responses fall into each bucket, each looked for by itself."""
    found = [0] * len(BUCKETS)
    for row in rows:
        if is_counted(row) and row["responded_at"]:
            length = row["responded_at"] - row["received_at"]
            found[next(at for at, each in enumerate(BUCKETS) if each.upto is None or length <= each.upto)] += 1
    return tuple(found)


def lane_share(rows):
    lane = [row for row in rows if row["in_figures"] and row["priority_due_at"]]
    late = [row for row in lane if row["priority_breached_at"]]
    in_time = [row for row in lane if row["priority_acted_at"] and not row["priority_breached_at"]]
    return len(lane), Share(len(late) + len(in_time), len(in_time))


def of_tally(tally):
    return (
        tally.received, tally.undecided, tally.share, tally.closed_late,
        (tally.lane, tally.lane_share), tally.took,
    )  # fmt: skip


def of_rows(rows):
    counted = [row for row in rows if is_counted(row)]
    undecided = [row for row in counted if not is_decided(row)]
    return len(counted), len(undecided), share(rows), len(closed_late(rows)), lane_share(rows), took(rows)


def open_now(rows):
    return [row for row in rows if row["status"] == "open" and row["in_figures"]]


def closed_late(rows):
    return [
        row for row in rows
        if row["in_figures"] and row["status"] == "closed_no_response"
        and row["responded_at"] is None and row["closed_at"] > row["due_at"]
    ]  # fmt: skip
