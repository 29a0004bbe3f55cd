"""Evidence is sealed, stays what it was, and says who did what with it (I3)."""

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from core.crypto import cipher
from core.errors import InvalidInput, NotAllowed, WrongState
from incidents import workflow as incidents
from incidents.evidence import keeping, workflow
from incidents.evidence.tests import samples
from incidents.models import Custody, Evidence, Incident
from incidents.sealed import COPIES, ORIGINALS
from moderation.models import Item
from notifications.models import Notification


def ledger(evidence):
    return list(evidence.custody.order_by("pk").values_list("did", "person", "is_whole"))


def unguarded(statement: str, *values: object) -> None:
    """As somebody who holds the server changes a row: past what refuses it."""
    with connection.cursor() as cursor:
        on = " ON incidents_evidence" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER incidents_evidence_no_change{on}")
        cursor.execute(statement, values)


def test_a_file_is_sealed_for_its_own_row_with_its_digest_and_the_ledger_begins(shot, head):
    content = samples.with_place()
    assert b"Acacia" not in bytes(shot.original)
    assert shot.sha256 == hashlib.sha256(content).hexdigest()
    assert (shot.kind, shot.media_type, shot.size, shot.pages) == ("picture", "image/jpeg", len(content), 1)
    assert keeping.content_of(shot) == keeping.Content(content, is_whole=True)
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(shot.original, {**shot.bound_to("original"), "incident evidence": shot.pk + 1})
    assert ledger(shot) == [("added", head.pk, True)]
    assert (ORIGINALS.heads().total(), COPIES.heads().total()) == (1, 1)
    event = Event.objects.get(verb="incidents.add_evidence", refused=False)
    assert event.data["digest"] == shot.sha256


def test_a_new_key_reaches_both_the_original_and_the_copy(shot):
    for column, field in ((ORIGINALS, "original"), (COPIES, "copy")):
        (value,) = column.left("another key", None, 100)
        before = bytes(getattr(shot, field))
        assert cipher.unseal(value.sealed, value.bound_to)
        (again,) = cipher.rewrap([(value.sealed, value.bound_to)])
        assert column.replace(value, again)
        assert bytes(getattr(Evidence.objects.get(), field)) != before
    assert keeping.is_whole(Evidence.objects.get())


def test_words_and_links_have_a_digest_too(add):
    words = add(text="She wrote: “café”.")
    link = add(url="https://example.org/1", text="seen on Monday")
    assert (words.kind, words.sha256) == ("text", hashlib.sha256("She wrote: “café”.".encode()).hexdigest())
    assert link.kind == "link"
    assert keeping.content_of(link).data == b"https://example.org/1\nseen on Monday"
    with pytest.raises(InvalidInput, match="Write something"):
        add()


def test_each_look_check_and_download_is_a_line_with_the_digest_as_it_was_then(shot, head):
    workflow.view(shot, actor=head)
    workflow.show(shot, actor=head)  # the same sitting
    workflow.check(shot, actor=head)
    assert workflow.download(shot, actor=head).content == samples.with_place()
    workflow.set_aside(shot, actor=head, reason="It is about another child.")
    assert [line[0] for line in ledger(shot)] == ["added", "viewed", "checked", "downloaded", "set_aside"]
    with pytest.raises(NotAllowed, match="set aside"):
        workflow.view(shot, actor=head)
    with pytest.raises(NotAllowed, match="already"):
        workflow.set_aside(shot, actor=head, reason="Again.")
    assert Evidence.objects.get().original  # nothing is deleted


def test_setting_aside_needs_a_reason_and_hides_nothing_from_who_leads_it(shot, incident, head, teacher2):
    with pytest.raises(InvalidInput):
        workflow.set_aside(shot, actor=head, reason=" ")
    incidents.name_person(incident, teacher2, actor=head, part="handler")
    workflow.set_aside(shot, actor=teacher2, reason="Wrong file.")
    with pytest.raises(NotAllowed):
        workflow.download(shot, actor=teacher2)
    assert workflow.download(shot, actor=head).content


@pytest.mark.parametrize("how", ["original swapped", "original gone", "words changed"])
def test_any_change_is_found_at_the_next_look(how, add, head):
    piece = add(samples.picture()) if "original" in how else add(text="As it was.")
    if how == "original swapped":
        Evidence.objects.update(original=cipher.seal(b"another", piece.bound_to("original")))
    elif how == "original gone":
        Evidence.objects.update(original=None)
    else:
        unguarded("UPDATE incidents_evidence SET text = 'As it never was.'")
    assert workflow.check(Evidence.objects.get(), actor=head).whole is False
    assert ledger(piece)[-1] == ("checked", head.pk, False)
    assert Event.objects.get(verb="incidents.check_evidence").data["whole"] is False


@pytest.mark.parametrize("statement", ["UPDATE incidents_evidence SET sha256 = 'x'", "DELETE FROM incidents_custody"])
def test_the_database_itself_lets_nobody_change_it(statement, shot):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def item(make_item) -> Item:
    top = make_item(text="Nice photo!", author_name="Mo Mild")
    made = make_item(text="Rude words", author_name="Ray Rude", permalink="https://facebook.example/9")
    below = make_item(text="Stop it", author_name="Jo Just")
    Item.objects.filter(pk=made.pk).update(parent=top)
    Item.objects.filter(pk=below.pk).update(parent=made)
    return Item.objects.get(pk=made.pk)


