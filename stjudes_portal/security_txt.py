"""/.well-known/security.txt: whom to tell of a weakness (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from core import clock
from school.models import MailSettings

VALID_FOR = timedelta(days=180)


@login_not_required
def security_txt(request: HttpRequest) -> HttpResponse:
    """The address that the school sends mail from, or the portal's own where none is set."""
    mail = MailSettings.objects.first()
    contact = f"mailto:{mail.from_address}" if mail else settings.PUBLIC_URL
    expires = (clock.now() + VALID_FOR).strftime("%Y-%m-%dT00:00:00Z")
    text = (
        f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en\n"
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt\n"
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
