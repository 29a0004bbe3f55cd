"""What is read at many places is read once in a request, and never where it may be out of date."""

from core.asked import forget, once, remembering


def test_asked_once_while_something_is_remembered_and_anew_after_it_changed():
    asked = []

    @once
    def answer():
        asked.append(1)
        return len(asked)

    assert [answer(), answer()] == [1, 2]  # a worker, a command, a test
    with remembering():
        assert [answer(), answer()] == [3, 3]
        forget()
        assert [answer(), answer()] == [4, 4]
    assert answer() == 5
