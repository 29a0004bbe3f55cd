"""A3: who is ready to run an account, and what each of the others lacks."""

from datetime import date, timedelta

from policy import selectors, workflow
from policy.selectors import readiness, readiness_of

TODAY = date(2026, 11, 18)


def train(person, by, until, completed=date(2026, 1, 5)):
    return workflow.record_training(person, actor=by, title="Social media", completed_on=completed, valid_until=until)


def test_ready_is_who_has_read_the_current_policy_and_was_trained(teacher, head, version):
    workflow.acknowledge(version, actor=teacher)
    train(teacher, head, TODAY)  # the last day counts
    assert readiness(teacher).ready
    assert readiness(teacher).missing == []


def test_each_thing_missing_is_named(teacher, version):
    assert readiness(teacher).missing == [selectors.NOT_READ, selectors.NOT_TRAINED]


def test_nobody_is_ready_while_there_is_no_policy(teacher, head):
    train(teacher, head, TODAY)
    assert readiness(teacher).missing == [selectors.NOT_PUBLISHED]


def test_training_that_ran_out_yesterday_does_not_count(teacher, head, version):
    workflow.acknowledge(version, actor=teacher)
    train(teacher, head, TODAY - timedelta(days=1))
    assert readiness(teacher).missing == ["had training that ran out on Tuesday 17 November 2026"]


def test_the_training_that_counts_longest_decides(teacher, head, version):
    train(teacher, head, TODAY - timedelta(days=9))
    train(teacher, head, TODAY + timedelta(days=9))
    assert readiness(teacher).trained_until == TODAY + timedelta(days=9)
    assert readiness(teacher).missing == [selectors.NOT_READ]


def test_a_record_struck_out_does_not_count(teacher, head, version):
    workflow.strike_training(train(teacher, head, TODAY), actor=head)
    assert selectors.NOT_TRAINED in readiness(teacher).missing


def test_many_people_cost_three_queries(teacher, teacher2, admin, head, deputy, version, django_assert_num_queries):
    for person in (teacher, admin):
        workflow.acknowledge(version, actor=person)
    train(teacher, head, TODAY)
    with django_assert_num_queries(3):
        standing = readiness_of([teacher, teacher2, admin, head, deputy])
    assert [pk for pk, one in standing.items() if one.ready] == [teacher.pk]
    assert standing[admin.pk].missing == [selectors.NOT_TRAINED]
