"""H2: a pupil's offensive comment is taken up under the behaviour policy, by its reference alone."""

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation.models import BehaviourReferral
from moderation.states import AuthorKind
from moderation.words import workflow
from notifications.models import Notification


@pytest.fixture
def rude(written_by):
    return written_by(AuthorKind.PUPIL, author_name="Kim Pupil", text="School is rubbish")


def test_it_is_recorded_by_its_reference_and_slt_is_told_no_name(client, sign_in, rude, teacher, head):
    url = reverse("moderation:behaviour", args=[rude.pk])
    sign_in(client, teacher).post(url, {"reference": "B-2026-114"})
    assert BehaviourReferral.objects.get(item=rude).reference == "B-2026-114"
    assert "B-2026-114" in client.get(reverse("moderation:item", args=[rude.pk])).content.decode()
    told = Notification.objects.get(template="moderation.behaviour_referral")
    assert (told.recipient, set(told.params)) == (head, {"account"})
    event = Event.objects.get(verb="moderation.refer_behaviour")
    assert set(event.data) == {"referral"}
    client.post(url, {"reference": "B-2026-115"})
    assert BehaviourReferral.objects.get().reference == "B-2026-115"


def test_a_name_is_no_reference(rude, teacher):
    for reference in ("", "Kim, 5B", "x" * 101):
        with pytest.raises(InvalidInput):
            workflow.refer_behaviour(rude, actor=teacher, reference=reference)
    assert not BehaviourReferral.objects.exists()


def test_it_is_for_pupils_and_once(rude, written_by, teacher, outsider):
    workflow.refer_behaviour(rude, actor=teacher, reference="B-1")
    with pytest.raises(WrongState):
        workflow.refer_behaviour(rude, actor=teacher, reference="B-2")
    with pytest.raises(NotAllowed):
        workflow.correct_reference(rude.behaviour_referral, actor=outsider, reference="B-3")
    with pytest.raises(WrongState, match="for pupils"):
        workflow.refer_behaviour(written_by(AuthorKind.PARENT, author_name="Another"), actor=teacher, reference="B-4")


def test_when_telling_fails_nothing_is_kept(rude, teacher, head, monkeypatch):
    monkeypatch.setattr("moderation.words.workflow.pupils.notifications.tell", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.refer_behaviour(rude, actor=teacher, reference="B-1")
    assert not BehaviourReferral.objects.exists()
    assert not Event.objects.filter(verb="moderation.refer_behaviour").exists()
