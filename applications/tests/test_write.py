"""The applicant's pages, with and without JavaScript."""

import pytest
from django.urls import reverse

from applications import workflow
from applications.models import Application


def url(name, case, **kwargs):
    return reverse(f"applications:{name}", kwargs={"pk": case.pk, **kwargs})


def test_from_nothing_to_submitted_in_the_browser(client, sign_in, teacher, teacher2, head):
    sign_in(client, teacher)
    client.post(reverse("applications:start"), {"kind": "new"})
    case = Application.objects.get()
    answers = {
        "place": {"platform": "facebook", "proposed_name": "Year 4 news"},
        "aim": {"aim": "News"},
        "audience": {"audience": "Parents"},
        "promotion": {"promotion": "A letter"},
        "openness": {"openness": "closed", "openness_reason": "For parents only."},
    }
    for point, values in answers.items():
        response = client.post(url("save_point", case, point=point), values)
        assert response.status_code == 302, response.context["form"].errors
    runners = url("save_point", case, point="runners")
    for person in (teacher, teacher2):
        client.post(runners, {"person": person.pk})
    client.post(runners, {"lead": teacher2.pk})
    page = client.get(url("submit", case)).content.decode()
    assert "A letter" in page
    assert "Tara Teacher (lead)" in page
    response = client.post(url("submit", case), {"declared": "on"})
    assert response.url == case.get_absolute_url()
    case.refresh_from_db()
    assert case.status == "submitted"


def test_what_is_typed_is_saved_by_itself_half_done(client, sign_in, teacher, draft):
    sign_in(client, teacher)
    response = client.post(
        url("save_point", draft, point="openness"),
        {"openness": "", "openness_reason": "Bec"},
        headers={"X-Autosave": "yes"},
    )
    assert response.content == b"Saved at 10:00 am"
    assert draft.draft().openness_reason == "Bec"


def test_what_cannot_be_saved_by_itself_says_so(client, sign_in, teacher, draft):
    sign_in(client, teacher)
    response = client.post(
        url("save_point", draft, point="place"), {"url": "javascript:alert(1)"}, headers={"X-Autosave": "yes"}
    )
    assert response.status_code == 400
    assert draft.draft().url == ""


def test_save_for_later_keeps_half_a_point_and_save_and_go_on_asks_for_the_rest(client, sign_in, teacher, draft):
    sign_in(client, teacher)
    half = {"openness": "open", "openness_reason": ""}
    response = client.post(url("save_point", draft, point="openness"), half)
    assert "Say why it should be so." in response.content.decode()
    assert draft.draft().openness == "closed"
    response = client.post(url("save_point", draft, point="openness"), {**half, "later": "Save for later"})
    assert response.url == draft.write_url()
    assert draft.draft().openness == "open"


def test_saving_leads_to_the_next_part_that_is_not_complete(client, sign_in, teacher, draft):
    workflow.save_point(draft, "promotion", actor=teacher, promotion="")
    sign_in(client, teacher)
    response = client.post(url("save_point", draft, point="aim"), {"aim": "News"})
    assert response.url == url("save_point", draft, point="promotion")


def test_the_task_list_says_who_is_not_ready_and_reminds_them(client, sign_in, teacher, draft, make_ready):
    make_ready(teacher)
    sign_in(client, teacher)
    page = client.get(draft.write_url()).content.decode()
    assert "Tara has not acknowledged the policy." in page
    response = client.post(url("remind_runners", draft), {"back": "write"}, follow=True)
    assert "Reminded: Tara Teacher." in response.content.decode()
    assert "Everybody who is not ready was reminded today." in response.content.decode()


def test_reminding_never_leads_to_another_site(client, sign_in, teacher, draft, policy):
    sign_in(client, teacher)
    response = client.post(url("remind_runners", draft), {"back": "https://evil.example/"})
    assert response.url == draft.get_absolute_url()


def test_an_incomplete_case_cannot_be_submitted_and_the_page_says_why(client, sign_in, teacher, draft):
    workflow.save_point(draft, "aim", actor=teacher, aim="")
    sign_in(client, teacher)
    page = client.get(url("submit", draft)).content.decode()
    assert "Say what the account is for." in page
    assert "Submit the business case" not in page
    client.post(url("submit", draft), {"declared": "on"})
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_it_is_not_submitted_without_the_declaration(client, sign_in, teacher, draft):
    sign_in(client, teacher)
    response = client.post(url("submit", draft), {})
    assert "Tick the box" in response.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_volunteer_names_staff_by_e_mail_and_sees_no_directory(client, sign_in, volunteer, teacher, outsider):
    case = workflow.start(actor=volunteer, kind="new")
    sign_in(client, volunteer)
    runners = url("save_point", case, point="runners")
    page = client.get(runners).content.decode()
    assert "Olive Outsider" not in page
    client.post(runners, {"email": teacher.email.upper()})
    assert case.draft().people() == [teacher]
    response = client.post(runners, {"email": "nobody@stjudes.example"})
    assert "Nobody with this address" in response.content.decode()


def test_a_runner_is_taken_off(client, sign_in, teacher, teacher2, draft):
    sign_in(client, teacher)
    client.post(url("save_point", draft, point="runners"), {"take_off": teacher.pk})
    assert draft.draft().people() == [teacher2]
    assert not draft.draft().runners.filter(is_lead=True).exists()


@pytest.mark.parametrize("name", ["detail", "write", "submit", "withdraw", "amend"])
def test_a_draft_does_not_exist_for_others(client, sign_in, head, draft, name):
    assert sign_in(client, head).get(url(name, draft)).status_code == 404


@pytest.mark.parametrize("name", ["write", "submit", "withdraw", "amend"])
def test_somebody_named_reads_it_and_writes_nothing(client, sign_in, teacher2, draft, name):
    sign_in(client, teacher2)
    assert client.get(url("detail", draft)).status_code == 200
    response = client.get(url(name, draft))
    assert response.status_code == 403
    assert "Only Tom Teacher" in response.content.decode()


def test_taking_back_and_withdrawing_ask_first(client, sign_in, teacher, submitted):
    sign_in(client, teacher)
    assert "Take it back to change it?" in client.get(url("amend", submitted)).content.decode()
    submitted.refresh_from_db()
    assert submitted.status == "submitted"
    assert client.post(url("amend", submitted)).url == submitted.write_url()
    assert "Withdraw this business case?" in client.get(url("withdraw", submitted)).content.decode()
    client.post(url("withdraw", submitted))
    submitted.refresh_from_db()
    assert submitted.status == "withdrawn"


def test_a_submitted_case_is_not_written_and_the_page_says_so(client, sign_in, teacher, submitted):
    response = sign_in(client, teacher).get(submitted.write_url())
    assert response.status_code == 409
    assert "cannot be changed" in response.content.decode()
