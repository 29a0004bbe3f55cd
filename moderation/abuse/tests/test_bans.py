"""Blocked people: for how long, and who lets them back (H1)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from conftest import NOW
from core.actors import DAILY, SWEEP
from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import needs_of
from moderation.abuse import workflow
from moderation.abuse.workflow.bans import review_day
from moderation.models import Ban, Item
from moderation.models.author import BanQuerySet
from notifications.models import Notification


@pytest.fixture
def ban(decide, teacher) -> Ban:
    workflow.confirm_done(decide(workflow.block), actor=teacher)
    return Ban.objects.get()


def test_a_block_begins_when_it_is_done_and_is_looked_at_again_in_three_months(ban, vile, teacher):
    assert (ban.author, ban.account, ban.banned_by) == (vile.author, vile.account, teacher)
    assert (ban.reason, ban.review_on, ban.banned_at) == ("Abuse or insults", date(2027, 2, 18), NOW)


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 18), date(2027, 2, 18)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 1, 31), date(2026, 4, 30)),
    ],
)
def test_three_months_on(today, day):
    assert review_day(today) == day


def test_it_is_kept_or_lifted_with_a_reason(ban, teacher, teacher2, outsider, head):
    for verb in (
        lambda: workflow.keep_ban(ban, actor=outsider),
        lambda: workflow.lift_ban(ban, actor=outsider, reason="Because"),
    ):
        with pytest.raises(NotAllowed):
            verb()
    for day in (NOW.date(), date(2036, 1, 1)):
        with pytest.raises(InvalidInput):
            workflow.keep_ban(ban, actor=teacher2, review_on=day)
    assert workflow.keep_ban(ban, actor=teacher2, review_on=date(2027, 6, 1)).review_on == date(2027, 6, 1)
    with pytest.raises(InvalidInput):
        workflow.lift_ban(ban, actor=teacher2, reason=" ")
    workflow.lift_ban(ban, actor=teacher2, reason="They said sorry.")
    assert Notification.objects.filter(template="moderation.ban_lifted", recipient=teacher).count() == 1
    assert "sorry" not in str(Event.objects.get(verb="moderation.lift_ban", refused=False).data)
    for verb in (
        lambda: workflow.keep_ban(ban, actor=head),
        lambda: workflow.lift_ban(ban, actor=head, reason="Again"),
    ):
        with pytest.raises(WrongState):
            verb()


def test_a_due_block_is_a_need_and_administrators_are_told_of_each_day_once(
    ban, teacher, outsider, admin, admin2, clock
):
    url = reverse("moderation:bans", query={"state": "due"})
    assert workflow.remind_bans(actor=DAILY) == 0
    assert url not in [need.url for need in needs_of(teacher)]
    clock.move_to(NOW + timedelta(days=100))  # the machine was off for a week after the day
    assert workflow.remind_bans(actor=DAILY) == 1
    assert workflow.remind_bans(actor=DAILY) == 0
    told = Notification.objects.filter(template="moderation.bans_to_review")
    assert {row.recipient for row in told} == {admin, admin2}
    assert url in [need.url for need in needs_of(teacher)]
    assert url in [need.url for need in needs_of(admin)]
    assert url not in [need.url for need in needs_of(outsider)]
    with pytest.raises(NotAllowed):
        workflow.remind_bans(actor=SWEEP)


def test_the_list_and_its_two_ways_on(client, sign_in, ban, teacher, outsider, dsl):
    runner = sign_in(client, teacher)
    assert "Ray Rude" in runner.get(reverse("moderation:bans")).content.decode()
    for query, there in (
        ({"q": "rude"}, True),
        ({"q": "kind"}, False),
        ({"state": "due"}, False),
        ({"state": "?"}, True),
    ):
        assert (ban in runner.get(reverse("moderation:bans"), query).context["page"].rows) is there
    assert runner.post(reverse("moderation:keep_ban", args=[ban.pk]), {"review_on": "2027-05-05"}).status_code == 302
    page = runner.get(reverse("moderation:lift_ban", args=[ban.pk])).content.decode()
    assert "Unblock them on Facebook first" in page
    runner.post(reverse("moderation:lift_ban", args=[ban.pk]), {"reason": "They said sorry."})
    ban.refresh_from_db()
    assert (ban.review_on, ban.lifted_because) == (date(2027, 5, 5), "They said sorry.")
    sign_in(client, dsl)
    assert client.get(reverse("moderation:bans"), {"state": "lifted"}).context["page"].rows == [ban]
    assert client.get(reverse("moderation:keep_ban", args=[ban.pk])).status_code == 403
    sign_in(client, outsider)
    assert client.get(reverse("moderation:bans")).context["page"].rows == []
    assert client.get(reverse("moderation:lift_ban", args=[ban.pk])).status_code == 404


def test_two_who_block_the_same_author_at_once_make_one_block(ban, vile, make_item, decide, teacher, monkeypatch):
    other = make_item(text="Another insult", author_name="Ray Rude")
    Item.objects.filter(pk=other.pk).update(author=vile.author)
    monkeypatch.setattr(BanQuerySet, "in_force", lambda self: self.none())  # neither saw the block of the other
    response = decide(workflow.block, item=Item.objects.get(pk=other.pk))
    with pytest.raises(WrongState, match="blocked on this account already"):
        workflow.confirm_done(response, actor=teacher)
    assert Ban.objects.count() == 1
