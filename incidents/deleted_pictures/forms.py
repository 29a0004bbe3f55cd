"""What is asked about a deleted picture. There is no field that takes one."""

from django import forms

from core import clock
from core.forms import PortalForm

MOMENT = {"type": "datetime-local"}


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M")


class DeletedPictureForm(PortalForm):
    submit_label = "Record that it is deleted"

    taken_at = forms.DateTimeField(label="When was it taken?", widget=_moment(), initial=clock.now)
    deleted_at = forms.DateTimeField(label="When did you delete it?", widget=_moment(), initial=clock.now)
    device = forms.CharField(
        label="What was it taken with?", max_length=120, help_text="For example: the Year 4 tablet, my own phone."
    )
    words = forms.CharField(
        label="What kind of picture was it?",
        max_length=300,
        help_text="In as few words as you can. Nobody’s name, and nothing to picture it by: “a child changing, taken "
        "by accident”.",
    )
    from_bin = forms.BooleanField(label="I deleted it from “recently deleted” too", required=False)
    from_cloud = forms.BooleanField(label="I deleted it from the cloud and backups too", required=False)
    was_shared = forms.BooleanField(
        label="Somebody else has it, or had it",
        required=False,
        help_text="It was sent, posted, or shown on a shared screen.",
    )
