"""An item with its author, and removals of it in each state."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from moderation.abuse import workflow
from moderation.models import Author, Item, Response
from people.models import User

WHY = "We have removed a comment here. Insults have no place on our pages. St Jude's"


@pytest.fixture
def account(make_account, teacher, teacher2):
    return make_account("St Jude's on Facebook", teacher, teacher2)


@pytest.fixture
def vile(make_item) -> Item:
    """From somebody whom the platform knows by a number."""
    made = make_item(text="Mr Bell is a vile idiot", author_name="Ray Rude", permalink="https://facebook.example/1")
    author = made.author or Author.objects.create(platform="facebook", key="id:77", external_id="77", name="Ray Rude")
    Author.objects.filter(pk=author.pk).update(external_id="77")
    Item.objects.filter(pk=made.pk).update(author=author)
    return Item.objects.get(pk=made.pk)


@pytest.fixture
def decide(vile: Item, teacher: User) -> Callable[..., Response]:
    def decided(verb: Callable[..., Response] = workflow.delete, **fields: Any) -> Response:
        values = {"actor": teacher, "house_rule": "abuse", "explanation": WHY, **fields}
        return verb(values.pop("item", vile), **values)

    return decided


@pytest.fixture
def removed(decide: Callable[..., Response], teacher: User) -> Response:
    """Deleted, and said so."""
    response = decide()
    workflow.confirm_done(response, actor=teacher)
    return Response.objects.get(pk=response.pk)


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **fields: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **fields)
    return out.getvalue()
