"""The forms of evidence."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import HttpRequest

from core import uploads
from core.errors import InvalidInput
from core.forms import PortalForm
from incidents.evidence import files
from people.limits import counted, within_limit

ACCEPT = "image/png,image/jpeg,image/webp,application/pdf,.png,.jpg,.jpeg,.webp,.pdf"


class EvidenceFileField(forms.FileField):
    """A picture or a PDF; its value is what `files.checked` makes of it. Never call a verb around its cleaning."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Picture or PDF")
        kwargs.setdefault("help_text", "PNG, JPEG, WebP or PDF, at most 20 MB.")
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT}))
        super().__init__(error_messages={"empty": files.EMPTY}, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> files.Checked | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return files.checked(upload)
        except InvalidInput as refusal:
            raise forms.ValidationError(refusal.reason) from None


class WordsForm(PortalForm):
    """Words or a link: what somebody saw, said or wrote, and where it is."""

    submit_label = "Add it to the evidence"

    title = forms.CharField(label="What is it?", max_length=200, help_text="For example: what the parent told us.")
    url = forms.URLField(
        label="Link", max_length=1000, required=False, assume_scheme="https", help_text="As it stands in the browser."
    )
    text = forms.CharField(
        label="Words",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Word for word where you can. Say who wrote them, and when you saw them.",
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.lower().startswith(("http://", "https://")):
            raise forms.ValidationError("Give a link that begins with http:// or https://.")
        return url


TOO_OFTEN = (
    "You have sent many files in a short time, or many that could not be kept, and looking at each takes the portal a "
    "while. Try again later, or write down in words what the file shows."
)


def may_look(request: HttpRequest) -> Callable[[], None] | None:
    """Count that files are looked at, which takes seconds of the machine. None where it was too often.

    What is returned takes it back from those that were refused; how many are looked at at all is limited as well.
    """
    return counted(request, "evidence_refused") if within_limit(request, "evidence_looked_at") else None


class UploadForm(PortalForm):
    """A form with a file. Its last field is `whole`: where that is missing, the upload was cut off on its way.

    To look at a file takes seconds of the machine. Each is counted before that, and taken back by `was_kept`: so
    nobody keeps the portal busy with what it refuses.
    """

    too_large = False
    too_often = False
    _take_back: Callable[[], None] | None = None

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        is_sent = request.method == "POST"
        self.too_large = is_sent and uploads.was_too_large(request)
        super().__init__(request.POST if is_sent else None, request.FILES if is_sent else None)
        self.fields["whole"] = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")

    def full_clean(self) -> None:
        """What has not come whole is not looked at."""
        if self.is_bound and (self.too_large or not self.data.get("whole")):
            self._refuse(files.TOO_LARGE if self.too_large else files.CUT)
            return
        if self.is_bound and "file" in self.fields and self.files.get("file"):
            self._take_back = may_look(self._request)
            self.too_often = self._take_back is None
            if self.too_often:
                self._refuse(TOO_OFTEN)
                return
        super().full_clean()

    def was_kept(self) -> None:
        if self._take_back is not None:
            self._take_back()

    def _refuse(self, why: str) -> None:
        self._errors = ErrorDict()
        self.cleaned_data = {}
        self.add_error("file" if "file" in self.fields else None, why)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data.pop("whole", None)
        return data


class FileForm(UploadForm):
    """One file, and what is known of it."""

    submit_label = "Add it to the evidence"

    title = forms.CharField(
        label="What does it show?", max_length=200, help_text="For example: screenshot of the chat, 3 March."
    )
    text = forms.CharField(
        label="Where is it from?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Who took it, of what, and when.",
    )
    file = EvidenceFileField()


class ReporterForm(UploadForm):
    """What the person who reported it adds: words, a link, or a file."""

    submit_label = "Send it"

    text = forms.CharField(
        label="What do you want to add?",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Words, or what the file shows.",
    )
    url = forms.URLField(label="Link", max_length=1000, required=False, assume_scheme="https")
    file = EvidenceFileField(required=False)

    def __init__(self, request: HttpRequest, *, with_file: bool) -> None:
        super().__init__(request)
        if not with_file:
            del self.fields["file"]


class SetAsideForm(PortalForm):
    form_tag = False

    reason = forms.CharField(label="Why does it not belong here?", max_length=300)
