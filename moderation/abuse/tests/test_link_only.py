"""A suspected indecent image of a child: nothing is kept but the link, and nobody reads it (H1, I1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from core.crypto import cipher
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation import workflow as desk
from moderation.abuse import pictures, workflow
from moderation.abuse.tests.conftest import picture
from moderation.abuse.workflow import linking
from moderation.models import Evidence, Item, Jotting, Link, Opinion, Response, Withheld, Wording
from moderation.sealed import WITHHELD
from moderation.states import Gone, ResponseStatus, Status
from moderation.triage import workflow as triage
from moderation.words.workflow import ask_opinion
from moderation.workflow import jotting
from notifications import messages
from notifications.models import Notification
from people.models import Role

LINK = "https://facebook.example/1"


@pytest.fixture
def marked(vile, teacher, dsl, make_person, clock) -> Item:
    make_person("Dora Deputy", Role.DEPUTY_SAFEGUARDING_LEAD)
    Link.objects.create(item=vile, url="https://pictures.example/9", label="a picture")
    Wording.objects.create(item=vile, number=1, text="Earlier words", until_at=clock.now, noticed_at=clock.now)
    workflow.mark_link_only(vile, actor=teacher)
    return Item.objects.select_related("account", "author").get(pk=vile.pk)


def test_only_the_link_is_kept_and_the_leads_are_told_at_once_without_a_word_of_it(marked, dsl):
    kept = Evidence.objects.get()
    assert (kept.link_only, kept.text, kept.author_name, kept.permalink) == (True, "", "", LINK)
    told = Notification.objects.filter(template="moderation.for_safeguarding")
    assert {row.recipient.full_name for row in told} == {"Sara Safe", "Dora Deputy"}
    for row in told:
        words = " ".join(messages.words(row.template, row.params)).lower()
        assert not {"child", "image", "indecent", "vile", "rude", "comment"} & set(words.replace(".", "").split())
    assert marked.priority_due_at is not None
    assert (marked.link_only, marked.text, marked.permalink) == (True, linking.IN_PLACE, "")
    assert not Link.objects.exists()
    assert Wording.objects.get().text == linking.IN_PLACE
    assert b"vile" not in bytes(Withheld.objects.get().sealed)
    assert WITHHELD.heads().total() == 1
    with pytest.raises(WrongState):
        workflow.mark_link_only(marked, actor=dsl)


def test_whoever_does_not_see_it_marks_nothing(vile, outsider):
    with pytest.raises(NotAllowed):
        workflow.mark_link_only(vile, actor=outsider)
    assert not Evidence.objects.exists()


def test_no_page_shows_its_words_to_anybody_but_the_leads(client, sign_in, marked, head, admin, teacher, dsl):
    for person in (head, admin, teacher, dsl):
        sign_in(client, person)
        for url in (
            reverse("moderation:queue"),
            reverse("moderation:item", args=[marked.pk]),
            reverse("incidents:report_from_item", args=[marked.pk]),
        ):
            page = client.get(url).content.decode()
            assert "idiot" not in page
            assert LINK not in page
        words = client.get(reverse("moderation:withheld", args=[marked.pk]))
        kept = client.get(reverse("moderation:evidence", args=[marked.pk, Evidence.objects.get().pk]))
        if person is dsl:
            assert "Mr Bell is a vile idiot" in words.content.decode()
            assert LINK in kept.content.decode()
        else:
            assert (words.status_code, kept.status_code) == (403, 403)
    assert Event.objects.get(verb="moderation.read_withheld", refused=False).actor == f"person:{dsl.pk}"


def test_nothing_is_uploaded_and_only_leads_and_slt_decide(marked, teacher, admin, dsl, decide):
    for actor in (teacher, admin):
        with pytest.raises(NotAllowed, match="safeguarding leads decide"):
            decide(item=marked, actor=actor)
    with pytest.raises(InvalidInput, match="Upload nothing"):
        decide(item=marked, actor=dsl, screenshot=pictures.checked(picture(), "shot.png"))
    response = decide(workflow.report, item=marked, actor=dsl, house_rule="image")
    assert (response.status, response.preserved_text) == (ResponseStatus.TO_POST, "")
    assert Evidence.objects.get().response == response  # the link that was kept at once
    workflow.hold_back(response, actor=dsl, reason="The police ask for it.")
    workflow.confirm_done(response, actor=dsl)
    assert Item.objects.get().responded_at is not None


def test_a_lead_finds_that_it_shows_no_such_thing(marked, dsl, head):
    with pytest.raises(NotAllowed):
        workflow.clear_link_only(marked, actor=head)
    workflow.clear_link_only(marked, actor=dsl)
    found = Item.objects.get()
    assert (found.link_only, found.text, found.permalink) == (False, "Mr Bell is a vile idiot", LINK)
    assert Link.objects.get().url == "https://pictures.example/9"
    assert Wording.objects.get().text == "Earlier words"
    assert not Withheld.objects.exists()
    with pytest.raises(WrongState):
        workflow.clear_link_only(found, actor=dsl)


def test_what_does_not_open_is_not_lost(marked, dsl):
    Withheld.objects.update(sealed=cipher.seal(b"{}", {"item": 0, "field": "withheld"}))
    for verb in (workflow.read_withheld, workflow.clear_link_only):
        with pytest.raises(WrongState, match="does not open"):
            verb(marked, actor=dsl)
    assert Item.objects.get().link_only


def test_the_page_says_what_not_to_do_and_leads_on_to_the_report(client, sign_in, vile, teacher, dsl):
    runner = sign_in(client, teacher)
    assert (
        reverse("moderation:mark_link_only", args=[vile.pk])
        in runner.get(reverse("moderation:remove", args=[vile.pk])).content.decode()
    )
    page = runner.get(reverse("moderation:mark_link_only", args=[vile.pk])).content.decode()
    assert "Ring 999 first" in page
    assert 'type="file"' not in page
    answer = runner.post(reverse("moderation:mark_link_only", args=[vile.pk]), follow=True)
    assert answer.context["form"]["category"].value() == "indecent_image"
    assert runner.get(reverse("moderation:remove", args=[vile.pk])).status_code == 403


def test_whoever_runs_the_account_says_nothing_to_it_and_cannot_make_it_vanish(client, sign_in, marked, teacher, head):
    for verb in (
        lambda: desk.acknowledge(marked, actor=teacher, text="Thank you."),
        lambda: desk.draft_reply(marked, actor=teacher, text="Thank you.", ready=True),
        lambda: desk.close_without_response(marked, actor=teacher, reason="Spam"),
        lambda: triage.leave_lane(marked, actor=teacher, because="joke"),
        lambda: triage.note_gone(marked, actor=teacher, because=Gone.AUTHOR),
    ):
        with pytest.raises(NotAllowed, match="safeguarding leads"):
            verb()
    found = Item.objects.get()
    assert (found.status, found.is_priority, found.gone_at) == (Status.OPEN, True, None)
    sign_in(client, teacher)
    page = client.get(reverse("moderation:item", args=[marked.pk])).content.decode()
    assert reverse("moderation:acknowledge", args=[marked.pk]) not in page
    assert desk.close_without_response(marked, actor=head, reason="The police have it.").status == Status.CLOSED


def test_what_it_was_before_its_author_changed_it_is_hidden_with_it(vile, teacher, dsl, clock):
    desk.acknowledge(vile, actor=teacher, text="Thank you.")
    clock.move_to(clock.now + timedelta(hours=1))
    new = triage.note_edit(vile, actor=teacher, text="Look at the picture of Ann")
    workflow.mark_link_only(new, actor=teacher)
    for item in Item.objects.all():
        assert (item.link_only, item.text, item.permalink) == (True, linking.IN_PLACE, "")
    assert Withheld.objects.count() == 2
    assert Notification.objects.filter(template="moderation.for_safeguarding", recipient=dsl).count() == 1
    assert workflow.read_withheld(vile, actor=dsl)["text"] == "Mr Bell is a vile idiot"
    # One answer holds for all of it, whichever of them the lead looks at.
    workflow.clear_link_only(vile, actor=dsl)
    assert [item.text for item in Item.objects.order_by("pk")] == [
        "Mr Bell is a vile idiot",
        "Look at the picture of Ann",
    ]
    assert not Item.objects.filter(link_only=True).exists()
    assert not Withheld.objects.exists()
    cleared = Event.objects.filter(verb="moderation.clear_link_only", refused=False)
    assert {event.subject_id for event in cleared} == {str(vile.pk), str(new.pk)}


def test_what_its_author_says_in_an_appeal_is_for_those_who_decide(client, sign_in, removed, teacher, head, admin, dsl):
    appeal = workflow.record_appeal(removed, actor=head, words="It is only Ann in the bath")
    workflow.mark_link_only(removed.item, actor=teacher)
    pages = (reverse("moderation:decide_appeal", args=[appeal.pk]), reverse("moderation:item", args=[removed.item_id]))
    for person, reads in ((teacher, False), (admin, False), (head, True), (dsl, True)):
        sign_in(client, person)
        assert [("in the bath" in client.get(page).content.decode()) for page in pages] == [reads, reads]


def test_what_we_wrote_repeats_neither_its_words_nor_its_link(vile, teacher, head, dsl):
    desk.draft_reply(vile, actor=teacher, text=f"You wrote: mr bell is a vile idiot. See {LINK}.")
    ask_opinion(vile, actor=teacher, of=[head], question="Is it fair?", draft=f"About {LINK}: please stop.")
    jotting.keep(vile, teacher, jotting.ACKNOWLEDGE, f"Thank you for {LINK}")
    workflow.mark_link_only(vile, actor=teacher)
    kept = [Response.objects.get().text, Opinion.objects.get().draft, Jotting.objects.get().text]
    assert kept == ["You wrote: (hidden). See (hidden).", "About (hidden): please stop.", "Thank you for (hidden)"]
    Jotting.objects.update(text="Thanks")
    workflow.clear_link_only(vile, actor=dsl)
    assert Opinion.objects.get().draft == f"About {LINK}: please stop."
    assert Jotting.objects.get().text == "Thanks"
