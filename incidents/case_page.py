"""What the page of a case file says beside the file's own tables: what is next, who is in it, where to find what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.urls import reverse

from audit.models import Event
from core.rules import Verdict
from incidents.assessing.rules import check_waits
from incidents.models import Incident, Involvement
from incidents.sections import Section
from incidents.states import SHUT_OUT, Part, Status
from people.models import User

AGAIN = timedelta(minutes=1)  # within which an opening is not recorded once more


def last_read(incident: Incident, person: User) -> datetime | None:
    """When this reader's opening of the file was recorded last; None where they never opened it. One query."""
    read = Event.objects.filter(
        subject_type=incident._meta.label_lower,
        subject_id=str(incident.pk),
        verb="incidents.read",
        actor=f"person:{person.pk}",
        refused=False,
    )
    return read.order_by("-id").values_list("at", flat=True).first()


@dataclass(frozen=True)
class Step:
    """A button: what it says and where it leads."""

    label: str
    url: str


@dataclass(frozen=True)
class Next:
    """The one thing to do now, other ways beside it, and a sentence where this reader cannot do it."""

    main: Step | None = None
    others: list[Step] = field(default_factory=list)
    why_not: str = ""


def next_step(incident: Incident, may: Mapping[str, Verdict]) -> Next:
    """What the state of the file asks for, and whether this reader may do it.

    While a second person has to look at the assessment, that is next, and the part about it has the button. One query.
    """

    def step(label: str, stem: str) -> Step:
        return Step(label, reverse(f"incidents:{stem}", kwargs={"ref": incident.public_id}))

    reopen = [step("Open it again", "reopen")] if may["reopen"] else []
    if incident.status == Status.CLOSED:
        return Next(others=reopen)
    if not may["handle"]:
        return Next(why_not=may["handle"].reason)
    if check_waits(incident):
        start = step("Start the investigation", "start_investigation")
        return Next(others=[start] if incident.status == Status.ASSESSED else [])
    match incident.status:
        case Status.REPORTED:
            return Next(step("Make the first assessment", "assess"))
        case Status.ASSESSED:
            without = step("Record the outcome without one", "resolve")
            return Next(step("Start the investigation", "start_investigation"), [without])
        case Status.INVESTIGATING if incident.lead_id is None:
            return Next(step("Choose who leads it", "change_lead"), [step("Record the outcome", "resolve")])
        case Status.INVESTIGATING:
            return Next(step("Record the outcome", "resolve"))
        case _:
            return Next(step("Check and close it", "close"), reopen)


@dataclass
class Named:
    """One person or name with all their parts."""

    who: str
    person: User | None
    parts: list[Involvement] = field(default_factory=list)

    @property
    def is_shut_out(self) -> bool:
        return any(one.part in SHUT_OUT for one in self.parts) and self.person is not None


def people_in(incident: Incident) -> list[Named]:
    """Everybody with a part in it now, each once; who handles it by name among them. One query."""
    found: dict[tuple[int | None, str], Named] = {}
    for one in incident.involvements.filter(ended_at=None).select_related("person"):
        key = (one.person_id, one.name.casefold())
        found.setdefault(key, Named(one.who, one.person)).parts.append(one)
    return list(found.values())


def what_ending_changes(involvement: Involvement, actor: User) -> list[str]:
    """What is said before a name is taken off."""
    who = "You" if involvement.person_id == actor.pk else involvement.who
    points = [f"“{involvement.get_part_display()}” ends now for {involvement.who}. That it was so stays on record."]
    if involvement.person is None:
        return points
    if involvement.part in SHUT_OUT:
        points.append(f"{who} may see the file again, where their role or another part lets them.")
    elif involvement.part == Part.HANDLER:
        points.append(f"{who} will not see the file any more, unless by role. Open tasks go to whoever leads it.")
    else:
        points.append(f"{who} will read nothing more of what is opened to that part.")
    return points


def contents(drawn: Mapping[str, list[Section]], *, is_new: bool) -> list[tuple[str, str]]:
    """The parts of the page in order, as (id, words). The report of a new one stands above them, open."""
    parts = [(section.anchor, section.title) for section in drawn["next"] if section.title]
    parts += [("people", "People")] if is_new else [("report", "The report"), ("people", "People")]
    parts += [(section.anchor, section.title) for section in drawn["main"] if section.title]
    return [*parts, ("timeline", "Timeline")]
