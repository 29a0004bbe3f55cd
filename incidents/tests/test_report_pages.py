"""The pages on which somebody reports: one thing to choose, one to write, and who will read it in plain sight."""

import html
import re

import pytest
from django.urls import reverse

from incidents import workflow
from incidents.kinds import KINDS, advice_of, handlers_advice_of
from incidents.models import Incident, IncidentSettings
from incidents.states import Category, Part
from notifications.models import Notification

REPORT = reverse("incidents:report")
WORDS = {"category": "offensive", "what_happened": "Rude words under a photo."}
NOBODY = {"p0-who": "", "p0-part": "", "p0-link": ""}


def text_of(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def send(client, url=REPORT, **fields):
    """As somebody does without JavaScript: sends it, is shown who will read it, and sends it again."""
    body = WORDS | NOBODY | fields
    shown = client.post(url, body)
    if shown.status_code == 302 or not shown.context["asking"].checks:
        return shown
    return client.post(url, body | {"seen": shown.context["asking"].who.seen})


def test_nothing_is_sent_before_the_reporter_has_seen_who_will_read_it(client, sign_in, teacher, head, deputy):
    sign_in(client, teacher)
    shown = client.post(REPORT, WORDS | NOBODY)
    assert not Incident.objects.exists()
    assert "Not sent yet" in text_of(shown)
    assert "Helen Head Senior Leadership Team" in text_of(shown)
    assert "Dev Deputy" in text_of(shown)
    sent = client.post(REPORT, WORDS | NOBODY | {"seen": shown.context["asking"].who.seen})
    incident = Incident.objects.get()
    assert sent.headers["Location"] == reverse("incidents:my_report", args=[incident.public_id])
    assert set(workflow.handlers(incident)) == {head, deputy}


def test_who_reads_it_is_shown_again_when_it_has_changed_meanwhile(client, sign_in, teacher, head, deputy, make_person):
    sign_in(client, teacher)
    seen = client.post(REPORT, WORDS | NOBODY | {"check": "yes"}).context["asking"].who.seen
    make_person("Nora New", "slt", "staff")
    shown = client.post(REPORT, WORDS | NOBODY | {"seen": seen})
    assert "Nora New" in text_of(shown)
    assert not Incident.objects.exists()


def test_with_htmx_the_names_come_with_the_choice_and_one_press_sends_it(client, sign_in, teacher, head, dsl):
    sign_in(client, teacher)
    part = client.post(REPORT, {"category": "safeguarding", "check": "yes"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "Sara Safe Safeguarding lead" in text_of(part)
    assert "Helen Head" not in text_of(part)
    assert "Do not promise to keep it secret" in text_of(part)
    seen = re.search(r'name="seen" value="(\w+)"', part.content.decode()).group(1)
    sent = client.post(REPORT, WORDS | NOBODY | {"category": "safeguarding", "seen": seen})
    assert sent.status_code == 302


def test_the_named_head_is_shut_out_before_anybody_is_told(client, sign_in, teacher, head, deputy, chair):
    sign_in(client, teacher)
    row = {"p0-who": "helen  HEAD", "p0-part": "alleged", "p0-link": ""}
    shown = text_of(client.post(REPORT, WORDS | row | {"category": "staff"}))
    assert "Helen Head is not told of it and cannot see it, whatever their role." in shown
    assert "Cora Chair Chair of governors" in shown
    send(client, category="staff", **row)
    incident = Incident.objects.get()
    assert not Notification.objects.filter(recipient=head).exists()
    assert set(workflow.handlers(incident)) == {deputy, chair}
    assert "Helen Head" in text_of(client.get(reverse("incidents:my_report", args=[incident.public_id])))


def test_half_a_name_of_somebody_who_signs_in_here_is_asked_about(client, sign_in, teacher, head, deputy):
    sign_in(client, teacher)
    row = {"p0-who": "Mrs. Deputy", "p0-part": "alleged", "p0-link": ""}
    asked = client.post(REPORT, WORDS | row)
    assert "Is “Mrs. Deputy” one of these people?" in text_of(asked)
    assert not Incident.objects.exists()
    send(client, **row, **{"p0-which": str(deputy.pk)})
    assert Incident.objects.get().involvements.get().person == deputy
    answer = asked.context["rows"][0].nobody_here
    send(client, what_happened="Another thing.", **row, **{"p0-which": answer})
    assert Incident.objects.latest("pk").involvements.get().name == "Mrs. Deputy"


def test_none_of_these_holds_for_the_name_that_was_asked_about_alone(client, sign_in, teacher, head, deputy):
    sign_in(client, teacher)
    row = {"p0-who": "Mrs Deputy", "p0-part": "alleged", "p0-which": "none:mr head", "p0-link": ""}
    assert client.post(REPORT, WORDS | row).context["asking"].typed_well is False


@pytest.mark.parametrize("part", [Part.TARGET, Part.ALLEGED, Part.WITNESS, Part.PARENT, Part.OTHER])
def test_each_part_can_be_given_by_name_and_in_words(part, client, sign_in, teacher, teacher2, head):
    sign_in(client, teacher)
    link = "https://x.example/them"
    people = {"p0-who": "Tara Teacher", "p0-part": part, "p0-link": link, "p1-who": "J. B.", "p1-part": part}
    send(client, **people, **{"p1-link": ""})
    found = Incident.objects.get().involvements.values_list("person", "name", "part", "link")
    assert list(found) == [(teacher2.pk, "", part, link), (None, "J. B.", part, "")]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"p0-who": "Jo", "p0-part": ""}, "Say what part Jo has in it."),
        ({"p0-who": "", "p0-part": "witness"}, "Say who it is"),
        ({"p0-who": "Jo", "p0-part": "witness", "p0-link": "javascript:x()"}, "A link begins with https://"),
        ({"p0-who": "Tom Teacher", "p0-part": "alleged"}, "That is you."),
        ({"p0-who": "Jo", "p0-part": "handler"}, "not one of the available choices"),
    ],
)
def test_a_line_that_makes_no_sense_is_said_and_all_that_was_typed_stays(row, says, client, sign_in, teacher, head):
    sign_in(client, teacher)
    typed = {
        "where": "the Friends' page",
        "when": "earlier",
        "on_day": "2026-11-16",
        "at_time": "09:30",
        "danger": "on",
    }
    shown = client.post(REPORT, WORDS | NOBODY | typed | row)
    assert says in text_of(shown)
    assert not Incident.objects.exists()
    form = shown.context["form"]
    assert {name: form[name].value() for name in typed} == typed | {"danger": True}
    assert form["what_happened"].value() == WORDS["what_happened"]
    assert shown.context["rows"][0]["who"].value() == row["p0-who"]
    assert 'value="offensive" id="id_category_1" checked' in shown.content.decode()


