from datetime import timedelta

from django.utils import timezone

from people.models import Session
from people.sessions import SessionStore
from people.tasks import clear_sessions


def test_only_sessions_that_have_run_out_are_cleared(db: None) -> None:
    for _ in range(2):
        SessionStore().create()
    old = Session.objects.first()
    assert old is not None
    Session.objects.filter(pk=old.pk).update(expire_date=timezone.now() - timedelta(minutes=1))
    clear_sessions()
    assert Session.objects.count() == 1
    assert not Session.objects.filter(pk=old.pk).exists()
