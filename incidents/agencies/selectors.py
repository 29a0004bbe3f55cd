"""What the pages about agencies read."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from core import clock
from incidents.agencies.suggested import Running, clocks_met_by_telling
from incidents.models import Agency, Incident, Referral
from incidents.states import Status
from people.models import User

CHECK_EVERY = timedelta(days=365)
# Each school has numbers of its own for these two, and needs them in a hurry.
LOCAL = ("social_care", "designated_officer")


@dataclass(frozen=True)
class Line:
    """One agency of the directory."""

    agency: Agency

    @property
    def is_stale(self) -> bool:
        """Nobody has checked it for a year, or ever."""
        checked = self.agency.verified_on
        return checked is None or checked < clock.today() - CHECK_EVERY

    @property
    def lacks_its_number(self) -> bool:
        return self.agency.key in LOCAL and not self.agency.phone

    @property
    def tel(self) -> str:
        return tel(self.agency.phone)


def tel(phone: str) -> str:
    """What a phone dials: the digits, with a leading plus; an extension is left to the person."""
    number = phone.lower().partition("ext")[0]
    plus = "+" if number.strip().startswith("+") else ""
    return plus + "".join(one for one in number.replace("(0)", "") if one.isdigit())


def directory() -> list[Line]:
    """Those that are offered, then those that are switched off."""
    return [Line(agency) for agency in Agency.objects.select_related("verified_by").order_by("-is_on", "place", "name")]


def without_their_number() -> QuerySet[Agency]:
    """The important local ones whose phone number nobody has entered yet."""
    return Agency.objects.filter(key__in=LOCAL, is_on=True, phone="")


@dataclass(frozen=True)
class Told:
    """A referral on the case file's page. `running` is the law's clock that telling them meets and that still runs."""

    referral: Referral
    running: Running | None = None

    @property
    def tel(self) -> str:
        return tel(self.referral.agency.phone) if self.referral.agency is not None else ""

    @property
    def is_due(self) -> bool:
        at = self.referral.chase_at
        return at is not None and at <= clock.now()


def told(incident: Incident) -> list[Told]:
    """Everybody outside who was told, first to last. Two queries at most."""
    found = list(incident.referrals.select_related("agency", "by"))
    running = clocks_met_by_telling(incident) if found else {}
    return [Told(one, running.get(one.agency.key or "") if one.agency else None) for one in found]


def to_chase(person: User) -> QuerySet[Referral]:
    """Those whose time to be asked again has come, of the files that `person` handles."""
    files = Incident.objects.visible_to(person).exclude(status=Status.CLOSED).values("pk")
    due = Referral.objects.filter(chase_at__lte=clock.now(), incident__in=files)
    return due.select_related("incident").order_by("chase_at", "pk")
