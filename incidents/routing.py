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
    """Whom a report is led to. The names are those of Incident's columns; `readers` are in the order of asking.

    `is_last_resort`: it falls to those for whom it is not meant, for nobody else is left.
    """

    with_seniors: bool = False
    with_leads: bool = False
    with_administrators: bool = False
    to_chair: bool = False
    to_outside: bool = False
    readers: tuple[int, ...] = ()
    is_last_resort: bool = False

    @property
    def first(self) -> int | None:
        """Who is asked first."""
        return self.readers[0] if self.readers else None


@dataclass(frozen=True)
class Gap:
    """Were `person` named in a report of this compartment, nobody could read it, or not those whom it is meant for.

    `readers` are who would: none, one alone, or those to whom it falls when nobody else is left.
    """

    person: int
    compartment: Compartment
    readers: tuple[int, ...] = ()

    @property
    def nobody(self) -> bool:
        return not self.readers


def route(
    compartment: Compartment, shut_out: Collection[int], staffing: Staffing, *, chair_stays: bool = False
) -> Route:
    """The way of a report in `compartment` when `shut_out` are named as alleged or conflicted.

    SLT, or the safeguarding leads, without those who are named. SLT comes in where naming leaves fewer than two leads.
    The chair of governors comes in where the head is named (or, while nobody said who that is, anybody of SLT), and
    where naming leaves fewer than two of SLT; the outside contact where there is no such chair. With `chair_stays`
    they were in before. Where nobody is left it falls to the leads, and at last to the Administrators.
    """
    seniors, leads = _free(staffing.seniors, shut_out), _free(staffing.leads, shut_out)
    with_leads = compartment in (Compartment.SAFEGUARDING, Compartment.BOTH) and bool(leads)
    with_seniors = compartment is not Compartment.SAFEGUARDING or not leads or _too_few(leads, staffing.leads)
    heads = staffing.seniors if staffing.head is None else (staffing.head,)
    above = (
        chair_stays
        or any(head in shut_out for head in heads)
        or (with_seniors and (not seniors or _too_few(seniors, staffing.seniors)))
    )
    chair = _free(staffing.chair, shut_out) if above else []
    outside = _free(staffing.outside, shut_out) if above and not chair else []
    with_administrators = compartment is Compartment.ACCOUNTS
    administrators = _free(staffing.administrators, shut_out)
    meant = [*(leads if with_leads else []), *(seniors if with_seniors else []), *chair, *outside]
    is_last_resort = not meant
    if is_last_resort and leads:
        with_leads, meant = True, leads
    elif is_last_resort:
        with_administrators = True
    readers = [*meant, *(administrators if with_administrators else [])]
    return Route(
        with_seniors=with_seniors,
        with_leads=with_leads,
        with_administrators=with_administrators,
        to_chair=bool(chair),
        to_outside=bool(outside),
        readers=tuple(dict.fromkeys(readers)),
        is_last_resort=is_last_resort,
    )


def _free(people: Sequence[int], shut_out: Collection[int]) -> list[int]:
    return [person for person in people if person not in shut_out]


def _too_few(free: Sequence[int], there: Sequence[int]) -> bool:
    """Whether naming left fewer than two. One who was alone before anybody was named is not too few."""
    return len(free) < 2 and len(free) < len(there)


def gaps(staffing: Staffing, compartments: Iterable[Compartment] = Compartment) -> list[Gap]:
    """For whom no good way round exists: named alone in a report, they leave nobody, one person, or a last resort."""
    everybody = dict.fromkeys(
        [*staffing.seniors, *staffing.leads, *staffing.administrators, *staffing.chair, *staffing.outside]
    )
    found = []
    for compartment in compartments:
        as_it_is = route(compartment, (), staffing).readers
        for person in everybody:
            way = route(compartment, {person}, staffing)
            if way.is_last_resort or (len(way.readers) < 2 and len(way.readers) < len(as_it_is)):
                found.append(Gap(person, compartment, way.readers))
    return found
