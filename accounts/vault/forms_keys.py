"""The shape of what is typed about the vault's key. The key itself is never typed into a page."""

from django import forms

from core.forms import PortalForm


class PutAwayForm(PortalForm):
    """That the sheet is in its place, and there to be read."""

    submit_label = "I have put it away"

    check = forms.CharField(
        label="The last group of letters on the sheet",
        max_length=20,
        help_text="It stands alone in the line “Check”. So the portal knows that the sheet can be read.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Type the last group of letters on the sheet."},
    )
