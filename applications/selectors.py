"""What the screens of the business case ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from applications import differences, fairness, points
from applications.models import Application, ApplicationQuerySet, Decision, Revision, RevisionRunner
from applications.points import POINTS
from applications.seats import Bench
from applications.states import Status, Verdict
from audit import workflow as audit
from audit.models import Event
from core import rules
from core.rules import Denied
from people.models import User


@dataclass(frozen=True)
class Card:
    """A case as a line of a list: what `revision` may be read by whoever looks."""

    application: Application
    revision: Revision

    @property
    def title(self) -> str:
        return title_of(self.revision)

    @property
    def is_named(self) -> bool:
        """Whether a name was proposed yet."""
        return bool(self.revision.proposed_name.strip())


def title_of(revision: Revision) -> str:
    """The proposed name, or a stand-in while there is none."""
    return revision.proposed_name.strip() or f"Business case {revision.application_id}"


def cards(applications: Iterable[Application], person: User) -> list[Card]:
    """The lines of a list, each with the revision that `person` may read, in two queries."""
    wanted = list(applications)
    revisions: dict[int, list[Revision]] = {}
    rows = Revision.objects.filter(application__in=[case.pk for case in wanted]).prefetch_related("runners")
    for revision in rows.order_by("number"):
        revisions.setdefault(revision.application_id, []).append(revision)
    return [Card(case, _readable(case, revisions[case.pk], person)) for case in wanted]


def _readable(case: Application, revisions: list[Revision], person: User) -> Revision:
    latest = revisions[-1]
    named = any(runner.person_id == person.pk for runner in latest.runners.all())
    if latest.submitted_at is not None or case.applicant_id == person.pk or named or len(revisions) == 1:
        return latest
    return revisions[-2]


def search(cases: ApplicationQuerySet, person: User, words: str) -> ApplicationQuerySet:
    """Those whose applicant or account is called so; names in others' drafts are not searched."""
    named = RevisionRunner.objects.filter(revision=OuterRef("pk"), person=person)
    readable = Revision.objects.filter(application=OuterRef("pk"), proposed_name__icontains=words).filter(
        Q(submitted_at__isnull=False) | Q(application__applicant=person) | Exists(named)
    )
    return cases.filter(Q(applicant__full_name__icontains=words) | Exists(readable))


def queue(person: User) -> "QuerySet[Application]":
    """What this person may decide today, the longest waiting first."""
    return by_waiting(Application.objects.all().for_decision_by(person))


def by_waiting(keys: Iterable[int]) -> "QuerySet[Application]":
    """These cases, the longest waiting first."""
    return _since(Application.objects.filter(pk__in=list(keys)))


def waiting_for_others(person: User) -> "QuerySet[Application]":
    """What waits, but not for this person: their own cases, those that name them, those they have decided."""
    mine = list(Application.objects.all().for_decision_by(person))
    return _since(Application.objects.visible_to(person).waiting().exclude(pk__in=mine))


def _since(cases: ApplicationQuerySet) -> "QuerySet[Application]":
    sent = Revision.objects.filter(application=OuterRef("pk")).exclude(submitted_at=None).order_by("-number")
    return (
        cases.annotate(sent_at=Subquery(sent.values("submitted_at")[:1]))
        .select_related("applicant")
        .order_by("sent_at", "pk")
    )


def answers(revision: Revision, *, change: bool = False) -> list[dict[str, str]]:
    """The case as rows of a summary list, in the order of the points; with links to change them if asked for."""
    rows = []
    for point in POINTS:
        url = (
            reverse("applications:save_point", kwargs={"pk": revision.application_id, "point": point.key})
            if change
            else ""
        )
        for name in point.fields:
            value = differences.shown(revision, name)
            if value or name not in ("handle", "url") or revision.application.is_existing:
                rows.append({"key": differences.LABELS[name], "value": value, "url": url})
        if point.key == "runners":
            people = "\n".join(
                f"{row.person.full_name} (lead)" if row.is_lead else row.person.full_name
                for row in revision.runners.select_related("person")
            )
            rows.append({"key": "Who runs it", "value": people, "url": url})
    return rows


@dataclass(frozen=True)
class Task:
    """A line of the task list."""

    title: str
    hint: str
    url: str
    done: bool
    label: str
    missing: list[str]
    tone: str = ""


def tasks(revision: Revision) -> list[Task]:
    """The points as a task list: done, in progress or not started."""
    missing = points.missing(revision)
    lines = []
    for point in POINTS:
        lacking = missing[point.key]
        begun = points.started(revision, point)
        lines.append(
            Task(
                title=point.title,
                hint=point.hint,
                url=reverse("applications:save_point", kwargs={"pk": revision.application_id, "point": point.key}),
                done=not lacking,
                label="Done" if not lacking else "In progress" if begun else "Not started",
                missing=lacking,
                tone="going" if begun else "plain",
            )
        )
    return lines


