"""Pages by keyset, on whichever database the tests run."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing

from core.pagination import KeysetPaginator
from people.models import User

T = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def people(db):
    """Seven people; three joined at one and the same moment, one at a fraction of a second later."""
    moments = [T, T, T, T + timedelta(microseconds=500), *(T + timedelta(hours=hour) for hour in (1, 2, 3))]
    return [
        User.objects.create(email=f"p{n}@stjudes.example", full_name=f"Person {n}", joined_at=at)
        for n, at in enumerate(moments)
    ]


def walk(paginator, cursor=None, way="next_cursor"):
    pages = []
    while True:
        page = paginator.page(cursor)
        pages.append([person.pk for person in page])
        cursor = getattr(page, way)
        if cursor is None:
            return pages, page


@pytest.mark.parametrize("ordering", [("joined_at", "pk"), ("-joined_at", "-pk"), ("-joined_at", "pk"), ("pk",)])
@pytest.mark.parametrize("per_page", [1, 2, 3, 7, 10])
def test_every_row_is_shown_once_forwards_and_back(people, ordering, per_page):
    paginator = KeysetPaginator(User.objects.all(), ordering, per_page)
    expected = list(User.objects.order_by(*ordering).values_list("pk", flat=True))
    there, last = walk(paginator)
    assert sum(there, []) == expected
    assert all(len(page) == per_page for page in there[:-1])
    if last.has_previous:
        back, first = walk(paginator, last.previous_cursor, "previous_cursor")
        assert not first.has_previous
        assert sum(reversed(back), []) == expected[: -len(there[-1])]


def test_a_row_that_arrives_meanwhile_moves_nothing(people):
    paginator = KeysetPaginator(User.objects.all(), ("-joined_at", "-pk"), 3)
    first = paginator.page()
    User.objects.create(email="new@stjudes.example", full_name="New", joined_at=T + timedelta(days=1))
    second = paginator.page(first.next_cursor)
    assert not {person.pk for person in first} & {person.pk for person in second}
    assert [person.pk for person in second] == [people[3].pk, people[2].pk, people[1].pk]


def test_a_forged_or_foreign_cursor_shows_the_first_page(people):
    paginator = KeysetPaginator(User.objects.all(), ("joined_at", "pk"), 2)
    other = KeysetPaginator(User.objects.all(), ("-joined_at", "-pk"), 2)
    first = [person.pk for person in paginator.page()]
    forged = signing.dumps(["f", 1, 2])
    for cursor in ("", "nonsense", forged, other.page().next_cursor, "é\x00"):
        assert [person.pk for person in paginator.page(cursor)] == first


def test_a_page_whose_rows_have_gone_shows_the_first_page(people):
    paginator = KeysetPaginator(User.objects.all(), ("pk",), 5)
    cursor = paginator.page().next_cursor
    User.objects.filter(pk__gte=people[5].pk).delete()
    page = paginator.page(cursor)
    assert [person.pk for person in page] == [person.pk for person in people[:5]]
    assert not page.has_next


def test_an_empty_list_has_one_empty_page(db):
    page = KeysetPaginator(User.objects.none(), ("pk",), 5).page()
    assert list(page) == []
    assert not page.has_next
    assert not page.has_previous


def test_it_asks_one_query_a_page(people, django_assert_num_queries):
    paginator = KeysetPaginator(User.objects.all(), ("joined_at", "pk"), 2)
    cursor = paginator.page().next_cursor
    with django_assert_num_queries(1):
        list(paginator.page(cursor))


def test_an_order_that_may_be_empty_is_a_mistake_of_ours(people):
    with pytest.raises(TypeError):
        KeysetPaginator(User.objects.all(), ("leaves_on", "pk"), 2).page()
