"""A colleague looks over a reply before it goes out. The clock goes on meanwhile (C2)."""

from collections.abc import Iterable

from django.urls import reverse

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.models import Item, Opinion
from moderation.words.workflow.typed import words
from moderation.workflow import holding
from notifications import workflow as notifications
from people.current import person
from people.models import User

LONGEST = 10_000  # characters of a draft or an answer
LONGEST_QUESTION = 1000
MOST = 5  # people asked at once


@audit.verb("moderation.ask_opinion", "asked for an opinion on a reply")
def ask_opinion(item: Item, *, actor: Actor, of: Iterable[User], question: str, draft: str = "") -> Item:
    """Ask colleagues about the reply `draft` as it stands. Each gets a question of their own.

    Raises NotAllowed; InvalidInput (nobody, oneself, somebody who cannot sign in or was asked already); WrongState.
    """
    item = audit.lock(item)
    rules.require("moderation.ask_opinion", actor, item)
    holding.require_waiting(item)
    if item.link_only:
        raise WrongState("Nothing of this comment is shown to anybody else. Talk to the safeguarding lead.")
    me, now = person(actor), clock.now()
    asked = _askable(item, me, of)
    text = words(question, "question", missing="Say what you would like to know.", longest=LONGEST_QUESTION)
    reply = draft.replace("\r\n", "\n").strip()
    if len(reply) > LONGEST:
        raise InvalidInput(f"Use at most {LONGEST:,} letters.", "draft")
    for one in asked:
        opinion = Opinion.objects.create(item=item, asked_by=me, asked_of=one, question=text, draft=reply, asked_at=now)
        _tell(one, "moderation.opinion_asked", opinion, person=me.full_name)
    audit.record("moderation.ask_opinion", item, actor=actor, asked=[one.pk for one in asked])
    return item


def _askable(item: Item, me: User, of: Iterable[User]) -> list[User]:
    asked = list({one.pk: one for one in of}.values())
    if not asked:
        raise InvalidInput("Choose whom to ask.", "of")
    if len(asked) > MOST:
        raise InvalidInput(f"Ask at most {MOST} people at once.", "of")
    for one in asked:
        if one.pk == me.pk:
            raise InvalidInput("Ask somebody else than yourself.", "of")
        if not one.may_sign_in:
            raise InvalidInput(f"{one.full_name} can no longer sign in.", "of")
    still_open = Opinion.objects.filter(item=item, asked_of__in=asked, answered_at=None, withdrawn_at=None)
    already = still_open.select_related("asked_of").first()
    if already is not None:
        raise InvalidInput(f"{already.asked_of.full_name} was asked already and has not answered yet.", "of")
    return asked


@audit.verb("moderation.give_opinion", "gave an opinion on a reply")
def give_opinion(opinion: Opinion, *, actor: Actor, answer: str) -> Opinion:
    """Answer the question; whoever asked is told. Raises NotAllowed, InvalidInput, WrongState (finished meanwhile)."""
    opinion = audit.lock(opinion)
    rules.require("moderation.give_opinion", actor, opinion)
    _require_open(opinion)
    if not opinion.item.is_waiting:
        raise WrongState("The comment is finished meanwhile. It needs no opinion any more.")
    opinion.answer = words(answer, "answer", missing="Say what you think.", longest=LONGEST)
    opinion.answered_at = clock.now()
    opinion.save(update_fields=["answer", "answered_at"])
    audit.record("moderation.give_opinion", opinion.item, actor=actor, opinion=opinion.pk)
    _tell(
        opinion.asked_by,
        "moderation.opinion_given",
        opinion,
        person=opinion.asked_of.full_name,
        account=opinion.item.account.name,
    )
    return opinion


@audit.verb("moderation.withdraw_opinion", "took back a question about a reply")
def withdraw_opinion(opinion: Opinion, *, actor: Actor) -> Opinion:
    """It needs no answer any more, and shows the comment to nobody any more. Raises NotAllowed, WrongState."""
    opinion = audit.lock(opinion)
    rules.require("moderation.withdraw_opinion", actor, opinion)
    _require_open(opinion)
    me = person(actor)
    opinion.withdrawn_at = clock.now()
    opinion.save(update_fields=["withdrawn_at"])
    audit.record("moderation.withdraw_opinion", opinion.item, actor=actor, opinion=opinion.pk)
    notifications.withdraw(opinion, [opinion.asked_of])
    _tell(opinion.asked_of, "moderation.opinion_withdrawn", opinion, person=me.full_name)
    return opinion


def _require_open(opinion: Opinion) -> None:
    if opinion.answered_at is not None:
        raise WrongState(f"{opinion.asked_of.full_name} has answered this already.")
    if opinion.withdrawn_at is not None:
        raise WrongState("This question was taken back. It needs no answer any more.")


def _tell(recipient: User, message: str, opinion: Opinion, **params: str) -> None:
    notifications.tell(
        [recipient],
        message,
        event=f"opinion:{opinion.pk}",
        url=reverse("moderation:opinion", args=[opinion.pk]),
        about=opinion,
        **params,
    )
