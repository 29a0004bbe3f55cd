"""What a template may ask about signing in by another provider."""

from django import template
from django.conf import settings

from people.signing_in.provider import Provider

register = template.Library()


@register.simple_tag
def sign_in_provider() -> Provider | None:
    """By whom people may sign in besides, or nothing: {% sign_in_provider as provider %}."""
    provider: Provider | None = settings.SIGN_IN_PROVIDER
    return provider
