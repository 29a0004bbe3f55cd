"""A journalist known by name and later by the platform's number: the lock holds until somebody says no (H4)."""

import pytest

from audit.models import Event
from core.errors import NotAllowed, WrongState
from moderation import workflow
from moderation.models import Author, Ban, Item
from moderation.states import AuthorKind
from moderation.triage.workflow import judge_author, not_the_same
from moderation.words import needs
from moderation.workflow.adding import NewItem, add_chunk
from notifications.models import Notification
from people.models import User


@pytest.fixture
def arrive(account, teacher):
    def arrived(name: str, number: str = "", text: str = "Any comment on the fire?") -> Item:
        row = NewItem(text=text, external_id=f"{text}{name}{number}", author_name=name, author_external_id=number)
        (pk,) = add_chunk(account, [row], actor=teacher).ids
        return Item.objects.select_related("author").get(pk=pk)

    return arrived


@pytest.fixture
def journalist(arrive, teacher) -> Author:
    """By name alone."""
    return judge_author(arrive("Jo Press").author, actor=teacher, kind=AuthorKind.JOURNALIST)


def fresh(item: Item) -> Item:
    return Item.objects.select_related("author").get(pk=item.pk)


def test_who_comes_with_a_number_by_a_journalists_name_is_locked_until_slt_says_no(
    arrive, journalist, teacher, admin, head, client, sign_in
):
    Notification.objects.all().delete()
    item = arrive(" jo  PRESS", "77", "And now?")
    assert (item.author.kind, item.author.maybe, item.is_locked) == (AuthorKind.UNKNOWN, journalist, True)
    assert Notification.objects.filter(recipient=head, template="moderation.locked").count() == 1  # at once
    assert needs.journalists_to_release(head)
    with pytest.raises(NotAllowed):
        workflow.draft_reply(item, actor=teacher, text="No comment.", ready=True)
    for person in (teacher, admin):
        with pytest.raises(NotAllowed):
            not_the_same(item.author, actor=person)
        with pytest.raises(NotAllowed):
            judge_author(item.author, actor=person, kind=AuthorKind.PUBLIC)
    judge_author(item.author, actor=teacher, kind=AuthorKind.UNKNOWN, notes="Asked about the fire twice")
    assert fresh(item).is_locked  # a note is no answer
    page = f"/comments/authors/{item.author_id}/"
    assert "May be the same as" in sign_in(client, teacher).get(f"/comments/{item.pk}/").content.decode()
    assert "this is somebody else" not in client.get(page).content.decode()
    slt = sign_in(client, head)
    assert "This may be the same as Jo Press, a journalist" in slt.get(page).content.decode()
    slt.post(f"{page}not-the-same/")
    assert not fresh(item).is_locked
    assert fresh(item).revision > item.revision
    assert not arrive("Jo Press", "77", "A third").is_locked  # and nobody is asked again
    assert Event.objects.get(verb="moderation.not_the_same", refused=False).data == {"maybe": journalist.pk}
    with pytest.raises(WrongState):
        not_the_same(Author.objects.get(pk=item.author_id), actor=head)


def test_by_number_first_and_by_name_later_is_the_same_question(arrive, teacher, head):
    known = judge_author(arrive("Jo Press", "77").author, actor=teacher, kind=AuthorKind.JOURNALIST)
    item = arrive("Jo Press", "", "By hand")
    assert (item.author.maybe, item.is_locked) == (known, True)
    assert not arrive("Jo Press", "78", "Of another number").is_locked  # the platform says that they are two
    judge_author(known, actor=head, kind=AuthorKind.PUBLIC)  # who is no journalist makes nobody one
    assert not fresh(item).is_locked


def test_whoever_was_there_already_is_locked_when_the_other_is_found_to_be_a_journalist(arrive, teacher):
    by_number, by_name = arrive("Jo Press", "77"), arrive("Jo Press")
    judge_author(by_name.author, actor=teacher, kind=AuthorKind.JOURNALIST)
    assert fresh(by_number).is_locked
    judge_author(fresh(by_number).author, actor=teacher, kind=AuthorKind.JOURNALIST)  # yes, the same
    assert Author.objects.filter(kind=AuthorKind.JOURNALIST, maybe=None).count() == 2


def test_a_blocked_author_is_marked_for_a_look_and_nothing_is_locked(arrive, account, teacher, clock):
    first = arrive("Ray Rude")
    day = clock.now.date()
    Ban.objects.create(
        author=first.author, account=account, reason="Abuse", banned_at=clock.now, banned_by=teacher, review_on=day
    )
    item = arrive("Ray Rude", "9", "Me again")
    assert (item.author.maybe, item.is_locked) == (first.author, False)
    not_the_same(item.author, actor=User.objects.get(pk=teacher.pk))
    assert Author.objects.get(pk=item.author_id).maybe is None
