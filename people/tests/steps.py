"""What the tests of signing in share: the steps that somebody takes in a browser."""

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from conftest import PASSWORD

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "/sign-in/"


def code(seed=SEED):
    """The one-time code of this moment."""
    return format_hotp_value(hotp_value(seed, int(time.time()) // 30))


def add_app(person):
    return TOTP.activate(person, SEED).instance


def give_password(client, person, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": person.email, "password": password} | more)
