"""Terms: figures are shown by them, and no due time depends on them (M1)."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from school import workflow
from school.models import Term
from school.terms import halves_with_holidays, now_and_before, terms_with_holidays, usual_terms

AUTUMN = {"name": "Autumn term 2026", "first_day": date(2026, 9, 2), "last_day": date(2026, 12, 18)}
HALF_TERM = {"break_first": date(2026, 10, 26), "break_last": date(2026, 10, 30)}


@pytest.fixture
def autumn(admin):
    return workflow.add_term(actor=admin, **AUTUMN, **HALF_TERM)


@pytest.mark.parametrize("who", ["head", "admin"])
def test_slt_and_administrators_add_change_and_remove_a_term(request, who):
    actor = request.getfixturevalue(who)
    term = workflow.add_term(actor=actor, **AUTUMN)
    term = workflow.change_term(term, actor=actor, **{**AUTUMN, "last_day": date(2026, 12, 17)}, **HALF_TERM)
    assert Term.objects.get().last_day == date(2026, 12, 17)
    workflow.remove_term(term, actor=actor)
    assert not Term.objects.exists()
    with pytest.raises(WrongState):
        workflow.remove_term(term, actor=actor)
    told = Event.objects.filter(verb__startswith="school.", refused=False).order_by("pk")
    assert list(told.values_list("verb", flat=True)) == [
        "school.add_term", "school.change_term", "school.remove_term"
    ]  # fmt: skip
    assert told[0].data == {"first": "2026-09-02", "last": "2026-12-18"}


@pytest.mark.parametrize("who", ["teacher", "volunteer", "dsl", "chair", "leaver"])
def test_nobody_else_does(request, autumn, who):
    actor = request.getfixturevalue(who)
    for verb, args, kwargs in [
        (workflow.add_term, (), {"name": "Spring", "first_day": date(2027, 1, 4), "last_day": date(2027, 3, 25)}),
        (workflow.change_term, (autumn,), AUTUMN),
        (workflow.remove_term, (autumn,), {}),
        (workflow.add_usual_terms, (), {"begun_in": 2027}),
    ]:
        with pytest.raises(NotAllowed):
            verb(*args, actor=actor, **kwargs)
    assert Term.objects.get().break_first == HALF_TERM["break_first"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "  "}, "name"),
        ({"last_day": date(2026, 9, 2)}, "last_day"),
        ({"last_day": date(2027, 9, 2)}, "last_day"),
        ({"first_day": date(1, 1, 1)}, "first_day"),
        ({"break_first": date(2026, 10, 26)}, "break_last"),
        ({"break_first": date(2026, 10, 30), "break_last": date(2026, 10, 26)}, "break_last"),
        ({"break_first": date(2026, 9, 2), "break_last": date(2026, 10, 26)}, "break_first"),
    ],
)
def test_days_that_make_no_term_are_refused(admin, changed, field):
    with pytest.raises(InvalidInput) as refused:
        workflow.add_term(actor=admin, **{**AUTUMN, **changed})
    assert refused.value.field == field
    assert not Term.objects.exists()


def test_terms_do_not_meet(admin, autumn):
    with pytest.raises(InvalidInput, match="“Autumn term 2026”"):
        workflow.add_term(actor=admin, name="Another", first_day=date(2026, 12, 18), last_day=date(2027, 1, 31))
    workflow.change_term(autumn, actor=admin, **AUTUMN)  # with itself it may


def test_the_usual_terms_are_a_start(admin, autumn):
    added = workflow.add_usual_terms(actor=admin, begun_in=2026)
    assert [(term.name, term.first_day, term.last_day) for term in added] == [
        ("Spring term 2027", date(2027, 1, 4), date(2027, 3, 25)),  # the day after is Good Friday
        ("Summer term 2027", date(2027, 4, 12), date(2027, 7, 21)),
    ]
    with pytest.raises(WrongState):
        workflow.add_usual_terms(actor=admin, begun_in=2026)


def test_the_usual_terms_of_any_year_are_terms():
    terms = [term for year in range(2000, 2100) for term in usual_terms(year)]
    for term, following in zip(terms, terms[1:], strict=False):
        assert term.first_day < term.break_first < term.break_last < term.last_day < following.first_day


def test_a_holiday_belongs_to_what_went_before_it(admin, autumn):
    workflow.add_usual_terms(actor=admin, begun_in=2026)
    terms = terms_with_holidays(Term.objects.all())
    assert [(each.first, each.last) for each in terms] == [
        (date(2026, 9, 2), date(2027, 1, 3)),
        (date(2027, 1, 4), date(2027, 4, 11)),
        (date(2027, 4, 12), date(2027, 8, 31)),
    ]
    halves = halves_with_holidays(Term.objects.all())
    assert [(each.first, each.last) for each in halves[:2]] == [
        (date(2026, 9, 2), date(2026, 11, 1)),  # the weekend after the holiday still belongs to it
        (date(2026, 11, 2), date(2027, 1, 3)),
    ]
    assert now_and_before(halves, date(2026, 12, 25)) == (halves[1], halves[0])
    assert now_and_before(halves, date(2026, 9, 1)) == (None, None)
    assert now_and_before(halves, date(2028, 1, 1)) == (None, halves[-1])


def test_the_page_begins_with_the_usual_dates_and_lists_what_there_is(client, sign_in, admin):
    sign_in(client, admin)
    url = reverse("school:terms")
    assert "Begin with the usual dates of 2026/2027" in client.get(url).content.decode()
    client.post(reverse("school:add_usual_terms"), {"begun_in": "2026"})
    text = client.get(url).content.decode()
    assert "Autumn term 2026" in text
    assert "school holidays are not days off" in text
    assert "usual dates of 2026/2027" not in text
    client.post(url, {"name": "Summer school", "first_day": "2027-07-26", "last_day": "2027-08-06"})
    term = Term.objects.get(name="Summer school")
    client.post(reverse("school:remove_term", args=[term.pk]))
    assert Term.objects.count() == 3
