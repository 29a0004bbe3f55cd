"""Today: what needs me, most urgent first; calm when nothing does; below it, the accounts that I run."""

from datetime import timedelta

import pytest

from core import registry
from core.registry import Health, Need


@pytest.fixture
def rooms(monkeypatch):
    """Only what the test registers."""
    monkeypatch.setattr(registry, "_needs", [])
    monkeypatch.setattr(registry, "_health", [])
    return registry


def text(client):
    return client.get("/").content.decode()


def test_when_nothing_waits_it_says_so_and_when_it_looked(client, sign_in, teacher, rooms):
    page = text(sign_in(client, teacher))
    assert "Nothing is waiting." in page
    assert "Last checked 10:00 am." in page


def test_what_is_late_comes_first_then_today_then_the_rest_by_time(client, sign_in, teacher, rooms, clock):
    needs = [
        Need("Later", "/d/", "Look", clock.now + timedelta(days=9)),
        Need("Some day", "/e/", "Look"),
        Need("Sooner", "/c/", "Look", clock.now + timedelta(days=3)),
        Need("Today", "/b/", "Answer", clock.now + timedelta(hours=3), urgency=1),
        Need("Late", "/a/", "Answer", clock.now - timedelta(hours=3), urgency=0),
    ]
    rooms.needs(lambda person: needs)
    page = text(sign_in(client, teacher))
    places = [page.index(f'href="/{letter}/"') for letter in "abcde"]
    assert places == sorted(places)
    assert "late by 3 hours" in page
    assert "5 things wait for you, Tom: 1 is urgent." in page


def test_each_row_has_a_sentence_a_due_time_and_one_button(client, sign_in, teacher, rooms, clock):
    rooms.needs(lambda person: [Need("A comment waits", "/a/", "Answer it", clock.now + timedelta(hours=3), 1)])
    page = text(sign_in(client, teacher)).split('class="needs"')[1].split("</ul>")[0]
    assert page.count("<a ") == 1
    assert "A comment waits" in page
    assert "due today 1:00 pm" in page
    assert "Answer it" in page


def test_it_asks_each_room_about_whoever_looks(client, sign_in, teacher, teacher2, rooms):
    rooms.needs(lambda person: [Need(f"For {person.full_name}", "/a/", "Look")])
    assert "For Tom Teacher" in text(sign_in(client, teacher))
    assert "For Tara Teacher" not in text(client)


def test_needs_stand_by_kind_with_one_button_each_and_nothing_is_lost(client, sign_in, teacher, rooms):
    rooms.needs(
        lambda person: [
            *(
                Need(f"Account {number}", f"/account/{number}/", "Look", urgency=2, room="accounts")
                for number in range(4)
            ),
            *(
                Need(f"Late {number}", f"/late/{number}/", "Answer", urgency=0, room="moderation")
                for number in range(6)
            ),
        ]
    )
    page = text(sign_in(client, teacher))
    assert page.index(">Comments</h2>") < page.index(">Accounts and passwords</h2>")
    comments, accounts = page.split(">Comments</h2>")[1].split(">Accounts and passwords</h2>")
    assert comments.index("Late 2") < comments.index("Show all: 3 more, 3 urgent") < comments.index("Late 3")
    assert accounts.index("Account 0") < accounts.index("Show all: 3 more<") < accounts.index("Account 1")
    assert (comments.count("btn-primary"), accounts.count("btn-primary")) == (1, 0)
    assert page.count('href="/late/') == 6
    assert page.count('href="/account/') == 4


def test_facts_of_several_rooms_make_one_card(client, sign_in, teacher, rooms):
    main = Health("account:1", title="Main page", url="/accounts/1/", status="live", label="Live")
    rooms.health(lambda person: [main])
    rooms.health(lambda person: [Health("account:1", line="2 comments wait"), Health("account:9", line="Of nobody")])
    page = text(sign_in(client, teacher))
    card = page.split('class="cards"')[1].split("</ul>")[0]
    assert card.count("<li") == 1
    assert 'href="/accounts/1/"' in card
    assert "Live" in card
    assert "2 comments wait" in card
    assert "Of nobody" not in page


@pytest.mark.parametrize("who", ["head", "admin", "dsl", "teacher", "volunteer", "chair"])
def test_every_role_has_a_page(client, sign_in, request, who):
    assert sign_in(client, request.getfixturevalue(who)).get("/").status_code == 200


def test_words_are_escaped(client, sign_in, teacher, rooms):
    rooms.needs(lambda person: [Need("<script>alert(1)</script>", "/a/", "Look")])
    assert "<script>alert(1)" not in text(sign_in(client, teacher))


def test_it_only_looks(client, sign_in, teacher):
    assert sign_in(client, teacher).post("/").status_code == 405
