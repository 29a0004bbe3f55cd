"""The directory and a person's page, with their buttons and why some are missing."""

import pytest
from django.urls import reverse

from audit.models import Event
from notifications.models import Notification
from people import workflow
from people.models import Invitation, Role, Session, User


def text(answer):
    return answer.content.decode()


def url(name, *args):
    return reverse(f"people:{name}", args=args)


NEW = {"full_name": "Nora New", "email": "nora@stjudes.example", "is_employed": "yes", "roles": ["staff"]}


def test_staff_see_the_directory(client, sign_in, teacher, admin, leaver):
    page = sign_in(client, teacher).get(url("list"))
    assert admin.full_name in text(page)
    assert leaver.full_name not in text(page)
    assert "Add somebody" not in text(page)


@pytest.mark.parametrize("who", ["volunteer", "chair"])
def test_a_volunteer_sees_only_themselves(client, sign_in, request, teacher, who):
    person = request.getfixturevalue(who)
    sign_in(client, person)
    assert teacher.full_name not in text(client.get(url("list")))
    assert client.get(url("person", teacher.pk)).status_code == 404
    assert client.get(url("person", person.pk)).status_code == 200


# A wrong value of a filter is as none; who leaves soon is not for everybody to ask.
EVERYBODY = {"Tom Teacher", "Helen Head", "Ada Admin", "Vera Volunteer", "Ina Invited", "Una Uninvited"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ada"}, {"Ada Admin"}),
        ({"q": "TOM.TEACHER@"}, {"Tom Teacher"}),
        ({"role": "slt"}, {"Helen Head"}),
        ({"standing": "left"}, {"Leo Leaver"}),
        ({"standing": "off"}, {"Oscar Off"}),
        ({"standing": "invited"}, {"Ina Invited"}),
        ({"standing": "added"}, {"Una Uninvited"}),
        ({"employed": "no"}, {"Vera Volunteer"}),
        ({"employed": "no", "standing": "left"}, set()),
        ({"standing": "leaving"}, EVERYBODY),
        ({"q": "nobody at all"}, set()),
        ({"role": "nonsense", "q": "ada"}, {"Ada Admin"}),
    ],
)
def test_the_directory_is_searched_and_filtered(
    client, sign_in, make_person, teacher, head, admin, leaver, volunteer, query, found
):
    make_person("Oscar Off", "staff", is_active=False)
    for name in ("Ina Invited", "Una Uninvited"):
        person = make_person(name, "staff")
        person.set_unusable_password()
        person.save()
    workflow.invite(User.objects.get(full_name="Ina Invited"), actor=admin)
    page = sign_in(client, teacher).get(url("list"), query)
    assert {person.full_name for person in page.context["page"]} == found


def test_a_long_list_has_pages_and_costs_few_queries(
    client, sign_in, teacher, make_person, django_assert_max_num_queries
):
    for number in range(40):
        make_person(f"Person {number:02}", "staff", "governor")
    sign_in(client, teacher)
    with django_assert_max_num_queries(13):
        page = client.get(url("list"))
    assert len(page.context["page"].rows) == 30
    rest = client.get(url("list"), {"cursor": page.context["page"].next_cursor})
    assert len(rest.context["page"].rows) == 11


def test_an_administrator_adds_somebody_and_sees_the_link_once(client, sign_in, admin, school):
    answer = sign_in(client, admin).post(url("add_person"), NEW)
    person = User.objects.get(email=NEW["email"])
    link = answer.context["link"]
    assert answer.status_code == 200
    assert link in text(answer)
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    token = link.rstrip("/").split("/")[-1]
    assert token not in text(client.get(url("person", person.pk)))
    assert token not in str([session.get_decoded() for session in Session.objects.all()])
    assert token not in str(list(Invitation.objects.values()))
    assert token not in str(list(Event.objects.values()))
    assert token not in str(list(Notification.objects.values()))


