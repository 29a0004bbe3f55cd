"""P1, P2: what changed from one version to another, in words that nobody can turn into markup."""

import pytest
from django.urls import reverse

from core.differences import ADDED, SAME, TAKEN, Piece, words_of
from policy import differences, workflow
from policy.differences import CHANGED, Block, between, blocks_of, changed_only

OLD = "## Tone\n\nBe kind to all.\n\n- Ask first\n- Think twice\n\n## Pictures\n\nAsk before you post one."
NEW = "## Tone\n\nBe kind and quick to all.\n\n- Ask first\n\n## Pictures\n\nAsk before you post one.\n\nName no child."


def text(answer):
    return answer.content.decode()


def test_a_text_is_read_as_headings_points_and_paragraphs():
    markdown = "# Title\nOne line\nruns on.\n\n- first\n  goes on\n* second\n1. third\r\n\r\nLast."
    assert list(blocks_of(markdown)) == [
        Block("heading", "Title"),
        Block("paragraph", "One line runs on."),
        Block("point", "first goes on"),
        Block("point", "second"),
        Block("point", "third"),
        Block("paragraph", "Last."),
    ]


def test_words_points_and_paragraphs_that_changed_are_marked():
    changes = between(OLD, NEW)
    assert [(change.kind, change.style) for change in changes] == [
        (SAME, "heading"),
        (CHANGED, "paragraph"),
        (SAME, "point"),
        (TAKEN, "point"),
        (SAME, "heading"),
        (SAME, "paragraph"),
        (ADDED, "paragraph"),
    ]
    assert changes[1].pieces == [Piece(SAME, "Be kind"), Piece(ADDED, " and quick"), Piece(SAME, " to all.")]


def test_stars_of_emphasis_are_shown_only_where_they_may_be_what_changed():
    old, new = "Answer **within 24 hours**.\n\nBe kind to all.", "Answer **within 24 hours**.\n\nBe **kind** to all."
    same, changed = between(old, new)
    assert same.pieces == [Piece(SAME, "Answer within 24 hours.")]
    assert "".join(piece.text for piece in changed.pieces if piece.kind != TAKEN) == "Be **kind** to all."


def test_the_short_form_keeps_the_headings_above_what_changed():
    words = ["".join(piece.text for piece in change.pieces) for change in changed_only(between(OLD, NEW))]
    assert words == ["Tone", "Be kind and quick to all.", "Think twice", "Pictures", "Name no child."]


def test_a_new_heading_stands_under_no_other():
    after = OLD.replace("## Pictures", "## Friends\n\nBe one.\n\n## Pictures")
    words = ["".join(piece.text for piece in change.pieces) for change in changed_only(between(OLD, after))]
    assert words == ["Friends", "Be one."]


def test_a_text_and_itself_differ_in_nothing():
    assert changed_only(between(OLD, OLD)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 99_000, "b a " * 49_000),
        ("x\n\n" * 1_900, "y\n\nx\n\n" * 900),
        ("\n\n".join(f"a b c d {n}" for n in range(1_900)), "\n\n".join(f"a b c d {n}!" for n in range(1_900))),
        ("\n\n".join("a b " * 500 for _ in range(50)), "\n\n".join("b b a " * 330 + str(n) for n in range(50))),
        ("\n" * 190_000, "- x\n" * 40_000),
        ("a " * 75_000, "\n\n".join(f"word{n} other{n}" for n in range(3_900))),
    ],
)
def test_no_text_makes_the_comparison_much_work(before, after, monkeypatch):
    """What comparing words costs is bounded in core/differences.py; beside that, each block is taken apart once."""
    read = []

    def counted(text):
        read.append(len(text))
        return words_of(text)

    monkeypatch.setattr(differences, "words_of", counted)
    assert between(before, after)
    assert sum(read) <= len(before) + len(after)


def test_any_two_versions_are_compared(client, sign_in, teacher, publish):
    publish(OLD)
    publish("Something else altogether.")
    publish(NEW)
    page = text(sign_in(client, teacher).get(reverse("policy:compare"), {"from": "1", "to": "3"}))
    assert "From version 1 to version 3" in page
    assert '<ins><span class="visually-hidden">added: </span> and quick</ins>' in page
    assert '<del><span class="visually-hidden">taken out: </span>Think twice</del>' in page


def test_without_a_choice_the_last_two_are_compared(client, sign_in, teacher, publish):
    publish(OLD)
    publish(NEW)
    assert "From version 1 to version 2" in text(sign_in(client, teacher).get(reverse("policy:compare")))


def test_one_version_alone_has_nothing_to_compare(client, sign_in, teacher, version):
    assert "nothing to compare yet" in text(sign_in(client, teacher).get(reverse("policy:compare")))


def test_the_draft_is_compared_by_slt_alone(client, sign_in, head, teacher, version):
    workflow.save_draft(actor=head, title="Policy", body_markdown="A secret thought")
    query = {"from": "1", "to": "2"}
    assert "A secret thought" in text(sign_in(client, head).get(reverse("policy:compare"), query))
    assert sign_in(client, teacher).get(reverse("policy:compare"), query).status_code == 404
    assert "secret" not in text(client.get(reverse("policy:compare")))


@pytest.mark.parametrize("query", [{"from": "9"}, {"to": "x"}, {"from": "1", "to": "²"}])
def test_versions_that_are_not_there_are_not_found(client, sign_in, teacher, publish, query):
    publish(OLD)
    publish(NEW)
    assert sign_in(client, teacher).get(reverse("policy:compare"), query).status_code == 404


def test_markup_in_a_version_is_shown_as_text(client, sign_in, teacher, publish):
    publish("Be kind.")
    publish("<script>x9()</script> <ins>[a](javascript:x9())</ins>")
    page = text(sign_in(client, teacher).get(reverse("policy:compare")))
    assert "<script>x9" not in page
    assert "&lt;script&gt;" in page
    assert 'href="javascript' not in page


def test_the_reader_of_an_older_version_sees_what_changed(client, sign_in, teacher, teacher2, publish):
    workflow.acknowledge(publish(OLD), actor=teacher)
    publish("Something in between, which the reader never saw.")
    publish(NEW)
    page = text(sign_in(client, teacher).get(reverse("policy:read")))
    assert "What changed since you read version 1" in page
    assert " and quick</ins>" in page
    assert "?from=1&amp;to=3" in page
    assert page.index("What changed since") < page.index("<article")
    assert "What changed since" not in text(sign_in(client, teacher2).get(reverse("policy:read")))


def test_once_confirmed_it_is_not_shown_any_more(client, sign_in, teacher, publish):
    workflow.acknowledge(publish(OLD), actor=teacher)
    workflow.acknowledge(publish(NEW), actor=teacher)
    assert "What changed since" not in text(sign_in(client, teacher).get(reverse("policy:read")))


def test_many_changes_are_cut_short_with_a_way_to_all(client, sign_in, teacher, publish):
    workflow.acknowledge(publish("Start."), actor=teacher)
    publish("\n\n".join(f"Rule number {number}." for number in range(30)))
    page = text(sign_in(client, teacher).get(reverse("policy:read")))
    assert "There is more." in page
    assert differences.ADDED in page.split("<article")[0]
