"""The room's own cast: an account and its comments; and one by a journalist."""

from collections.abc import Callable

import pytest

from moderation.models import Author, Item
from moderation.states import AuthorKind


@pytest.fixture
def written_by(make_item) -> Callable[..., Item]:
    """A comment whose author the school takes for such a one."""

    def make(kind: str, *, category: str = "", **fields: object) -> Item:
        made = make_item(**fields)
        author = made.author or Author.objects.create(
            platform=made.account.platform, key=f"name:{kind}", name=made.author_name
        )
        author.kind = kind
        author.save()
        Item.objects.filter(pk=made.pk).update(author=author, category=category)
        return Item.objects.get(pk=made.pk)

    return make


@pytest.fixture
def locked(written_by) -> Item:
    return written_by(AuthorKind.JOURNALIST, author_name="Jo Journalist")
