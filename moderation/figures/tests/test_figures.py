"""The page of the figures: for whom, by which filters, in which words."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import NOW
from core.documents import can_make_pdf
from moderation.figures import Period
from moderation.figures.forms import FiguresFilter
from moderation.figures.recounting import NAME, compare_all, run
from moderation.models import Digest, Heartbeat, ItemStage
from school.models import Term
from school.workflow import add_usual_terms

URL = reverse("moderation:figures")
TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.fixture
def answered(make_item, account):
    """Two answered in time, one late, one still open and late; and counted."""

    def make(on=account):
        for hours, took in [(50, 1), (60, 3), (49, 30)]:
            item = make_item(NOW - timedelta(hours=hours), on=on, by=on.runners.first().person)
            item.status = "answered"
            item.responded_at = item.received_at + timedelta(hours=took)
            item.breached_at = item.due_at if item.responded_at > item.due_at else None
            item.save()
        waiting = make_item(NOW - timedelta(hours=26), on=on, by=on.runners.first().person, text="Still waiting")
        waiting.breached_at = waiting.due_at
        waiting.save()
        run()
        compare_all()
        return waiting

    return make


@pytest.fixture
def terms(admin):
    return add_usual_terms(actor=admin, begun_in=2026)


def test_the_number_comes_first(client, sign_in, teacher, answered, terms):
    answered()
    text = sign_in(client, teacher).get(URL).content.decode()
    assert re.search(
        r'stat-number">50.0 %</p>\s*<p class="stat-label"><a [^>]*#in-time">answered in time this half', text
    )
    assert re.search(r'stat-number">1</p>\s*<p class="stat-label"><a [^>]*#late-now">late now', text)
    assert re.search(r'stat-number">Half</p>\s*<p class="stat-label"><a [^>]*#half">within 4 hours', text)
    assert "Monday 2 November 2026 to Sunday 3 January 2027" in text
    assert "2 answered in time, 2 <a" in text
    assert "Still waiting" in text
    assert "Nobody is on it" in text
    assert reverse("moderation:definitions") in text


def test_each_number_leads_to_what_it_counts(client, sign_in, teacher, answered):
    answered()
    text = sign_in(client, teacher).get(URL).content.decode()
    url = reverse("moderation:figures_definitions")
    meant = client.get(url).content.decode()
    anchors = set(re.findall(rf'href="{url}#([a-z-]+)"', text))
    assert anchors >= {"in-time", "late-now", "open-now", "half", "counted", "late", "fresh"}
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in meant] == []


def test_the_late_list_says_what_stands_in_the_way(client, sign_in, teacher, admin, answered):
    waiting = answered()
    waiting.claimed_by, waiting.claimed_at = teacher, NOW
    waiting.save()
    stage = ItemStage.objects.create(item=waiting, stage="late_runners", at=waiting.due_at, noticed_at=NOW)
    digest = Digest.objects.create(person=admin, made_at=NOW, acknowledged_at=NOW)
    digest.stages.add(stage)
    text = sign_in(client, teacher).get(URL).content.decode()
    assert "Tom Teacher is on it" in text
    assert "Ada Admin has acknowledged that it is late, Wed 18 Nov, 10:00 am" in text


def test_each_sees_the_accounts_that_they_run_and_leaders_all(
    client, sign_in, teacher, teacher2, head, admin, dsl, outsider, account, make_account, answered
):
    other = make_account("Another", teacher2)
    answered()
    answered(other)

    def shown(person, query=""):
        figures = sign_in(client, person).get(URL + query).context["figures"]
        return {row.account for row in figures.by_account}, figures.total.share.decided

    assert shown(teacher) == ({account}, 4)
    assert shown(teacher2) == ({other}, 4)
    for person in (head, admin, dsl):
        assert shown(person) == ({account, other}, 8)
    assert shown(head, f"?account={other.pk}") == ({other}, 4)
    assert shown(teacher, f"?account={other.pk}") == ({account}, 4)  # what one does not see is no choice
    assert shown(outsider) == (set(), 0)
    assert "You run no account yet" in client.get(URL).content.decode()


def period_of(asked, today=TODAY, terms=()):
    query = QueryDict(mutable=True)
    query.update(asked)
    return FiguresFilter(query, accounts=[], terms=terms, today=today).chosen_period


@pytest.mark.parametrize(
    ("asked", "period"),
    [
        ({}, Period("in the last six weeks", date(2026, 10, 12), date(2026, 11, 22))),
        ({"period": "half_term"}, Period("in the last six weeks", date(2026, 10, 12), date(2026, 11, 22))),
        ({"period": "week"}, Period("this week", date(2026, 11, 16), date(2026, 11, 22))),
        ({"period": "12"}, Period("in the last twelve weeks", date(2026, 8, 31), date(2026, 11, 22))),
        ({"period": "year"}, Period("this school year", date(2026, 9, 1), date(2027, 8, 31))),
        ({"period": "last_year"}, Period("last school year", date(2025, 9, 1), date(2026, 8, 31))),
        ({"period": "all"}, Period("in all")),
        ({"period": "nonsense"}, Period("in the last six weeks", date(2026, 10, 12), date(2026, 11, 22))),
        ({"period": "between", "first": "2026-11-05", "last": "2026-11-02"},
         Period("from Monday 2 November 2026 to Thursday 5 November 2026", date(2026, 11, 2), date(2026, 11, 5))),
        ({"period": "between", "first": "2026-11-05"}, Period("since Thursday 5 November 2026", date(2026, 11, 5))),
        ({"period": "between", "last": "2026-11-05"},
         Period("up to Thursday 5 November 2026", None, date(2026, 11, 5))),
        ({"period": "between", "first": "31/31/31"}, Period("in all")),
    ],
)  # fmt: skip
def test_the_address_says_which_days(asked, period):
    assert period_of(asked) == period


def test_terms_and_half_terms_can_be_chosen(terms):
    terms = list(Term.objects.all())
    second_half = (date(2026, 11, 2), date(2027, 1, 3))

    def days(asked, today=TODAY):
        period = period_of(asked, today, terms)
        return period.first, period.last

    assert days({}) == days({"period": "half_term"}) == days({"period": "h-2026-11-02"}) == second_half
    assert days({"period": "last_half_term"}) == (date(2026, 9, 2), date(2026, 11, 1))
    assert days({"period": "term"}) == days({"period": "t-2026-09-02"}) == (date(2026, 9, 2), date(2027, 1, 3))
    assert days({}, date(2026, 12, 25)) == second_half  # a holiday belongs to what went before it
    assert days({"period": "last_term"}, date(2027, 1, 4)) == days({"period": "term"})
    assert days({}, date(2026, 8, 31)) == (date(2026, 7, 27), date(2026, 9, 6))  # no term yet: six weeks
    assert days({"period": "t-2027-01-04"}) == second_half  # one that has not begun is no choice


def test_the_chart_is_drawn_without_style_and_has_its_table(client, sign_in, teacher, answered):
    answered()
    text = sign_in(client, teacher).get(URL).content.decode()
    assert '<rect class="chart-late"' in text
    assert "style=" not in text
    assert '<caption id="weeks-caption">' in text
    assert '<td class="heat-5">' in text
    late = client.get(f"{URL}?map=late").content.decode()
    assert late.count('<td class="heat-5">1</td>') == 2
    assert "most often on Monday from 9 am to 10 am" in late


def test_without_any_comment_the_page_still_stands(client, sign_in, teacher, account):
    for query in ["", "?period=all", "?period=week", "?period=between&first=2030-01-01"]:
        text = sign_in(client, teacher).get(URL + query).content.decode()
        assert '<p class="stat-number">–</p>' in text


def test_the_number_of_queries_does_not_grow(client, sign_in, head, make_account, teacher, answered):
    answered()
    sign_in(client, head)
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(5):
        answered(make_account(f"Account {number}", teacher))
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(many) == len(few) <= 25


def test_the_numbers_say_when_they_are_old_or_not_complete(client, sign_in, teacher, answered, clock):
    answered()
    sign_in(client, teacher)
    assert "worker" not in client.get(URL).content.decode()
    clock.move_to(NOW + timedelta(minutes=11))
    assert "The numbers were last counted" in client.get(URL).content.decode()
    Heartbeat.objects.filter(name=NAME).delete()
    assert "being counted for the first time" in client.get(URL).content.decode()


def test_the_file_holds_what_the_page_shows_and_nothing_that_a_spreadsheet_computes(
    client, sign_in, teacher, teacher2, make_account, answered, terms
):
    answered(make_account("=cmd()", teacher))
    answered(make_account("Not theirs", teacher2))
    sign_in(client, teacher)
    reply = client.get(reverse("moderation:figures_csv"))
    assert reply["Content-Type"] == "text/csv; charset=utf-8"
    rows = [*csv.reader(io.StringIO(reply.content.decode("utf-8-sig")))]
    header, everything, *rest = rows
    assert dict(zip(header, everything, strict=True))["Share in time"] == "50.0%"
    assert everything[1:6] == ["all accounts, received this half-term", "4", "4", "2", "2"]
    assert [row[1] for row in rest if row[0] == "Account"] == [
        "'=cmd() (Facebook)", "St Jude's on Facebook (Facebook)"
    ]  # fmt: skip
    assert {row[0] for row in rest} == {"Account", "Platform", "Week from", "Weekday and hour", "Counted at"}
    assert sum(int(row[5]) for row in rest if row[0] == "Weekday and hour") == 2
    assert "Not theirs" not in reply.content.decode()
    assert {len(row) for row in rows} == {len(header)}


def test_the_paper_shows_the_same_by_the_same_filters(client, sign_in, head, account, answered, make_account, teacher):
    answered(make_account("Another", teacher))
    answered()
    sign_in(client, head)
    paper = reverse("moderation:figures_paper")
    text = client.get(f"{paper}?account={account.pk}&period=week&print=1").content.decode()
    assert "St Jude&#x27;s on Facebook (Facebook), received this week" in text
    assert "Another" not in text
    assert "1, 2, 0 of 3 counted comments" in text
    assert "Still waiting" not in text  # a paper goes round: no words of a comment
    assert "style=" not in text
    assert client.get(paper)["Content-Type"] == ("application/pdf" if can_make_pdf() else "text/html; charset=utf-8")


def test_nobody_sees_it_without_signing_in(client, school):
    assert client.get(URL).status_code == 302
