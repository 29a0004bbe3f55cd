"""Hide, delete, block, report: nothing goes without its reason, and nothing before it is kept (H1)."""

from datetime import date, timedelta

import pytest
from django.db import Error, IntegrityError, transaction

from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation import workflow as moderation
from moderation.abuse import selectors, workflow
from moderation.abuse.tests.conftest import WHY
from moderation.abuse.workflow import keeping
from moderation.models import Author, Ban, Evidence, Item, Recount, Response
from moderation.states import Gone, ResponseStatus, Status
from notifications.models import Notification

VERBS = [workflow.hide, workflow.delete, workflow.block, workflow.report]


def fresh(item: Item) -> Item:
    return Item.objects.get(pk=item.pk)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_it_is_kept_then_decided_then_done(verb, vile, decide, teacher, clock):
    response = decide(verb)
    kept = Evidence.objects.get(response=response)
    assert (kept.text, kept.author_name, kept.author_external_id) == ("Mr Bell is a vile idiot", "Ray Rude", "77")
    assert (kept.permalink, kept.received_at, kept.captured_by) == (vile.permalink, vile.received_at, teacher)
    assert (response.status, response.action, response.house_rule) == ("to_post", verb.__name__, "abuse")
    event = Event.objects.get(verb=f"moderation.{verb.__name__}", refused=False)
    assert (event.data["evidence"], event.data["digest"]) == (kept.pk, kept.digest)
    assert "vile" not in str(event.data)
    assert fresh(vile).status == Status.OPEN  # the clock goes on until it is done
    assert fresh(vile).revision > vile.revision
    workflow.confirm_done(response, actor=teacher)
    done = fresh(vile)
    assert (done.status, done.responded_at, done.responded_by) == (Status.ANSWERED, NOW, teacher)
    assert done.gone_because == (Gone.US if verb in (workflow.hide, workflow.delete) else "")
    assert Ban.objects.filter(author=vile.author).exists() is (verb is workflow.block)
    assert Recount.objects.exists()
    assert Event.objects.filter(verb="moderation.confirm_done", refused=False).exists()
    with pytest.raises(WrongState, match="Tom Teacher has confirmed this already"):
        workflow.confirm_done(response, actor=teacher)


@pytest.mark.parametrize("who", ["outsider", "volunteer", "dsl", "chair"])
def test_nobody_else_removes(request, who, vile, decide):
    actor = request.getfixturevalue(who)
    waiting = decide()
    other = lambda verb: lambda: decide(verb, actor=actor)  # noqa: E731
    verbs = [
        *(other(verb) for verb in VERBS),
        lambda: workflow.confirm_done(waiting, actor=actor),
        lambda: workflow.drop_removal(waiting, actor=actor),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowed):
            verb()
    assert Event.objects.filter(refused=True, actor=f"person:{actor.pk}").count() == len(verbs)
    assert Evidence.objects.count() == 1


def test_whoever_runs_it_may_not_while_a_journalist_waits_for_slt(vile, decide, head):
    Author.objects.update(kind="journalist")
    with pytest.raises(NotAllowed, match="journalist"):
        decide()
    Item.objects.update(released_at=NOW, released_by=head)
    assert decide().status == ResponseStatus.TO_POST


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"explanation": " \n "}, "explanation"),
        ({"explanation": "We removed it. [what was done]"}, "explanation"),
        ({"house_rule": "whim"}, "house_rule"),
    ],
)
def test_nothing_goes_without_its_reason(fields, field, vile, decide):
    with pytest.raises(InvalidInput) as refusal:
        decide(**fields)
    assert refusal.value.field == field
    assert not Response.objects.exists()
    assert not Evidence.objects.exists()


def test_no_explanation_names_a_pupil(vile, decide):
    Author.objects.filter(pk=vile.author_id).update(kind="pupil")
    Author.objects.create(platform="x", key="name:polly pupil", name="Polly Pupil", kind="pupil")
    for words in ("Ray Rude broke our rules.", "We told Ray why.", "This was about polly  pupil."):
        with pytest.raises(InvalidInput, match="names a pupil"):
            decide(explanation=words)
    assert decide(explanation="A ray of hope: be kind. Polly is welcome.").pk