def test_naming_another_person_sends_nothing_and_keeps_what_was_typed(client, sign_in, teacher, head):
    sign_in(client, teacher)
    shown = client.post(REPORT, {"what_happened": "So far.", "p0-who": "Jo", "p0-part": "", "add": "yes"})
    assert [row.prefix for row in shown.context["rows"]] == ["p0", "p1"]
    assert "There is a problem" not in text_of(shown)
    assert shown.context["form"]["what_happened"].value() == "So far."


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"when": "now"}, "2026-11-18T10:00:00+00:00"),
        ({"when": "today"}, "2026-11-18T00:00:00+00:00"),
        ({"on_day": "2026-07-01", "at_time": "09:30"}, "2026-07-01T08:30:00+00:00"),
        ({}, None),
    ],
)
def test_when_it_happened_is_kept_as_far_as_it_is_known(typed, told, client, sign_in, teacher, head):
    sign_in(client, teacher)
    send(client, **typed)
    at = Incident.objects.get().happened_at
    assert (at.isoformat() if at else None) == told


@pytest.mark.parametrize(
    "typed",
    [{"on_day": "2026-11-19"}, {"on_day": "0001-01-01"}, {"when": "today", "at_time": "11:00"}, {"when": "earlier"}],
)
def test_a_time_that_cannot_be_is_refused(typed, client, sign_in, teacher, head):
    sign_in(client, teacher)
    assert "There is a problem" in text_of(send(client, **typed))
    assert not Incident.objects.exists()


def test_an_allegation_against_staff_says_whom_it_is_about(client, sign_in, teacher, head):
    sign_in(client, teacher)
    assert "Say who did it" in text_of(send(client, category="staff"))
    assert not Incident.objects.exists()
    assert send(client, category="staff", **{"p0-who": "I do not know", "p0-part": "alleged"}).status_code == 302


def test_somebody_in_danger_is_told_to_ring_999_first_with_the_schools_numbers(client, sign_in, teacher, head, dsl):
    IncidentSettings.objects.update_or_create(pk=1, defaults={"numbers": "Office: 01\nOut of hours: 07700 900000"})
    sign_in(client, teacher)
    for body in (WORDS | {"danger": "on"}, WORDS | {"category": "threat_to_life"}):
        shown = text_of(client.post(REPORT, body | NOBODY))
        assert "Ring 999 first" in shown
        assert "Out of hours: 07700 900000" in shown
        assert "Sara Safe" in shown
    sent = send(client, danger="on")
    assert "Ring 999 first" in text_of(client.get(sent.headers["Location"]))


