"""P5: the guidance is shown where it matters; there it costs one query."""

from policy.guidance import selectors


def test_a_page_costs_one_query_written_or_not(write, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert selectors.page("before-you-post").is_starter
    write("before-you-post")
    with django_assert_num_queries(1):
        assert selectors.page("before-you-post").number == 1


def test_a_page_that_nobody_wrote_is_none(db):
    assert selectors.page("nowhere") is None
