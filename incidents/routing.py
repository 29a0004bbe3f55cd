"""The way of a report round everybody who is named in it (H5). Pure functions: ids in, ids out."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from incidents.handling import Compartment


@dataclass(frozen=True)
class Staffing:
    """Who is there now, by id. `seniors` are SLT in the order in which they are asked; `leads` the lead, then deputies.

    `head` is None while the school has not said who it is.
    """

    seniors: tuple[int, ...] = ()
    head: int | None = None
    leads: tuple[int, ...] = ()
    administrators: tuple[int, ...] = ()
    chair: tuple[int, ...] = ()
    outside: tuple[int, ...] = ()


@dataclass(frozen=True)
class Route:
    """Whom a report is led to. The names are those of Incident's columns; `readers` are in the order of asking."""

    with_seniors: bool = False
    with_leads: bool = False
    with_administrators: bool = False
    to_chair: bool = False
    to_outside: bool = False
    readers: tuple[int, ...] = ()

    @property
    def first(self) -> int | None:
        """Who is asked first."""
        return self.readers[0] if self.readers else None


@dataclass(frozen=True)
class Gap:
    """Were `person` named in a report of this compartment, nobody could read it; or one alone, where not `nobody`."""

    person: int
    compartment: Compartment
    nobody: bool


def route(compartment: Compartment, shut_out: Collection[int], staffing: Staffing) -> Route:
    """The way of a report in `compartment` when `shut_out` are named as alleged or conflicted.

    SLT, or the safeguarding leads, without those who are named. The chair of governors comes in where the head is
    named, or where naming leaves fewer than two of SLT; the outside contact where there is no such chair. A compartment
    whose leads are all named, or that has none, falls to SLT.
    """
    seniors = _free(staffing.seniors, shut_out)
    leads = _free(staffing.leads, shut_out)
    with_leads = compartment in (Compartment.SAFEGUARDING, Compartment.BOTH) and bool(leads)
    with_seniors = compartment is not Compartment.SAFEGUARDING or not leads
    few = len(seniors) < 2 and len(seniors) < len(staffing.seniors)
    above = staffing.head in shut_out or (with_seniors and (few or not seniors))
    chair = _free(staffing.chair, shut_out) if above else []
    outside = _free(staffing.outside, shut_out) if above and not chair else []
    administrators = _free(staffing.administrators, shut_out) if compartment is Compartment.ACCOUNTS else []
    readers = [
        *(leads if with_leads else []),
        *(seniors if with_seniors else []),
        *chair,
        *outside,
        *administrators,
    ]
    return Route(
        with_seniors=with_seniors,
        with_leads=with_leads,
        with_administrators=compartment is Compartment.ACCOUNTS,
        to_chair=bool(chair),
        to_outside=bool(outside),
        readers=tuple(dict.fromkeys(readers)),
    )


def _free(people: Sequence[int], shut_out: Collection[int]) -> list[int]:
    return [person for person in people if person not in shut_out]


def gaps(staffing: Staffing, compartments: Iterable[Compartment] = Compartment) -> list[Gap]:
    """For whom no way round exists: named alone in a report, they would leave nobody, or one person, to read it."""
    everybody = dict.fromkeys(
        [*staffing.seniors, *staffing.leads, *staffing.administrators, *staffing.chair, *staffing.outside]
    )
    found = []
    for compartment in compartments:
        for person in everybody:
            readers = route(compartment, {person}, staffing).readers
            without = route(compartment, (), staffing).readers
            if not readers or (len(readers) < 2 and len(readers) < len(without)):
                found.append(Gap(person, compartment, nobody=not readers))
    return found
