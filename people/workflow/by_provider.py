"""People who come in by another's sign-in (Google, Microsoft, OpenID)."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.urls import reverse

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import WrongState
from notifications import workflow as notifications
from people.models import Role, User
from people.signing_in import messages as _messages  # noqa: F401  (registers the messages)
from people.signing_in import rules as _rules  # noqa: F401  (registers the rules)
from people.signing_in.provider import Identity, Provider
from people.workflow.checks import check_roles, checked, digest_of, grant
from people.workflow.inviting import end_links


@audit.verb("people.add_by_provider", "added this person at their first sign-in")
def add_by_provider(identity: Identity, *, actor: Actor, provider: Provider) -> User:
    """Add somebody who came with an address of the school's. They are staff, and what their groups give them besides.

    Groups count this once: afterwards roles change here alone. Raises NotAllowed and InvalidInput.
    """
    rules.require("people.add_by_provider", actor)
    full_name, email = checked(identity.name, identity.email)
    by_group = {provider.groups[group] for group in identity.groups & provider.groups.keys()}
    roles = frozenset({Role.STAFF.value} | by_group)
    check_roles(roles, is_employed=True)
    person = User(email=email, full_name=full_name, is_employed=True, joined_at=clock.now())
    person.set_unusable_password()
    person.save()
    audit.record("people.add_by_provider", person, actor=actor, provider=provider.kind)
    for role in sorted(roles):
        grant(person, role, actor)
    link_sign_in(person, identity.subject, actor=actor, provider=provider)
    page = reverse("people:person", kwargs={"pk": person.pk})
    notifications.tell(
        User.objects.holding(Role.ADMINISTRATOR),
        "people.added_by_provider",
        event=f"added-by-provider:{person.pk}",
        url=page,
        name=full_name,
        provider=provider.name,
    )
    return person


@audit.verb("people.link_sign_in", "linked a sign-in of another provider")
def link_sign_in(person: User, subject: str, *, actor: Actor, provider: Provider) -> User:
    """Keep who this person is at the provider: nobody else there comes in as them. Open invitations end.

    Raises NotAllowed, and WrongState where the person is linked already.
    """
    person = audit.lock(person)
    rules.require("people.link_sign_in", actor, person)
    if SocialAccount.objects.filter(user=person, provider=provider.key).exists():
        raise WrongState(f"{person} is linked already.")
    # What the provider says of the person beside that is not kept, nor any token.
    SocialAccount.objects.create(user=person, provider=provider.key, uid=subject, extra_data={})
    end_links(person)
    _tell_changed(person, f"Your {provider.name} sign-in was linked to your place in the portal")
    audit.record("people.link_sign_in", person, actor=actor, provider=provider.kind)
    return person


@audit.verb("people.unlink_sign_in", "removed the link to another provider's sign-in")
def unlink_sign_in(person: User, *, actor: Actor, provider: Provider) -> User:
    """Forget who this person is at the provider. Raises NotAllowed, and WrongState where no other way in is left."""
    person = audit.lock(person)
    rules.require("people.unlink_sign_in", actor, person)
    if not person.has_usable_password():
        raise WrongState("Choose a password first, or you could not come in any more.")
    if not SocialAccount.objects.filter(user=person, provider=provider.key).delete()[0]:
        raise WrongState("It is not linked any more.")
    _tell_changed(person, f"The link to your {provider.name} sign-in was removed")
    audit.record("people.unlink_sign_in", person, actor=actor, provider=provider.kind)
    return person


def tell_other_subject(person: User, subject: str, provider: Provider) -> None:
    """Once a day: the person and the Administrators hear that another sign-in with this address was turned away."""
    event = f"other-subject:{person.pk}:{digest_of(subject)[:16]}:{clock.today().isoformat()}"
    told = [person, *User.objects.holding(Role.ADMINISTRATOR)]
    page = reverse("people:person", kwargs={"pk": person.pk})
    with transaction.atomic():
        notifications.tell(
            told, "people.other_subject", event=event, url=page, name=person.full_name, provider=provider.name
        )


def _tell_changed(person: User, what: str) -> None:
    now = clock.now()
    event = f"sign-in:{person.pk}:{now.isoformat()}"
    notifications.tell([person], "people.sign_in_changed", event=event, what=what, when=times.exact(now))
