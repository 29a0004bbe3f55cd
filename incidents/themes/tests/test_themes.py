"""What a term's incidents have in common: of the files that one handles, or so that nobody can be told from it."""

from collections import Counter
from datetime import date
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from incidents import workflow
from incidents.tests.conftest import SAID, incident, make_incident  # noqa: F401  (fixtures)
from incidents.themes.suppress import LEAST, hidden, hidden_in_each
from people.models import Role
from school.workflow import add_term

THEMES, CSV = reverse("incidents:themes"), reverse("incidents:themes_csv")


def published(numbers: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    """What a reader learns: each figure or -1, and the total."""
    counts = {str(at): number for at, number in enumerate(numbers)}
    out = hidden(counts)
    return tuple(-1 if kind in out else number for kind, number in counts.items()), sum(numbers)


@pytest.mark.parametrize("kinds", [2, 3, 4])
def test_nobody_works_out_a_hidden_figure_even_who_knows_how_they_are_hidden(kinds: int) -> None:
    could_be: dict[object, set[tuple[int, ...]]] = {}
    for numbers in product(range(13), repeat=kinds):
        if sum(numbers) >= LEAST:  # of fewer than five nothing is told at all
            could_be.setdefault(published(numbers), set()).add(numbers)
    for (shown, total), worlds in could_be.items():
        if total > 12:
            continue  # beyond, the worlds that were tried are not all there are
        for at, figure in enumerate(shown):
            values = {world[at] for world in worlds}
            assert (values == {figure} and figure >= LEAST) if figure >= 0 else len(values) > 1


@given(st.lists(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 30), min_size=2), min_size=1, max_size=4))
def test_a_kind_in_two_tables_is_shown_in_both_or_in_none(tables: list[dict[str, int]]) -> None:
    found = hidden_in_each(tables)
    everywhere = frozenset().union(*found)
    for counts, out in zip(tables, found, strict=True):
        assert out == everywhere & counts.keys()
        assert all(number >= LEAST for kind, number in counts.items() if kind not in out)


@pytest.fixture
def many(make_incident, head, deputy, dsl, clock):  # noqa: F811
    """In the summer term: seven rude ones, one of them closed with a lesson, and six about a child."""
    autumn = clock.now
    clock.move_to(autumn.replace(month=5))
    made = [make_incident("offensive") for _ in range(7)]
    for one in made:
        workflow.assess(one, actor=head, severity="low", lawfulness="lawful", assessment="Rude.")
    workflow.resolve(made[0], actor=head, outcome="internal", **SAID, learning="Two people read each post.")
    workflow.close(made[0], actor=head)
    made += [make_incident("safeguarding") for _ in range(6)]
    clock.move_to(autumn)
    return made


@pytest.fixture
def terms(head, many):
    add_term(actor=head, name="Summer term", first_day=date(2026, 4, 13), last_day=date(2026, 7, 21))
    add_term(actor=head, name="Autumn term", first_day=date(2026, 9, 2), last_day=date(2026, 12, 18))


def shown(client: Client, **query: str) -> dict[str, dict[str, int]]:
    themes = client.get(THEMES, query).context["themes"]
    return {table.title: {line.words: line.number for line in table.shown} for table in themes.tables}


SUMMER = "2026-04-13-to-2026-08-31"  # with the holiday after it


def test_slt_sees_the_numbers_of_its_own_files(terms, client, sign_in, head) -> None:
    sign_in(client, head)
    assert client.get(THEMES).context["themes"].total == 0  # this term
    answer = client.get(THEMES, {"period": SUMMER})
    assert answer.context["themes"].total == 7
    assert shown(client, period=SUMMER)["What it was"] == {"Offensive content": 7}
    assert shown(client, period=SUMMER)["First assessment"] == {"In time": 7}
    assert answer.context["themes"].in_time == "100 %"
    assert "Two people read each post." in answer.content.decode()
    assert "Safeguarding concern,All,6" not in client.get(CSV, {"period": SUMMER}).content.decode()


def test_the_lead_sees_the_numbers_of_the_compartment(terms, client, sign_in, dsl) -> None:
    sign_in(client, dsl)
    assert shown(client, period=SUMMER)["What it was"] == {"Safeguarding concern": 6}


def test_governors_see_ended_terms_without_small_numbers_and_without_words(
    terms, client, sign_in, make_person, chair, make_incident, clock  # noqa: F811
) -> None:  # fmt: skip
    governor = sign_in(client, make_person("Gil Governor", Role.GOVERNOR, employed=False))
    answer = governor.get(THEMES)
    assert [name for _, name in answer.context["filters"].fields["period"].choices] == ["Summer term"]
    assert answer.context["themes"].total == 13
    assert shown(governor)["What it was"] == {
        "Offensive content": 7
    }  # the six beside nothing but noughts are kept back
    assert shown(governor)["Outcome"] == {}  # one with, twelve without: each would tell the other
    words = answer.content.decode() + governor.get(CSV).content.decode()
    assert "Two people read each post" not in words
    assert "Dealt with in school,1" not in words
    assert governor.get(THEMES, {"period": "2026-09-02-to-2026-12-18"}).context["asked"].stretch.name == "Summer term"


def test_a_governor_who_is_named_is_told_numbers_without_that_incident(
    terms, many, client, sign_in, chair, head
) -> None:
    workflow.name_person(many[1], chair, actor=head, part="alleged")
    sign_in(client, chair)
    assert client.get(THEMES).context["themes"].total == 12


@pytest.mark.parametrize("role", ["teacher", "admin", "volunteer"])
def test_nobody_else_sees_them(request, role, client, sign_in) -> None:
    sign_in(client, request.getfixturevalue(role))
    assert client.get(THEMES).status_code == client.get(CSV).status_code == 403


def test_the_whole_file_costs_few_queries(terms, client, sign_in, head, django_assert_max_num_queries) -> None:
    sign_in(client, head)
    client.get(THEMES)
    with django_assert_max_num_queries(14):
        client.get(THEMES, {"period": SUMMER})


def test_counter_of_nothing_is_kept_back_whole() -> None:
    assert hidden(Counter({"a": 0, "b": 0})) == {"a", "b"}
