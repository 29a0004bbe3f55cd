"""The list: everybody sees what is theirs, found by words and state, in pages."""

from django.urls import reverse

from applications import workflow

URL = reverse("applications:index")


def titles(response):
    return {card.title for card in response.context["cards"]}


def test_an_empty_list_says_how_to_begin(client, sign_in, teacher):
    response = sign_in(client, teacher).get(URL)
    assert "No business cases yet" in response.content.decode()


def test_slt_finds_a_case_by_its_state_and_words(client, sign_in, head, submitted):
    sign_in(client, head)
    assert titles(client.get(URL)) == {"Year 4 news"}
    assert titles(client.get(URL, {"state": "submitted", "q": "year"})) == {"Year 4 news"}
    assert titles(client.get(URL, {"q": "tom teacher"})) == {"Year 4 news"}
    assert titles(client.get(URL, {"state": "approved"})) == set()
    assert titles(client.get(URL, {"whose": "mine"})) == set()


def test_an_outsider_sees_nothing_of_it(client, sign_in, outsider, submitted):
    assert titles(sign_in(client, outsider).get(URL)) == set()


def test_slt_does_not_find_the_words_of_a_draft(client, sign_in, head, teacher, submitted):
    workflow.amend(submitted, actor=teacher)
    workflow.save_point(submitted, "place", actor=teacher, proposed_name="Hush")
    sign_in(client, head)
    assert titles(client.get(URL)) == {"Year 4 news"}
    assert titles(client.get(URL, {"q": "hush"})) == set()


def test_a_long_list_has_pages_and_as_many_queries_as_a_short_one(
    client, sign_in, teacher, write, django_assert_max_num_queries
):
    for _ in range(25):
        workflow.start(actor=teacher, kind="new")
    sign_in(client, teacher)
    with django_assert_max_num_queries(15):
        response = client.get(URL)
    assert len(response.context["cards"]) == 20
    response = client.get(URL, {"cursor": response.context["page"].next_cursor})
    assert len(response.context["cards"]) == 5
