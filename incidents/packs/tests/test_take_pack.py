"""Taking a pack, seeing its passphrase, and its end after a week."""

import io
from datetime import timedelta

import pytest
import pyzipper
from django.urls import reverse

from audit.models import Event
from core.errors import NotAllowed, WrongState
from incidents import workflow as room
from incidents.models import Custody, Pack, PackPart
from incidents.packs import workflow
from incidents.packs.tests.conftest import zip_of
from incidents.states import Part


@pytest.fixture
def handler(ready, filled, head, teacher2):
    """Handles it, without leading it."""
    room.name_person(filled, teacher2, actor=head, part=Part.HANDLER)
    return teacher2


def test_a_handler_takes_it_and_that_is_on_record(ready, handler):
    workflow.download(ready, actor=handler)
    event = Event.objects.get(verb="incidents.download_pack")
    assert event.actor == f"person:{handler.pk}"
    assert event.data["digest"] == ready.sha256


def test_but_only_who_leads_sees_the_passphrase(ready, handler, head):
    with pytest.raises(NotAllowed):
        workflow.reveal_passphrase(ready, actor=handler)
    seen = Event.objects.filter(verb="incidents.reveal_passphrase", actor=f"person:{head.pk}", refused=False)
    before = seen.count()
    words = workflow.reveal_passphrase(ready, actor=head)
    assert seen.count() == before + 1
    with pyzipper.AESZipFile(io.BytesIO(zip_of(ready))) as archive:
        archive.setpassword(words.encode())
        assert archive.read("README.txt")


@pytest.mark.parametrize("verb", [workflow.download, workflow.reveal_passphrase])
@pytest.mark.parametrize("who", ["outsider", "admin", "amira"])
def test_nobody_else(ready, verb, who, request):
    with pytest.raises(NotAllowed):
        verb(ready, actor=request.getfixturevalue(who))


@pytest.mark.parametrize("verb", [workflow.download, workflow.reveal_passphrase])
def test_nothing_is_taken_before_it_is_ready_nor_after_a_week(ask, filled, head, clock, ready, verb):
    waiting = ask(filled)
    with pytest.raises(WrongState, match="not ready"):
        verb(waiting, actor=head)
    clock.move_to(ready.made_at + timedelta(days=7, seconds=1))  # whether or not the daily round has come
    with pytest.raises(WrongState, match="no longer here"):
        verb(ready, actor=head)


@pytest.mark.parametrize("verb", [workflow.download, workflow.reveal_passphrase])
def test_what_cannot_be_recorded_is_not_given(ready, head, broken_record, verb):
    with pytest.raises(OSError, match="record"):
        verb(ready, actor=head)


def test_a_part_that_was_changed_does_not_open(ready):
    PackPart.objects.update(content=b"something else")
    with pytest.raises(WrongState, match="does not open"):
        zip_of(ready)
    Pack.objects.update(passphrase=b"something else")
    with pytest.raises(WrongState, match="does not open"):
        workflow.reveal_passphrase(ready, actor=ready.asked_by)


def test_after_a_week_only_that_it_was_there_is_left(ready, clock):
    workflow.clear_packs()
    clock.move_to(ready.made_at + timedelta(days=7))
    workflow.clear_packs()
    ready.refresh_from_db()
    assert ready.state == Pack.State.READY
    clock.move_to(ready.made_at + timedelta(days=7, seconds=1))
    workflow.clear_packs()
    workflow.clear_packs()
    ready.refresh_from_db()
    assert (ready.state, ready.passphrase) == (Pack.State.GONE, None)
    assert ready.sha256
    assert not PackPart.objects.exists()
    assert Custody.objects.filter(did="exported").count() == 2
    assert Event.objects.get(verb="incidents.clear_pack").actor == "system:daily"


def test_the_page_of_a_passphrase_that_is_gone_leads_back_to_the_pack(ready, head, client, sign_in):
    Pack.objects.filter(pk=ready.pk).update(state=Pack.State.GONE, passphrase=None)
    pack = reverse("incidents:pack", args=[ready.incident.public_id, ready.pk])
    sign_in(client, head)
    assert client.get(f"{pack}passphrase/").headers["Location"] == pack
    assert "The pack is no longer here" in client.get(pack).content.decode()


def test_nobody_removes_one_by_hand(ready, head):
    with pytest.raises(NotAllowed):
        workflow.clear(ready, actor=head)
