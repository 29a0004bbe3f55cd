"""The pages of an import: choose the file, say what its columns hold, look at what comes of it, watch it run."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Account
from core import clock, rules
from core.documents import csv_download
from core.views import attempt
from moderation.clock_rules import school_clock
from moderation.imports import workflow
from moderation.imports.forms import ColumnsForm, StartForm
from moderation.imports.judging import Comment, Rejected
from moderation.models import ImportBatch
from moderation.rules import WATCHERS
from moderation.sla import received
from moderation.states import BatchStatus
from people.current import signed_in
from people.models import User

SHOWN_ROWS = 10
SHOWN_REJECTED = 200  # on a page; the file for download has all of them
SHOWN_IMPORTS = 10
LATE_TEXT = (
    "They were written long enough ago that their answer is due already. They count as late, and the people who run "
    "the account are told. Comments from before the account was watched do not count."
)
UNDECIDED = (BatchStatus.MAPPING, BatchStatus.PREVIEWED)


@dataclass(frozen=True)
class Preview:
    """What a file comes to before anything is saved. `late`: how many would be late from the start."""

    good: int
    late: int
    in_future: int
    first: list[Comment]
    rejected: list[Rejected]


def import_start(request: HttpRequest) -> HttpResponse:
    """Choose the account and the file; below, the latest imports."""
    person = signed_in(request)
    form = StartForm(
        request.POST or None,
        request.FILES or None,
        accounts=_accounts_of(person),
        initial={"account": request.GET.get("account")},
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        batch = attempt(
            form,
            workflow.start,
            form.cleaned_data["account"],
            actor=person,
            file_name=file.name or "",
            content=file.read(),
        )
        if batch is not None:
            return redirect("moderation:import_map", pk=batch.pk)
    latest = ImportBatch.objects.visible_to(person).select_related("account", "uploaded_by")
    return render(request, "moderation/import_start.html", {"form": form, "latest": latest[:SHOWN_IMPORTS]})


def import_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which column holds what: guessed from the headings."""
    batch, person = _batch(request, pk)
    if batch.status not in UNDECIDED:
        return redirect("moderation:import_progress", pk=pk)
    table = workflow.table_of(batch)
    form = ColumnsForm(request.POST or None, table=table, columns=workflow.columns_of(batch))
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, workflow.map_columns, batch, actor=person, columns=form.columns) is not None:
        return redirect("moderation:import_preview", pk=pk)
    rows = [record for record in table.records if record.cells][:3]
    return render(request, "moderation/import_map.html", {"form": form, "batch": batch, "table": table, "rows": rows})


@require_GET
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be added and what not. Nothing is saved yet."""
    batch, _ = _batch(request, pk)
    if batch.status == BatchStatus.MAPPING:
        return redirect("moderation:import_map", pk=pk)
    if batch.status != BatchStatus.PREVIEWED:
        return redirect("moderation:import_progress", pk=pk)
    preview = _preview(batch, workflow.verdicts_of(batch))
    context = {
        "batch": batch,
        "preview": preview,
        "rejected": preview.rejected[:SHOWN_REJECTED],
        "late_title": f"{_comments(preview.late)} would be late from the start",
        "late_text": LATE_TEXT,
        "future_title": f"{_comments(preview.in_future)} with a time that has not come yet",
    }
    return render(request, "moderation/import_preview.html", context)


@require_POST
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a worker begin, or go on after an error."""
    batch, person = _batch(request, pk)
    attempt(request, workflow.confirm, batch, actor=person)
    return redirect("moderation:import_progress", pk=pk)


@require_GET
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and in the end what came of it. A poll gets the changing part alone."""
    batch, person = _batch(request, pk, working=False)
    if batch.status in UNDECIDED:
        return redirect("moderation:import_map", pk=pk)
    rejected = list(batch.rejected_rows.all()[:SHOWN_REJECTED])
    template = "_import_state.html" if request.headers.get("HX-Target") == "import-state" else "import_progress.html"
    context = {
        "batch": batch,
        "rejected": rejected,
        "may_work": rules.ask("moderation.add_items", person, batch.account),
        "progress_text": f"{batch.rows_done:,} of {batch.rows_total:,} rows",
    }
    return render(request, f"moderation/{template}", context)


@require_GET
def import_rejected(request: HttpRequest, pk: int) -> HttpResponse:
    """The rejected rows as a CSV file that a spreadsheet opens without computing anything in it."""
    batch, _ = _batch(request, pk, working=False)
    rows = ((row.line, row.error, row.excerpt) for row in batch.rejected_rows.all())
    header = ["line", "what is wrong", "how the row begins"]
    return csv_download(f"rejected-rows-of-import-{batch.pk}", header, rows)


@require_POST
def import_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """The rejected rows are seen to: nothing of them is kept but their number."""
    batch, person = _batch(request, pk)
    if attempt(request, workflow.forget_rejected, batch, actor=person) is not None:
        messages.success(request, "The rejected rows are removed. How many they were stays on record.")
    return redirect("moderation:import_progress", pk=pk)


def import_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove the file without importing it (any further)."""
    batch, person = _batch(request, pk)
    if request.method == "POST":
        if attempt(request, workflow.give_up, batch, actor=person) is not None:
            messages.success(request, "The file is removed.")
        return redirect("moderation:import_start")
    context = {
        "title": "Leave this import?",
        "text": f"The file {batch.file_name} is removed from the portal. "
        + (f"The {batch.added:,} comments that were added stay." if batch.added else "No comment is added."),
        "button": "Remove the file",
        "back_url": reverse("moderation:import_progress", args=[pk]),
    }
    return render(request, "components/confirm.html", context)


def _accounts_of(person: User) -> QuerySet[Account]:
    """The accounts that this person may import for."""
    accounts = Account.objects.open()
    return (accounts if person.holds(*WATCHERS) else accounts.run_by(person)).order_by("name", "pk")


def _batch(request: HttpRequest, pk: int, *, working: bool = True) -> tuple[ImportBatch, User]:
    """The import and who asks: 404 for one on an account that the person does not see.

    Raises NotAllowed where the person may see it but not work on it, unless `working` is False.
    """
    person = signed_in(request)
    visible = ImportBatch.objects.visible_to(person)
    batch: ImportBatch = get_object_or_404(visible.select_related("account", "uploaded_by"), pk=pk)
    if working:
        rules.require("moderation.add_items", person, batch.account)
    return batch, person


def _comments(number: int) -> str:
    return "1 comment" if number == 1 else f"{number:,} comments"


def _preview(batch: ImportBatch, verdicts: list[Comment | Rejected]) -> Preview:
    good = [verdict for verdict in verdicts if isinstance(verdict, Comment)]
    rejected = [verdict for verdict in verdicts if isinstance(verdict, Rejected)]
    school, now, watched_from = school_clock(), clock.now(), batch.account.monitored_from
    late = in_future = 0
    for comment in good:
        got = received(comment.stated_at, now)
        in_future += got.stated_in_the_future
        counts = watched_from is None or got.at >= watched_from
        late += counts and school.due(got.at).at < now
    return Preview(len(good), late, in_future, good[:SHOWN_ROWS], rejected)
