"""Who writes to the school: known again, judged, and seen by those alone who see what they wrote (M3, H4)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from core.errors import NotAllowed, WrongState
from moderation.models import Author, Opinion
from moderation.states import AuthorKind
from moderation.triage.authors import authors_of
from moderation.triage.workflow import judge_author
from moderation.triage.workflow.judging import stamp
from moderation.words.workflow import ask_opinion


def test_authors_are_known_again_by_number_else_by_name_in_five_queries_at_most(account):
    people = [("Jo Smith", "17"), ("Pat", ""), ("  pat ", ""), ("", ""), ("Jo Brown", "17")]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        first = authors_of(account, people)
    assert len(asked) <= 5 + 2  # a savepoint around the insert
    assert {key: author.name for key, author in first.items()} == {"id:17": "Jo Smith", "name:pat": "Pat"}
    with CaptureQueriesContext(connection) as asked:
        again = authors_of(account, people * 50)
    assert len(asked) == 1
    assert again == first
    assert Author.objects.count() == 2


def test_two_who_come_upon_a_new_author_at_once_make_one(account, monkeypatch):
    """The other's row appears between the look and the insert."""
    make = Author.objects.bulk_create

    def overtaken(rows, **options):
        Author.objects.create(platform=account.platform, key="name:pat", name="Pat")
        return make(rows, **options)

    monkeypatch.setattr(type(Author.objects), "bulk_create", lambda self, rows, **options: overtaken(rows, **options))
    found = authors_of(account, [("Pat", "")])
    assert Author.objects.get() == found["name:pat"]


def test_an_author_is_of_one_platform(make_account):
    here, there = make_account("Here"), make_account("There", platform="x")
    assert authors_of(here, [("Pat", "")])["name:pat"] != authors_of(there, [("Pat", "")])["name:pat"]


def test_who_says_on_a_comment_who_wrote_it_comes_back_to_that_comment(client, sign_in, item, teacher):
    sign_in(client, teacher)
    kind = f"/comments/authors/{item.author_id}/kind/"
    assert f'href="{kind}?item={item.pk}"' in client.get(f"/comments/{item.pk}/").content.decode()
    for asked, back in ((item.pk, f"/comments/{item.pk}/"), ("//evil.example", f"/comments/authors/{item.author_id}/")):
        seen = client.get(kind).context["form"]["seen"].value()
        answer = client.post(f"{kind}?item={asked}", {"kind": "parent", "notes": "", "seen": seen})
        assert (answer.status_code, answer["Location"]) == (302, back)


def test_a_journalist_is_locked_for_all_and_only_slt_takes_it_back(item, teacher, admin, head):
    revision = item.revision
    author = judge_author(item.author, actor=teacher, kind=AuthorKind.JOURNALIST, notes="Of the Gazette")
    item.refresh_from_db()
    assert item.is_locked
    assert item.revision > revision
    for person in (teacher, admin):
        with pytest.raises(NotAllowed):
            judge_author(author, actor=person, kind=AuthorKind.PUBLIC)
    author = judge_author(author, actor=head, kind=AuthorKind.PUBLIC)
    assert author.notes == "Of the Gazette"
    assert author.judged_by == head


def test_notes_that_a_colleague_changed_meanwhile_are_not_lost(item, teacher, admin):
    seen = stamp(item.author)
    judge_author(item.author, actor=admin, kind=AuthorKind.PARENT, notes="Mother of two", seen=seen)
    with pytest.raises(WrongState, match="Ada Admin"):
        judge_author(item.author, actor=teacher, kind=AuthorKind.PARENT, notes="Father", seen=seen)
    assert Author.objects.get(pk=item.author_id).notes == "Mother of two"


def test_notes_are_for_those_who_work_on_what_the_author_wrote(
    client, sign_in, item, teacher, head, admin, dsl, outsider
):
    judge_author(item.author, actor=teacher, kind=AuthorKind.PARENT, notes="Going through a divorce")
    ask_opinion(item, actor=teacher, of=[outsider], question="Too sharp?", draft="Thank you.")
    pages = (f"/comments/authors/{item.author_id}/", f"/comments/{item.pk}/")
    for person, reads in ((teacher, True), (head, True), (admin, True), (dsl, False)):
        sign_in(client, person)
        assert [("divorce" in client.get(page).content.decode()) for page in pages] == [reads, reads]
        found = client.get("/comments/authors/?q=divorce").context["rows"]
        assert bool(found) is reads
    sign_in(client, outsider)
    opinion = client.get(f"/comments/opinions/{Opinion.objects.get().pk}/").content.decode()
    assert item.text in opinion
    assert "divorce" not in opinion


def test_only_who_sees_what_they_wrote_sees_the_author(client, sign_in, make_account, make_item, teacher, teacher2):
    mine = make_item(NOW - timedelta(hours=2), text="First", author_name="Pat")
    other = make_account("Alumni", teacher2)
    theirs = make_item(NOW - timedelta(hours=1), on=other, by=teacher2, text="Of another account", author_name="Pat")
    hidden = make_item(on=other, by=teacher2, author_name="Quinn")
    assert mine.author == theirs.author
    sign_in(client, teacher)
    page = client.get(f"/comments/authors/{mine.author_id}/").content.decode()
    assert "First" in page
    assert "Of another account" not in page
    assert client.get(f"/comments/authors/{hidden.author_id}/").status_code == 404
    listed = client.get("/comments/authors/?q=q").content.decode()
    assert "Quinn" not in listed
    with pytest.raises(NotAllowed):
        judge_author(hidden.author, actor=teacher, kind=AuthorKind.PUPIL)
