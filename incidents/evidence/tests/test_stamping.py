"""What a time-stamp service may answer, the real program among them: taken only where it is about what was asked."""

import pytest

from incidents.evidence import stamping
from tests import stamp_authority


@pytest.fixture
def service(tmp_path, settings):
    with stamp_authority.serving(tmp_path) as (found, settings.TIME_STAMP_URL):
        yield found


def test_one_whose_certificate_stands_under_another_is_taken(service):
    assert stamping.stamp_for(b"words")


def test_a_refusal_an_answer_to_another_question_and_one_without_end_are_not_taken(service):
    service.answer = service.refused
    with pytest.raises(stamping.NoStamp, match="refused"):
        stamping.stamp_for(b"words")
    earlier = []
    service.answer = lambda question: earlier.append(service.granted(question)) or earlier[0]
    stamping.stamp_for(b"words")
    with pytest.raises(stamping.NoStamp, match="something else"):
        stamping.stamp_for(b"words")  # about the same words, but with the number of the first question
    for answer, why in ((b"x" * 200_000, "too long"), (b"<html>Not here</html>", "unreadable"), (b"", "unreadable")):
        service.answer = lambda question, answer=answer: answer
        with pytest.raises(stamping.NoStamp, match=why):
            stamping.stamp_for(b"words")
