"""P2: each person acknowledges the current version: time, version, the text's digest."""

import pytest

from audit.models import Event
from core.actors import SWEEP
from core.errors import NotAllowed, WrongState
from policy import selectors, workflow
from policy.models import Acknowledgement
from policy.workflow import acknowledging


def test_time_version_and_digest_are_kept(teacher, version, clock):
    workflow.acknowledge(version, actor=teacher, digest=version.digest)
    kept = Acknowledgement.objects.get()
    assert (kept.person, kept.version, kept.digest, kept.at) == (teacher, version, version.digest, clock.now)


def test_the_record_shows_it_with_the_digest(teacher, version):
    workflow.acknowledge(version, actor=teacher)
    event = Event.objects.get(verb="policy.acknowledge")
    assert (event.actor, event.subject_id, event.data["digest"]) == (
        f"person:{teacher.pk}",
        str(version.pk),
        version.digest,
    )


@pytest.mark.parametrize("who", ["volunteer", "chair", "admin", "head"])
def test_everybody_who_is_signed_in_may(request, version, who):
    workflow.acknowledge(version, actor=request.getfixturevalue(who))
    assert Acknowledgement.objects.count() == 1


def test_somebody_who_has_left_may_not(leaver, version):
    with pytest.raises(NotAllowed):
        workflow.acknowledge(version, actor=leaver)
    assert not Acknowledgement.objects.exists()


def test_the_portal_itself_acknowledges_nothing(version):
    with pytest.raises(NotAllowed):
        workflow.acknowledge(version, actor=SWEEP)


def test_a_new_version_makes_it_out_of_date(teacher, publish):
    workflow.acknowledge(publish("Be kind."), actor=teacher)
    publish("Be kind and quick.")
    standing = selectors.readiness(teacher)
    assert selectors.OUT_OF_DATE in standing.missing
    assert not standing.ready


def test_a_version_that_is_no_longer_in_force_is_not_acknowledged(teacher, publish):
    old = publish("Be kind.")
    publish("Be kind and quick.")
    with pytest.raises(WrongState, match="newer version"):
        workflow.acknowledge(old, actor=teacher)


def test_a_page_with_other_words_is_not_acknowledged(teacher, version):
    with pytest.raises(WrongState):
        workflow.acknowledge(version, actor=teacher, digest="0" * 64)


def test_twice_is_once(teacher, version):
    workflow.acknowledge(version, actor=teacher)
    with pytest.raises(WrongState, match="already"):
        workflow.acknowledge(version, actor=teacher)
    assert Acknowledgement.objects.count() == 1


def test_a_rollback_leaves_nothing(teacher, version, monkeypatch):
    monkeypatch.setattr(acknowledging.audit, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.acknowledge(version, actor=teacher)
    assert not Acknowledgement.objects.exists()
    assert not Event.objects.filter(verb="policy.acknowledge").exists()
