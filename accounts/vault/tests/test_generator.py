import pytest

from accounts.vault import generator
from core.errors import InvalidInput


def test_each_has_every_kind_of_character_and_none_that_looks_like_another() -> None:
    made = [generator.password() for _ in range(300)]

    assert len(set(made)) == 300
    for password in made:
        assert len(password) == 20
        assert all(any(letter in kind for letter in password) for kind in generator.CLASSES)
        assert set(password) <= set(generator.ALPHABET)


def test_look_alikes_are_left_out() -> None:
    assert not set("0O1lI|") & set(generator.ALPHABET)


@pytest.mark.parametrize("length", [11, 65])
def test_a_length_out_of_range_is_an_error(length: int) -> None:
    with pytest.raises(ValueError, match="characters"):
        generator.password(length)


@pytest.mark.parametrize("sets", [("letters",), ("letters", "digits"), ("capitals", "symbols")])
def test_it_is_made_of_what_was_chosen(sets: tuple[str, ...]) -> None:
    allowed = [generator.CharacterSet(name).characters for name in sets]

    for _ in range(50):
        made = generator.make(generator.Recipe(length=24, sets=sets))
        assert len(made) == 24
        assert set(made) <= set("".join(allowed))
        assert all(set(made) & set(kind) for kind in allowed)


def test_a_passphrase_is_of_words_of_the_list() -> None:
    words = set(generator.word_list())
    assert len(words) > 7_700
    assert all(word.isalpha() for word in words)  # no dash but those between them

    made = [generator.make(generator.Recipe(words=5, separator=".")) for _ in range(50)]

    assert len(set(made)) == 50
    assert all(len(one.split(".")) == 5 and set(one.split(".")) <= words for one in made)


@pytest.mark.parametrize(
    ("recipe", "field"),
    [
        (generator.Recipe(length=11), "length"),
        (generator.Recipe(length=65), "length"),
        (generator.Recipe(sets=()), "sets"),
        (generator.Recipe(sets=("emoji",)), "sets"),
        (generator.Recipe(length=20, sets=("digits",)), "length"),
        (generator.Recipe(words=3), "words"),
        (generator.Recipe(words=11), "words"),
        (generator.Recipe(words=5, separator="----"), "separator"),
    ],
)
def test_a_recipe_for_a_weak_one_is_refused(recipe: generator.Recipe, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        generator.make(recipe)

    assert refusal.value.field == field
