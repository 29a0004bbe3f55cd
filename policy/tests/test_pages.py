"""The policy in a browser: read, acknowledge, write, publish, and who has."""

from datetime import date

import pytest
from django.urls import reverse

from core.registry import needs_of
from notifications.models import Notification
from policy import selectors, workflow
from policy.models import Acknowledgement, PolicyVersion, TrainingRecord

TODAY = date(2026, 11, 18)


def text(answer):
    return answer.content.decode()


def test_before_there_is_a_policy_the_page_says_so(client, sign_in, teacher):
    page = sign_in(client, teacher).get(reverse("policy:index"))
    assert "not in the portal yet" in text(page)
    assert client.get(reverse("policy:read")).url == reverse("policy:index")


def test_the_text_is_read_and_acknowledged(client, sign_in, teacher, publish):
    publish("## Be kind\n\nAlways.")
    page = sign_in(client, teacher).get(reverse("policy:read"))
    assert "Be kind</h" in text(page)
    digest = page.context["form"].initial["digest"]
    answer = client.post(reverse("policy:acknowledge"), {"understood": "on", "digest": digest})
    made = Acknowledgement.objects.get()
    assert made.person == teacher
    assert answer.url == reverse("policy:receipt", args=[made.pk])
    assert "You have acknowledged this version" in text(client.get(reverse("policy:read")))


def test_reading_acknowledges_nothing(client, sign_in, teacher, version):
    sign_in(client, teacher).get(reverse("policy:read"))
    assert client.get(reverse("policy:acknowledge")).status_code == 405
    assert not Acknowledgement.objects.exists()


def test_the_box_must_be_ticked(client, sign_in, teacher, version):
    answer = sign_in(client, teacher).post(reverse("policy:acknowledge"), {"digest": version.digest})
    assert "Tick the box" in text(answer)
    assert not Acknowledgement.objects.exists()


def test_a_page_left_open_over_a_new_version_acknowledges_nothing(client, sign_in, teacher, publish):
    old = publish("Be kind.")
    publish("Be kind and quick.")
    values = {"understood": "on", "digest": old.digest}
    answer = sign_in(client, teacher).post(reverse("policy:acknowledge"), values, follow=True)
    assert "newer version" in text(answer)
    assert not Acknowledgement.objects.exists()


def test_an_older_version_can_be_read_but_not_acknowledged(client, sign_in, teacher, publish):
    publish("Be kind.")
    publish("Be kind and quick.")
    page = sign_in(client, teacher).get(reverse("policy:version", args=[1]))
    assert "older version" in text(page)
    assert page.context["form"] is None


@pytest.mark.parametrize("who", ["admin", "teacher", "volunteer", "chair"])
def test_the_draft_is_slt_s_alone(client, sign_in, request, head, who):
    workflow.save_draft(actor=head, title="Policy", body_markdown="A secret thought")
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("policy:version", args=[1])).status_code == 404
    for place in ("policy:draft", "policy:publish", "policy:discard_draft"):
        assert client.get(reverse(place)).status_code == 403
        assert client.post(reverse(place), {}).status_code == 403
    assert "secret thought" not in text(client.get(reverse("policy:index")))


def test_slt_writes_previews_publishes(client, sign_in, head, teacher):
    sign_in(client, head)
    values = {"title": "Policy", "body_markdown": "Be **kind**.", "seen": ""}
    preview = client.post(reverse("policy:draft"), values | {"preview": "yes"})
    assert "<strong>kind</strong>" in text(preview)
    assert not PolicyVersion.objects.exists()
    assert client.post(reverse("policy:draft"), values | {"publish": "yes"}).url == reverse("policy:publish")
    page = client.get(reverse("policy:publish"))
    days = {"effective_on": "2026-11-18", "review_on": "2027-11-18"}
    answer = client.post(reverse("policy:publish"), days | {"digest": page.context["form"].initial["digest"]})
    assert answer.url == reverse("policy:index")
    assert selectors.current_version().body_markdown == "Be **kind**."
    assert Notification.objects.filter(recipient=teacher, template="policy.published").exists()


def test_a_refused_publishing_says_why_and_keeps_what_was_typed(client, sign_in, head):
    draft = workflow.save_draft(actor=head, title="Policy", body_markdown="Be kind.")
    values = {"effective_on": "2026-11-19", "review_on": "2027-11-18", "digest": draft.text_digest()}
    answer = sign_in(client, head).post(reverse("policy:publish"), values)
    assert "Until then it stays a draft" in text(answer)
    assert 'value="2026-11-19"' in text(answer)


