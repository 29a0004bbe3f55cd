"""Lists, one case, and one revision of it."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from applications import differences, selectors
from applications.forms import CaseFilterForm
from applications.models import Application, ApplicationQuerySet, Revision
from applications.seats import approvals_needed
from applications.standing import runner_states
from applications.states import UNDECIDED, Status
from core import rules
from core.pagination import KeysetPaginator
from people.current import signed_in
from people.models import Role, User

PER_PAGE = 20


def case_of(request: HttpRequest, pk: int) -> Application:
    """The case, if it exists for whoever asks; else 404."""
    cases = Application.objects.visible_to(signed_in(request)).select_related("applicant", "account")
    return get_object_or_404(cases, pk=pk)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, be it nothing at all; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def index(request: HttpRequest) -> HttpResponse:
    """One's own cases and those that name one; for SLT and Administrators, all that were submitted."""
    person = signed_in(request)
    filters = CaseFilterForm(request.GET or None)
    visible = Application.objects.visible_to(person)
    sees_all = person.holds(Role.SLT, Role.ADMINISTRATOR, Role.CHAIR_OF_GOVERNORS)
    if not sees_all:
        del filters.fields["whose"]
    found = _filtered(visible, person, filters.chosen)
    ordering = ("created_at", "pk") if filters.chosen.get("order") else ("-created_at", "-pk")
    page = KeysetPaginator(found.select_related("applicant"), ordering, PER_PAGE).page(request.GET.get("cursor"))
    context = {
        "filters": filters,
        "cards": selectors.cards(page, person),
        "page": page,
        "count": found.count(),
        "filtered": bool(filters.chosen),
        "decides": bool(rules.ask("applications.see_queue", person)),
    }
    return render(request, "applications/index.html", context)


def _own(cases: ApplicationQuerySet, person: User) -> ApplicationQuerySet:
    return cases.filter(Q(applicant=person) | Q(pk__in=Application.objects.naming(person).values("pk")))


def _filtered(cases: ApplicationQuerySet, person: User, chosen: dict[str, str]) -> ApplicationQuerySet:
    if "whose" in chosen:
        cases = _own(cases, person)
    if "state" in chosen:
        cases = cases.filter(status=chosen["state"])
    if "q" in chosen:
        cases = selectors.search(cases, person, chosen["q"])
    return cases


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: what it says, who is ready, what happened, and what may be done now."""
    person, case = signed_in(request), case_of(request, pk)
    revision = case.revision_for(person)
    is_applicant = bool(rules.ask("applications.write", person, case))
    context = {
        **beside(case, revision, person, back="detail"),
        "answers": selectors.answers(revision),
        "may_edit": is_applicant and case.is_editable,
        "may_amend": is_applicant and case.status == Status.SUBMITTED,
        "may_withdraw": is_applicant and case.status in UNDECIDED,
        "may_decide": case.status == Status.SUBMITTED and bool(rules.ask("applications.see_queue", person)),
        "last_decision": case.decisions.select_related("decided_by", "acted_for").order_by("-at", "-pk").first(),
        "approvals": selectors.approvals_line(case, revision, approvals_needed()),
        "waits_for": selectors.waits_for(case, person),
        "sees_account": case.account is not None
        and type(case.account).objects.visible_to(person).filter(pk=case.account.pk).exists(),
    }
    return render(request, "applications/detail.html", context)


def beside(case: Application, revision: Revision, person: User, *, back: str) -> dict[str, object]:
    """What stands beside a case on every page of it: who is ready, and what happened."""
    runners = runner_states(revision, person)
    return {
        "case": case,
        "revision": revision,
        "title": selectors.title_of(revision),
        "runners": runners,
        "waits_for_runners": case.status in UNDECIDED and not all(one.ready for one in runners),
        "may_remind": case.status in UNDECIDED and bool(rules.ask("applications.remind_runners", person, case)),
        "to_remind": [one for one in runners if one.to_remind],
        "waits_for_reminded": any(not one.ready and one.reminded_today for one in runners),
        "back": back,
        "history": selectors.history(case),
        "revisions": selectors.sent_revisions(case),
    }


def revision(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What one revision says, and what it changed."""
    person, case = signed_in(request), case_of(request, pk)
    shown = get_object_or_404(case.revisions, number=number)
    if shown.submitted_at is None and case.revision_for(person).pk != shown.pk:
        raise Http404
    before = case.revisions.filter(number__lt=number).order_by("-number").first()
    changes = (
        differences.between(selectors.with_people(before), selectors.with_people(shown)) if before is not None else []
    )
    context = {
        "case": case,
        "revision": shown,
        "before": before,
        "changes": changes,
        "title": selectors.title_of(shown),
        "answers": selectors.answers(shown),
        "revisions": selectors.sent_revisions(case),
        "decisions": shown.decisions.select_related("decided_by", "acted_for"),
    }
    return render(request, "applications/revision.html", context)
