"""The demonstration: an invented school on this machine only, where a visitor signs in as anybody."""

from stjudes_portal.settings.base import *  # noqa: F403
from stjudes_portal.settings.base import ENVIRONMENT, INSTALLED_APPS, MIDDLEWARE

if not ENVIRONMENT.demo:
    raise RuntimeError("The demonstration's settings are for DEMO=1 only.")

INSTALLED_APPS = [*INSTALLED_APPS, "stjudes_portal.demo"]
MIDDLEWARE = ["stjudes_portal.demo.middleware.this_machine_only", *MIDDLEWARE]
# Nobody knows a password here: hashing them as slowly as a school's own portal does would only delay the start.
PASSWORD_HASHERS = ["stjudes_portal.demo.hashers.QuickHasher"]
LOGIN_URL = LOGOUT_REDIRECT_URL = "demo:sign_in_as"