def test_a_second_answer_waits_for_the_first_and_a_removal_can_be_given_up(vile, decide, teacher):
    response = decide()
    with pytest.raises(WrongState, match="being written"):
        decide(workflow.report)
    workflow.drop_removal(response, actor=teacher)
    assert not Response.objects.exists()
    assert Evidence.objects.get().response is None  # what was kept stays kept
    assert fresh(vile).status == Status.OPEN
    assert decide(workflow.report).action == "report"


def test_what_was_answered_is_removed_later_without_moving_the_clock(vile, decide, teacher, clock):
    reply = moderation.draft_reply(vile, actor=teacher, text="Please stay polite.", ready=True)
    moderation.confirm_posted(reply, actor=teacher)
    clock.move_to(NOW + timedelta(days=3))
    workflow.confirm_done(decide(), actor=teacher)
    workflow.confirm_done(decide(workflow.block), actor=teacher, review_on=date(2027, 1, 15))
    done = fresh(vile)
    assert (done.status, done.responded_at, done.gone_because) == (Status.ANSWERED, NOW, Gone.US)
    assert Ban.objects.get().review_on == date(2027, 1, 15)
    with pytest.raises(WrongState, match="blocked on this account already"):
        decide(workflow.block)


def test_nobody_is_blocked_whom_nobody_knows(make_item, decide):
    with pytest.raises(WrongState, match="Nobody knows who wrote this"):
        decide(workflow.block, item=make_item(author_name=""))


def test_when_the_record_fails_nothing_is_kept(vile, decide, monkeypatch):
    monkeypatch.setattr(keeping, "digest_of", lambda evidence: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        decide()
    monkeypatch.undo()
    monkeypatch.setattr("moderation.abuse.workflow.removing.changed", lambda item: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        decide()
    assert not Response.objects.exists()
    assert not Evidence.objects.exists()
    assert fresh(vile).claimed_by is None
    assert not Event.objects.filter(verb="moderation.delete").exists()


def test_the_database_keeps_explanation_and_evidence(vile, decide):
    response = decide()
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=response.pk).update(public_explanation="")
    for change in ({"text": "Something nicer"}, {"digest": "0" * 64}, {"captured_at": NOW}):
        with pytest.raises(Error, match="never changed"), transaction.atomic():
            Evidence.objects.update(**change)
    assert Evidence.objects.get().text == "Mr Bell is a vile idiot"


def test_an_explanation_is_held_back_on_advice_and_it_still_counts_as_answered(vile, decide, teacher, dsl, admin):
    response = decide()
    for actor in (teacher, admin):
        with pytest.raises(NotAllowed):
            workflow.hold_back(response, actor=actor, reason="The police ask for it.")
    with pytest.raises(InvalidInput):
        workflow.hold_back(response, actor=dsl, reason=" ")
    workflow.hold_back(response, actor=dsl, reason="The police ask for it, CR/123.")
    assert Notification.objects.filter(recipient=teacher, template="moderation.held_back").count() == 1
    assert "police" not in str(Event.objects.get(verb="moderation.hold_back", refused=False).data)
    workflow.confirm_done(response, actor=teacher)
    assert fresh(vile).responded_at == NOW
    assert list(selectors.held_back(dsl)) == [response]
    with pytest.raises(NotAllowed):
        workflow.explain_now(response, actor=teacher)
    workflow.explain_now(response, actor=dsl)
    found = Response.objects.get(pk=response.pk)
    assert (found.held_back, found.public_explanation) == (False, WHY)
    assert found.held_back_because  # why it was stays known
    assert not selectors.held_back(dsl).exists()


def test_an_author_has_a_strike_for_each_comment_removed_unless_it_was_overturned(
    vile, decide, removed, make_item, teacher, teacher2
):
    workflow.confirm_done(decide(workflow.report), actor=teacher)  # of the same comment
    second = make_item(text="Vile again", author_name="Ray Rude")
    Item.objects.filter(pk=second.pk).update(author=vile.author)
    again = decide(item=fresh(second))
    assert selectors.strikes([vile.author_id]) == {vile.author_id: 1}
    workflow.confirm_done(again, actor=teacher)
    assert selectors.strikes([vile.author_id]) == {vile.author_id: 2}
    appeal = workflow.record_appeal(again, actor=teacher, words="It was a joke.")
    workflow.decide_appeal(appeal, actor=teacher2, decision="overturned", reason="It was.")
    assert selectors.strikes([vile.author_id]) == {vile.author_id: 1}
