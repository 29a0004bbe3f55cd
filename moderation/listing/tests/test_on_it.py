"""Who is on which row, asked every few seconds."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from moderation import workflow
from moderation.models import Item
from people.sessions import SEEN

POLL = {"X-Portal-Poll": "yes"}


@pytest.fixture
def runner(client, sign_in, teacher):
    return sign_in(client, teacher)


def ask(client, *items):
    return client.get("/comments/on-it/", {"ids": ",".join(str(item.pk) for item in items)}, headers=POLL)


def test_others_see_a_claim_and_that_it_ended(runner, make_item, admin, teacher):
    theirs, mine, free, done = (make_item() for _ in range(4))
    workflow.claim(theirs, actor=admin)
    workflow.claim(mine, actor=teacher)
    workflow.close_without_response(done, actor=admin, reason="Spam")
    answer = ask(runner, theirs, mine, free, done).json()
    assert answer == {"on": {str(theirs.pk): "Ada Admin has it", str(mine.pk): "You have it"}, "done": [done.pk]}
    assert "Ada Admin has it" in runner.get("/comments/").content.decode()
    Item.objects.filter(pk=theirs.pk).update(claimed_until=NOW - timedelta(seconds=1))
    assert str(theirs.pk) not in ask(runner, theirs).json()["on"]
    assert "Ada Admin has it" not in runner.get("/comments/").content.decode()


def test_it_asks_once_and_shows_nobody_what_they_do_not_see(client, sign_in, outsider, runner, make_item, admin):
    items = [make_item() for _ in range(12)]
    for item in items:
        workflow.claim(item, actor=admin)
    ask(runner, *items)
    with CaptureQueriesContext(connection) as asked:
        assert len(ask(runner, *items).json()["on"]) == 12
    assert sum('"moderation_item"' in query["sql"] for query in asked.captured_queries) == 1
    assert ask(sign_in(client, outsider), *items).json() == {"on": {}, "done": []}
    assert client.get("/comments/on-it/?ids=x,,99999999999999999999,-1").json() == {"on": {}, "done": []}


def test_a_poll_does_not_keep_a_session_alive(runner, item):
    session = runner.session
    session[SEEN] = int(time.time()) - 600
    session.save()
    ask(runner, item)
    assert runner.session[SEEN] < time.time() - 590
    runner.get("/comments/")
    assert runner.session[SEEN] > time.time() - 10
