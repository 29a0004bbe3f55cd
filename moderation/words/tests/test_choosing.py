"""The texts beside the reply box: those that fit first, one press puts one in, with JavaScript or without (C5, P5)."""

import pytest
from django.urls import reverse

from core.errors import InvalidInput
from moderation import workflow as desk
from moderation.states import AuthorKind, Category


def page(client, item, **query):
    return client.get(reverse("moderation:item", args=[item.pk], query=query))


def box(response, part="reply"):
    return response.context["forms"][part]["text"].value()


def test_a_text_is_put_into_the_box_by_the_address(client, sign_in, written_by, teacher):
    item = written_by(AuthorKind.PARENT, category=Category.COMPLAINT)
    sign_in(client, teacher)
    shown = page(client, item).content.decode()
    at_hand = shown[shown.index('id="part-reply"') :]
    assert at_hand.index("reply-complaint-parent") < at_hand.index("More texts")
    assert box(page(client, item)) in (None, "")
    chosen = page(client, item, do="reply", template="reply-complaint-parent")
    assert box(chosen).startswith("Hello Pat Parent,")
    words = chosen.content.decode()
    assert "Still to fill in: [day]" in words
    assert "On the same side." in words


def test_what_was_written_is_not_lost_to_it(client, sign_in, item, teacher):
    desk.draft_reply(item, actor=teacher, text="My own words.")
    text = box(page(sign_in(client, teacher), item, do="reply", template="reply-elsewhere"))
    assert text.startswith("My own words.\n\nHello Pat Parent, thank you for your message.")
    assert box(page(client, item, do="reply", template="no-such-text")) == "My own words."


def test_no_verb_sends_a_text_with_a_blank_left(item, teacher):
    with pytest.raises(InvalidInput, match=r"\[day\]"):
        desk.draft_reply(item, actor=teacher, text="Come in on [day].", ready=True)
    with pytest.raises(InvalidInput, match="{name}"):
        desk.acknowledge(item, actor=teacher, text="Thank you. {name}")
    desk.draft_reply(item, actor=teacher, text="Come in on [day].")


def test_under_the_lock_there_is_the_acknowledgement_alone(client, sign_in, locked, teacher):
    desk.draft_reply(locked, actor=teacher, text="Our view is this.")
    shown = page(sign_in(client, teacher), locked)
    assert "reply" not in shown.context["forms"]
    assert "part-reply" not in shown.content.decode()
    assert "senior leadership team" in box(shown, "acknowledge")
    assert "The reply that is drafted stays as it is." in shown.content.decode()
