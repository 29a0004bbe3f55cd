"""Confirming that one has read the policy, and asking those who have not, or have not declared (P2, P7)."""

from collections.abc import Iterable

from django.urls import reverse

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import NotAllowed, WrongState
from notifications import workflow as notifications
from people.models import User
from policy import selectors
from policy.models import Acknowledgement, PolicyVersion
from policy.selectors import REMINDER, TO_DECLARE
from policy.states import Status


@audit.verb("policy.acknowledge", "confirmed having read and understood this version of the policy")
def acknowledge(version: PolicyVersion, *, actor: Actor, digest: str | None = None) -> Acknowledgement:
    """Confirm, for oneself, to have read and understood the version in force (P2).

    `digest` is that of the text on the reader's page. Raises NotAllowed; WrongState where a newer version
    is in force, or this one was acknowledged already.
    """
    rules.require("policy.acknowledge", actor)
    if not isinstance(actor, User):  # the rule has said so; here for the types
        raise NotAllowed("Only a person acknowledges the policy.")
    version = audit.lock(version)
    if version.status != Status.PUBLISHED or (digest is not None and digest != version.digest):
        raise WrongState("A newer version of the policy is in force now. Please read that one.")
    acknowledgement, new = Acknowledgement.objects.get_or_create(
        person=actor, version=version, defaults={"digest": version.digest, "at": clock.now()}
    )
    if not new:
        raise WrongState("You have acknowledged this version already.")
    audit.record("policy.acknowledge", version, actor=actor, acknowledgement=acknowledgement.pk, digest=version.digest)
    return acknowledgement


@audit.verb("policy.remind", "reminded people of the policy and the yearly declaration")
def remind(people: Iterable[User], *, actor: Actor) -> int:
    """Ask those of `people` who have not acknowledged the policy, or not declared this year, once a day at most.

    Returns how many were asked (P2, P7). Raises NotAllowed, and WrongState where no policy is published, nobody
    lacks either, or everybody who does was reminded today already.
    """
    rules.require("policy.see_readiness", actor)
    version = selectors.current_version()
    if version is None:
        raise WrongState("There is no policy to read yet. Publish it first.")
    wanted = {person.pk: person for person in people if person.may_sign_in}
    standing, declared = selectors.readiness_by_key(wanted.keys()), selectors.declared_by_key(wanted.keys())
    unread = {pk for pk in wanted if standing[pk].acknowledged_at is None}
    late = unread | {pk for pk in wanted if not declared[pk].counts}
    if not late:
        raise WrongState("Everybody here has acknowledged the policy and declared. Nobody needs a reminder.")
    late -= selectors.reminded_today().keys()
    if not late:
        raise WrongState("Everybody who is asked was reminded today already. You can remind them again tomorrow.")
    for message, keys, url in ((REMINDER, late & unread, "policy:read"), (TO_DECLARE, late - unread, "policy:declare")):
        notifications.tell(
            [wanted[pk] for pk in sorted(keys)],
            message,
            event=f"policy:{version.pk}:reminder:{clock.today().isoformat()}",
            url=reverse(url),
            about=version,
            asker=actor.get_full_name() if isinstance(actor, User) else "The portal",
            number=version.number,
        )
    audit.record("policy.remind", version, actor=actor, people=sorted(late))
    return len(late)
