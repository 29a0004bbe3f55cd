"""The way of a report round everybody who is named in it, whoever that is (H5). Nothing here asks the database."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.handling import Compartment
from incidents.routing import Staffing, gaps, route

people = st.integers(min_value=1, max_value=9)
some = st.lists(people, unique=True, max_size=4).map(tuple)


@st.composite
def schools(draw: st.DrawFn) -> Staffing:
    seniors = draw(some)
    head = draw(st.sampled_from([None, seniors[0]])) if seniors else None
    return Staffing(seniors, head, draw(some), draw(some), draw(some), draw(some))


def everybody(staffing: Staffing) -> set[int]:
    held = (staffing.seniors, staffing.leads, staffing.administrators, staffing.chair, staffing.outside)
    return {person for group in held for person in group}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(list(Compartment)), st.frozensets(people), schools(), st.booleans())
def test_nobody_named_reads_it_and_somebody_free_does(
    compartment: Compartment, shut_out: frozenset[int], staffing: Staffing, chair_stays: bool
) -> None:
    found = route(compartment, shut_out, staffing, chair_stays=chair_stays)
    assert not shut_out.intersection(found.readers)
    # The chair and the outside contact are asked only where they are needed; then they are.
    free = everybody(staffing) - shut_out
    assert bool(found.readers) == bool(free)
    assert found.first is None or found.first in free
    assert len(found.readers) == len(set(found.readers))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(list(Compartment)), st.frozensets(people), schools())
def test_the_chair_comes_in_where_the_head_is_named_or_too_few_are_left(
    compartment: Compartment, shut_out: frozenset[int], staffing: Staffing
) -> None:
    found = route(compartment, shut_out, staffing)
    seniors = [person for person in staffing.seniors if person not in shut_out]
    few = found.with_seniors and len(seniors) < 2 and len(seniors) < len(staffing.seniors)
    if few or (staffing.head is not None and staffing.head in shut_out):
        chair, outside = set(staffing.chair) - shut_out, set(staffing.outside) - shut_out
        assert found.to_chair == bool(chair)
        assert found.to_outside == (bool(outside) and not chair)
        assert chair <= set(found.readers)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(list(Compartment)), st.frozensets(people), schools(), people)
def test_naming_one_more_lets_nobody_in_but_those_who_stand_in(
    compartment: Compartment, shut_out: frozenset[int], staffing: Staffing, person: int
) -> None:
    """Being named never opens a report to somebody without a role that may have to read it."""
    found = route(compartment, shut_out | {person}, staffing)
    assert set(found.readers) <= everybody(staffing) - {person}


HEAD, DEPUTY, THIRD, LEAD, SECOND_LEAD, ADMIN, CHAIR, OUTSIDE = range(1, 9)
SCHOOL = Staffing((HEAD, DEPUTY, THIRD), HEAD, (LEAD, SECOND_LEAD), (ADMIN,), (CHAIR,), (OUTSIDE,))


@pytest.mark.parametrize(
    ("compartment", "shut_out", "readers"),
    [
        (Compartment.SENIORS, (), (HEAD, DEPUTY, THIRD)),
        (Compartment.SENIORS, (DEPUTY,), (HEAD, THIRD)),
        (Compartment.SENIORS, (HEAD,), (DEPUTY, THIRD, CHAIR)),
        (Compartment.SENIORS, (HEAD, CHAIR), (DEPUTY, THIRD, OUTSIDE)),
        (Compartment.SENIORS, (DEPUTY, THIRD), (HEAD, CHAIR)),
        (Compartment.SENIORS, (HEAD, DEPUTY, THIRD, CHAIR, OUTSIDE), (LEAD, SECOND_LEAD)),
        (Compartment.SENIORS, (HEAD, DEPUTY, THIRD, CHAIR, OUTSIDE, LEAD, SECOND_LEAD), (ADMIN,)),
        (Compartment.SAFEGUARDING, (), (LEAD, SECOND_LEAD)),
        (Compartment.SAFEGUARDING, (HEAD,), (LEAD, SECOND_LEAD, CHAIR)),
        (Compartment.SAFEGUARDING, (LEAD,), (SECOND_LEAD, HEAD, DEPUTY, THIRD)),
        (Compartment.SAFEGUARDING, (LEAD, SECOND_LEAD), (HEAD, DEPUTY, THIRD)),
        (Compartment.BOTH, (DEPUTY,), (LEAD, SECOND_LEAD, HEAD, THIRD)),
        (Compartment.ACCOUNTS, (ADMIN,), (HEAD, DEPUTY, THIRD)),
    ],
)
def test_the_way_round(compartment: Compartment, shut_out: tuple[int, ...], readers: tuple[int, ...]) -> None:
    assert route(compartment, shut_out, SCHOOL).readers == readers


def test_a_school_with_a_chair_has_a_way_round_everybody_and_one_without_is_told_round_whom_not() -> None:
    assert gaps(SCHOOL) == []
    alone = Staffing((HEAD,), HEAD, (LEAD,), (ADMIN,))
    without = {(gap.person, gap.compartment, gap.readers) for gap in gaps(alone)}
    assert (HEAD, Compartment.SENIORS, (LEAD,)) in without
    assert (HEAD, Compartment.ACCOUNTS, (LEAD, ADMIN)) in without
    assert any(gap.nobody for gap in gaps(Staffing((HEAD,), HEAD)))
