from datetime import UTC, date, datetime

import pytest
from celery.signals import task_postrun, task_prerun

from core import clock as the_clock
from core import registry
from stjudes_portal import tasks


def test_one_chore_that_fails_keeps_no_other_from_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    chores = [registry.Chore("broken", lambda: 1 / 0), registry.Chore("whole", lambda: done.append("whole"))]
    monkeypatch.setattr(tasks, "chores", chores)
    tasks.daily_round()
    assert done == ["whole"]


@pytest.mark.django_db
def test_a_worker_goes_by_the_schools_midnight(school: object) -> None:
    with the_clock.stopped(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)):  # half past midnight in summer
        task_prerun.send(sender=None)
        try:
            assert the_clock.today() == date(2026, 7, 2)
        finally:
            task_postrun.send(sender=None)
