"""What is typed of a report is kept for its writer alone, until it is sent, thrown away or a week old."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from incidents.models import Incident, ReportDraft
from incidents.needs import unsent
from incidents.tests.test_report_pages import NOBODY, REPORT, WORDS, text_of
from incidents.workflow.drafts import forget_old_report_drafts, keep_report_draft, report_draft
from moderation.conftest import account, make_account, make_item  # noqa: F401  (fixtures)

TYPED = {"category": "harassment", "what_happened": "It began on", "where": "the bus", "danger": "on"}
PERSON = {"p0-who": "Helen Head", "p0-part": "alleged", "p0-link": ""}
AUTOSAVE = {"X-Autosave": "yes"}


@pytest.fixture
def types(client, sign_in, teacher, head, deputy, chair):
    sign_in(client, teacher)
    return lambda url=REPORT, **more: client.post(url, TYPED | PERSON | more, headers=AUTOSAVE)


def test_what_was_typed_is_there_again_with_who_would_read_it(types, client):
    assert types().content.startswith(b"Saved at ")
    assert not Incident.objects.exists()
    page = client.get(REPORT)
    form = page.context["form"]
    assert {name: form[name].value() for name in TYPED} == TYPED | {"danger": True}
    assert page.context["rows"][0]["who"].value() == "Helen Head"
    text = text_of(page)
    assert "and did not send it" in text
    assert "Helen Head is not told of it and cannot see it" in text
    assert "There is a problem" not in text


def test_nobody_else_gets_it_and_nothing_else_is_kept_or_recorded(types, sign_in, teacher2, head):
    types(password="x9", csrfmiddlewaretoken="x9")
    draft = ReportDraft.objects.get()
    assert draft.words == TYPED | {"p0-who": "Helen Head", "p0-part": "alleged"}
    for other in (teacher2, head):
        shown = sign_in(Client(), other).get(REPORT)
        assert "It began on" not in shown.content.decode()
    assert not Event.objects.filter(verb__startswith="incidents").exists()


def test_it_is_gone_once_it_is_sent_and_its_last_words_do_not_bring_it_back(types, client):
    types()
    body = TYPED | PERSON
    seen = client.post(REPORT, body | {"check": "yes"}).context["asking"].who.seen
    assert client.post(REPORT, body | {"seen": seen}).status_code == 302
    assert not ReportDraft.objects.exists()
    types()  # on its way while it was sent
    assert not ReportDraft.objects.exists()


def test_it_is_thrown_away_when_its_writer_says_so_or_empties_it(types, client):
    types()
    thrown = client.post(REPORT, TYPED | PERSON | {"forget": "yes"}, follow=True)
    assert "thrown away" in text_of(thrown)
    assert not ReportDraft.objects.exists()
    types()
    client.post(REPORT, {"category": "harassment", "what_happened": " "}, headers=AUTOSAVE)
    assert not ReportDraft.objects.exists()


def test_after_a_week_nobody_remembers_it(types, teacher, clock):
    types()
    clock.move_to(clock.now + timedelta(days=7))
    assert report_draft(teacher, "report") is not None
    clock.move_to(clock.now + timedelta(minutes=1))
    assert report_draft(teacher, "report") is None
    assert forget_old_report_drafts() == 1


def test_each_page_has_its_own(types, client):
    types()
    mistake = reverse("incidents:report_mistake")
    types(mistake, what_happened="I posted")
    assert client.get(mistake).context["form"]["what_happened"].value() == "I posted"
    assert client.get(REPORT).context["form"]["what_happened"].value() == "It began on"


def test_today_says_that_it_is_not_sent_and_not_what_it_says(types, client, teacher, teacher2):
    types()
    (need,) = unsent(teacher)
    assert (need.url, need.sentence) == (REPORT, "You began a report and have not sent it")
    assert unsent(teacher2) == []
    assert REPORT in client.get("/").content.decode()


@pytest.mark.parametrize("words", ["x" * 20_001, "a\0b", "data:image/png;base64,iVBORw0KGgo="])
def test_what_cannot_be_kept_is_said_and_not_kept(words, teacher):
    assert not keep_report_draft(teacher, "report", {"what_happened": words})
    assert not ReportDraft.objects.exists()


def test_whoever_may_not_report_keeps_none(leaver):
    assert not keep_report_draft(leaver, "report", WORDS | NOBODY)


def test_today_leads_to_no_comment_that_is_not_theirs_to_see(teacher, make_item):  # noqa: F811
    item = make_item(text="Look")
    for about in (f"comment:{item.pk}", "comment:999999", "picture:999999"):
        assert keep_report_draft(teacher, about, {"what_happened": "It"})
    assert [need.url for need in unsent(teacher)] == [reverse("incidents:report_from_item", args=[item.pk])]
