"""One row for the school, one for how it sends mail, and its own days off."""

from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from core.asked import forget, once
from core.rows import by_key


def validate_time_zone(value: str) -> None:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError("Choose a time zone such as Europe/London.") from error


class FridayReading(models.TextChoices):
    """What "received at a weekend" means for a Friday."""

    ORDINARY = "ordinary", "A comment on a Friday has 24 hours, so it is due on Saturday"
    FROM_17 = "from_17", "A comment from Friday 17:00 counts as received at the weekend"


class BankHolidayReading(models.TextChoices):
    ORDINARY = "ordinary", "A comment on a bank holiday from Monday to Friday has 24 hours"
    WEEKEND = "weekend", "A comment on a bank holiday counts as received at the weekend"


class DayEndReading(models.TextChoices):
    MIDNIGHT = "midnight", "“On the next working day” ends at 23:59:59"
    AT_17 = "at_17", "“On the next working day” ends at 17:00"


class School(models.Model):
    """The one school that this portal serves."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="Europe/London", validators=[validate_time_zone])
    set_up_at = models.DateTimeField()
    approvals_required = models.PositiveSmallIntegerField(default=1)  # A4
    friday = models.CharField(max_length=10, choices=FridayReading.choices, default=FridayReading.ORDINARY)
    bank_holiday = models.CharField(
        max_length=10, choices=BankHolidayReading.choices, default=BankHolidayReading.ORDINARY
    )
    day_end = models.CharField(max_length=10, choices=DayEndReading.choices, default=DayEndReading.MIDNIGHT)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="school_is_one_row"),
            models.CheckConstraint(condition=Q(approvals_required__gte=1), name="school_some_approval"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        forget()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class NonWorkingDay(models.Model):
    """A day off of the school's own, beside weekends and bank holidays. School holidays are none (M1)."""

    date = models.DateField(unique=True)
    label = models.CharField(max_length=120)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date}: {self.label}"


class Term(models.Model):
    """A term of the school, for figures by term and half-term. It changes no due time: holidays are no days off (M1).

    `break_first` to `break_last` is the half-term holiday, if it has one.
    """

    name = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()
    break_first = models.DateField(null=True, blank=True)
    break_last = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lt=models.F("last_day")) & ~Q(name=""), name="school_term_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(break_first=None, break_last=None)
                | Q(
                    break_first__gt=models.F("first_day"),
                    break_first__lte=models.F("break_last"),
                    break_last__lt=models.F("last_day"),
                ),
                name="school_term_break_within",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Security(models.TextChoices):
    STARTTLS = "starttls", "STARTTLS (usually port 587)"
    TLS = "tls", "TLS from the start (usually port 465)"
    NONE = "none", "None (only for a server on this machine)"


class MailSettings(models.Model):
    """How the school sends mail. Without a row, mail is written to files and the portal says so."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=10, choices=Security.choices, default=Security.STARTTLS)
    username = models.CharField(max_length=254, blank=True)
    sealed_password = models.BinaryField(null=True, blank=True)
    from_address = models.EmailField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="mail_settings_is_one_row")]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class SetUpCode(models.Model):
    """The one-time code that the terminal printed for an empty portal, kept as a digest."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="set_up_code_is_one_row")]

    def __str__(self) -> str:
        return "set-up code"


@once
def current_school() -> School | None:
    """The school, or None while the portal is empty. To change it, lock it: this one is everybody's."""
    return by_key(School, 1)


def school_zone() -> ZoneInfo:
    school = current_school()
    return school.zone if school else ZoneInfo("Europe/London")
