"""The sessions of people who are signed in."""

from django.contrib.sessions.models import Session
from django.utils import timezone

from people.models import User


def end_sessions(person: User, *, but: str | None = None) -> int:
    """Delete every session of a person, save the one with the key `but`. Returns how many there were."""
    mine = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if session.pk != but and session.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    Session.objects.filter(pk__in=mine).delete()
    return len(mine)
