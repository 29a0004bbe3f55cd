"""Whatever people do with a case file, in whatever order: what must be so of it stays so (I1–I5, H5)."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from audit import chain
from conftest import NOW
from core import registry
from core.errors import Refused
from incidents import tasks, views, workflow
from incidents.listing import selectors
from incidents.models import (
    LED_TO,
    Assessment,
    Entry,
    Incident,
    IncidentClock,
    Involvement,
    Referral,
    Relation,
    Senior,
    Task,
)
from incidents.staffing import handlers
from incidents.states import (
    PERHAPS_ILLEGAL,
    SHUT_OUT,
    Category,
    Clock,
    EntryKind,
    Lawfulness,
    Outcome,
    Part,
    Severity,
    Status,
)
from incidents.tests.conftest import SAID
from incidents.together import workflow as together
from notifications.models import Notification
from people.models import Role, User

# Who tries: mostly those who may, and everybody else now and then.
WHO = st.sampled_from(["head", "head", "deputy", "deputy", "dsl", "dsl", "chair", "admin", "teacher", "outsider"])
WORDS = st.sampled_from(["What somebody said.", "Another word of it.", ""])
KINDS = st.sampled_from(
    [
        *(Category.OFFENSIVE, Category.STAFF, Category.SAFEGUARDING, Category.DATA_PROTECTION),
        *(Category.HARASSMENT, Category.DATA_COMPLAINT, Category.COMPROMISED, Category.INDECENT_IMAGE),
    ]
)
SOME = st.integers(0, 5)
KEPT: list[type[Model]] = [Incident, Entry, Involvement, Task, Referral, Assessment, IncidentClock, Relation]


class CaseFile(RuleBasedStateMachine):
    """One incident, another one beside it, everybody at school, and time that goes by."""

    clock: Any
    people: dict[str, User]
    did: Counter[str]

    @initialize(kind=KINDS, alleged=st.sets(st.sampled_from(["head", "deputy", "dsl", "teacher"]), max_size=2))
    def report(self, kind: Category, alleged: set[str]) -> None:
        self.clock.move_to(NOW)
        self.lines: dict[int, dict[str, Any]] = {}
        self.asked_for: object = None
        self.pk = self.reported(kind, alleged)
        self.beside = self.reported(Category.OFFENSIVE, set())

    def reported(self, kind: Category, alleged: set[str]) -> int:
        words = f"It says so, again: {Incident.objects.count()}."
        by = self.people["teacher2"]
        named = [self.people[who] for who in sorted(alleged)]
        return workflow.report(actor=by, category=kind, what_happened=words, alleged=named).pk

    # --- how a verb is tried

    @property
    def file(self) -> Incident:
        return Incident.objects.get(pk=self.pk)

    def rows(self) -> list[list[dict[str, Any]]]:
        """All that a refusal must leave as it was; a notice among it."""
        return [list(model._default_manager.order_by("pk").values()) for model in [*KEPT, Notification]]

    def do(self, verb: Any, *args: Any, **kwargs: Any) -> bool:
        before = self.rows()
        try:
            verb(*args, **kwargs)
        except Refused:
            assert self.rows() == before
            self.did[f"{verb.__name__}, refused"] += 1
            return False
        self.did[verb.__name__] += 1
        return True

    def one_of(self, model: type[Any], some: int, **filters: Any) -> Any:
        found = list(model.objects.filter(incident=self.pk, **filters).order_by("pk"))
        return found[some % len(found)] if found else None

    # --- what people do

    @rule(hours=st.sampled_from([1, 5, 30, 80]))
    def time_passes(self, hours: int) -> None:
        self.clock.move_to(self.clock.now + timedelta(hours=hours))
        tasks.look_after()

    @rule(
        who=WHO, severity=st.sampled_from(Severity.values), lawfulness=st.sampled_from(Lawfulness.values),
        again=st.booleans(),
    )  # fmt: skip
    def assess(self, who: str, severity: str, lawfulness: str, again: bool) -> None:
        verb = workflow.reassess if again else workflow.assess
        judged = {"severity": severity, "lawfulness": lawfulness, "assessment": "As it looks.", "is_safe": True}
        self.do(verb, self.file, actor=self.people[who], **judged)

    @rule(who=WHO, agrees=st.booleans(), words=WORDS)
    def check(self, who: str, agrees: bool, words: str) -> None:
        self.do(workflow.check_assessment, self.file, actor=self.people[who], agrees=agrees, words=words)

    @rule(who=WHO, lead=WHO, change=st.booleans())
    def investigate(self, who: str, lead: str, change: bool) -> None:
        verb = workflow.change_lead if change else workflow.start_investigation
        self.do(verb, self.file, actor=self.people[who], lead=self.people[lead])

    @rule(who=WHO, outcome=st.sampled_from(Outcome.values), left_out=st.sampled_from([*SAID, "", "", ""]))
    def resolve(self, who: str, outcome: str, left_out: str) -> None:
        said = SAID | ({left_out: " "} if left_out else {})
        self.do(workflow.resolve, self.file, actor=self.people[who], outcome=outcome, **said)

    @rule(who=WHO, outcome=st.sampled_from(Outcome.values), words=WORDS, reason=WORDS)
    def change_outcome(self, who: str, outcome: str, words: str, reason: str) -> None:
        said = SAID | {"concern": words}
        person = self.people[who]
        self.do(workflow.change_outcome, self.file, actor=person, outcome=outcome, reason=reason, **said)

    @rule(who=WHO)
    def close(self, who: str) -> None:
        self.do(workflow.close, self.file, actor=self.people[who])

    @rule(who=WHO, reason=WORDS)
    def reopen(self, who: str, reason: str) -> None:
        self.do(workflow.reopen, self.file, actor=self.people[who], reason=reason)

    @rule(who=WHO, reason=WORDS)
    def excuse(self, who: str, reason: str) -> None:
        self.do(workflow.excuse, self.file, actor=self.people[who], reason=reason)

    @rule(who=WHO, kind=KINDS, reason=WORDS)
    def recategorise(self, who: str, kind: Category, reason: str) -> None:
        self.do(workflow.recategorise, self.file, actor=self.people[who], category=kind, reason=reason)

    @rule(who=WHO, words=WORDS, opened=st.booleans())
    def write(self, who: str, words: str, opened: bool) -> None:
        person = self.people[who]
        if words:
            self.do(workflow.add_entry, self.file, actor=person, text=words, open_to_reporter=opened)

    @rule(who=WHO, some=SOME, words=WORDS)
    def correct(self, who: str, some: int, words: str) -> None:
        line = self.one_of(Entry, some)
        if line is not None:
            self.do(workflow.correct_entry, self.file, line, actor=self.people[who], text=words, reason="A slip.")

    @rule(who=WHO, whom=WHO, part=st.sampled_from(Part.values))
    def name(self, who: str, whom: str, part: str) -> None:
        self.do(workflow.name_person, self.file, self.people[whom], actor=self.people[who], part=part)

    @rule(who=WHO, some=SOME)
    def take_name_off(self, who: str, some: int) -> None:
        part = self.one_of(Involvement, some)
        if part is not None:
            self.do(workflow.end_part, self.file, part, actor=self.people[who])

    @rule(who=WHO, name=WORDS, waits=st.booleans())
    def refer(self, who: str, name: str, waits: bool) -> None:
        told = {"name": name, "how": "By phone", "reference": "", "referred_at": self.clock.now}
        no_answer = {} if waits else {"no_answer_needed": "Told for their information."}
        self.do(workflow.refer, self.file, actor=self.people[who], **told, **no_answer)

    @rule(who=WHO, some=SOME, way=st.sampled_from(["chase", "answer", "none"]), words=WORDS)
    def hear_from_outside(self, who: str, some: int, way: str, words: str) -> None:
        referral = self.one_of(Referral, some)
        if referral is None:
            return
        person = self.people[who]
        if way == "chase":
            self.do(workflow.chase, referral, actor=person, note=words)
        elif way == "answer":
            self.do(workflow.record_answer, referral, actor=person, answer=words)
        else:
            self.do(workflow.expect_no_answer, referral, actor=person, reason=words)

    @rule(who=WHO, some=SOME, name=WORDS, words=WORDS, unanswered=st.booleans())
    def correct_what_was_told(self, who: str, some: int, name: str, words: str, unanswered: bool) -> None:
        told = self.one_of(Referral, some)
        if told is not None:
            right = {"name": name, "how": "By letter", "reference": words, "referred_at": told.referred_at}
            given = {"answer": words, "unanswered": unanswered, "reason": "A slip."}
            self.do(workflow.correct_referral, told, actor=self.people[who], **right, **given)

    @rule(who=WHO, kind=st.sampled_from(Clock.values), waive=st.booleans(), words=WORDS)
    def meet_a_duty(self, who: str, kind: str, waive: bool, words: str) -> None:
        person = self.people[who]
        if waive:
            self.do(workflow.waive_duty, self.file, kind, actor=person, reason=words)
        elif kind != Clock.ASSESS:
            self.do(workflow.record_duty, self.file, kind, actor=person, done_at=self.clock.now, how=words)

    @rule(who=WHO)
    def knew_before(self, who: str) -> None:
        at = self.file.reported_at - timedelta(hours=30)
        self.do(workflow.set_aware, self.file, actor=self.people[who], aware_at=at, reason="The office was rung.")

    @rule(who=WHO, owner=WHO, words=WORDS)
    def add_task(self, who: str, owner: str, words: str) -> None:
        due = self.clock.now + timedelta(days=1)
        person, whose = self.people[who], self.people[owner]
        self.do(together.add_task, self.file, actor=person, words=words, owner=whose, due_at=due)

    @rule(who=WHO, some=SOME, reason=WORDS, drop=st.booleans())
    def end_task(self, who: str, some: int, reason: str, drop: bool) -> None:
        task = self.one_of(Task, some)
        if task is None:
            return
        if drop:
            self.do(together.drop_task, self.file, task, actor=self.people[who], reason=reason)
        else:
            self.do(together.finish_task, self.file, task, actor=self.people[who])

    @rule(who=WHO)
    def link(self, who: str) -> None:
        self.do(together.link, self.file, Incident.objects.get(pk=self.beside), actor=self.people[who])

    @rule(lead=st.booleans())
    def everything_is_put_right(self, lead: bool) -> None:
        """As somebody would who wants it closed: so that closing is reached, by whoever handles it now."""
        free = list(handlers(self.file).order_by("pk"))
        for one in free:
            if self.file.status == Status.REPORTED:
                self.assess_as(one)
            self.do(workflow.check_assessment, self.file, actor=one, agrees=True)
            if lead:
                self.do(workflow.start_investigation, self.file, actor=one, lead=one)
            for task in Task.objects.filter(incident=self.pk, done_at=None):
                self.do(together.finish_task, self.file, task, actor=one)
            for clock in IncidentClock.objects.filter(incident=self.pk, met_at=None).exclude(kind=Clock.ASSESS):
                how = {"done_at": self.clock.now, "how": "By phone"}
                self.do(workflow.record_duty, self.file, clock.kind, actor=one, **how)
            for referral in Referral.objects.filter(incident=self.pk, answered_at=None, no_answer_needed=""):
                self.do(workflow.expect_no_answer, referral, actor=one, reason="They said so.")
            self.do(workflow.excuse, self.file, actor=one, reason="It is settled.")
            self.do(workflow.resolve, self.file, actor=one, outcome=Outcome.INTERNAL, **SAID)
            self.put_the_outcome_right_as(one)
        for one in free:
            self.close_as(one)

    def put_the_outcome_right_as(self, person: User) -> None:
        concern = f"As {person} sees it now."
        said = SAID | {"concern": concern, "outcome": Outcome.INTERNAL}
        self.do(workflow.change_outcome, self.file, actor=person, reason="A word was missing.", **said)

    def assess_as(self, person: User) -> None:
        judged = {"severity": Severity.MEDIUM, "lawfulness": Lawfulness.UNSURE, "assessment": "A quarrel."}
        self.do(workflow.assess, self.file, actor=person, is_safe=True, **judged)

    def close_as(self, person: User) -> None:
        self.do(workflow.close, self.file, actor=person)

    # --- what stays so

    @invariant()
    def a_closed_file_is_complete(self) -> None:
        file = self.file
        if file.status != Status.CLOSED:
            return
        assert file.outcome
        assert file.closed_at
        assert all(getattr(file, name).strip() for name in SAID)
        referrals = Referral.objects.filter(incident=file)
        if file.lawfulness in PERHAPS_ILLEGAL:
            assert referrals.exists() or file.no_referral_reason
        assert not referrals.filter(answered_at=None, no_answer_needed="").exists()
        assert not IncidentClock.objects.filter(incident=file, met_at=None).exists()
        assert not Task.objects.filter(incident=file, done_at=None).exists()
        last = Assessment.objects.filter(incident=file).latest("pk")
        assert not last.needs_check or (last.agreed and last.checked_by_id not in (None, last.by_id))

    @invariant()
    def no_line_is_lost_or_changed(self) -> None:
        now = {line["id"]: line for line in Entry.objects.filter(incident=self.pk).values()}
        assert all(now.get(pk) == line for pk, line in self.lines.items())
        self.lines = now

    @invariant()
    def who_is_named_learns_nothing_and_somebody_free_reads_it(self) -> None:
        """Asked again whenever somebody is named, or no longer, and whenever it is led elsewhere."""
        file, named = self.file, self.named()
        route = [getattr(file, column) for column in (*LED_TO, "first_id", "lead_id", "category", "status")]
        parts = list(Involvement.objects.filter(incident=self.pk).order_by("pk").values_list("pk", "ended_at"))
        if (route, parts) == self.asked_for:
            return
        self.asked_for = route, parts
        readers = set(handlers(file))
        senior = {self.people[who] for who in ("head", "deputy", "dsl", "chair")}
        assert readers or not senior - named
        for person in self.people.values():
            assert (person in readers) == Incident.objects.visible_to(person).filter(pk=self.pk).exists()
        for person in named:
            self.learns_nothing(person, file)
        assert file.lead not in named

    def learns_nothing(self, person: User, file: Incident) -> None:
        assert not Incident.objects.told_to(person).filter(pk=self.pk).exists()
        assert not selectors.found(person, {"q": file.public_id}).exists()
        asked = [ask for ask in registry._needs if ask.__module__.startswith("incidents.")]
        needs = [need for ask in asked for need in ask(person)]
        assert asked
        assert file.public_id not in "".join(need.url + need.sentence for need in needs)
        assert not Notification.objects.visible_to(person).filter(url__contains=file.public_id).exists()
        assert not Involvement.objects.filter(
            incident=self.pk, part=Part.HANDLER, ended_at=None, person=person
        ).exists()

    def named(self) -> set[User]:
        parts = Involvement.objects.filter(incident=self.pk, part__in=SHUT_OUT, ended_at=None)
        return {part.person for part in parts.select_related("person") if part.person is not None}

    def teardown(self) -> None:
        if hasattr(self, "lines"):
            self.everything_is_put_right(lead=True)
            self.a_closed_file_is_complete()
            self.no_line_is_lost_or_changed()
            assert chain.verify()[1] is None
            written = set(Entry.objects.filter(incident=self.pk).values_list("kind", flat=True))
            assert written <= set(EntryKind.values)


# Else nothing was shown: each run ends by putting all right that is missing.
assert views  # what waits is registered with the pages
MUST_HAPPEN = {"assess", "resolve", "change_outcome", "close", "close, refused"}


@pytest.mark.thorough
def test_no_way_through_a_case_file_breaks_a_promise(
    make_person, clock, head, deputy, dsl, admin, chair, teacher, teacher2, outsider
) -> None:
    make_person("Nia Third", Role.SLT, Role.STAFF)
    Senior.objects.create(person=head, place=1)
    machine = CaseFile
    machine.clock, machine.did = clock, Counter()
    machine.people = {
        "head": head,
        "deputy": deputy,
        "dsl": dsl,
        "admin": admin,
        "chair": chair,
        "teacher": teacher,
        "teacher2": teacher2,
        "outsider": outsider,
    }
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert not MUST_HAPPEN - set(machine.did), machine.did
