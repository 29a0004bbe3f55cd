"""A report while it is typed, kept for whoever types it (I1, I6).

No verbs: it is nobody's business but the writer's, so it is neither on the record nor in a log. It is kept as openly
as the words of a report are, in the same database: nothing of it stays in the browser, which others may use.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.urls import reverse

from core import clock, rules
from incidents.handling import PICTURE
from incidents.models import DeletedPicture, Incident, ReportDraft
from incidents.timing import AGAIN
from moderation.models import Item
from people.models import User

KEPT_FOR = timedelta(days=7)  # after the last word
LONGEST = 20_000  # characters, all fields together
MOST_SHOWN = 5
# The pages on which a report is written: what a draft calls them before its colon, and the names of their addresses.
PAGES = {
    "report": "report",
    "mistake": "report_mistake",
    "comment": "report_from_item",
    "picture": "report_deleted_picture",
}
CHOICES = {"category", "when", "danger"}  # of which nothing is lost


def keep_report_draft(person: User, about: str, words: Mapping[str, str]) -> bool:
    """Keep what `person` has typed on the page `about`, instead of what they had before. False where it cannot be kept.

    Where nothing is typed any more there is no draft. A picture in the words is never kept.
    """
    if not rules.ask("incidents.report", person):
        return False
    written = {name: typed for name, typed in words.items() if typed.strip()}
    if not written.keys() - CHOICES:
        forget_report_draft(person, about)
        return True
    whole = "\n".join(written.values())
    if len(whole) > LONGEST or "\0" in whole or PICTURE.search(whole):
        return False
    if not _was_just_sent(person, written):
        ReportDraft.objects.update_or_create(
            person=person, about=about, defaults={"words": written, "changed_at": clock.now()}
        )
    return True


def report_draft(person: User, about: str) -> ReportDraft | None:
    """What `person` typed there and did not send. One query."""
    since = clock.now() - KEPT_FOR
    return ReportDraft.objects.filter(person=person, about=about, changed_at__gte=since).first()


def unsent_reports(person: User) -> list[str]:
    """The pages on which `person` has something that they did not send, the newest first.

    Not of a comment or a picture that they do not see any more: that page is not there for them. One query, and one
    for each of these.
    """
    since = clock.now() - KEPT_FOR
    kept = ReportDraft.objects.filter(person=person, changed_at__gte=since).order_by("-changed_at", "pk")
    return [about for about in kept.values_list("about", flat=True)[:MOST_SHOWN] if _sees(person, about)]


def _sees(person: User, about: str) -> bool:
    page, _, pk = about.partition(":")
    if page == "comment":
        return Item.objects.visible_to(person).filter(pk=pk).exists()
    return page != "picture" or DeletedPicture.objects.visible_to(person).filter(pk=pk).exists()


def url_of_page(about: str) -> str:
    """Where what was typed `about` something is gone on with."""
    page, _, pk = about.partition(":")
    return reverse(f"incidents:{PAGES[page]}", args=[int(pk)] if pk else [])


def forget_report_draft(person: User, about: str) -> None:
    """It was sent, or thrown away."""
    ReportDraft.objects.filter(person=person, about=about).delete()


def forget_old_report_drafts() -> int:
    """Those that nobody touched for a week. Returns how many."""
    return ReportDraft.objects.filter(changed_at__lt=clock.now() - KEPT_FOR).delete()[0]


def _was_just_sent(person: User, words: Mapping[str, str]) -> bool:
    """The last words may come to be kept a moment after the report itself."""
    said = words.get("what_happened", "").strip()
    since = clock.now() - AGAIN
    return Incident.objects.filter(reporter=person, what_happened=said, reported_at__gt=since).exists()
