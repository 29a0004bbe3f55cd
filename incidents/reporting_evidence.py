"""What comes along with a report: pictures, PDFs and links, all optional (I1, I3)."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import HttpRequest

from core import uploads
from core.forms import PortalForm
from incidents.evidence import files
from incidents.evidence.forms import ACCEPT, EvidenceFileField, may_look
from incidents.workflow.reporting import MOST_FILES, MOST_LINKS
from people.limits import TOO_MANY as ANSWERED_TOO_MANY

LONGEST_LINK = 1000
PATIENCE = 60  # seconds, for reading all the files of a report
MOST_BYTES = 100 * uploads.MEGABYTE  # of all copies together: those of a PDF may be larger than itself
TOO_MANY = f"Choose at most {MOST_FILES} files. You can add more once the report is sent."
TOO_SLOW = "These files take too long to read together. Choose fewer, and add the rest once the report is sent."
TOO_LARGE = "These files are larger than 20 MB together. Choose fewer, and add the rest once the report is sent."
TOO_MUCH = "These files hold too much together. Choose fewer, and add the rest once the report is sent."
TOO_OFTEN = (
    "You have sent many files in a short time, and looking at them takes the portal a while. Send the report now "
    "without files: your words are enough. Add the files to it later."
)
THROWN_AWAY = (
    "No picture and no file is taken about this. What you chose was thrown away, and nothing of it is kept. Write the "
    "link and words only, then send it."
)


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(EvidenceFileField):
    """Pictures and PDFs; its value is a list of what `files.checked` makes of each. Clean it outside of any verb."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = [upload for upload in data or [] if upload is not None]
        if len(given) > MOST_FILES:
            raise ValidationError(TOO_MANY)
        until = time.monotonic() + PATIENCE
        kept: list[Any] = []
        wrong: list[str] = []
        copies = 0
        for upload in given:
            if time.monotonic() > until or copies > MOST_BYTES:
                raise ValidationError(TOO_MUCH if copies > MOST_BYTES else TOO_SLOW)
            try:
                kept.append(super().clean(upload, initial))
                copies += sum(map(len, kept[-1].copies))
            except ValidationError as refusal:
                wrong += [f"“{files.label_of(upload.name or '')}”: {words}" for words in refusal.messages]
        if wrong:
            raise ValidationError(wrong)
        return kept


class EvidenceOfReportForm(PortalForm):
    """Bound where a report is sent. Its last field is `whole`: without it, the upload was cut off on its way.

    `takes_files` is False where what is shown may be a child: then no file is looked at, whatever is sent. `looks` is
    False where the report is not sent anyway. To look at files takes seconds: each time is counted, as forms.may_look
    does, and taken back by `was_kept`.
    """

    too_often = False
    _take_back: Callable[[], None] | None = None

    links = forms.CharField(
        label="Links",
        max_length=MOST_LINKS * (LONGEST_LINK + 2),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "url", "autocomplete": "off"}),
        help_text="To the post, the profile or the message. One on each line.",
    )
    file = SeveralFilesField(
        label="Screenshots, pictures or PDFs",
        required=False,
        widget=SeveralFilesInput(attrs={"accept": ACCEPT}),
        help_text=f"PNG, JPEG, WebP or PDF. Up to {MOST_FILES}, at most 20 MB together.",
    )
    whole = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")

    def __init__(
        self, request: HttpRequest, *, sends: bool, takes_files: bool, looks: bool = True, links: str = ""
    ) -> None:
        self._request = request
        self.takes_files = takes_files
        self.too_large = sends and uploads.was_too_large(request)
        self.sent_files = bool(sends and (request.FILES or self.too_large))
        self.looks = sends and takes_files and looks
        # Where the page sent its field for files, `whole` comes after it.
        self.was_cut = bool(sends and (request.FILES or "takes" in request.POST) and not request.POST.get("whole"))
        super().__init__(
            request.POST if sends else None, request.FILES if self.looks else None, initial={"links": links}
        )
        if not takes_files:
            del self.fields["file"]
            throw_away(request)

    def full_clean(self) -> None:
        """What has not come whole is not looked at, and of what may show a child nothing ever is."""
        if self.is_bound and (why := self._why_not()):
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
            self.add_error("file" if self.takes_files else None, why)
            return
        super().full_clean()

    def _why_not(self) -> str:
        """Why nothing of what was sent is looked at; empty where it is."""
        if self.sent_files and not self.takes_files:
            return THROWN_AWAY
        if self.too_large or self.was_cut:
            return TOO_LARGE if self.too_large else files.CUT
        if self.sent_files and self.looks:
            self._take_back = may_look(self._request)
            self.too_often = self._take_back is None
        return TOO_OFTEN if self.too_often else ""

    def was_kept(self) -> None:
        """Or would be: nothing is wrong with what was sent."""
        if self._take_back is not None:
            self._take_back()
            self._take_back = None

    @property
    def status(self) -> int:
        """Of the page that says so."""
        return 413 if self.too_large else ANSWERED_TOO_MANY if self.too_often else 200

    def clean_links(self) -> list[str]:
        lines = [line for line in self.cleaned_data["links"].split() if line]
        found = list(dict.fromkeys(_link(line) for line in lines))
        if len(found) > MOST_LINKS:
            raise ValidationError(f"Give at most {MOST_LINKS} links. You can add more once the report is sent.")
        return found

    @property
    def takes(self) -> str:
        """What the page says of itself, so that it is drawn anew where the kind that is chosen changes it."""
        return "files" if self.takes_files else "words"

    @property
    def answers(self) -> dict[str, Any]:
        """What the verb is given."""
        given = {"links": self.cleaned_data.get("links", [])}
        return given | {"files": self.cleaned_data.get("file", [])} if self.takes_files else given


def names_chosen(request: HttpRequest) -> Sequence[str]:
    """What the files were called that were chosen: a browser gives each once, so they are chosen again."""
    named = [upload.name or "" for upload in request.FILES.getlist("file")]
    named += [name for name in request.POST.getlist("file") if name.strip()]  # by a button that sends no files
    return [files.label_of(name) for name in named[:MOST_FILES]]


def throw_away(request: HttpRequest) -> None:
    """Nothing of it is read, and its place on the disk is free at once."""
    for _, uploads_of in request.FILES.lists() if request.method == "POST" else ():
        for upload in uploads_of:
            upload.close()


def _link(line: str) -> str:
    check = forms.URLField(max_length=LONGEST_LINK, assume_scheme="https")
    try:
        link: str = check.clean(line)
    except ValidationError:
        raise ValidationError(f"“{line[:60]}” is no link. Copy the whole of it: it begins with https://.") from None
    if not link.lower().startswith(("https://", "http://")):
        raise ValidationError(f"“{line[:60]}” is no link to a page. It begins with https://.")
    return link
