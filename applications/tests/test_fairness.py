"""Row A4 as a property: over every way in which people can be tied to a case, the rules say what the row says."""

import itertools

import pytest

from applications import fairness, workflow
from applications.models import Application, Decision, Revision, RevisionRunner
from conftest import NOW
from core import rules

SLT = {"head", "both"}
CHAIR = {"chair", "both"}
TIES = {
    "head": ("none", "applicant", "named", "decided", "off"),
    "both": ("none", "applicant", "named"),
    "chair": ("none", "applicant", "named", "decided", "off"),
}


@pytest.fixture
def cast(head, chair, make_person):
    return {"head": head, "chair": chair, "both": make_person("Bea Both", "slt", "chair_of_governors")}


def every_way():
    """Every combination of ties of those who could decide, with at most one applicant among them."""
    for ties in itertools.product(*TIES.values()):
        if ties.count("applicant") <= 1:
            yield dict(zip(TIES, ties, strict=True))


def who_may(ties):
    """The row itself, told in sets and without any of the portal's code."""
    free = {name for name in (*SLT, *CHAIR) if ties[name] == "none"}
    return free & SLT or free & CHAIR


def test_the_rules_say_what_the_row_says(cast, outsider, dsl):
    for ties in every_way():
        applicant = next((cast[name] for name, tie in ties.items() if tie == "applicant"), outsider)
        case = Application.objects.create(kind="new", applicant=applicant, status="submitted", created_at=NOW)
        revision = Revision.objects.create(application=case, number=1, created_at=NOW, saved_at=NOW)
        named = [cast[name] for name, tie in ties.items() if tie == "named"]
        RevisionRunner.objects.bulk_create(RevisionRunner(revision=revision, person=person) for person in (*named, dsl))
        revision.submitted_at = NOW
        revision.save()
        for name, tie in ties.items():
            cast[name].is_active = tie != "off"
            cast[name].save()
            if tie == "decided":
                Decision.objects.create(
                    application=case, revision=revision, verdict="approve", reason="So.", decided_by=cast[name], at=NOW
                )
        may = {name for name in TIES if rules.ask("applications.decide", cast[name], case)}
        waits_for = {name for name in TIES if cast[name] in fairness.deciders(case)}
        assert may == waits_for == who_may(ties), ties
        for name in TIES:
            if ties[name] != "off":
                on_desk = case.pk in Application.objects.all().for_decision_by(cast[name])
                assert on_desk == (name in may), (name, ties)


@pytest.mark.parametrize("number", [1, 2])
def test_only_the_present_revision_ties_anybody(number, submitted, teacher, deputy, head, write):
    """Somebody whom a change takes off may decide, and somebody whom it adds may not."""
    if number == 1:
        workflow.amend(submitted, actor=teacher)
        workflow.save_point(submitted, "runners", actor=teacher, runners=[teacher, deputy], lead=teacher)
        workflow.submit(submitted, actor=teacher)
        assert not rules.ask("applications.decide", deputy, submitted)
        return
    case = workflow.submit(write(runners=(teacher, deputy)), actor=teacher)
    workflow.amend(case, actor=teacher)
    workflow.save_point(case, "runners", actor=teacher, runners=[teacher, head], lead=teacher)
    workflow.submit(case, actor=teacher)
    assert rules.ask("applications.decide", deputy, case)
    assert not rules.ask("applications.decide", head, case)
