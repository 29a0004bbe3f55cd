"""H3: ask to take it down, invite to talk in person, complaints procedure, one after another."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation.models import ParentStep
from moderation.states import AuthorKind
from moderation.words import needs, selectors, workflow
from notifications.models import Notification
from school.models import NonWorkingDay

ASK, INVITE, COMPLAINT = ParentStep.Step


@pytest.fixture
def hurtful(written_by):
    return written_by(AuthorKind.PARENT, text="You are all useless")


def take(item, actor, step, **values):
    return workflow.record_step(item, actor=actor, step=step, message=f"Words for {step}", **values)


def test_three_steps_in_order_with_dates_and_outcomes(hurtful, teacher, head, clock):
    take(hurtful, teacher, ASK)
    clock.move_to(clock.now + timedelta(days=5))
    take(hurtful, teacher, INVITE, outcome_before="No answer.")
    last = take(hurtful, teacher, COMPLAINT, outcome_before="They did not come.")
    assert list(ParentStep.objects.values_list("step", "outcome", "done_on")) == [
        (ASK, "No answer.", date(2026, 11, 18)),
        (INVITE, "They did not come.", date(2026, 11, 23)),
        (COMPLAINT, "", date(2026, 11, 23)),
    ]
    told = Notification.objects.get(template="moderation.complaint_step")
    assert (told.recipient, set(told.params)) == (head, {"account"})
    assert Event.objects.filter(verb="moderation.record_step").count() == 3
    assert "useless" not in str(list(Event.objects.values_list("data", flat=True)))
    workflow.record_outcome(last, actor=teacher, outcome="They used the procedure, and it is closed.", settled=True)
    assert selectors.path_of(hurtful).settled


def test_settled_ends_it(hurtful, teacher):
    step = take(hurtful, teacher, ASK)
    workflow.record_outcome(step, actor=teacher, outcome="They took it down.", settled=True)
    with pytest.raises(WrongState, match="settled"):
        take(hurtful, teacher, INVITE)
    with pytest.raises(WrongState):
        workflow.record_outcome(step, actor=teacher, outcome="Or not.")
    assert needs.next_steps_with_parents(teacher) == []
    assert list(selectors.on_the_path(teacher, "settled")) == [hurtful]
    assert list(selectors.on_the_path(teacher, "going_on")) == []


def test_what_is_refused(hurtful, teacher):
    for step, values, error in (
        (INVITE, {}, WrongState),
        ("shout", {}, InvalidInput),
        (ASK, {"done_on": date(2026, 11, 19)}, InvalidInput),
        (ASK, {"done_on": date(2026, 11, 17)}, InvalidInput),
    ):
        with pytest.raises(error):
            take(hurtful, teacher, step, **values)
    with pytest.raises(InvalidInput, match=r"\[day\]"):
        workflow.record_step(hurtful, actor=teacher, step=ASK, message="Come in on [day].")
    assert not ParentStep.objects.exists()
    take(hurtful, teacher, ASK)
    with pytest.raises(WrongState, match="taken already"):
        take(hurtful, teacher, ASK)
    with pytest.raises(InvalidInput) as refusal:
        take(hurtful, teacher, INVITE)
    assert refusal.value.field == "outcome_before"


@pytest.mark.parametrize("who", ["outsider", "dsl"])
def test_only_who_works_on_it_takes_steps(request, hurtful, teacher, who):
    actor = request.getfixturevalue(who)
    step = take(hurtful, teacher, ASK)
    with pytest.raises(NotAllowed):
        take(hurtful, actor, INVITE, outcome_before="None.")
    with pytest.raises(NotAllowed):
        workflow.record_outcome(step, actor=actor, outcome="None.")
    assert Event.objects.filter(refused=True).count() == 2


def test_when_telling_slt_fails_the_step_is_not_taken(hurtful, teacher, head, monkeypatch):
    take(hurtful, teacher, ASK)
    take(hurtful, teacher, INVITE, outcome_before="None.")
    monkeypatch.setattr("moderation.words.workflow.parents.notifications.tell", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take(hurtful, teacher, COMPLAINT, outcome_before="None.")
    assert ParentStep.objects.count() == 2
    assert ParentStep.objects.get(step=INVITE).outcome == ""
    assert Event.objects.filter(verb="moderation.record_step").count() == 2


def test_the_next_step_waits_three_working_days_for_whoever_took_the_last(hurtful, teacher, admin, clock):
    NonWorkingDay.objects.create(date=date(2026, 11, 20), label="Staff training")
    take(hurtful, teacher, ASK)  # a Wednesday
    (need,) = needs.next_steps_with_parents(teacher)
    assert need.due_at.date() == date(2026, 11, 24)
    assert need.urgency == 2
    assert needs.next_steps_with_parents(admin) == []
    clock.move_to(clock.now + timedelta(days=6))
    assert needs.next_steps_with_parents(teacher)[0].urgency == 1
    teacher.is_active = False
    teacher.save()
    assert len(needs.next_steps_with_parents(admin)) == 1


def test_the_pages_lead_through_it(client, sign_in, hurtful, teacher):
    sign_in(client, teacher)
    assert "Take the first step" in client.get(reverse("moderation:item", args=[hurtful.pk])).content.decode()
    url = reverse("moderation:parent_path", args=[hurtful.pk])
    shown = client.get(url).content.decode()
    assert "Dear Pat Parent," in shown
    assert "Assume that they meant well" in shown
    client.post(url, {"step": ASK, "message": "Please take it down."})
    assert 'id="id_message"' not in client.get(url).content.decode()  # first: what came of it?
    client.post(reverse("moderation:parent_outcome", args=[hurtful.pk]), {"came-outcome": "No answer."})
    shown = client.get(url).content.decode()
    assert "Monday 23 November 2026" in shown
    assert "We would still like to understand" in shown
    assert "Invite to talk in person" in client.get(reverse("moderation:parents")).content.decode()
