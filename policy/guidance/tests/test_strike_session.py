"""P6: a session recorded by mistake stays visible, and counts no more."""

import pytest

from audit import chain
from audit.models import Event
from core.errors import NotAllowed, WrongState
from policy.guidance import selectors, workflow
from policy.guidance.models import EducationSession
from policy.guidance.tests.conftest import TODAY


@pytest.mark.parametrize("who", ["teacher", "head", "admin"])
def test_whoever_recorded_it_slt_and_administrators_strike_it_out(request, record, who):
    by = request.getfixturevalue(who)
    struck = workflow.strike_session(record(), actor=by)
    assert (struck.struck_by, EducationSession.objects.count()) == (by, 1)
    assert selectors.sessions_held(TODAY, TODAY).sessions == 0
    assert Event.objects.about(struck).filter(verb="guidance.strike_session").count() == 1


@pytest.mark.parametrize("who", ["teacher2", "dsl", "volunteer", "chair", "outsider"])
def test_nobody_else_does(request, record, who):
    kept = record()
    with pytest.raises(NotAllowed):
        workflow.strike_session(kept, actor=request.getfixturevalue(who))
    assert selectors.sessions_held(TODAY, TODAY).sessions == 1


def test_not_twice(record, head):
    struck = workflow.strike_session(record(), actor=head)
    with pytest.raises(WrongState):
        workflow.strike_session(struck, actor=head)


def test_after_that_it_can_be_recorded_anew(record, head):
    workflow.strike_session(record(), actor=head)
    assert record().pk


def test_a_rollback_lets_it_stand(record, head, monkeypatch):
    kept = record()
    monkeypatch.setattr(chain, "append", lambda events: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.strike_session(kept, actor=head)
    kept.refresh_from_db()
    assert kept.struck_at is None