def test_the_page_says_whether_the_link_was_mailed(client, sign_in, admin):
    assert "var/mail" in text(sign_in(client, admin).post(url("add_person"), NEW))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"full_name": " "}, "Fill in"),
        ({"email": "nora"}, "valid e"),
        ({"email": "TOM.TEACHER@stjudes.example"}, "already"),
        ({"roles": []}, "at least one role"),
        ({"is_employed": "no", "roles": ["staff"]}, "volunteer or a governor only"),
        ({"roles": ["volunteer"]}, "not employed"),
        ({"roles": ["slt"]}, "Only a member of SLT"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(client, sign_in, admin, teacher, change, words):
    answer = sign_in(client, admin).post(url("add_person"), NEW | change)
    assert words in text(answer)
    assert not User.objects.filter(full_name="Nora New").exists()
    if "email" not in change:
        assert NEW["email"] in text(answer)


@pytest.mark.parametrize("who", ["teacher", "volunteer", "chair", "dsl"])
def test_others_add_nobody(client, sign_in, request, who):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(url("add_person")).status_code == 403
    assert client.post(url("add_person"), NEW).status_code == 403
    assert not User.objects.filter(email=NEW["email"]).exists()


def test_a_new_link_ends_the_old_one(client, sign_in, admin):
    person, old = workflow.add_person(actor=admin, full_name="Nora New", email=NEW["email"], roles=["staff"])
    answer = sign_in(client, admin).post(url("new_link", person.pk))
    assert answer.context["link"].rstrip("/").split("/")[-1] != old
    assert client.get(url("accept_invitation", old)).status_code == 409


def test_a_link_for_slt_is_slt_s_to_make(client, sign_in, admin, head):
    assert sign_in(client, admin).post(url("new_link", head.pk)).status_code == 403
    assert "Only a member of SLT sends a new link" in text(client.get(url("person", head.pk)))


def test_roles_are_given_and_taken(client, sign_in, admin, teacher):
    sign_in(client, admin)
    client.post(url("grant_role", teacher.pk, "safeguarding_lead"))
    assert User.objects.get(pk=teacher.pk).roles == {"staff", "safeguarding_lead"}
    client.post(url("revoke_role", teacher.pk, "safeguarding_lead"))
    assert User.objects.get(pk=teacher.pk).roles == {"staff"}
    assert Notification.objects.filter(recipient=teacher, template="people.role_changed").count() == 2


def test_a_screen_left_open_gives_nobody_a_role(client, sign_in, admin, teacher):
    sign_in(client, admin)
    session = client.session
    old = [{**step, "at": step["at"] - 301} for step in session["account_authentication_methods"]]
    session["account_authentication_methods"] = old
    session.save()

    assert "/sign-in/" in client.get(url("roles", teacher.pk))["Location"]
    client.post(url("grant_role", teacher.pk, "administrator"))

    assert User.objects.get(pk=teacher.pk).roles == {"staff"}


def test_the_page_says_why_a_button_is_missing(client, sign_in, admin, teacher):
    sign_in(client, admin)
    assert "Only a member of SLT gives or takes the role of SLT." in text(client.get(url("roles", teacher.pk)))
    own = text(client.get(url("roles", admin.pk)))
    assert own.count("Nobody changes their own roles") == len(Role)
    assert "Take it" not in own


@pytest.mark.parametrize("who", ["teacher", "volunteer", "dsl"])
@pytest.mark.parametrize("verb", ["grant_role", "revoke_role"])
def test_others_change_no_roles(client, sign_in, request, teacher2, who, verb):
    actor = request.getfixturevalue(who)
    answer = sign_in(client, actor).post(url(verb, teacher2.pk, "staff"))
    assert answer.status_code == (404 if who == "volunteer" else 403)
    assert User.objects.get(pk=teacher2.pk).roles == {"staff"}


def test_the_last_administrator_cannot_be_lost(client, sign_in, head, admin):
    sign_in(client, head)
    answer = client.post(url("revoke_role", admin.pk, "administrator"), follow=True)
    assert "only active person" in text(answer)
    answer = client.post(url("switch_off", admin.pk))
    assert "only active person" in text(client.get(url("person", admin.pk))) or "only active person" in text(answer)
    assert User.objects.get(pk=admin.pk).is_active


def test_an_unknown_role_does_not_exist(client, sign_in, admin, teacher):
    assert sign_in(client, admin).post(url("grant_role", teacher.pk, "emperor")).status_code == 404


def test_switching_off_asks_first(client, sign_in, admin, teacher):
    sign_in(client, admin)
    assert "Every session ends at once" in text(client.get(url("switch_off", teacher.pk)))
    assert User.objects.get(pk=teacher.pk).is_active
    client.post(url("switch_off", teacher.pk))
    assert not User.objects.get(pk=teacher.pk).is_active
    client.post(url("switch_on", teacher.pk))
    assert User.objects.get(pk=teacher.pk).is_active


def test_nobody_switches_themselves_off(client, sign_in, admin, admin2):
    assert sign_in(client, admin).post(url("switch_off", admin.pk)).status_code == 403


def test_a_person_s_page_tells_what_happened(client, sign_in, admin, teacher):
    workflow.grant_role(teacher, Role.SAFEGUARDING_LEAD, actor=admin)
    page = text(sign_in(client, admin).get(url("person", teacher.pk)))
    assert "Ada Admin gave a role: Safeguarding lead" in page


def test_colleagues_see_no_history_and_no_buttons(client, sign_in, teacher, teacher2, admin):
    workflow.grant_role(teacher2, Role.SAFEGUARDING_LEAD, actor=admin)
    page = text(sign_in(client, teacher).get(url("person", teacher2.pk)))
    assert "What happened" not in page
    assert "Switch off" not in page
    assert "Last signed in" not in page


@pytest.mark.parametrize("verb", ["new_link", "grant_role", "revoke_role"])
def test_nothing_changes_by_looking(client, sign_in, admin, teacher, verb):
    args = [teacher.pk] if verb == "new_link" else [teacher.pk, "staff"]
    assert sign_in(client, admin).get(url(verb, *args)).status_code == 405
