"""Many rows in one statement: what they hold, what is left out, and what is refused."""

from datetime import UTC, date, datetime

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from core import bulk
from notifications.models import Notification
from school.models import NonWorkingDay


def test_every_kind_of_value_comes_back_as_it_went_in(teacher):
    late = datetime(2026, 11, 18, 10, 0, 0, 123456, tzinfo=UTC)
    params = {"quoted": "“it's” \\ \n", "list": [1, None, True], "number": 3}
    names = ("event", "template", "recipient_id", "params", "created_at", "read_at", "hidden", "mail_attempts")
    rows = [
        ("one 🎉 %s '", "t", teacher.pk, params, NOW, late, True, 7),
        ("two", "t", teacher.pk, {}, late, None, False, 0),
    ]
    written = bulk.insert(Notification, names, rows, returning=("id", "event"))
    one, two = Notification.objects.order_by("pk")
    assert sorted(written) == sorted([(one.pk, one.event), (two.pk, two.event)])
    stored = Notification.objects.order_by("pk").values_list(*names)
    assert [tuple(row) for row in stored] == rows
    assert (one.url, one.mail) == ("", Notification._meta.get_field("mail").default)


def test_shared_values_and_dates(db):
    days = [(date(2026, 12, 24),), (date(2026, 12, 25),)]
    assert bulk.insert(NonWorkingDay, ("date",), days, fixed={"label": "Christmas"}) == []
    assert list(NonWorkingDay.objects.values_list("date", "label")) == [(day, "Christmas") for (day,) in days]


def test_thousands_take_one_statement(db):
    days = [(date.fromordinal(730_000 + number), str(number)) for number in range(3_000)]
    with CaptureQueriesContext(connection) as seen:
        bulk.insert(NonWorkingDay, ("date", "label"), days)
    assert len(seen) == 1
    assert NonWorkingDay.objects.count() == 3_000


def test_nothing_to_store_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert bulk.insert(NonWorkingDay, ("date",), []) == []


def test_a_row_that_is_there_is_an_error_or_left_out_as_asked(db):
    day = date(2026, 12, 24)
    NonWorkingDay.objects.create(date=day, label="first")
    rows = [(day, "again"), (date(2026, 12, 25), "new"), (date(2026, 12, 25), "and again")]
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(NonWorkingDay, ("date", "label"), rows)
    assert bulk.insert(NonWorkingDay, ("date", "label"), rows, returning=("label",), skip_conflicts=True) == [("new",)]
    assert NonWorkingDay.objects.get(date=day).label == "first"


@pytest.mark.postgresql
def test_what_is_too_long_is_refused_and_never_cut(db):
    with pytest.raises(DataError), transaction.atomic():
        bulk.insert(NonWorkingDay, ("date", "label"), [(date(2026, 12, 24), "x" * 121)])


def test_a_column_that_is_not_there_is_named(db):
    with pytest.raises(LookupError, match="colour"):
        bulk.insert(NonWorkingDay, ("colour",), [("red",)])


def test_a_value_of_another_kind_is_refused(db):
    with pytest.raises(TypeError, match="set"):
        bulk.insert(NonWorkingDay, ("label",), [(set(),)])
