"""Tags: on a comment, and the school's list of them."""

import pytest

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation.listing import workflow
from moderation.models import Tag


@pytest.fixture
def fair(item, teacher):
    workflow.tag(item, actor=teacher, name="Fair")
    return Tag.objects.get()


def test_a_runner_tags_a_comment_and_takes_the_tag_off(client, sign_in, teacher, item):
    runner = sign_in(client, teacher)
    runner.post(f"/comments/{item.pk}/tag/", {"name": "  Summer   fair "})
    tag = Tag.objects.get()
    assert (tag.name, list(item.tags.all())) == ("Summer fair", [tag])
    event = Event.objects.get(verb="moderation.tag")
    assert event.data == {"tag": tag.pk}  # its words are nobody's business there
    runner.post(f"/comments/{item.pk}/tags/{tag.pk}/off/")
    assert not item.tags.exists()


def test_tagging_asks_who_and_what(item, teacher, dsl, outsider, fair):
    for person in (dsl, outsider):
        with pytest.raises(NotAllowed):
            workflow.tag(item, actor=person, name="Mine")
    with pytest.raises(WrongState):
        workflow.tag(item, actor=teacher, name="FAIR")
    for name in ("", " ", "x" * 41):
        with pytest.raises(InvalidInput):
            workflow.tag(item, actor=teacher, name=name)
    assert Tag.objects.count() == 1


def test_an_administrator_renames_merges_and_removes(client, sign_in, admin, teacher, make_item, item, fair):
    signed_in = sign_in(client, admin)
    other = make_item()
    workflow.tag(other, actor=teacher, name="Fayre")
    workflow.tag(item, actor=teacher, name="Fayre")
    wrong = Tag.objects.get(name="Fayre")
    assert "2 comments" in signed_in.get("/comments/tags/").content.decode()
    page = signed_in.post(f"/comments/tags/{wrong.pk}/", {"name": "fair", "rename": "yes"})
    assert "Put the two together instead" in page.content.decode()
    signed_in.post(f"/comments/tags/{wrong.pk}/", {"into": fair.pk, "merge": "yes"})
    assert list(Tag.objects.all()) == [fair]
    assert set(fair.items.all()) == {item, other}
    signed_in.post(f"/comments/tags/{fair.pk}/", {"name": "Summer fair", "rename": "yes"})
    fair.refresh_from_db()
    assert fair.name == "Summer fair"
    assert "It goes from 2 comments." in signed_in.get(f"/comments/tags/{fair.pk}/remove/").content.decode()
    signed_in.post(f"/comments/tags/{fair.pk}/remove/")
    assert not Tag.objects.exists()
    assert not item.tags.exists()


def test_who_runs_an_account_changes_no_tag_of_the_schools(client, sign_in, teacher, fair):
    runner = sign_in(client, teacher)
    for path in ("", f"{fair.pk}/", f"{fair.pk}/remove/"):
        assert runner.get(f"/comments/tags/{path}").status_code == 403
    with pytest.raises(NotAllowed):
        workflow.remove_tag(fair, actor=teacher)


def test_a_volunteer_reads_no_tags_of_other_accounts(client, sign_in, volunteer, fair, make_account, make_item):
    friends = make_account("Friends", volunteer)
    own = make_item(on=friends, by=volunteer)
    page = sign_in(client, volunteer).get(f"/comments/{own.pk}/")
    assert '<option value="Fair">' not in page.content.decode()
    assert list(Tag.objects.visible_to(volunteer)) == []
    workflow.tag(own, actor=volunteer, name="fair")
    assert list(Tag.objects.visible_to(volunteer)) == [fair]