def test_a_reported_comment_is_kept_with_its_thread_as_it_was(item, teacher, head):
    incident = incidents.report_from_item(item, actor=teacher, category="offensive", what_happened="Look.")
    piece = incident.evidence.get()
    Item.objects.filter(pk=item.pk).update(text="I said nothing.")
    assert [(line["place"], line["text"]) for line in piece.thread] == [
        ("above", "Nice photo!"),
        ("comment", "Rude words"),
        ("below", "Stop it"),
    ]
    assert keeping.is_whole(piece)
    again = workflow.keep_comment(incident, actor=head)
    assert [line["text"] for line in again.thread if line["place"] == "comment"] == ["I said nothing."]


@pytest.mark.parametrize("why", ["the comment may show a child", "the category says so"])
def test_of_what_may_show_a_child_there_is_the_link_alone_and_nothing_is_uploaded(why, item, teacher, dsl, add):
    if "comment" in why:
        Item.objects.filter(pk=item.pk).update(link_only=True)
        item.refresh_from_db()
    category = "indecent_image" if "category" in why else "safeguarding"
    incident = incidents.report_from_item(item, actor=teacher, category=category, what_happened="A picture.")
    (line,) = incident.evidence.get().thread
    assert {name: value for name, value in line.items() if value} == {
        "place": "comment",
        "link": "https://facebook.example/9",
    }
    with pytest.raises(NotAllowed, match="indecent image"):
        add(samples.picture(), to=incident, actor=dsl)
    with pytest.raises(NotAllowed, match="No picture"):
        workflow.add_by_reporter(incident, actor=teacher, file=_checked())
    assert add(to=incident, actor=dsl, text="Seen on a phone at 4 pm.").kind == "text"
    assert not Evidence.objects.filter(original__isnull=False).exists()


def test_what_is_found_later_to_be_such_a_picture_is_shut(shot, incident, dsl, head):
    Incident.objects.filter(pk=incident.pk).update(category="indecent_image", with_leads=True)
    piece = Evidence.objects.get()
    for verb in (workflow.view, workflow.download, workflow.show):
        for person in (dsl, head):
            with pytest.raises(NotAllowed, match="nobody opens it"):
                verb(piece, actor=person)
    assert Custody.objects.count() == 1


def _checked():
    return keeping.Checked("picture", "shot.png", "image/png", samples.picture(), [b"x"], 1, is_scanned=False)


def test_whoever_reported_it_adds_and_the_handlers_are_told_without_a_word_of_it(incident, teacher, teacher2, head):
    piece = workflow.add_by_reporter(incident, actor=teacher, file=_checked(), text="From my phone")
    told = Notification.objects.filter(event=f"incident:{incident.pk}:evidence:{piece.pk}")
    assert head.pk in told.values_list("recipient", flat=True)
    assert teacher.pk not in told.values_list("recipient", flat=True)
    assert told.first().params == {"reference": incident.reference}
    for stranger in (teacher2, head):
        with pytest.raises(NotAllowed):
            workflow.add_by_reporter(incident, actor=stranger, text="Me too")
    with pytest.raises(NotAllowed):  # they added it, and do not open it
        workflow.view(piece, actor=teacher)


def test_who_is_named_adds_and_sees_nothing(shot, incident, head, deputy):
    incidents.name_person(incident, head, actor=deputy, part="alleged")
    for verb in (workflow.view, workflow.check, workflow.download):
        with pytest.raises(NotAllowed):
            verb(shot, actor=head)
    with pytest.raises(NotAllowed):
        workflow.add(incident, actor=head, text="It was not me.")
    assert not Evidence.objects.visible_to(head).exists()


def test_there_is_an_end_to_it(incident, teacher, monkeypatch):
    monkeypatch.setattr(workflow, "MOST_OF_REPORTER", 1)
    workflow.add_by_reporter(incident, actor=teacher, text="One")
    with pytest.raises(WrongState, match="already"):
        workflow.add_by_reporter(incident, actor=teacher, text="Two")
    assert Evidence.objects.count() == 1


def test_what_is_sent_twice_at_once_is_one_piece(incident, add, head, teacher, clock):
    for _ in range(2):
        add(samples.with_place(), text="From the chat")
        add(title="The chat", text="They wrote: no.", url="")
        workflow.add_by_reporter(incident, actor=teacher, text="They wrote: no.")
    assert incident.evidence.count() == 3
    assert Event.objects.filter(verb="incidents.add_evidence", data__again=True).count() == 3
    assert Notification.objects.filter(template="incidents.evidence_added", recipient=head).count() == 1
    add(title="The chat", text="They wrote: no.", url="https://x.example/1")
    workflow.set_aside(add(title="The chat", text="They wrote: no."), actor=head, reason="Of another.")
    add(title="The chat", text="They wrote: no.")
    clock.move_to(clock.now + timedelta(minutes=1))
    add(samples.with_place(), text="From the chat")
    assert incident.evidence.count() == 6


def test_nor_is_a_comment_kept_twice_at_once(item, teacher, head):
    incident = incidents.report_from_item(item, actor=teacher, category="offensive", what_happened="Look.")
    assert workflow.keep_comment(incident, actor=head) == workflow.keep_comment(incident, actor=head)
    assert incident.evidence.count() == 2


def test_no_picture_comes_in_as_words_where_none_may_be(teacher, dsl):
    report = incidents.report(actor=teacher, category="indecent_image", what_happened="A link was sent round.")
    for verb, actor in [(workflow.add, dsl), (workflow.add_by_reporter, teacher)]:
        with pytest.raises(InvalidInput, match="Put no picture here"):
            verb(report, actor=actor, title="It", text="data:image/png;base64,iVBORw0KGgo=")
    assert not report.evidence.exists()
