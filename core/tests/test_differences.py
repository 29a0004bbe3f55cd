"""Two texts, word by word."""

from core.differences import ADDED, SAME, TAKEN, Piece, Purse, compare, words_of


def test_words_that_stay_are_not_marked():
    assert compare("one two three", "one four three") == [
        Piece(SAME, "one"),
        Piece(TAKEN, " two"),
        Piece(ADDED, " four"),
        Piece(SAME, " three"),
    ]


def test_a_very_long_text_is_shown_as_replaced():
    assert [piece.kind for piece in compare("a " * 3000, "b " * 3000)] == [TAKEN, ADDED]


def test_texts_written_to_take_long_are_shown_as_replaced():
    """Many small stretches in common, and one word over and over: each search looks at all pairs of it again."""
    before = " ".join([f"c{n} x{n}" for n in range(700)] + [f"w p{n}" for n in range(240)])
    after = " ".join([f"c{n} y{n}" for n in range(700)] + [f"w q{n}" for n in range(240)])
    assert [piece.kind for piece in compare(before, after)] == [TAKEN, ADDED]


def test_long_texts_with_many_changes_are_compared():
    before = [f"word{n % 400}" for n in range(1_500)]
    after = [words if n % 9 else "quite another" for n, words in enumerate(before)]
    assert {piece.kind for piece in compare(" ".join(before), " ".join(after))} == {SAME, TAKEN, ADDED}


def test_several_comparisons_share_what_may_be_done():
    purse = Purse(looks=10)
    assert [piece.kind for piece in compare("one two", "one three", purse)] == [SAME, TAKEN, ADDED]
    assert [piece.kind for piece in compare("one two " * 9, "one three " * 9, purse)] == [TAKEN, ADDED]


def test_the_words_joined_are_the_text_again():
    text = "Don’t  post\n<b>names</b>, ever!"
    assert "".join(words_of(text)) == text
