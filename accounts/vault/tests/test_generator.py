import pytest

from accounts.vault import generator


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
