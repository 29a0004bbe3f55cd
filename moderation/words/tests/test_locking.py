"""H4: a journalist's comment is answered when SLT releases it, not before."""

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation import workflow as desk
from moderation.models import Item, ParentStep, Release, Response, Template
from moderation.states import AuthorKind, Status
from moderation.triage.workflow import judge_author, note_edit
from moderation.words import locks, needs, templates, workflow
from notifications.models import Notification


def fresh(item: Item) -> Item:
    return Item.objects.get(pk=item.pk)


def release(item, head, note="Say only that we are looking into it."):
    return workflow.let_answer(item, actor=head, note=note)


def test_nothing_is_sent_while_it_is_locked(locked, teacher, head, clock):
    verbs = [
        lambda: desk.acknowledge(locked, actor=teacher, text="No comment!"),
        lambda: desk.draft_reply(locked, actor=teacher, text="Here is our view.", ready=True),
        lambda: workflow.record_step(locked, actor=teacher, step=ParentStep.Step.ASK, message="Please take it down."),
        lambda: desk.draft_reply(locked, actor=head, text="Here is our view.", ready=True),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowed, match="follow the media policy"):
            verb()
    assert not Response.objects.exclude(status="draft").exists()
    assert fresh(locked).status == Status.OPEN


def test_a_reply_that_was_ready_is_not_confirmed_once_it_is_locked(written_by, teacher):
    item = written_by(AuthorKind.PUBLIC)
    response = desk.draft_reply(item, actor=teacher, text="Here is our view.", ready=True)
    item.author.kind = AuthorKind.JOURNALIST
    item.author.save()
    with pytest.raises(NotAllowed, match="follow the media policy"):
        desk.confirm_posted(response, actor=teacher)


def test_the_unaltered_acknowledgement_goes_out_all_the_same(locked, teacher):
    text = templates.offered(locked, teacher, Template.Use.ACKNOWLEDGEMENT)[0].text
    assert desk.acknowledge(locked, actor=teacher, text=text).status == Status.ACKNOWLEDGED


def test_slt_releases_it_and_it_can_be_answered(locked, teacher, head, clock):
    before = locked.revision
    released = release(locked, head)
    assert (released.released_by, released.released_at) == (head, clock.now)
    assert fresh(locked).revision == before + 1
    assert Release.objects.get(item=locked).note == "Say only that we are looking into it."
    event = Event.objects.get(verb="moderation.let_answer", refused=False)
    assert event.actor == f"person:{head.pk}"
    assert "looking" not in str(event.data)
    told = Notification.objects.get(template="moderation.released")
    assert told.recipient == teacher
    desk.draft_reply(locked, actor=teacher, text="We are looking into it.", ready=True)


def test_locked_again_it_is_refused_again_and_both_are_kept(locked, teacher, head, deputy):
    release(locked, head)
    response = desk.draft_reply(locked, actor=teacher, text="We are looking into it.", ready=True)
    workflow.lock_again(locked, actor=deputy)
    with pytest.raises(NotAllowed):
        desk.confirm_posted(response, actor=teacher)
    assert Release.objects.get(item=locked).ended_by == deputy
    assert Notification.objects.filter(template="moderation.locked_again", recipient=teacher).count() == 1
    release(locked, head)
    assert Release.objects.filter(item=locked).count() == 2


@pytest.mark.parametrize("who", ["admin", "teacher", "outsider", "dsl"])
def test_only_slt_decides(request, locked, who):
    actor = request.getfixturevalue(who)
    for verb in (lambda: release(locked, actor), lambda: workflow.lock_again(locked, actor=actor)):
        with pytest.raises(NotAllowed, match="Only SLT"):
            verb()
    assert Event.objects.filter(refused=True, actor=f"person:{actor.pk}").count() == 2


def test_what_is_not_locked_is_not_released(item, locked, head):
    with pytest.raises(WrongState):
        release(item, head)
    with pytest.raises(WrongState):
        workflow.lock_again(locked, actor=head)
    with pytest.raises(InvalidInput):
        release(locked, head, note=" ")
    assert not Release.objects.exists()


def test_when_telling_fails_it_stays_locked(locked, head, monkeypatch):
    monkeypatch.setattr("moderation.words.workflow.locking.notifications.tell", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        release(locked, head)
    assert fresh(locked).is_locked
    assert not Release.objects.exists()
    assert not Event.objects.filter(verb="moderation.let_answer").exists()


def test_slt_is_told_once_and_has_it_on_today(locked, item, head, deputy, teacher):
    assert locks.tell_locked([locked, item]) == 2
    locks.tell_new([locked.pk])
    told = Notification.objects.filter(template="moderation.locked")
    assert set(told.values_list("recipient", flat=True)) == {head.pk, deputy.pk}
    assert told.count() == 2
    assert "Jo" not in str(list(told.values_list("params", flat=True)))
    (need,) = needs.journalists_to_release(head)
    assert need.url == reverse("moderation:let_answer", args=[locked.pk])
    assert needs.journalists_to_release(teacher) == []
    release(locked, head)
    assert needs.journalists_to_release(head) == []


def test_the_page_says_so_and_slt_releases_it_there(client, sign_in, locked, head, teacher):
    page = reverse("moderation:item", args=[locked.pk])
    shown = sign_in(client, teacher).get(page).content.decode()
    assert "A journalist wrote this: SLT decides about the answer" in shown
    assert "Decide about the answer" not in shown
    sign_in(client, head)
    assert "Decide about the answer" in client.get(page).content.decode()
    answer = client.post(reverse("moderation:let_answer", args=[locked.pk]), {"note": "Be brief."})
    assert answer.url == page
    assert "Be brief." in client.get(page).content.decode()


def test_slt_hears_of_it_when_the_author_is_found_to_be_one_and_when_one_writes_again(
    item, make_item, teacher, head, clock
):
    judge_author(item.author, actor=teacher, kind=AuthorKind.JOURNALIST)
    told = Notification.objects.filter(template="moderation.locked", recipient=head)
    assert [one.about_id for one in told] == [str(item.pk)]
    again = make_item(author_name=item.author_name)
    assert {one.about_id for one in told.all()} == {str(item.pk), str(again.pk)}


def test_words_that_changed_after_slt_released_them_are_locked_again(locked, teacher, head):
    note_edit(release(locked, head), actor=teacher, text="And what of the other pupil?")
    assert fresh(locked).is_locked
    assert Release.objects.get(item=locked).ended_by == teacher
    with pytest.raises(NotAllowed, match="follow the media policy"):
        desk.draft_reply(fresh(locked), actor=teacher, text="Here is our view.", ready=True)
    assert Notification.objects.filter(template="moderation.locked", recipient=head).exists()
