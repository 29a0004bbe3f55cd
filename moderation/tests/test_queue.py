"""The pages of the queue."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from conftest import NOW
from core.registry import needs_of
from moderation import sweep, workflow
from moderation.models import Item, Response
from moderation.states import ResponseStatus, Status
from moderation.workflow import NewItem


def url(name, *args):
    return reverse(f"moderation:{name}", args=args)


@pytest.fixture
def runner(client, sign_in, teacher):
    return sign_in(client, teacher)


@pytest.fixture
def three(make_item, clock):
    """One late, one due today, one due later, seen at Wednesday 10:00."""
    late = make_item(NOW - timedelta(hours=25), text="The late one", author_name="Ann")
    today = make_item(NOW - timedelta(hours=20), text="The one for today", author_name="Bob")
    later = make_item(NOW - timedelta(minutes=5), text="The later one", author_name="Cat")
    return late, today, later


def test_the_queue_groups_by_urgency(runner, three, clock):
    page = runner.get(url("queue"))
    groups = [(group.title, [item.excerpt for item in group.rows]) for group in page.context["groups"]]
    assert groups == [
        ("Late", ["The late one"]),
        ("Due today", ["The one for today"]),
        ("Due later", ["The later one"]),
    ]
    assert [(chip.state, chip.count) for chip in page.context["chips"]][:4] == [
        ("waiting", "3"),
        ("late", "1"),
        ("today", "1"),
        ("later", "1"),
    ]


def test_acknowledged_comments_wait_below_and_are_not_late(runner, three, teacher, clock):
    late, *_ = three
    workflow.acknowledge(late, actor=teacher, text="Seen")
    groups = [group.title for group in runner.get(url("queue")).context["groups"]]
    assert groups == ["Due today", "Due later", "Acknowledged, waiting for a reply"]


def test_comments_from_before_stand_apart_and_are_not_late(runner, make_account, teacher):
    account = make_account("New", teacher, monitored_from=NOW)
    workflow.add_item(account, actor=teacher, text="Old", received_at=NOW - timedelta(days=9))
    groups = [group.title for group in runner.get(url("queue")).context["groups"]]
    assert groups == ["From before the account was watched"]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("state=late", {"The late one"}),
        ("state=today", {"The one for today"}),
        ("state=finished", set()),
        ("state=nonsense", {"The late one", "The one for today", "The later one"}),
        ("q=LATER", {"The later one"}),
        ("q=bob", {"The one for today"}),
        ("kind=complaint", set()),
        ("claimed=me", {"The late one"}),
        ("account=999999", {"The late one", "The one for today", "The later one"}),
    ],
)
def test_filters_live_in_the_address(runner, three, teacher, query, texts):
    workflow.claim(three[0], actor=teacher)
    page = runner.get(f"{url('queue')}?{query}")
    assert {item.excerpt for item in page.context["page"]} == texts


def test_one_account_of_several(runner, item, make_account, make_item, teacher):
    other = make_account("Other", teacher)
    make_item(text="On the other", on=other)
    page = runner.get(f"{url('queue')}?account={other.pk}")
    assert [item.excerpt for item in page.context["page"]] == ["On the other"]


def test_pages_follow_each_other_without_a_gap(runner, account, teacher):
    rows = [NewItem(f"Comment {n}", NOW - timedelta(hours=n)) for n in range(60)]
    workflow.add_many(account, rows, actor=teacher)
    seen, cursor = [], ""
    while cursor is not None:
        page = runner.get(url("queue"), {"cursor": cursor}).context["page"]
        seen += [item.pk for item in page]
        cursor = page.next_cursor
    assert len(seen) == len(set(seen)) == 60


def test_somebody_else_sees_nothing_of_it(client, sign_in, outsider, item):
    signed_in = sign_in(client, outsider)
    assert list(signed_in.get(url("queue")).context["page"]) == []
    assert signed_in.get(url("item", item.pk)).status_code == 404
    for name in ("claim", "release", "acknowledge", "draft_reply", "remove", "close_without_response"):
        assert signed_in.post(url(name, item.pk), {"text": "x"}).status_code == 404


def test_a_safeguarding_lead_sees_it_and_is_told_why_not_to_answer(client, sign_in, dsl, item):
    page = sign_in(client, dsl).get(url("item", item.pk))
    assert b"Only the people who run this account" in page.content
    assert b"I have posted it" not in page.content


def test_the_page_of_a_comment_shows_thread_author_due_time_and_tone(runner, account, teacher):
    parent = workflow.add_item(account, actor=teacher, text="First", external_id="1", author_name="Ann")
    item = workflow.add_item(
        account,
        actor=teacher,
        text="An answer",
        external_id="2",
        parent_external_id="1",
        author_name="Bob",
        received_at=NOW - timedelta(hours=1),
    )
    workflow.add_item(account, actor=teacher, text="Bob again", author_name="Bob", received_at=NOW)
    page = runner.get(url("item", item.pk))
    around = page.context["around"]
    assert around.thread_before + around.thread_after == [parent]
    text = page.content.decode()
    for words in ("24 hours later", "Bob again", "Conversational", "Friendly", "added a comment by hand"):
        assert words in text


def test_claim_and_take_over(runner, item, teacher, admin):
    runner.post(url("claim", item.pk))
    assert Item.objects.get(pk=item.pk).claimed_by == teacher
    workflow.claim(item, actor=admin, take_over_from=teacher)
    page = runner.get(url("item", item.pk)).content.decode()
    assert "Ada Admin, since" in page
    assert "Take it over from Ada Admin?" in runner.get(url("claim", item.pk)).content.decode()
    runner.post(url("claim", item.pk), {"from": ""})
    assert Item.objects.get(pk=item.pk).claimed_by == admin
    runner.post(url("claim", item.pk), {"from": admin.pk})
    assert Item.objects.get(pk=item.pk).claimed_by == teacher
    runner.post(url("release", item.pk))
    assert Item.objects.get(pk=item.pk).claimed_by is None


def test_acknowledge_with_the_offered_words(runner, item):
    page = runner.get(url("item", item.pk))
    words = page.context["forms"]["acknowledge"].initial["text"]
    assert words.startswith("Thank you for your message. We have seen it and will reply as soon as we can.")
    assert words.endswith("Tom Teacher, St. Jude's")
    answer = runner.post(url("acknowledge", item.pk) + "?state=today", {"text": words, "posted_at": ""})
    assert answer.url == f"/comments/{item.pk}/?state=today"
    assert Item.objects.get(pk=item.pk).status == Status.ACKNOWLEDGED


def test_a_reply_is_shown_to_copy_and_confirmed(runner, item):
    runner.post(url("draft_reply", item.pk), {"text": "A draft"})
    assert b"drafted it" in runner.get(url("item", item.pk)).content
    runner.post(url("draft_reply", item.pk), {"text": "The reply <b>", "ready": "yes"})
    response = Response.objects.get()
    page = runner.get(url("item", item.pk)).content.decode()
    assert 'data-copy="The reply &lt;b&gt;"' in page
    assert Item.objects.get(pk=item.pk).status == Status.OPEN
    runner.post(url("confirm_posted", item.pk, response.pk), {"posted_at": "2026-11-18T09:30"})
    response.refresh_from_db()
    assert response.posted_at == NOW - timedelta(minutes=30)
    assert Item.objects.get(pk=item.pk).status == Status.ANSWERED
    page = runner.get(url("item", item.pk)).content.decode()
    assert "<strong>Tom Teacher</strong> as St Jude&#x27;s on Facebook" in page
    assert "Tom Teacher said so here" in page


def test_a_time_in_the_minute_of_the_comment_is_taken(runner, make_item, clock):
    item = make_item(NOW - timedelta(minutes=30, seconds=-20))
    answer = runner.post(url("acknowledge", item.pk), {"text": "Seen", "posted_at": "2026-11-18T09:30"})
    assert answer.status_code == 302
    assert Item.objects.get(pk=item.pk).responded_at == item.received_at


@pytest.mark.parametrize("when", ["2026-11-18T10:01", "2026-11-18T08:00", "yesterday"])
def test_a_time_that_cannot_be_is_named_and_what_was_typed_stays(runner, item, when):
    page = runner.post(url("acknowledge", item.pk), {"text": "My own words", "posted_at": when})
    text = page.content.decode()
    assert "There is a problem" in text
    assert 'href="#acknowledge_posted_at"' in text
    assert "My own words" in text
    assert Item.objects.get(pk=item.pk).status == Status.OPEN


def test_an_answer_of_another_comment_is_not_found(runner, item, make_item, teacher):
    response = workflow.draft_reply(make_item(), actor=teacher, text="Hello", ready=True)
    assert runner.post(url("confirm_posted", item.pk, response.pk)).status_code == 404
    assert Response.objects.get().status == ResponseStatus.TO_POST


def test_close_with_a_reason(runner, item):
    assert b"There is a problem" in runner.post(url("close_without_response", item.pk), {"reason": ""}).content
    runner.post(url("close_without_response", item.pk), {"reason": "Spam"})
    assert Item.objects.get(pk=item.pk).closed_reason == "Spam"
    assert b"Spam" in runner.get(url("item", item.pk)).content


def test_what_was_typed_about_a_comment_that_was_finished_meanwhile_is_not_lost(runner, item, admin):
    workflow.close_without_response(item, actor=admin, reason="Spam")
    page = runner.post(url("draft_reply", item.pk), {"text": "My long reply"}).content.decode()
    assert "This is finished" in page
    assert "My long reply" in page


def test_a_finished_comment_leads_to_the_next(runner, item, make_item, teacher):
    other = make_item()
    workflow.close_without_response(item, actor=teacher, reason="Spam")
    page = runner.get(url("item", item.pk))
    assert page.context["next_item"] == other
    assert b"Next comment" in page.content


def test_who_comes_second_is_told_who_was_first(runner, item, admin):
    workflow.acknowledge(item, actor=admin, text="Seen")
    page = runner.post(url("draft_reply", item.pk), {"text": "Me too", "ready": "yes"})
    assert "Ada Admin has this comment" in page.content.decode()
    assert "Me too" in page.content.decode()
    assert not Response.objects.filter(text="Me too").exists()


def test_add_by_hand(runner, account):
    page = runner.post(
        url("add_item"),
        {"account": account.pk, "text": "Seen on the page", "kind": "query", "received_at": "2026-11-18T09:00"},
    )
    item = Item.objects.get(text="Seen on the page")
    assert page.url == url("item", item.pk)
    assert item.received_at == NOW - timedelta(hours=1)
    assert runner.post(url("add_item"), {"account": account.pk, "text": "", "kind": "query"}).status_code == 200


def test_nothing_is_changed_by_a_get(runner, item):
    for name in ("release", "acknowledge", "draft_reply", "close_without_response"):
        assert runner.get(url(name, item.pk)).status_code == 405


def test_what_somebody_wrote_is_never_markup(runner, make_item):
    nasty = "<script>alert(1)</script>"
    item = make_item(text=nasty, author_name=nasty)
    for page in (runner.get(url("queue")), runner.get(url("item", item.pk))):
        assert nasty not in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_queue(runner, account, teacher, django_assert_max_num_queries):
    def add(number, start):
        rows = [NewItem(f"Comment {n}", NOW - timedelta(hours=n), author_name="Pat") for n in range(start, number)]
        return workflow.add_many(account, rows, actor=teacher).ids

    ids = add(3, 0)
    runner.get(url("queue"))
    with django_assert_max_num_queries(14) as few:
        runner.get(url("queue"))
    with django_assert_max_num_queries(40) as few_beside:
        runner.get(url("item", ids[0]))
    add(60, 3)
    with django_assert_max_num_queries(len(few.captured_queries)):
        runner.get(url("queue"))
    with django_assert_max_num_queries(len(few_beside.captured_queries)):
        runner.get(url("item", ids[0]))


def test_a_poll_gets_the_list_alone(runner, item):
    page = runner.get(url("queue"), {"open": item.pk}, headers={"HX-Target": "queue-list", "X-Portal-Poll": "yes"})
    text = page.content.decode()
    assert "<html" not in text
    assert 'aria-current="true"' in text


def test_the_definitions_are_shown(runner):
    assert b"How we count time" in runner.get(url("definitions")).content


def test_today_shows_a_runner_what_is_late_and_due(three, teacher, clock):
    found = [(need.sentence, need.urgency, need.url) for need in needs_of(teacher)]
    assert ("1 comment is late", 0, "/comments/?state=late") in found
    assert ("1 comment due by 2:00 pm", 1, "/comments/?state=today") in found


def test_today_shows_what_is_pressing_apart_from_what_is_due(three, teacher, clock):
    *_, later = three
    Item.objects.filter(pk=later.pk).update(priority_since=NOW, priority_due_at=NOW + timedelta(hours=2))
    need = next(need for need in needs_of(teacher) if "urgent" in need.sentence)
    assert (need.sentence, need.url) == ("1 comment may be urgent: look at it first", "/comments/?state=priority")
    assert (need.urgency, need.due_at) == (0, NOW + timedelta(hours=2))


def test_today_says_the_end_of_today_for_weekend_comments(make_item, teacher, clock):
    clock.move_to(datetime(2026, 11, 16, 9, 0, tzinfo=UTC))
    make_item(datetime(2026, 11, 14, 9, 0, tzinfo=UTC))
    assert "1 comment due by the end of today" in [need.sentence for need in needs_of(teacher)]


def test_today_shows_administrators_late_comments_elsewhere_and_slt_those_escalated(
    three, admin, head, outsider, clock
):
    assert "1 comment on another account is late" in [need.sentence for need in needs_of(admin)]
    assert not [need for need in needs_of(head) if "comment" in need.sentence]
    clock.move_to(NOW + timedelta(days=3))
    sweep.run()
    assert "3 comments on other accounts are late" in [need.sentence for need in needs_of(head)]
    assert not [need for need in needs_of(outsider) if "comment" in need.sentence]


def test_today_reminds_of_an_answer_that_is_not_posted(item, teacher):
    workflow.draft_reply(item, actor=teacher, text="Hello", ready=True)
    assert "An answer of yours is not posted yet" in [need.sentence for need in needs_of(teacher)]
