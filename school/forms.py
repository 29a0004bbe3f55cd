"""The shapes of what SLT and Administrators type into the school's settings."""

from typing import Any
from zoneinfo import available_timezones

from django import forms

from core.forms import PortalForm
from school.models import BankHolidayReading, DayEndReading, FridayReading, MailSettings, School, Security
from school.workflow.details import MOST_APPROVALS

AREAS = ("Europe/", "Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Indian/", "Pacific/")
DAY = "%Y-%m-%d"

READINGS: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "friday": ("A comment on a Friday", "friday", FridayReading.choices),
    "bank_holiday": ("A comment on a bank holiday", "bank_holiday", BankHolidayReading.choices),
    "day_end": ("The end of the next working day", "day_end", DayEndReading.choices),
}


def zone_choices() -> list[tuple[str, str]]:
    """The time zones of the world by area, with this country's first."""
    zones = sorted(zone for zone in available_timezones() if zone.startswith(AREAS))
    return [("Europe/London", "Europe/London (United Kingdom)")] + [
        (zone, zone.replace("_", " ")) for zone in zones if zone != "Europe/London"
    ]


def a_day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format=DAY), **kwargs)


class DetailsForm(PortalForm):
    name = forms.CharField(label="Name of the school", max_length=120)
    time_zone = forms.ChoiceField(
        label="Time zone", help_text="All times that people see are in this zone.", choices=zone_choices
    )


class ApprovalsForm(PortalForm):
    approvals_required = forms.IntegerField(
        label="How many members of SLT must approve a business case?",
        help_text="Nobody decides a case that they submitted or are named in, so choose no more than can be found.",
        min_value=1,
        max_value=MOST_APPROVALS,
    )


class ReadingForm(PortalForm):
    """One place where the policy can be read in two ways."""

    reading = forms.ChoiceField(label="", widget=forms.RadioSelect)

    def __init__(self, *args: Any, which: str, school: School, **kwargs: Any) -> None:
        title, field, choices = READINGS[which]
        super().__init__(*args, initial={"reading": getattr(school, field)}, **kwargs)
        self.fields["reading"] = forms.ChoiceField(
            label=title,
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose one of the two."},
        )


class DaysOffForm(PortalForm):
    submit_label = "Add to the list"

    label = forms.CharField(label="What is it?", help_text="For example: Training day.", max_length=120)
    first = a_day(label="First day off")
    last = a_day(label="Last day off", help_text="Leave it empty for a single day.", required=False)


class TermForm(PortalForm):
    name = forms.CharField(label="Name", help_text="For example: Autumn term 2026.", max_length=60)
    first_day = a_day(label="First day")
    last_day = a_day(label="Last day")
    break_first = a_day(
        label="First day of the half-term holiday", help_text="Leave it empty if there is none.", required=False
    )
    break_last = a_day(label="Last day of the half-term holiday", required=False)


class MailForm(PortalForm):
    """The password is written, never shown: an empty one keeps what is stored."""

    submit_label = "Save"

    host = forms.CharField(
        label="Mail server", help_text="For example: smtp.example.sch.uk.", max_length=253, strip=True
    )
    port = forms.IntegerField(label="Port", min_value=1, max_value=65535, initial=587)
    security = forms.ChoiceField(label="Protection", choices=Security.choices, widget=forms.RadioSelect)
    username = forms.CharField(
        label="User name",
        max_length=254,
        required=False,
        help_text="Leave it empty if the server asks for none.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    from_address = forms.EmailField(label="Address that mail comes from")

    def __init__(self, *args: Any, row: MailSettings | None, **kwargs: Any) -> None:
        initial = {"port": 587, "security": Security.STARTTLS}
        if row is not None:
            initial = {name: getattr(row, name) for name in ("host", "port", "security", "username", "from_address")}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["password"].help_text = (
            "A password is stored, encrypted. It is never shown. Leave this empty to keep it."
            if row is not None and row.sealed_password
            else "It is stored encrypted and never shown again."
        )