def test_where_nobody_could_read_it_the_page_says_whom_to_ring(client, sign_in, teacher):
    sign_in(client, teacher)
    shown = text_of(client.post(REPORT, WORDS | NOBODY))
    assert "Nobody could read this here now." in shown
    assert "Ring the school’s office" in shown
    assert send(client).status_code == 302  # it is kept, and waits for somebody


def test_the_page_says_that_it_is_confidential_and_not_anonymous(client, sign_in, teacher, head):
    sign_in(client, teacher)
    assert "You cannot report without your name" in text_of(client.get(REPORT))


def test_a_volunteer_can_have_a_report_led_round_the_head_without_seeing_the_directory(
    client, sign_in, volunteer, head, deputy, teacher
):
    sign_in(client, volunteer)
    page = client.get(REPORT).content.decode()
    assert "Helen Head" in page
    assert "Tom Teacher" not in page
    send(client, **{"p0-who": "Helen Head", "p0-part": "alleged"})
    assert not Incident.objects.visible_to(head).exists()


def test_every_category_is_offered_once_in_plain_words(client, sign_in, teacher, head):
    offered = [category for _, kinds in KINDS for category, _ in kinds]
    assert sorted(offered) == sorted(Category)
    sign_in(client, teacher)
    page = client.get(REPORT).content.decode()
    assert [page.count(f'name="category" value="{category}"') for category in Category] == [1] * len(Category)


@pytest.mark.parametrize("category", [c for c in Category if advice_of(c)])
def test_the_advice_of_a_kind_is_there_before_and_after(category, client, sign_in, teacher, head, make_incident):
    sign_in(client, teacher)
    made = make_incident(category)
    for url in (f"{REPORT}?category={category}", reverse("incidents:my_report", args=[made.public_id])):
        assert advice_of(category) in [template.name for template in client.get(url).templates]


def test_whoever_handles_it_reads_what_is_asked_of_them_and_not_of_the_reporter(
    client, sign_in, head, dsl, deputy, make_incident
):
    for category in (category for category in Category if advice_of(category)):
        made = make_incident(category)
        reader = head if made.with_seniors else dsl
        page = sign_in(client, reader).get(reverse("incidents:incident", args=[made.public_id]))
        drawn = [template.name for template in page.templates]
        assert handlers_advice_of(category) in drawn
        assert advice_of(category) not in drawn


def test_from_today_it_is_one_press_to_the_report_for_everybody(client, sign_in, teacher, volunteer, chair, head):
    for person in (teacher, volunteer, chair, head):
        assert f'href="{REPORT}"' in sign_in(client, person).get("/").content.decode()


def test_an_indecent_image_is_told_in_words_alone(client, sign_in, teacher, dsl):
    sign_in(client, teacher)
    page = client.get(f"{REPORT}?category=indecent_image")
    assert "Do not look at it again" in text_of(page)
    assert 'type="file"' not in page.content.decode()
    words = "Look: data:image/png;base64,iVBORw0KGgo="
    assert "Put no picture here" in text_of(send(client, category="indecent_image", what_happened=words))
    assert not Incident.objects.exists()
    send(client, category="indecent_image", what_happened="A link that a pupil showed me.")
    assert Notification.objects.get(template="incidents.reported").recipient == dsl


def test_a_report_that_is_sent_twice_is_one(client, sign_in, teacher, head, clock):
    sign_in(client, teacher)
    first, second = send(client), send(client)
    assert first.headers["Location"] == second.headers["Location"]
    assert Notification.objects.filter(recipient=head).count() == 1
    send(client, **{"p0-who": "Jo", "p0-part": "witness"})  # says something more, so it is another one
    assert Incident.objects.count() == 2


def test_a_mistake_is_told_in_one_field_and_one_press(client, sign_in, volunteer, head):
    url = reverse("incidents:report_mistake")
    sign_in(client, volunteer)
    page = client.get(url)
    assert "Nobody is blamed" in text_of(page)
    assert "Helen Head" in text_of(page)
    seen = page.context["asking"].who.seen
    sent = client.post(url, {"what_happened": "I posted on the wrong account.", "where": "", "seen": seen})
    incident = Incident.objects.get()
    assert incident.category == Category.MISTAKE
    assert set(workflow.handlers(incident)) == {head}
    assert "Thank you for saying it." in text_of(client.get(sent.headers["Location"]))
