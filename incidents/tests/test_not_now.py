"""A page of a case file that makes no sense as the file stands says so, and leads back to the file."""

import pytest
from django.urls import reverse

from incidents import workflow
from incidents.states import Status


def url_of(stem, incident, **more) -> str:
    return reverse(f"incidents:{stem}", kwargs={"ref": incident.public_id, **more})


SENSELESS = {
    "incident": {
        "reassess": "Make the first assessment first.",
        "start_investigation": "It is assessed first.",
        "change_lead": "while it is being investigated",
        "resolve": "It is assessed first.",
        "change_outcome": "It has no outcome yet",
        "set_aware": "No time that the law sets runs in this file",
        "reopen": "nothing to open again",
        "excuse": "Only an incident that is possibly against the law",
    },
    "assessed": {"assess": "It has its first assessment already.", "reopen": "nothing to open again"},
    "resolved": {"start_investigation": "It has its outcome already.", "resolve": "It has its outcome already."},
}


@pytest.mark.parametrize("state", SENSELESS)
def test_a_page_that_makes_no_sense_now_says_so_and_leads_back(state, request, head, client, sign_in) -> None:
    incident = request.getfixturevalue(state)
    sign_in(client, head)
    for stem, words in SENSELESS[state].items():
        answer = client.get(url_of(stem, incident))
        page = answer.content.decode()
        assert answer.status_code in (403, 409), stem
        assert words in page, stem
        assert f'href="{url_of("incident", incident)}">Back to the file' in page, stem
        assert "<textarea" not in page, stem


def test_a_closed_file_asks_for_nothing_more(resolved, head, client, sign_in) -> None:
    workflow.close(resolved, actor=head)
    sign_in(client, head)
    stems = ("assess", "recategorise", "refer", "add_task", "add_entry", "link", "start_investigation", "resolve")
    for stem in (*stems, "change_outcome", "set_aware", "close", "excuse"):
        page = client.get(url_of(stem, resolved)).content.decode()
        assert "is closed" in page, stem
        assert "<textarea" not in page, stem
    assert client.get(url_of("reopen", resolved)).status_code == 200
    assert client.get(url_of("name_person", resolved)).status_code == 200  # to shut somebody out


def test_what_was_typed_is_kept_where_somebody_was_quicker(assessed, head, deputy, client, sign_in) -> None:
    sign_in(client, deputy)
    typed = {"is_safe": "yes", "severity": "low", "lawfulness": "lawful", "assessment": "My own careful words."}
    page = client.post(url_of("assess", assessed), typed).content.decode()
    assert "My own careful words." in page
    assert "cannot become" in page
    assessed.refresh_from_db()
    assert assessed.status == Status.ASSESSED


def test_what_the_law_asked_for_is_recorded_once(make_incident, head, deputy, client, sign_in, clock) -> None:
    breach = make_incident("data_protection")
    sign_in(client, head)
    assert client.get(url_of("set_aware", breach)).status_code == 200
    workflow.record_duty(breach, "regulator", actor=head, done_at=clock.now, how="By their web form")
    for stem in ("record_duty", "waive_duty"):
        answer = client.get(url_of(stem, breach, kind="regulator"))
        assert answer.status_code == 409
        assert "Somebody has recorded this already." in answer.content.decode()
