"""How often somebody may ask for what needs no sign-in, or costs much. Counted with the limits of sign-in."""

from collections.abc import Callable

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse

TOO_MANY = 429
AGAIN_AFTER = 900  # seconds


def within_limit(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count this request as `action` of settings.ACCOUNT_RATE_LIMITS; False where there were too many already."""
    counted = ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True)
    return counted is not None


def counted(request: HttpRequest, action: str) -> Callable[[], None] | None:
    """Count this request as `within_limit` does; what is returned takes it back. None where there were too many."""
    usage = ratelimit.consume(request, app="allauth.account", action=action, limit_get=True)
    if usage is None:
        return None
    take_back: Callable[[], None] = usage.rollback
    return take_back


def too_many() -> HttpResponse:
    """The answer for a program: it says when to try again, and nothing of what was asked for."""
    words = "Too many requests. Try again in 15 minutes."
    return HttpResponse(words, status=TOO_MANY, content_type="text/plain", headers={"Retry-After": str(AGAIN_AFTER)})
