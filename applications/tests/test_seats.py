"""Row A4 with people away, as a property: every way of being tied and away, every order of deciding."""

import itertools
from dataclasses import replace
from datetime import date

import pytest

from applications.seats import Bench, Capacity, Seat, Ties
from conftest import NOW
from people.models import Absence

PLACES = ("head", "deputy", "both_for", "chair", "governor")


@pytest.fixture
def cast(head, deputy, teacher, chair, make_person):
    """`both_for` can act for either member of SLT, `governor` for the chair."""
    governor = make_person("Gus Governor", "governor", employed=False)
    people = {"head": head, "deputy": deputy, "both_for": teacher, "chair": chair, "governor": governor}
    for person in people.values():
        assert person.roles  # read once: from here on nothing asks the database
    return people


def bench_of(cast, away, needed, not_there=()):
    """The seats as they are while those in `away` ({holder: delegate or None}) are away."""

    def seat(name):
        holder = cast[name]
        if name not in away:
            return Seat(holder)
        delegate = cast[away[name]] if away[name] else None
        absence = Absence(
            person=holder,
            delegate=delegate or cast["governor"],
            from_on=NOW,
            until_on=date(2026, 11, 20),
            made_by=holder,
        )
        there = delegate is not None and away[name] not in away and away[name] not in not_there
        return Seat(holder, absence, delegate, there)

    bench = Bench()
    bench.__dict__["_seats"] = [seat(name) for name in ("head", "deputy", "chair")]
    bench.__dict__["needed"] = needed
    return bench


def every_way():
    """Who is tied how, who is away and who acts, and how many approvals the school asks for."""
    ties = {
        "head": ("none", "applicant", "named"),
        "deputy": ("none", "named"),
        "both_for": ("none", "applicant", "named"),
        "chair": ("none", "named"),
        "governor": ("none", "named"),
    }
    away = {
        "head": ("there", None, "deputy", "both_for"),
        "deputy": ("there", "head", "both_for"),
        "chair": ("there", None, "governor"),
    }
    for tied in itertools.product(*ties.values()):
        if tied.count("applicant") > 1:
            continue
        for gone in itertools.product(*away.values()):
            out = {name: delegate for name, delegate in zip(away, gone, strict=True) if delegate != "there"}
            for needed in (1, 2, 3):
                yield dict(zip(ties, tied, strict=True)), out, needed


def ties_of(cast, tied):
    applicant = next((cast[name].pk for name, tie in tied.items() if tie == "applicant"), -1)
    return Ties(applicant, frozenset(cast[name].pk for name, tie in tied.items() if tie == "named"))


def who_may(cast, bench, ties):
    answers = {name: bench.capacity(cast[name], ties) for name in PLACES}
    return {name: answer for name, answer in answers.items() if isinstance(answer, Capacity)}


def asked(cast, bench, ties):
    names = {person.pk: name for name, person in cast.items()}
    return [names[person.pk] for person in bench.called(ties).people]


def test_whom_a_case_waits_for_is_who_the_row_says(cast):
    """Told again in sets, without any of the portal's code, for a case on which nobody has decided."""
    for tied, away, needed in every_way():
        free = {name for name, tie in tied.items() if tie == "none"}

        expected = {}  # who is asked from which seat
        for holders in (("head", "deputy"), ("chair",), "away"):
            if len(expected) >= needed:
                break
            if holders == "away":
                expected |= {one: one for one in {"head", "deputy", "chair"} & free - set(expected.values())}
                continue
            for holder in sorted(holders, key=lambda one: one in away):  # those who are there first
                giver = away.get(holder, holder)
                if holder in free and giver in free and (giver == holder or giver not in away):
                    expected.setdefault(giver, holder)
        bench, ties = bench_of(cast, away, needed), ties_of(cast, tied)
        assert set(asked(cast, bench, ties)) == set(expected), (tied, away, needed)
        assert bench.called(ties).short == max(needed - len(expected), 0), (tied, away, needed)


def test_in_every_order_nobody_decides_twice_and_no_seat_speaks_twice(cast):
    for tied, away, needed in every_way():
        bench = bench_of(cast, away, needed)
        for order in (PLACES, PLACES[::-1]):
            ties = ties_of(cast, tied)
            too_few = bench.called(ties).short > 0
            while ties.approvals < needed:
                may, waits = who_may(cast, bench, ties), asked(cast, bench, ties)
                assert len(waits) == len(set(waits)), (tied, away)
                assert set(waits) <= set(may), (tied, away, needed)
                assert bool(waits) == bool(may), (tied, away, needed)  # whoever may decide, somebody is asked
                if not may:
                    break
                name = next(name for name in order if name in may)
                assert tied[name] == "none"
                holder = may[name].acted_for
                assert cast[name].pk not in ties.decided | ties.spoken_for
                if holder is not None:
                    assert holder.pk not in ties.decided | ties.spoken_for
                    assert holder.pk != cast[name].pk
                    assert holder.pk in {cast[one].pk for one in away if tied[one] == "none"}
                ties = replace(
                    ties,
                    decided=ties.decided | {cast[name].pk},
                    spoken_for=ties.spoken_for | ({holder.pk} if holder else set()),
                    approvals=ties.approvals + 1,
                )
            # The screen said from the first whether there would be enough.
            assert too_few == (ties.approvals < needed), (tied, away, needed)


def test_whoever_was_named_by_somebody_tied_does_not_decide(cast, admin):
    """The applicant does not choose who judges their case."""
    absence = Absence(
        person=cast["head"], delegate=cast["both_for"], from_on=NOW, until_on=date(2026, 11, 20), made_by=cast["deputy"]
    )
    bench = Bench()
    bench.__dict__["_seats"] = [Seat(cast["head"], absence, cast["both_for"], True), Seat(cast["chair"])]
    bench.__dict__["needed"] = 1
    ties = Ties(cast["deputy"].pk)
    assert "Dev Deputy, who named you" in bench.capacity(cast["both_for"], ties).reason
    assert asked(cast, bench, ties) == ["chair"]
    assert asked(cast, bench, Ties(admin.pk)) == ["both_for"]


def test_it_says_for_whom(cast):
    bench = bench_of(cast, {"head": "both_for", "chair": None}, 3)
    until = "away until Friday 20 November 2026"
    assert [str(one) for one in bench.called(Ties(-1)).asked] == [
        "Dev Deputy",
        f"Tom Teacher for Helen Head, {until}",
        f"Cora Chair (chair of governors), {until}",
    ]


def test_a_delegate_who_is_away_is_not_waited_for(cast):
    bench = bench_of(cast, {"head": "both_for"}, 2, not_there={"both_for"})
    assert asked(cast, bench, Ties(-1)) == ["deputy", "chair"]
