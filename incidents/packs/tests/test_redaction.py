"""A name that is taken out is nowhere: not on paper, not in a table, not in the name of a file."""

import re

import pytest

from audit.models import Event
from core.errors import WrongState
from incidents import workflow as room
from incidents.evidence import workflow as proof
from incidents.models import Evidence, Incident
from incidents.packs.choices import Choices, Show
from incidents.packs.redacting import Redactor, Somebody, initials
from incidents.packs.tests.conftest import chosen
from incidents.states import Part

PEOPLE = [
    Somebody("a", "Amira Khan", Show.BLACK, ("amira.khan@school.example",)),
    Somebody("o", "Omar Khan"),
    Somebody("j", "Josie Peña-Smith", Show.INITIALS),
    Somebody("p", "J.T.", Show.BLACK),
    Somebody("w", "Mother of Will Li", Show.BLACK),
    Somebody("i", "I. T.", Show.BLACK),
]


@pytest.mark.parametrize(
    ("written", "leaves"),
    [
        ("Amira Khan came.", "[person 1] came."),
        ("AMIRA, Khan's", "[person 1]'s"),
        ("amirakhan.png by amira_khan", "[person 1].png by [person 1]"),
        ("Write to amira.khan@school.example.", "Write to [person 1]."),
        ("A\u200bmira\nKhan", "[person 1]"),
        ("Omar Khan and Mrs Khan", "Omar Khan and Mrs [person 1]"),
        ("Jose\u0301 no, josie pena yes", "Jose\u0301 no, J. P. S. J. P. S. yes"),
        ("JOSIE PEÑA-SMITH", "J. P. S."),
        ("JT, J.T. and J T", "[person 2], [person 2]. and [person 2]"),
        ("it is I. T.", "it is [person 4]."),
        ("Will will go", "[person 3] will go"),
        ("the mother of will li", "the [person 3]"),
        ("Chamira Khanna, khanate", "Chamira Khanna, khanate"),
        ("my friend BIBI, not Bibiana", "my friend [blacked out], not Bibiana"),
    ],
)
def test_a_name_is_found_however_it_is_written(written, leaves):
    assert Redactor(PEOPLE, ["Bibi"]).words(written, "here") == leaves


def test_what_was_changed_is_counted_by_place():
    redactor = Redactor(PEOPLE)
    redactor.words("Amira and Amira", "Entry 1")
    redactor.words("nobody", "Entry 2")
    assert redactor.changed == {"Entry 1": 2}


def test_a_part_of_a_name_that_two_have_says_neither():
    both = [Somebody("a", "Amira Khan", Show.BLACK), Somebody("o", "Omar Khan", Show.BLACK)]
    redactor = Redactor(both)
    assert redactor.words("Khan, Amira, Omar Khan", "") == "[name blacked out], [person 1], [person 2]"


def test_nobody_chosen_is_blacked_out():
    assert Redactor([]).name("person-7") == "[blacked out]"


def test_two_with_the_same_initials_stay_apart():
    labels = Redactor([Somebody("a", "Amira Khan", Show.INITIALS), Somebody("b", "Ali Kaya", Show.INITIALS)]).labels
    assert labels == {"a": "A. K.", "b": "A. K. (2)"}
    assert initials("Mr J. Smith, Year 5") == "J. S."


def test_no_one_is_matched_by_what_is_no_name():
    people = [Somebody("a", "The class teacher", Show.BLACK), Somebody("b", "?", Show.BLACK)]
    assert Redactor(people).words("A teacher of the class said so?", "") == "A teacher of the class said so?"


def test_it_is_nowhere_in_a_pack(made, filled, head):
    everything = made(filled, choices=chosen(filled, head, words=("Bibi",)), reason="Amira asked for it.").everything
    for name in ("Amira", "Khan", "amira", "Josie", "Peña", "Pena-Smith", "Bibi"):
        assert not re.search(rf"\b{name}\b", everything), name
    assert "[person 1]" in everything
    assert "J. P. S." in everything
    assert "Entry 3: 2 places" in everything  # and it is said where


def test_the_reference_of_the_outcome_is_in_it_and_searched_as_well(made, filled, head):
    room.assess(filled, actor=head, severity="low", lawfulness="lawful", assessment="A quarrel.")
    said = dict.fromkeys(("concern", "follow_up", "action", "decision"), "Said.")
    room.resolve(filled, actor=head, outcome="behaviour_policy", outcome_reference="BR 118, Amira Khan", **said)
    paper = " ".join(made(filled).paper.split())
    assert "behaviour record or the complaint BR 118, [person 1]" in paper


def test_of_a_comment_with_its_thread_every_word_is_searched(made, filled, head):
    line = {"place": "comment", "text": "Rude", "author": "Amira Khan", "link": "https://x.example/amirakhan", "at": ""}
    Evidence.objects.create(
        incident=filled, kind="item", title="It", thread=[line], media_type="application/json", sha256="0" * 64,
        added_by=head, added_at=filled.reported_at,
    )  # fmt: skip
    opened = made(filled)
    assert b"[person 1]" in opened.files["evidence/003-item.json"]
    assert not re.search("amira|khan", opened.everything, re.IGNORECASE)


def test_no_digest_and_no_stamp_lets_anybody_guess_what_was_taken_out(made, filled, head, deputy, amira):
    said, picture = Evidence.objects.get(kind="text"), Evidence.objects.get(kind="picture")
    plain = proof.add(filled, actor=head, title="A note", text="It was raining.")
    left_out = proof.add(filled, actor=head, title="A note", text="Amira")
    Evidence.objects.filter(incident=filled).update(time_stamp=b"a stamp")
    with pytest.raises(WrongState):  # its sentence has the name in it, and the record its digest
        room.name_person(filled, amira, actor=head, part=Part.WITNESS)
    choices = chosen(filled, head, evidence_out=frozenset({left_out.pk}))
    opened = made(filled, choices=choices)
    everything = "".join(opened.everything.split())
    for piece in (said, left_out):
        assert piece.sha256 not in everything
    for piece in (picture, plain):
        assert everything.count(piece.sha256) >= 2  # on paper and in the record
    refusal = Event.objects.get(verb="incidents.name_person", refused=True)
    assert refusal.data["reason"] not in opened.files["audit.csv"].decode()
    stamps = sorted(name for name in opened.files if name.endswith(".tsr"))
    assert stamps == ["evidence/002-picture.tsr", "evidence/003-text.tsr"]
    assert "short words can be guessed" in " ".join(opened.paper.split())


def test_a_profile_of_somebody_without_a_name_is_left_out(made, filled, head):
    room.name_person(filled, None, actor=head, part=Part.OTHER, name="Cleo Moss", link="https://profiles.example/x")
    choices = chosen(filled, head)
    shown = made(filled, choices=choices).everything
    assert "profiles.example" in shown
    hidden = Choices.read(choices.as_json() | {"people": dict.fromkeys(choices.people, "initials")})
    assert "profiles.example" not in made(filled, choices=hidden).everything


def test_choices_are_kept_as_they_were_made(filled: Incident, head):
    choices = chosen(filled, head, words=("Bibi",), entries_out=frozenset({1}), tasks=False)
    assert Choices.read(choices.as_json()) == choices
