"""Pages about the school's own settings."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from core import clock, rules, times
from core.actors import Person
from core.forms import PortalForm
from core.views import attempt
from school import needs as _needs  # noqa: F401  (registers what waits)
from school import selectors, workflow
from school.forms import READINGS, ApprovalsForm, DaysOffForm, DetailsForm, MailForm, ReadingForm, TermForm
from school.models import MailSettings, NonWorkingDay, School, Term
from school.terms import school_year, school_year_of
from school.workflow.details import the_school

READING_VERBS: dict[str, Callable[..., School]] = {
    "friday": workflow.read_friday,
    "bank_holiday": workflow.read_bank_holiday,
    "day_end": workflow.read_day_end,
}


def _leader(request: HttpRequest) -> Any:
    """Whoever asks, if the settings are for them. Raises NotAllowed."""
    person = request.user
    if not isinstance(person, Person):
        raise Http404
    rules.require("school.see_settings", person)
    return person


@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """Everything at a glance, each line with its way to change it."""
    person, school = _leader(request), the_school()
    to_come, _ = selectors.days_off()
    readings = [
        {"which": which, "title": title, "words": getattr(school, f"get_{field}_display")()}
        for which, (title, field, _) in READINGS.items()
    ]
    context = {
        "school": school,
        "readings": readings,
        "days_off": to_come,
        "terms": selectors.terms()[0],
        "mail": MailSettings.objects.filter(pk=1).first(),
        "may_details": rules.ask("school.change_details", person),
        "may_approvals": rules.ask("school.require_approvals", person),
        "may_read": rules.ask("school.read_friday", person),
        "may_mail": rules.ask("school.set_mail", person),
    }
    return render(request, "school/settings.html", context)


def _change(
    request: HttpRequest, form: PortalForm, verb: Callable[..., Any], title: str, lede: str = ""
) -> HttpResponse:
    """One form, one verb, back to the settings."""
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, verb, actor=request.user, **form.cleaned_data) is not None:
        messages.success(request, "Saved.")
        return redirect("school:settings")
    form.cancel_url = reverse("school:settings")
    return render(request, "school/change.html", {"form": form, "title": title, "lede": lede})


def change_details(request: HttpRequest) -> HttpResponse:
    person, school = _leader(request), the_school()
    rules.require("school.change_details", person)
    form = DetailsForm(request.POST or None, initial={"name": school.name, "time_zone": school.time_zone})
    return _change(request, form, workflow.change_details, "Name and time zone")


def require_approvals(request: HttpRequest) -> HttpResponse:
    person, school = _leader(request), the_school()
    rules.require("school.require_approvals", person)
    form = ApprovalsForm(request.POST or None, initial={"approvals_required": school.approvals_required})
    return _change(request, form, workflow.require_approvals, "Approvals")


def choose_reading(request: HttpRequest, which: str) -> HttpResponse:
    """One of the three places where the policy can be read in two ways."""
    if which not in READINGS:
        raise Http404
    person = _leader(request)
    rules.require(f"school.read_{which}", person)
    form = ReadingForm(request.POST or None, which=which, school=the_school())
    lede = "This counts for comments that come in from now on. Those that are here keep the time they were given."
    return _change(request, form, READING_VERBS[which], "How the policy is read", lede)


def days_off(request: HttpRequest) -> HttpResponse:
    """The list, and below it the form that adds to it."""
    person = _leader(request)
    form = DaysOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = attempt(form, workflow.add_days_off, actor=person, **form.cleaned_data)
        if added is not None:
            messages.success(request, "Added: " + ", ".join(times.day(day.date) for day in added) + ".")
            return redirect("school:days_off")
    to_come, past = selectors.days_off()
    return render(request, "school/days_off.html", {"form": form, "to_come": to_come, "past": past})


def remove_day_off(request: HttpRequest, pk: int) -> HttpResponse:
    person = _leader(request)
    day = get_object_or_404(NonWorkingDay, pk=pk)
    if request.method == "POST" and attempt(request, workflow.remove_day_off, day, actor=person) is not None:
        messages.success(request, f"{times.day(day.date)} is a working day again.")
        return redirect("school:days_off")
    context = {
        "title": f"Take {times.day(day.date)} off the list?",
        "points": [
            f"“{day.label}” becomes an ordinary working day.",
            "Within a minute, every comment that still waits gets its new due time.",
        ],
        "button": "Take it off the list",
        "back_url": reverse("school:days_off"),
    }
    return render(request, "components/confirm.html", context)


def terms(request: HttpRequest) -> HttpResponse:
    """The list, what the usual dates would add, and the form that adds one."""
    person = _leader(request)
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = attempt(form, workflow.add_term, actor=person, **form.cleaned_data)
        if added is not None:
            messages.success(request, f"Added: {added.name}.")
            return redirect("school:terms")
    form.submit_label = "Add the term"
    present, past = selectors.terms()
    this_year = school_year_of(clock.today())
    context = {
        "form": form,
        "terms": present,
        "past": past,
        "years": [year for year in (this_year, this_year + 1) if not _has_terms(year, [*present, *past])],
    }
    return render(request, "school/terms.html", context)


def _has_terms(begun_in: int, known: list[Term]) -> bool:
    first, last = school_year(begun_in)
    return any(first <= term.first_day <= last for term in known)


@require_POST
def add_usual_terms(request: HttpRequest) -> HttpResponse:
    person = _leader(request)
    given = request.POST.get("begun_in", "")
    year = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else 0
    added = attempt(request, workflow.add_usual_terms, actor=person, begun_in=year)
    if added is not None:
        messages.success(request, "Added. Look at the dates and change what is different at your school.")
    return redirect("school:terms")


def change_term(request: HttpRequest, pk: int) -> HttpResponse:
    person = _leader(request)
    term = get_object_or_404(Term, pk=pk)
    names = ("name", "first_day", "last_day", "break_first", "break_last")
    form = TermForm(request.POST or None, initial={name: getattr(term, name) for name in names})
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, workflow.change_term, term, actor=person, **form.cleaned_data) is not None:
        messages.success(request, "Saved.")
        return redirect("school:terms")
    form.cancel_url = reverse("school:terms")
    lede = "Figures by term and half-term are added up by these days, the past ones too."
    return render(request, "school/change.html", {"form": form, "title": term.name, "lede": lede})


def remove_term(request: HttpRequest, pk: int) -> HttpResponse:
    person = _leader(request)
    rules.require("school.set_terms", person)
    term = get_object_or_404(Term, pk=pk)
    if request.method == "POST" and attempt(request, workflow.remove_term, term, actor=person) is not None:
        messages.success(request, f"{term.name} is off the list.")
        return redirect("school:terms")
    context = {
        "title": f"Remove {term.name}?",
        "points": [
            f"It goes from {times.day(term.first_day)} to {times.day(term.last_day)}.",
            "No comment and no due time changes. Figures can no longer be shown for this term.",
        ],
        "button": "Remove it",
        "back_url": reverse("school:terms"),
    }
    return render(request, "components/confirm.html", context)


@sensitive_post_parameters("password")
def mail(request: HttpRequest) -> HttpResponse:
    """How mail is sent now, what waits, and for Administrators the settings."""
    person = _leader(request)
    row = MailSettings.objects.filter(pk=1).first()
    form = MailForm(request.POST or None, row=row)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, workflow.set_mail, actor=person, **form.cleaned_data) is not None:
        messages.success(request, "Saved. Send a test message now, to see whether it works.")
        return redirect("school:mail")
    context = {
        "form": form,
        "mail": row,
        "waiting": selectors.waiting_mail(),
        "failed": selectors.failed_mail(),
        "may_change": rules.ask("school.set_mail", person),
    }
    return render(request, "school/mail.html", context)


def remove_mail(request: HttpRequest) -> HttpResponse:
    person = _leader(request)
    rules.require("school.set_mail", person)
    if request.method == "POST" and attempt(request, workflow.remove_mail, actor=person) is not None:
        messages.success(request, "The e-mail settings are gone. Messages are written to files from now on.")
        return redirect("school:mail")
    context = {
        "title": "Take the e-mail settings away?",
        "points": [
            "The portal sends no e-mail any more. Messages are written to files on its own machine.",
            "The stored password is deleted. To send e-mail again, you need to write it again.",
        ],
        "button": "Take the settings away",
        "back_url": reverse("school:mail"),
        "harm": True,
    }
    return render(request, "components/confirm.html", context)


@require_POST
def test_mail(request: HttpRequest) -> HttpResponse:
    """Send a message to oneself, and say what the server answered."""
    person = _leader(request)
    answer = attempt(request, workflow.send_test_message, actor=person, to=person.email, school_name=the_school().name)
    if answer is not None:
        tell = messages.success if answer.went else messages.error
        tell(request, answer.sentence)
    return redirect("school:mail")
