"""The frame of every page: who sees which places, what the browser is told, how a refusal reads."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse
from django.utils import timezone

from core import clock
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation.models import Heartbeat
from notifications.models import Notification
from stjudes_portal import context, urls

REFUSALS = {"not-allowed": NotAllowed, "wrong-state": WrongState, "invalid": InvalidInput}


def _refuse(request, kind):
    raise REFUSALS[kind]("You sent it in <yourself>.")


def _break(request):
    raise ZeroDivisionError


@login_not_required
def _open(request):
    return HttpResponse(timezone.get_current_timezone_name())


urlpatterns = [
    path("refuse/<kind>/", _refuse),
    path("break/", _break),
    path("open/", _open),
    path("", include(urls)),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture(autouse=True)
def own_urls(school):
    with override_settings(ROOT_URLCONF=__name__):
        yield


def swept(minutes_ago=0):
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": clock.now() - timedelta(minutes=minutes_ago)})


@pytest.mark.parametrize(
    ("kind", "status"), [("not-allowed", 403), ("wrong-state", 409), ("invalid", 400)], ids=REFUSALS
)
def test_a_refusal_is_a_page_with_its_reason(client, sign_in, teacher, kind, status):
    response = sign_in(client, teacher).get(f"/refuse/{kind}/")
    assert response.status_code == status
    assert "You sent it in &lt;yourself&gt;." in response.content.decode()


def test_to_htmx_a_refusal_is_a_message_among_the_pages_messages(client, sign_in, teacher):
    response = sign_in(client, teacher).get("/refuse/not-allowed/", headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert response["HX-Retarget"] == "#messages"
    assert "<html" not in response.content.decode()


def test_a_fault_is_a_page_that_shows_nothing_of_it(client, sign_in, teacher):
    client.raise_request_exception = False
    response = sign_in(client, teacher).get("/break/")
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
    assert "ZeroDivision" not in response.content.decode()


def test_a_page_that_is_not_there_says_so_inside_the_frame_or_outside(client, sign_in, teacher):
    assert 'class="public"' in client.get("/nowhere/").content.decode()
    inside = sign_in(client, teacher).get("/nowhere/")
    assert inside.status_code == 404
    assert 'aria-label="Main"' in inside.content.decode()


def test_nobody_sees_a_page_without_signing_in(client):
    response = client.get("/refuse/not-allowed/")
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_an_htmx_request_after_the_session_ended_reloads_the_whole_page(client):
    response = client.get("/refuse/not-allowed/", headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response["HX-Refresh"] == "true"


def test_the_browser_lends_a_page_nothing_and_keeps_no_private_one(client, sign_in, teacher):
    response = sign_in(client, teacher).get("/refuse/not-allowed/")
    assert response["Cache-Control"] == "no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "'unsafe" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_times_are_the_schools(client, school):
    school.time_zone = "Asia/Kolkata"
    school.save()
    assert client.get("/open/").content == b"Asia/Kolkata"
    assert timezone.get_current_timezone_name() == "UTC"


def nav_labels(client):
    html = client.get("/nowhere/").content.decode()
    listed = html[html.index("nav-list") : html.index("</ul>", html.index("nav-list"))]
    return re.findall(r"<span>([^<]+)</span>", listed)


def test_a_volunteer_is_offered_only_what_is_theirs(client, sign_in, volunteer):
    labels = nav_labels(sign_in(client, volunteer))
    assert "Today" in labels
    assert not {"People", "School settings", "Figures"} & set(labels)


def test_every_place_of_the_list_exists():
    assert [place.label for place in context.PLACES if not context.url_of(place.url_name)] == []


@pytest.mark.parametrize(
    ("page", "label"),
    [("/", "Today"), ("/comments/", "Comments"), ("/comments/figures/", "Figures"), ("/vault/", "Accounts")],
)
def test_the_place_where_one_is_is_marked_and_no_other(client, sign_in, head, page, label):
    html = sign_in(client, head).get(page).content.decode()
    listed = html[html.index("nav-list") : html.index("</ul>", html.index("nav-list"))]
    marked = re.findall(r'aria-current="page">.*?<span>([^<]+)</span>', listed, re.DOTALL)
    assert marked == [label]


def test_only_slt_and_administrators_are_offered_the_settings(client, sign_in, head, teacher):
    head_places = {item.label for item in context.PLACES if not item.roles or head.holds(*item.roles)}
    teacher_places = {item.label for item in context.PLACES if not item.roles or teacher.holds(*item.roles)}
    assert head_places - teacher_places == {"School settings"}


def test_a_sweep_that_stopped_is_told_to_everybody_within_three_minutes(client, sign_in, teacher):
    sign_in(client, teacher)
    swept(minutes_ago=2)
    assert "has not checked for late comments" not in client.get("/nowhere/").content.decode()
    swept(minutes_ago=4)
    assert "has not checked for late comments since Wed 18 Nov, 9:56 am" in client.get("/nowhere/").content.decode()


def test_those_who_can_set_up_mail_are_told_that_it_goes_to_files(client, sign_in, admin, teacher):
    swept()
    assert "only written to files" in sign_in(client, admin).get("/nowhere/").content.decode()
    assert "only written to files" not in sign_in(client, teacher).get("/nowhere/").content.decode()


def test_the_bell_counts_what_is_unread(client, sign_in, teacher):
    swept()
    for n in range(3):
        Notification.objects.create(
            event=f"e{n}", template="t", recipient=teacher, created_at=clock.now(), read_at=clock.now() if n else None
        )
    facts = context.read_facts(teacher)
    assert facts.unread == 1
    assert sign_in(client, teacher).get("/nowhere/").status_code == 404


def test_the_frame_asks_for_three_queries_at_most(rf, teacher, django_assert_max_num_queries):
    request = rf.get("/")
    request.user = type(teacher).objects.get(pk=teacher.pk)
    with django_assert_max_num_queries(3):
        values = context.portal(request)
        assert [bool(values[name]) for name in ("school", "nav", "banners")] == [True, True, True]
        assert values["unread_count"] == 0


def test_a_page_that_shows_nothing_of_the_frame_asks_for_no_query(rf, teacher, django_assert_num_queries):
    request = rf.get("/")
    request.user = teacher
    with django_assert_num_queries(0):
        context.portal(request)


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_whoever_is_not_signed_in_can_reach_the_pages_of_sign_in(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert response["Cache-Control"].count("no-store")


def test_a_form_older_than_its_session_says_what_to_do(teacher):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/sign-in/", {"login": "a@b.example"})
    assert response.status_code == 403
    assert "Please send that again" in response.content.decode()
