"""A row that a verb holds is the row as the ORM reads it, with what it points to."""

import pytest
from django.db import transaction

from audit.workflow import lock
from core.errors import WrongState
from core.rows import held
from moderation.models import Item, SavedFilter, Undo


def columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_it_is_read_as_the_orm_reads_it_with_what_it_points_to_and_in_one_query(
    item, teacher, django_assert_num_queries
):
    Item.objects.filter(pk=item.pk).update(claimed_by=teacher)
    with django_assert_num_queries(1):
        found = held(Item, item.pk, ["account", "author", "claimed_by"])
        theirs = (found.account, found.author, found.claimed_by)
    read = Item.objects.get(pk=item.pk)
    assert [columns(row) for row in (found, *theirs)] == [
        columns(row) for row in (read, read.account, read.author, read.claimed_by)
    ]
    found.text = "Changed"
    found.save(update_fields=["text"])  # it knows that it is stored, and where
    assert Item.objects.get(pk=item.pk).text == "Changed"


def test_what_points_nowhere_is_none_and_json_is_no_text(item, teacher, clock):
    Item.objects.filter(pk=item.pk).update(author=None)
    assert held(Item, item.pk, ["author"]).author is None
    undo = Undo.objects.create(
        item=item, verb="x", person=teacher, at=clock.now, before={"was": {"status": "open"}}, revision=1
    )
    assert held(Undo, undo.pk).before == {"was": {"status": "open"}}


def test_one_that_is_gone_is_said_to_be(teacher):
    gone = SavedFilter.objects.create(person=teacher, name="Mine", query="")
    SavedFilter.objects.filter(pk=gone.pk).delete()
    with pytest.raises(WrongState, match="not there any more"), transaction.atomic():
        lock(gone)
