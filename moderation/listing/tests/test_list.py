"""The list of the queue: its order, its filters, its counts, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import NOW
from core import clock as the_clock
from core.pagination import KeysetPaginator
from moderation import selectors, workflow
from moderation.models import Author, Item
from moderation.states import Category, Severity
from moderation.workflow import NewItem

QUEUE = "/comments/"


@pytest.fixture
def runner(client, sign_in, teacher):
    return sign_in(client, teacher)


def excerpts(page):
    return [row.excerpt for row in page.context["page"]]


def add(account, teacher, number, start=0, **fields):
    rows = [NewItem(f"Comment {n}", NOW - timedelta(minutes=n), **fields) for n in range(start, start + number)]
    return workflow.add_many(account, rows, actor=teacher).ids


def set_columns(item, **columns):
    """What another part of the desk has judged; the list only reads it."""
    Item.objects.filter(pk=item.pk).update(**columns)


def test_the_priority_lane_stands_first_whatever_its_due_time(runner, make_item):
    make_item(NOW - timedelta(hours=30), text="Late")
    pressing = make_item(NOW - timedelta(minutes=5), text="Pressing")
    set_columns(pressing, priority_since=NOW, priority_due_at=NOW + timedelta(hours=2))
    page = runner.get(QUEUE)
    assert [group.title for group in page.context["groups"]] == ["Priority", "Late"]
    assert excerpts(page) == ["Pressing", "Late"]
    assert "First look" in page.content.decode()
    assert [chip.label for chip in page.context["chips"]][:2] == ["All that waits", "Priority"]


def test_pages_stay_whole_while_rows_move(account, teacher, make_item):
    add(account, teacher, 9)
    list_of = selectors.in_state(Item.objects.all(), "waiting", the_clock.now())
    first = KeysetPaginator(list_of, selectors.WAITING_ORDER, 4).page()
    # One of the page before is answered, another comes in before all: the next page goes on where this one ended.
    workflow.close_without_response(first[0], actor=teacher, reason="Spam")
    make_item(NOW - timedelta(days=2), text="New and late")
    second = KeysetPaginator(list_of, selectors.WAITING_ORDER, 4).page(first.next_cursor)
    third = KeysetPaginator(list_of, selectors.WAITING_ORDER, 4).page(second.next_cursor)
    seen = [row.pk for page in (first, second, third) for row in page]
    assert len(seen) == len(set(seen)) == 9
    back = KeysetPaginator(list_of, selectors.WAITING_ORDER, 4).page(second.previous_cursor)
    assert [row.pk for row in back] == [*[row.pk for row in first][1:]] or len(back) == 4


def test_finished_ones_come_newest_first_and_are_found(runner, make_item, teacher):
    for hours in (3, 2, 1):
        item = make_item(NOW - timedelta(hours=hours), text=f"Lost umbrella {hours}", author_name="Ann Other")
        workflow.close_without_response(item, actor=teacher, reason="Spam")
    assert excerpts(runner.get(f"{QUEUE}?state=finished")) == ["Lost umbrella 1", "Lost umbrella 2", "Lost umbrella 3"]
    page = runner.get(f"{QUEUE}?q=umbrella")
    assert excerpts(page) == []
    assert "Look in everything" in page.content.decode()
    assert len(excerpts(runner.get(f"{QUEUE}?q=umbrella&state=all"))) == 3


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bus late", {"The bus was late again"}),  # every word must be there
        ("bus lovely", set()),
        ("WILL", {"Lovely fair"}),  # an author's name, though English takes it for no word
        ('"was late"', {"The bus was late again"}),
        ("bus -late", {"No bus today"}),
        ("-", set()),
        ("%", set()),
    ],
)
def test_words_are_looked_for_in_text_and_name(runner, make_item, words, found):
    make_item(text="The bus was late again", author_name="Ann")
    make_item(text="No bus today", author_name="Bob")
    make_item(text="Lovely fair", author_name="Will Smith")
    page = runner.get(QUEUE, {"q": words})
    assert page.status_code == 200
    if words == "-":  # nothing was asked for
        return
    assert set(excerpts(page)) == found


def test_what_was_triaged_can_be_chosen(runner, account, make_item, teacher, admin):
    harsh = make_item(text="Harsh", author_name="Pat")
    author = Author.objects.filter(items=harsh).first() or Author.objects.create(
        platform=account.platform, key="name:harsh", name="Harsh"
    )
    Author.objects.filter(pk=author.pk).update(kind="parent")
    set_columns(harsh, category=Category.CRITICISM, severity=Severity.HIGH, author=author)
    held = make_item(text="Held", author_name="Cat")
    workflow.claim(held, actor=admin)
    ran_out = make_item(text="Free again", author_name="Dan")
    set_columns(ran_out, claimed_by=admin, claimed_at=NOW, claimed_until=NOW - timedelta(minutes=1))
    for query, texts in {
        "category=criticism": {"Harsh"},
        "severity=2": {"Harsh"},
        "author_kind=parent": {"Harsh"},
        "author_kind=unknown": {"Held", "Free again"},
        "claimed=nobody": {"Harsh", "Free again"},
        "claimed=anybody": {"Held"},
        "claimed=me": set(),
    }.items():
        assert set(excerpts(runner.get(f"{QUEUE}?{query}"))) == texts, query


def test_counts_stop_at_500(runner, account, teacher, monkeypatch):
    monkeypatch.setattr(selectors, "COUNT_TO", 5)
    add(account, teacher, 8)
    chips = {chip.state: chip.count for chip in runner.get(QUEUE).context["chips"]}
    assert (chips["waiting"], chips["later"], chips["late"]) == ("5+", "5+", "0")
    monkeypatch.setattr(selectors, "LOOK_AT", 6)
    chips = {chip.state: chip.count for chip in runner.get(f"{QUEUE}?q=comment").context["chips"]}
    assert (chips["waiting"], chips["later"], chips["late"]) == ("5+", "5+", "0")


def test_each_waiting_comment_counts_in_one_group_and_the_list_has_it_there(runner, account, make_item):
    """Also what is in two ways urgent: what is pressing and late stands with the late ones, and first there."""
    lane = {"priority_since": NOW, "priority_due_at": NOW + timedelta(hours=2)}
    late, both = make_item(NOW - timedelta(hours=30), text="Late"), make_item(NOW - timedelta(hours=29), text="Both")
    later, pressing = make_item(NOW - timedelta(minutes=9), text="Later"), make_item(NOW, text="Pressing")
    old = make_item(NOW - timedelta(days=9), text="Old and pressing")
    for item in (both, pressing, old):
        set_columns(item, **lane)
    set_columns(old, in_figures=False)
    found = selectors.counts(Item.objects.all(), NOW)
    parts = {name: number for name, number in found.items() if number and name != "waiting"}
    assert parts == {"priority": 2, "late": 2, "later": 1}
    assert found["waiting"] == sum(parts.values())
    assert found == selectors.counts(Item.objects.all(), NOW, narrowed=True)
    groups = {group.name: [row.pk for row in group.rows] for group in runner.get(QUEUE).context["groups"]}
    assert groups == {"priority": [old.pk, pressing.pk], "late": [both.pk, late.pk], "later": [later.pk]}
    for name, rows in groups.items():
        shown = {row.pk for group in runner.get(f"{QUEUE}?state={name}").context["groups"] for row in group.rows}
        assert shown == set(rows)


def test_a_row_costs_no_query_and_its_text_is_not_read(runner, account, teacher, make_item):
    def queries(url):
        with CaptureQueriesContext(connection) as asked:
            assert runner.get(url).status_code == 200
        return asked.captured_queries

    add(account, teacher, 3)
    runner.get(QUEUE)
    few, few_found = len(queries(QUEUE)), len(queries(f"{QUEUE}?q=comment&state=all"))
    add(account, teacher, 70, start=3, author_name="Pat")
    make_item(text="long " * 3000)
    many = queries(QUEUE)
    assert len(many) == few <= 14
    assert len(queries(f"{QUEUE}?q=comment&state=all")) == few_found <= 14
    assert not any('"moderation_item"."text", "' in query["sql"] for query in many)


def test_who_sees_all_accounts_pays_for_no_subquery(client, sign_in, admin, account, teacher):
    signed_in = sign_in(client, admin)
    add(account, teacher, 3)
    with CaptureQueriesContext(connection) as asked:
        signed_in.get(QUEUE)
    lists = [query["sql"] for query in asked.captured_queries if 'FROM "moderation_item"' in query["sql"]]
    assert lists
    assert not any("accounts_account" in sql or "accounts_runner" in sql for sql in lists)


@pytest.mark.postgresql
def test_a_search_goes_by_the_index(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    words = selectors.filtered(Item.objects.all(), None, {"q": "umbrella"}, NOW).order_by()
    assert "moderation_item_words" in words.values("pk").explain()


def test_the_address_of_a_row_keeps_the_filters(runner, item):
    page = runner.get(f"{QUEUE}?state=later&q=comment&did=close&open=3")
    assert f"{reverse('moderation:item', args=[item.pk])}?state=later&amp;q=comment" in page.content.decode()


def test_a_number_too_long_to_be_one_breaks_no_page(runner, make_item):
    make_item()
    assert runner.get(QUEUE, {"open": "9" * 5000, "tag": "9" * 5000, "cursor": "9" * 5000}).status_code == 200
