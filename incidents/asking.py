"""A report while it is being written: what was typed, and who would read it as it stands."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from incidents.handling import handling_of
from incidents.reporting_evidence import EvidenceOfReportForm, names_chosen
from incidents.reporting_forms import MistakeForm, PersonRow, ReportForm, rows_of
from incidents.staffing import staffing_now
from incidents.states import Category, Part
from incidents.who import nameable, says_emergency, who_will_read, whom_to_ring
from incidents.workflow import Named
from people.models import User

# The buttons that send nothing: to see who will read it, and to name one more person.
CHECK, ADD = "check", "add"


class Asking:
    """`checks`: everything is there, but the reporter has not seen yet who will read it as it is now.

    `draft` is what they typed another time. `words_only`: no file may come along, whatever kind they choose.
    """

    def __init__(
        self,
        request: HttpRequest,
        reporter: User,
        initial: Mapping[str, Any],
        *,
        draft: Mapping[str, str] | None = None,
        known_where: bool = False,
        words_only: bool = False,
    ):
        data: Mapping[str, Any] | None = request.POST if request.method == "POST" else None
        if data is None and draft is not None:
            data = {**draft, **{name: given for name, given in initial.items() if given}, CHECK: "yes"}
        self.reporter = reporter
        self.sends = data is not None and not {CHECK, ADD} & set(data)
        self.adds = data is not None and ADD in data
        self.form = self.make_form(data, initial)
        if known_where:
            del self.form.fields["where"]
        self.people = self.make_people()
        self.rows = self.make_rows(data)
        checked = [one.is_valid() for one in [self.form, *self.rows] if one.is_bound]  # each, also after a wrong one
        self.typed_well = all(checked)
        self.category = self._category(initial)
        self.named = [named for row in self._good() if (named := row.named) is not None]
        self.unclear = [row.data[row.add_prefix("who")] for row in self.rows if row.candidates and not row.person]
        staffing = staffing_now()
        shut_out = [one.person for one in self.named if one.part == Part.ALLEGED and one.person is not None]
        self.who = who_will_read(self.category, shut_out, reporter=reporter, staffing=staffing)
        self.urgent = whom_to_ring(staffing, shut_out)
        self.checks = self._checks(data)
        takes_files = not words_only and not (self.category and handling_of(self.category).words_only)
        self.evidence = self._evidence(request, str((data or {}).get("links", "")), takes_files=takes_files)
        # Past files that are not looked at any more, words are sent at once.
        self.chosen_before = names_chosen(request) if request.method == "POST" and not self.evidence.too_often else ()

    def _evidence(self, request: HttpRequest, links: str, *, takes_files: bool) -> EvidenceOfReportForm:
        """To look at files costs seconds: it is done last, where nothing else keeps the report from being sent."""
        looks = self.typed_well and not self.checks
        evidence = EvidenceOfReportForm(request, sends=self.sends, takes_files=takes_files, looks=looks, links=links)
        if self.sends and not evidence.is_valid():
            self.typed_well = self.checks = False
        return evidence

    def make_form(self, data: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> ReportForm | MistakeForm:
        return ReportForm(data, initial=dict(initial))

    def make_people(self) -> list[User]:
        return list(nameable(self.reporter))

    def make_rows(self, data: Mapping[str, Any] | None) -> list[PersonRow]:
        return rows_of(data, people=self.people, reporter=self.reporter, more=self.adds)

    def _good(self) -> list[PersonRow]:
        return [row for row in self.rows if row.is_bound and not row.errors]

    def _category(self, initial: Mapping[str, Any]) -> str:
        chosen = self.form.cleaned_data.get("category", "") if self.form.is_bound else initial.get("category", "")
        return chosen if chosen in Category.values else ""

    def _checks(self, data: Mapping[str, Any] | None) -> bool:
        if not self.sends or data is None:
            for one in [self.form, *self.rows]:
                forget_errors(one)
            return False
        if self.category == Category.STAFF and not self._says_whom():
            self.typed_well = False
        return self.typed_well and self.who is not None and data.get("seen") != self.who.seen

    def _says_whom(self) -> bool:
        """An allegation is led round whoever it is about, so it says who that is."""
        if any(one.part == Part.ALLEGED for one in self.named):
            return True
        row = self.rows[0]
        target, field = (row, "who") if row.is_bound else (self.form, None)
        if not row.errors:
            target.add_error(field, "Say who did it, so that they do not read this. If you do not know, write that.")
        return False

    @property
    def may_be_sent(self) -> bool:
        return self.sends and self.typed_well and not self.checks and self.who is not None

    @property
    def answers(self) -> dict[str, Any]:
        """What the verb is given beside the actor."""
        assert isinstance(self.form, ReportForm)  # noqa: S101  (narrows the type)
        return {**self.form.answers, "people": self.named, **self.evidence.answers}

    @property
    def in_words(self) -> list[Named]:
        """Those who are named as having done it, but in words: nobody is shut out by that."""
        return [one for one in self.named if one.part == Part.ALLEGED and one.person is None]

    @property
    def emergency(self) -> bool:
        danger = bool(self.form.is_bound and self.form.cleaned_data.get("danger"))
        return says_emergency(self.category, danger=danger)

    @property
    def opens_details(self) -> bool:
        names = ("where", "when", "on_day", "at_time")
        return any(self.form[name].value() or self.form[name].errors for name in names if name in self.form.fields)

    @property
    def opens_evidence(self) -> bool:
        return bool(self.chosen_before or self.evidence["links"].value() or self.evidence.errors)

    @property
    def opens_people(self) -> bool:
        return (
            self.adds
            or self.category == Category.STAFF
            or any(row.is_bound and (row.errors or not row.is_empty) for row in self.rows)
        )


class AskingOfMistake(Asking):
    """The short way (I6): no kind to choose, nobody to name."""

    def make_form(self, data: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> ReportForm | MistakeForm:
        return MistakeForm(data)

    def make_people(self) -> list[User]:
        return []

    def make_rows(self, data: Mapping[str, Any] | None) -> list[PersonRow]:
        return []

    def _category(self, initial: Mapping[str, Any]) -> str:
        return Category.MISTAKE

    @property
    def answers(self) -> dict[str, Any]:
        return {"category": Category.MISTAKE, **self.form.cleaned_data, **self.evidence.answers}


def forget_errors(form: ReportForm | MistakeForm | PersonRow) -> None:
    """Nothing is wrong yet with a form whose writer has not sent it. What it asks itself stays."""
    question = form.errors.get("which") if form.is_bound else None
    if form.is_bound:
        form.errors.clear()
    if question is not None:
        form.errors["which"] = question
