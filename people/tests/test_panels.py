"""Cards that rooms above add to a person's page, each for whom it is meant."""

import pytest
from django.urls import reverse

from people import panels
from people.panels import Panel


@pytest.fixture
def for_slt(monkeypatch):
    """A room above that has something to say to SLT alone."""

    def made(person, reader):
        if not reader.is_slt:
            return None
        return Panel(
            "Allotment", [("Beds", 3)], ["It is watered on Mondays."], reverse("people:list"), f"Beds of {person}"
        )

    monkeypatch.setattr(panels, "_makers", [made])


def test_a_card_of_another_room_stands_on_the_page(client, sign_in, head, teacher, for_slt):
    page = sign_in(client, head).get(reverse("people:person", args=[teacher.pk])).content.decode()
    for words in ("Allotment", "Beds", "It is watered on Mondays.", "Beds of Tom Teacher"):
        assert words in page


def test_a_reader_for_whom_there_is_nothing_sees_no_card(client, sign_in, admin, teacher, for_slt):
    page = sign_in(client, admin).get(reverse("people:person", args=[teacher.pk])).content.decode()
    assert "Allotment" not in page
