"""A3: the pages of a case say what each runner lacks, lead to where it is put right, and when they were reminded."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications import workflow
from applications.standing import runner_states
from conftest import NOW
from policy.models import TrainingRecord


def steps(case, reader, whose):
    (state,) = [one for one in runner_states(case.latest(), reader) if one.person == whose]
    return {step.words: step.url for step in state.to_do}


def test_a_runner_is_led_to_what_they_lack(submitted, teacher, make_ready):
    assert steps(submitted, teacher, teacher) == {
        "Read and acknowledge the policy": reverse("policy:read"),
        "Take the training": reverse("courses:index"),
    }
    make_ready(teacher)
    assert steps(submitted, teacher, teacher) == {}
    TrainingRecord.objects.update(valid_until=NOW.date() - timedelta(days=1))
    assert list(steps(submitted, teacher, teacher)) == ["Take the training"]


@pytest.mark.parametrize(("who", "sees"), [("head", True), ("admin", True), ("teacher", False)])
def test_who_records_training_is_led_there(request, submitted, admin, teacher2, policy, who, sees):
    found = steps(submitted, request.getfixturevalue(who), teacher2)
    url = reverse("policy:training", kwargs={"pk": teacher2.pk})
    assert found == ({"Record training that was attended": url} if sees else {})


def test_nobody_is_led_to_record_their_own_training(submitted, head, write):
    case = write(actor=head, runners=(head,))
    assert "Record training that was attended" not in steps(case, head, head)


def test_somebody_without_access_is_led_nowhere(submitted, head, teacher2):
    teacher2.is_active = False
    teacher2.save()
    assert steps(submitted, head, teacher2) == {}


def test_both_pages_say_when_each_was_reminded(submitted, head, teacher, make_ready, client, sign_in, clock):
    make_ready(teacher)
    sign_in(client, head)
    pages = (submitted.get_absolute_url(), submitted.decide_url())
    for url in pages:
        page = client.get(url).content.decode()
        assert "Remind who is not ready" in page
        assert "Reminded <" not in page
        assert "Tara has no training on record" in page
    workflow.remind_runners(submitted, actor=head)
    for url in pages:
        page = client.get(url).content.decode()
        assert "Reminded <" in page
        assert "Remind who is not ready" not in page
    clock.move_to(NOW + timedelta(days=1))
    page = client.get(pages[0]).content.decode()
    assert "yesterday" in page
    assert "Remind who is not ready" in page
