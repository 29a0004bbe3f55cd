"""Two texts, word by word."""

from core.differences import ADDED, SAME, TAKEN, Piece, compare, words_of


def test_words_that_stay_are_not_marked():
    assert compare("one two three", "one four three") == [
        Piece(SAME, "one"),
        Piece(TAKEN, " two"),
        Piece(ADDED, " four"),
        Piece(SAME, " three"),
    ]


def test_a_very_long_text_is_shown_as_replaced():
    assert [piece.kind for piece in compare("a " * 3000, "b " * 3000)] == [TAKEN, ADDED]


def test_a_text_that_repeats_itself_is_shown_as_replaced():
    assert [piece.kind for piece in compare("a b " * 300, "b a " * 300)] == [TAKEN, ADDED]


def test_the_words_joined_are_the_text_again():
    text = "Don’t  post\n<b>names</b>, ever!"
    assert "".join(words_of(text)) == text