def test_somebody_else_s_words_are_not_overwritten(client, sign_in, head, deputy, clock):
    draft = workflow.save_draft(actor=head, title="Policy", body_markdown="Be kind.")
    seen = draft.changed_at.isoformat()
    clock.move_to(clock.now.replace(minute=5))
    workflow.save_draft(actor=deputy, title="Policy", body_markdown="Be kinder.")
    values = {"title": "Policy", "body_markdown": "My long text", "seen": seen}
    answer = sign_in(client, head).post(reverse("policy:draft"), values)
    assert "changed the draft" in text(answer)
    assert "My long text" in text(answer)
    assert selectors.draft().body_markdown == "Be kinder."


def test_the_draft_is_thrown_away_only_after_asking(client, sign_in, head):
    workflow.save_draft(actor=head, title="Policy", body_markdown="Be kind.")
    assert "Throw the draft away?" in text(sign_in(client, head).get(reverse("policy:discard_draft")))
    assert selectors.draft() is not None
    client.post(reverse("policy:discard_draft"))
    assert selectors.draft() is None


@pytest.mark.parametrize(
    "attack",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<img src=x onerror="a()">', "[x](data:text/html,x)"],
)
def test_stored_script_in_the_policy_does_nothing(client, sign_in, teacher, publish, attack):
    publish(attack)
    article = text(sign_in(client, teacher).get(reverse("policy:read"))).split("<article")[1].split("</article>")[0]
    assert "<script" not in article
    assert "<img" not in article
    assert "href" not in article


@pytest.mark.parametrize("who", ["teacher", "volunteer", "chair", "dsl"])
def test_others_do_not_see_how_their_colleagues_stand(client, sign_in, request, teacher2, version, who):
    sign_in(client, request.getfixturevalue(who))
    for place, kwargs in (("readiness", {}), ("training", {"pk": teacher2.pk})):
        assert client.get(reverse(f"policy:{place}", kwargs=kwargs)).status_code == 403
    assert client.post(reverse("policy:remind")).status_code == 403
    assert not Notification.objects.filter(template="policy.reminder").exists()


def test_training_is_recorded_and_struck_out(client, sign_in, admin, teacher):
    place = reverse("policy:training", args=[teacher.pk])
    values = {"title": "Social media", "completed_on": "2026-11-18", "valid_until": "2027-11-17"}
    assert sign_in(client, admin).post(place, values).url == place
    record = TrainingRecord.objects.get()
    assert "Social media" in text(client.get(place))
    client.post(reverse("policy:strike_training", args=[record.pk]))
    assert "Struck out" in text(client.get(place))
    assert selectors.NOT_TRAINED in selectors.readiness(teacher).missing


def test_nobody_gets_a_form_for_their_own_training(client, sign_in, admin):
    page = sign_in(client, admin).get(reverse("policy:training", args=[admin.pk]))
    assert "Nobody records their own training" in text(page)


def sentences(person):
    return [need.sentence for need in needs_of(person)]


def test_today_asks_for_what_is_missing(teacher, publish, head):
    assert sentences(teacher) == []
    old = publish("Be kind.")
    assert "You have not yet read and acknowledged the social media policy" in sentences(teacher)
    workflow.acknowledge(old, actor=teacher)
    assert sentences(teacher) == ["You have not yet made the yearly declaration"]
    workflow.declare(actor=teacher)
    assert sentences(teacher) == []
    publish("Be kind and quick.")
    assert "Your policy acknowledgement is out of date: a new version is in force" in sentences(teacher)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (date(2026, 11, 17), "ran out on Tuesday 17 November 2026"),
        (date(2026, 12, 18), "runs out soon"),
        (date(2026, 12, 19), ""),
    ],
)
def test_today_warns_before_training_runs_out(teacher, head, until, words):
    workflow.record_training(teacher, actor=head, title="T", completed_on=date(2026, 1, 1), valid_until=until)
    found = [sentence for sentence in sentences(teacher) if "training" in sentence]
    assert ([words in sentence for sentence in found] == [True]) if words else (found == [])


def test_today_tells_slt_of_a_review_that_is_due(head, teacher, version, clock):
    assert not any("reviewed" in sentence for sentence in sentences(head))
    clock.move_to(clock.now.replace(year=2027, month=11, day=10))  # eight days before: the banner alone says it
    assert not any("reviewed" in sentence for sentence in sentences(head))
    clock.move_to(clock.now.replace(year=2027, month=11, day=11))
    assert any("reviewed" in sentence for sentence in sentences(head))
    assert not any("reviewed" in sentence for sentence in sentences(teacher))
