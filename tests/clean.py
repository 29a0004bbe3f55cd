"""The surroundings of a process that a test starts."""

import os

from stjudes_portal import sign_in_with, vault_keys

SETTINGS = {
    *("DJANGO_SETTINGS_MODULE", "VAR", "PORT", "BIND", "PUBLIC_URL", "DEMO", "TRUSTED_PROXIES"),
    *("DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL", "REDIS_URL_FILE"),
    *sign_in_with.NAMES,
    *(f"{name}_FILE" for name in sign_in_with.NAMES),
    *vault_keys.NAMES,
    *("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES"),
}


def clean_environment(**settings: str) -> dict[str, str]:
    """This process's environment without any setting of a portal but those given."""
    return {name: value for name, value in os.environ.items() if name not in SETTINGS} | settings