def changes_to_read(revision: Revision) -> tuple[Revision | None, list[differences.Change]]:
    """What changed since the case was last decided on, or else since the revision before."""
    earlier = revision.application.revisions.filter(number__lt=revision.number).order_by("-number")
    decided = earlier.filter(Exists(Decision.objects.filter(revision=OuterRef("pk")))).first()
    before = decided or earlier.first()
    if before is None:
        return None, []
    return before, differences.between(with_people(before), with_people(revision))


def with_people(revision: Revision) -> Revision:
    """The same revision, with its runners and their names read at once."""
    return (
        Revision.objects.select_related("application__applicant")
        .prefetch_related("runners__person")
        .get(pk=revision.pk)
    )


_LOOKS = {
    "applications.start": ("pencil", ""),
    "applications.submit": ("send", "waiting"),
    "applications.amend": ("undo-2", ""),
    "applications.withdraw": ("circle-minus", "done"),
    "applications.approve": ("check", "going"),
    "applications.reject": ("circle-x", "done"),
    "applications.return_for_changes": ("undo-2", "waiting"),
    "applications.remind_runners": ("bell", ""),
    "applications.hold": ("lock", "waiting"),
    "applications.release": ("lock-open", "going"),
}
_VERDICTS = {
    "applications.approve": Verdict.APPROVE,
    "applications.reject": Verdict.REJECT,
    "applications.return_for_changes": Verdict.RETURN,
}


@dataclass(frozen=True)
class Happening:
    """A line of the history."""

    at: datetime
    words: str
    icon: str
    tone: str
    text: str = ""


def history(application: Application) -> list[Happening]:
    """What happened to the case, newest first, with the reasons that were given."""
    events = list(Event.objects.about(application).filter(refused=False, verb__in=_LOOKS).order_by("-id"))
    names = dict(User.objects.filter(pk__in={event.person_id for event in events}).values_list("pk", "full_name"))
    decisions: dict[tuple[int | None, int | None, str | None], Decision] = {
        (decision.decided_by_id, decision.revision.number, decision.verdict): decision
        for decision in application.decisions.select_related("revision", "decided_by", "acted_for")
    }
    lines = []
    for event in events:
        icon, tone = _LOOKS[event.verb]
        decision = decisions.get((event.person_id, event.data.get("revision"), _VERDICTS.get(event.verb)))
        who = decision.by if decision else names.get(event.person_id or 0, "The portal")
        words = f"{who} {audit.labels[event.verb]}"
        lines.append(Happening(event.at, words, icon, tone, decision.reason if decision else ""))
    return lines


def sent_revisions(application: Application) -> list[Revision]:
    """Every revision that was submitted, newest first."""
    return list(application.revisions.exclude(submitted_at=None).order_by("-number"))


def refusals(person: User, cases: Iterable[Application]) -> dict[int, str]:
    """Why `person` may not decide each of these waiting cases, by the case's key."""
    bench, ties = Bench(), Application.objects.filter(pk__in=[case.pk for case in cases]).ties()
    answers = {pk: bench.capacity(person, one) for pk, one in ties.items()}
    return {pk: answer.reason for pk, answer in answers.items() if isinstance(answer, Denied)}


@dataclass(frozen=True)
class Waiting:
    """For whom a case waits, in words; and what to say where they are too few to approve it."""

    people: list[str]
    lead: str
    too_few: str = ""


def waits_for(application: Application, reader: User) -> Waiting | None:
    """Who is needed for the decision today; None while the case does not wait for one (A4).

    Who of them is away, and who acts meanwhile, is nothing for somebody who sees no directory (P4).
    """
    if application.status != Status.SUBMITTED:
        return None
    bench = Bench()
    called = fairness.called(application, bench)
    spare = len(called.asked) - called.missing
    lead = "It waits for" if spare <= 0 else f"It waits for {'one' if called.missing == 1 else called.missing} of these"
    names = [str(one) for one in called.asked]
    if not reader.sees_others and not rules.ask("applications.see_queue", reader):
        names, lead = ["the leadership team (SLT) or the chair of governors"], "It waits for"
    if not called.short:
        return Waiting(names, lead)
    if not called.asked:
        words = (
            "Everybody of SLT submitted it, is named in it or has decided already, and no chair of governors is free."
        )
    else:
        can = len(called.asked)
        more = f"{called.missing} more approval{'s' if called.missing > 1 else ''}"
        words = f"It needs {more}, and only {can} {'person is' if can == 1 else 'people are'} free to give one."
    help_ = "An Administrator can make somebody chair of governors, or SLT can give its own role to somebody."
    if bench.needed > 1:
        help_ += " Or SLT asks for fewer approvals under “School settings”."
    return Waiting(names, lead, f"{words} {help_}")


def approvals_line(application: Application, revision: Revision, needed: int) -> str:
    """How far the case is, where the school asks for more than one approval; empty otherwise."""
    if needed < 2 or application.status != Status.SUBMITTED:
        return ""
    given = revision.decisions.filter(verdict=Verdict.APPROVE).count()
    return f"It has {given} of the {needed} approvals that it needs."
