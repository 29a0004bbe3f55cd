"""What the tests of signing in by another provider share."""

from audit.models import Event
from tests.openid import provider_at

START, RETURN = "/sign-in/with/", "/sign-in/with/return/"


def as_kind(server, settings, kind, **changes):
    settings.SIGN_IN_PROVIDER = provider_at(server, kind, **changes)
    return settings.SIGN_IN_PROVIDER


def place_of(client, **data):
    """The provider's address that the page leads on to."""
    page = client.post(START, data)
    assert page.status_code == 200, page.content
    return page.context["place"]


def come(client, server, subject, **data):
    """All the way: to the provider, sign in there, and back."""
    return client.get(server.sign_in(place_of(client, **data), subject))


def known(server, person, subject="subject-1", **claims):
    server.knows(subject, **({"email": person.email, "email_verified": True, "name": person.full_name} | claims))
    return subject


def text(answer):
    return " ".join(answer.content.decode().split())


def kinds():
    return [event.data.get("kind") for event in Event.objects.filter(verb="people.sign_in_failed")]


def stale(client):
    session = client.session
    session["account_authentication_methods"] = [
        step | {"at": step["at"] - 301} for step in session["account_authentication_methods"]
    ]
    session.save()
