"""The pages, as somebody goes through them who needs a pack for the police."""

import hashlib
import time

import pytest
from django.core.management import call_command
from django.urls import reverse

from audit.models import Event
from incidents import workflow as room
from incidents.evidence import workflow as proof
from incidents.models import Pack
from incidents.packs import making
from incidents.packs.tests.conftest import passphrase_of
from incidents.states import Part


@pytest.fixture
def seen_by_head(client, sign_in, head):
    return sign_in(client, head)


def new(incident):
    return reverse("incidents:pack_new", args=[incident.public_id])


def page(pack, name="pack"):
    return reverse(f"incidents:{name}", args=[pack.incident.public_id, pack.pk])


def filled_in(response, **more):
    """What the browser sends when nothing is changed but this."""
    form = response.context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if isinstance(value, list):
            sent[field.html_name] = [str(one) for one in value]
        elif value not in (None, False):
            sent[field.html_name] = "on" if value is True else value
    return sent | {"recipient": "Kent Police", "reason": "They asked."} | more


def test_from_the_choice_to_the_zip(seen_by_head, filled, amira):
    response = seen_by_head.get(new(filled))
    text = response.content.decode()
    assert "Amira Khan" in text
    assert "private grudge" in text
    grudge = filled.entries.get(text__contains="grudge")
    sent = filled_in(response, **{f"show-person-{amira.pk}": "black"}, entries_out=[grudge.pk], words="Bibi")

    response = seen_by_head.post(new(filled), sent)
    text = response.content.decode()
    assert "Check what leaves the school" in text
    assert "4 of 5" in text
    assert "1 blacked out" in text
    assert "Evidence 1: 3 places" in text
    assert not Pack.objects.exists()  # nothing is made yet

    sent = {field.html_name: field.value() for field in response.context["form"]} | sent
    response = seen_by_head.post(new(filled), sent | {"do": "read"})
    text = response.content.decode()
    read = text[text.index("<article") : text.index("</article>")]
    assert "Preview. Not to be passed on." in read
    assert "[person 1], saw it. My friend [blacked out] did too." in read  # as they will read it
    assert "Amira" not in read
    assert "grudge" not in read
    assert "Entry 5: left out" in read
    assert "no-store" in response["Cache-Control"]
    assert not Pack.objects.exists()

    response = seen_by_head.post(new(filled), sent | {"do": "change"})
    assert response.context["form"]["words"].value() == "Bibi"

    response = seen_by_head.post(new(filled), sent | {"do": "ask"})
    pack = Pack.objects.get()
    assert response.url == page(pack)
    text = seen_by_head.get(response.url).content.decode()
    assert 'hx-trigger="every 2s"' in text
    assert '<noscript><meta http-equiv="refresh"' in text
    part = seen_by_head.get(response.url, headers={"HX-Target": "pack-state"}).content.decode()
    assert part.lstrip().startswith("<div id=")

    making.make(pack.pk)
    text = seen_by_head.get(page(pack)).content.decode()
    pack.refresh_from_db()
    assert pack.sha256 in text
    assert "every 2s" not in text
    response = seen_by_head.get(page(pack, "pack_download"))
    content = b"".join(response.streaming_content)
    assert hashlib.sha256(content).hexdigest() == pack.sha256
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    assert "Helen Head downloaded a pack" in seen_by_head.get(page(pack)).content.decode()


def test_the_passphrase_is_shown_once_it_is_recorded(seen_by_head, ready, head):
    words = passphrase_of(ready)
    response = seen_by_head.get(page(ready, "pack_passphrase"))
    assert words not in response.content.decode()
    before = Event.objects.filter(verb="incidents.reveal_passphrase").count()
    response = seen_by_head.post(page(ready, "pack_passphrase"))
    assert words in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert response["Refresh"].endswith(page(ready))
    assert Event.objects.filter(verb="incidents.reveal_passphrase").count() == before + 1


@pytest.mark.parametrize("name", ["pack_new", "pack_download", "pack_passphrase"])
def test_they_ask_to_sign_in_again(seen_by_head, ready, name):
    session = seen_by_head.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**record, "at": time.time() - 301} for record in records]
    session.save()
    at = new(ready.incident) if name == "pack_new" else page(ready, name)
    assert seen_by_head.get(at).url.startswith("/sign-in/again/")
    if name == "pack_passphrase":
        assert seen_by_head.post(at).url.startswith("/sign-in/again/")
    if name == "pack_new":  # what took longer than five minutes to choose is not lost
        assert "There is a problem" in seen_by_head.post(at, {"recipient": "Kent Police"}).content.decode()


def test_whoever_becomes_named_finds_nothing(client, sign_in, ready, head, deputy, chair):
    room.name_person(ready.incident, head, actor=deputy, part=Part.CONFLICTED)
    sign_in(client, head)
    for at in (new(ready.incident), page(ready), page(ready, "pack_download"), page(ready, "pack_passphrase")):
        assert client.get(at).status_code == 404
    sign_in(client, chair)
    assert client.get(page(ready)).status_code == 200  # whoever handles it now still does


def test_a_pack_is_found_under_its_own_incident_alone(seen_by_head, ready, make_incident):
    other = make_incident()
    assert seen_by_head.get(reverse("incidents:pack", args=[other.public_id, ready.pk])).status_code == 404


def test_a_failure_says_why_and_offers_to_try_again(
    seen_by_head, ask, filled, woken, django_capture_on_commit_callbacks
):
    pack = ask(filled)
    Pack.objects.update(state=Pack.State.FAILED, problem="It did not open.")
    assert "It did not open." in seen_by_head.get(page(pack)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        seen_by_head.post(page(pack, "pack_again"))
    assert woken == [pack.pk]


def test_the_case_file_leads_to_it(seen_by_head, ready, client, sign_in, teacher2, head):
    at = reverse("incidents:incident", args=[ready.incident.public_id])
    text = seen_by_head.get(at).content.decode()
    assert page(ready) in text
    assert new(ready.incident) in text
    room.name_person(ready.incident, teacher2, actor=head, part=Part.HANDLER)
    text = sign_in(client, teacher2).get(at).content.decode()
    assert page(ready) in text
    assert new(ready.incident) not in text


def test_what_is_wrong_is_said_beside_it(seen_by_head, filled):
    text = seen_by_head.post(new(filled), {"recipient": " ", "entries_out": ["7777"]}).content.decode()
    assert "There is a problem" in text
    assert "Choose how Amira Khan appears." in text


def test_the_record_is_whole_after_all_of_it(ready):
    call_command("audit", "verify")


def test_a_longer_file_asks_no_more_of_the_database(seen_by_head, filled, head, ready, django_assert_max_num_queries):
    pages = [new(filled), page(ready)]
    counts = []
    for _ in range(2):
        for at in pages:
            with django_assert_max_num_queries(75) as asked:
                assert seen_by_head.get(at).status_code == 200
            counts.append(len(asked))
        for number in range(5):
            room.add_entry(filled, actor=head, text=f"Amira said {number}.")
            proof.add(filled, actor=head, title="More", text=f"Words {number}")
    assert counts[2] <= counts[0]
    assert counts[3] <= counts[1]


def test_at_first_those_who_told_of_it_are_initials(seen_by_head, filled, amira, head):
    form = seen_by_head.get(new(filled)).context["form"]
    usual = {field.label: field.value() for field in form.people_fields}
    assert usual["Amira Khan"] == usual["Tom Teacher"] == usual["Josie Peña-Smith"] == "initials"
    assert usual["Helen Head"] == "name"
