"""C5, H1–H4: the texts for answers, and their blanks."""

import pytest

from moderation.models import Template
from moderation.states import Action, AuthorKind, Category, HouseRule
from moderation.words import starter, templates


def first(item, person, use=Template.Use.REPLY):
    return templates.offered(item, person, use)[0]


def test_there_is_an_explanation_for_each_house_rule_and_a_hint_on_the_tone_of_every_text():
    rows = [starter.starter(key) for key in starter.all_keys()]
    assert {row.house_rule for row in rows if row.use == Template.Use.EXPLANATION} == {"", *HouseRule.values}
    assert all(row.tone and row.name for row in rows)
    assert all(
        "{author}" not in row.text for row in rows if row.use == Template.Use.EXPLANATION or row.author_kind == "pupil"
    )


def test_those_made_for_the_comment_come_first_with_their_blanks_filled(written_by, teacher):
    item = written_by(AuthorKind.PUBLIC, category=Category.COMPLAINT)
    assert first(item, teacher).ref == "reply-complaint"
    item = written_by(AuthorKind.PARENT, category=Category.COMPLAINT)
    best = first(item, teacher)
    assert best.ref == "reply-complaint-parent"
    assert best.text.startswith("Hello Pat Parent,")
    assert best.text.endswith("Tom Teacher, St. Jude's")
    assert best.left == ["[day]"]


def test_a_pupil_is_never_named(written_by, teacher):
    item = written_by(AuthorKind.PUPIL, author_name="Kim Pupil")
    for use in Template.Use.values:
        assert all("Kim" not in one.text for one in templates.offered(item, teacher, use))
    assert templates.explanation(item, HouseRule.ABUSE, Action.HIDE) == (
        "We have hidden a comment here, to keep to the rules of our pages. We will sort it out in school. "
        "Thank you for being kind to each other here. St. Jude's"
    )


def test_an_explanation_goes_by_the_rule_that_was_broken_and_names_nobody(make_item):
    item = make_item(author_name="Pat Parent")
    for house_rule in HouseRule.values:
        for action in Action.values:
            text = templates.explanation(item, house_rule, action)
            assert templates.blanks_left(text) == []
            assert "Pat" not in text
    assert "Insults" in templates.explanation(item, HouseRule.ABUSE, Action.DELETE)


def test_with_every_explanation_switched_off_there_is_still_one(make_item, clock):
    for key in starter.all_keys():
        row = starter.starter(key)
        row.is_on, row.changed_at = False, clock.now
        row.save()
    assert templates.explanation(make_item(), HouseRule.ABUSE, Action.HIDE).startswith("We have hidden")
    assert templates.offered(make_item(), None, Template.Use.REPLY) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("We open at [time] on [day], [time].", ["[time]", "[day]"]),
        ("Hello {author}, by {name}", ["{author}", "{name}"]),
        ("See [our site](https://x.example) {smile}", []),
        ("[]", []),
    ],
)
def test_blanks_that_are_left_are_found(text, left):
    assert templates.blanks_left(text) == left


def test_an_author_whose_name_looks_like_a_blank_is_none(make_item, teacher):
    item = make_item(author_name="[x] {name}")
    assert (
        "Hello x name,"
        in [one for one in templates.offered(item, teacher, "reply") if one.ref == "reply-wrong"][0].text
    )
    item = make_item(author_name="")
    assert [one for one in templates.offered(item, teacher, "reply") if one.ref == "reply-wrong"][0].text.startswith(
        "Hello,\n"
    )


def test_only_an_acknowledgement_as_it_stands_is_unaltered(locked, teacher, teacher2):
    item = locked
    text = first(item, teacher, Template.Use.ACKNOWLEDGEMENT).text
    assert "senior leadership" in text
    assert templates.is_unaltered(item, teacher, f" {text}\r\n")
    assert not templates.is_unaltered(item, teacher, text + " No comment.")
    assert not templates.is_unaltered(item, teacher2, text)
    assert not templates.is_unaltered(item, teacher, first(item, teacher).text)


def test_filling_a_text_takes_as_long_as_the_text_is_and_not_its_square():
    """From each blank of a long run this would take minutes; admins alone preview, but it holds a whole worker."""
    for run in (" " * 200_000, ", " * 100_000, ",\t" * 100_000, "{author" * 50_000, "[" * 200_000):
        assert templates.fill(f"Dear{run}x", {}) == f"Dear{run}x"
        assert templates.blanks_left(run + "x") == []
    assert templates.fill("{author}, thank you \t{author}. Dear, {author}!", {}) == "thank you. Dear!"
