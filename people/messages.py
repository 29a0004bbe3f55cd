"""What the room tells people. The links are made when the mail is sent, never stored readable."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from core.crypto import cipher
from notifications import messages
from people.links import link_of
from people.models import Invitation


def _reset_link(row: Any) -> str:
    person = row.recipient
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    return f"{settings.PUBLIC_URL}{path}"


def _invitation_link(row: Any) -> str:
    invitation = Invitation.objects.get(pk=row.about_id)
    if invitation.sealed_token is None:
        return settings.PUBLIC_URL + reverse("account_login")
    token = cipher.unseal(bytes(invitation.sealed_token), {"invitation": invitation.digest}).decode()
    return link_of(token)


def _forget_token(row: Any) -> None:
    Invitation.objects.filter(pk=row.about_id).update(sealed_token=None)


messages.register(
    "people.invited",
    title="Your place in the school's social media portal",
    body=(
        "You have been added to the portal of {school}. Follow the link to choose your password. "
        "It works once, and until {until}."
    ),
    in_portal=False,
    link=_invitation_link,
    sent=_forget_token,
)
messages.register(
    "people.password_reset",
    title="Choose a new password",
    body=(
        "Somebody, we hope you, asked for a new password for the portal. Follow the link within one hour. "
        "If it was not you, do nothing: your password stays as it is."
    ),
    in_portal=False,
    link=_reset_link,
)
messages.register(
    "people.sign_in_changed",
    title="How you sign in was changed",
    body="{what} on {when}. If it was not you, tell an Administrator at once.",
)
messages.register(
    "people.role_changed",
    title="Your roles in the portal have changed",
    body="You {change} the role “{role}”.",
)
messages.register(
    "people.role_above_given",
    title="{name} now holds the role “{role}”",
    body=(
        "{by} gave it. Whoever holds it can read the incidents that name SLT, and the chair of governors decides what "
        "SLT cannot. If this is not right, tell SLT and the governors at once."
    ),
)
messages.register(
    "people.role_of_trust_given",
    title="{name} now holds the role “{role}”",
    body=(
        "{by} gave it. Whoever holds it reads what is kept in confidence for this role. If this is not right, tell SLT "
        "at once."
    ),
)
messages.register(
    "people.role_of_trust_again",
    title="{name} has access again, with the role “{role}”",
    body=(
        "{by} gave access back. Whoever holds this role reads what is kept in confidence for it. If this is not right, "
        "tell SLT at once."
    ),
)
messages.register(
    "people.leaves",
    title="Your last working day is recorded",
    body=(
        "It is {day}. Your access to the portal ends at midnight after it. What you have learned here about pupils, "
        "families and colleagues stays confidential after you leave. If the day is wrong, tell an Administrator."
    ),
)
messages.register(
    "people.stays",
    title="Your last working day was taken out",
    body="No last working day is recorded for you any more. You keep your access to the portal.",
)
messages.register(
    "people.somebody_leaves",
    title="{name} leaves",
    body="The last working day of {name} is {day}. Access to the portal {access}.",
)
messages.register(
    "people.somebody_stays",
    title="{name} stays",
    body="The last working day of {name} was taken out. Access to the portal goes on.",
)
