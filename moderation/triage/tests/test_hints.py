"""What the word list finds, whatever the spelling, and what it leaves alone (M3)."""

import pytest

from moderation.states import Category
from moderation.triage.hints import hints_for, word_list
from moderation.triage.shipped import ordinary, shipped

THREAT, SELF_HARM, OFFENSIVE, BULLYING = Category.THREAT, Category.SELF_HARM, Category.OFFENSIVE, Category.BULLYING
PERSONAL = Category.PERSONAL_DATA

FOUND = [
    ("I will KILL you", THREAT, "KILL you"),
    ("i will k1ll you", THREAT, "k1ll you"),
    ("ki11 him", THREAT, "ki11 him"),
    ("k i l l  y o u", THREAT, "k i l l  y o u"),
    ("k.i.l.l him", THREAT, "k.i.l.l him"),
    ("kiiillll her", THREAT, "kiiillll her"),
    ("k\u200bi\u200bll them", THREAT, "k\u200bi\u200bll them"),
    ("ｋｉｌｌ you", THREAT, "ｋｉｌｌ you"),
    ("кill yоu", THREAT, "кill yоu"),  # two letters of these are Cyrillic
    ("Kíll hïm", THREAT, "Kíll hïm"),
    ("You're dead!", THREAT, "You're dead"),
    ("you’re 😀 well, you’re dead", THREAT, "you’re dead"),
    ("he brought a kn1fe to school", THREAT, "brought a kn1fe"),
    ("k i l l y o u r s e l f", SELF_HARM, "k i l l y o u r s e l f"),
    ("#killyourself", SELF_HARM, "killyourself"),
    ("she wants to d!e", SELF_HARM, "wants to d!e"),
    ("stuuupid", OFFENSIVE, "stuuupid"),
    ("stuupid", OFFENSIVE, "stuupid"),
    ("5h1t", OFFENSIVE, "5h1t"),
    ("f*ck off", OFFENSIVE, "f*ck"),
    ("f u c k", OFFENSIVE, "f u c k"),
    ("what a b@$tard", OFFENSIVE, "b@$tard"),
    ("My son is being bullied again", BULLYING, "bullied"),
    ("ring me on 07700 900123", PERSONAL, "07700 900123"),
    ("01632 960 983 is hers", PERSONAL, "01632 960 983"),
    ("they are at fy1 2ab now", PERSONAL, "fy1 2ab"),
    ("write to pat.parent@example.org", PERSONAL, "pat.parent@example.org"),
    ("he is at 12 Acacia Avenue", PERSONAL, "12 Acacia Avenue"),
    ("she lives at 12 acacia avenue", PERSONAL, "12 acacia avenue"),
]

# What people really write to a school, and the places where word lists fail.
NOTHING = """
Scunthorpe, Penistone and Essex are on the class trip list for the assembly.
The therapist came to Middlesex, and we ate shiitake mushrooms to kill time.
Great anti-bullying week, well done Year 4!
Can you tell us what time the school fair starts on Saturday 21st at 10?
Thank you so much for a lovely nativity play, the children were all brilliant.
Is the car park open on the 3rd, or do we drop off at gate 2 by 8.45?
So proud of the football team, they beat St Mary's 5 3!
The bath bombs and water guns were a hit at the summer fair.
My daughter is dying to know who won the raffle, 250 tickets sold.
We'd love to see the photos of the Maine Coon cats from pet day.
Killer whales were the best bit of the trip, and Dick Whittington was fab.
Parking outside the school is dangerous, somebody should do something about it.
The dinner was cold again and the portions are tiny.
Why was the trip cancelled at such short notice? It cost us £20.
Please can the PE kit list be sent again, I've lost mine :(
The kids had a stab at pottery and shot some hoops.
Hi Mr Cockburn and Mrs Dyke, see you at the Sussex cricket match on 12/6.
There are 2 parking spaces down the road and 3 really nice people on the close.
Well done 6S and 4A! 100% attendance. www.example.org/news
I a m s o happy
""".strip().splitlines()


def test_a_term_is_found_in_whatever_spelling_and_shown_as_it_stands():
    for text, category, stands in FOUND:
        found = {(one.category, one.found) for one in hints_for(text)}
        assert (category, stands) in found, text


def test_ordinary_comments_of_a_school_give_no_hint():
    assert {text: [one.reason for one in hints_for(text)] for text in NOTHING if hints_for(text)} == {}


def test_a_hint_says_why():
    (found,) = hints_for("I will k1ll you")
    assert found.reason == "“k1ll you” is on the list of threats."
    (found,) = hints_for("it is 07700 900123")
    assert found.reason == "“07700 900123” looks like a telephone number."


def test_the_school_adds_terms_and_switches_terms_off_shipped_ones_too():
    changes = (("bin dodger", Category.BULLYING, True), ("stupid", Category.OFFENSIVE, False))
    listed = word_list((*changes, ("a postcode", PERSONAL, False)))
    assert [one.term for one in hints_for("you b1n d o d g e r, bin dodger", listed)] == ["bin dodger"]
    assert [one.found for one in hints_for("you bin fox", word_list((("b1n fox", BULLYING, True),)))] == ["bin fox"]
    assert hints_for("stupid rules, FY1 2AB", listed) == []
    assert hints_for("bin dodger") == []


def test_a_long_text_of_nonsense_is_looked_through_at_once():
    """Nobody stops the portal with a text that takes a pattern hours."""
    for nonsense in (
        "@" * 20_000,
        "a1" * 10_000,
        "k " * 10_000,
        "@!" * 10_000,
        "0" * 20_000,
        "f*" * 10_000,
        "1 A" * 6_000,
    ):
        hints_for(nonsense)


def test_every_shipped_term_is_plain_named_once_and_found_by_its_own_name():
    names = [(one.category, one.name) for one in shipped()]
    assert len(names) == len(set(names))
    covered = {" ".join(words) for words in ordinary()}
    for one in shipped():
        assert len(one.name) <= 100
        if one.name not in covered:
            assert one.name in {found.term for found in hints_for(one.name)}, one.name


@pytest.mark.parametrize("category", [THREAT, SELF_HARM, Category.SAFEGUARDING, BULLYING, Category.DISCRIMINATION])
def test_each_pressing_list_has_terms(category):
    assert any(one.category == category for one in shipped())


def test_thousands_of_words_with_stars_do_not_hold_an_import_up():
    letters = "abcdefghijklmnopqrstuvwxyz"
    text = " ".join(f"{one}*{other}{third}" for one in letters for other in letters for third in letters[:6])
    listed = word_list()
    tried = [0]

    class Counted(list[str]):
        def __iter__(self):
            tried[0] += len(self)
            return super().__iter__()

    reader = listed._reader
    before = reader._by_start
    reader._by_start = {start: Counted(found) for start, found in before.items()}
    try:
        listed.find(text)
    finally:
        reader._by_start = before
    assert 0 < tried[0] < len(reader.known) * 4056 / 50  # of each word those alone that begin so and are as long
