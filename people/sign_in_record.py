"""Sign-ins, failed ones and changes to how somebody signs in, on the record.

They are facts that the sign-in library tells by signals, no verbs of ours. What somebody typed is never kept.
"""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest

from audit import workflow as audit
from core.actors import SIGN_IN, Actor
from people.models import User
from people.sessions import note_visit
from people.workflow import end_sessions

for _name, _label in {
    "people.signed_in": "signed in",
    "people.signed_in_again": "signed in again before a secret step",
    "people.sign_in_failed": "turned a sign-in away",
    "people.code_refused": "gave a wrong or used one-time code",
    "people.signed_out": "signed out",
    "people.second_factor_added": "added a second step to signing in",
    "people.second_factor_removed": "removed a second step from signing in",
    "people.recovery_codes_made": "made new recovery codes",
    "people.password_changed": "changed the password",
    "people.password_reset": "chose a new password by the link in a mail",
}.items():
    audit.register(_name, _label)


def _note(name: str, person: User | None, *, actor: Actor, **data: str | bool) -> None:
    def write() -> None:
        with audit.unit(name, actor=actor):
            audit.record(name, person, actor=actor, **data)

    transaction.on_commit(write)


def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    note_visit(request)
    steps = request.session.get("account_authentication_methods", [])
    with_second = any(step.get("method") == "mfa" for step in steps)
    _note("people.signed_in", user, actor=user, second_factor=with_second, by=_way(steps[0]) if steps else "")


def signed_in_again(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A step of a sign-in is done; where it is one made again, the session gets a new key."""
    if kwargs.get("reauthenticated"):
        request.session.cycle_key()
        _note("people.signed_in_again", user, actor=user, method=_way(kwargs))


def _way(step: dict[str, Any]) -> str:
    """How somebody showed that it is they: "password", "totp", "google"."""
    return str(step.get("provider") or step.get("type") or step["method"])


def note_turned_away(kind: str, person: User | None) -> None:
    """A sign-in by another provider that went no further (see people.signing_in.provider)."""
    _note("people.sign_in_failed", person, actor=SIGN_IN, kind=kind)


def sign_in_failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    # The address is looked up, not written down: somebody may have typed a password there.
    email = str(credentials.get("email") or "")
    person = User.objects.filter(email__iexact=email).first() if email else None
    _note("people.sign_in_failed", person, actor=SIGN_IN)


def code_refused(user: User, authenticator: Any, **kwargs: Any) -> None:
    _note("people.code_refused", user, actor=user, type=str(authenticator.type))


def signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _note("people.signed_out", user, actor=user)


def factor_added(user: User, authenticator: Any, **kwargs: Any) -> None:
    """A second step was added: sessions opened by the password alone, elsewhere, must not count as having passed it."""
    codes = authenticator.type == "recovery_codes"
    if not codes:
        end_sessions(user, but=kwargs["request"].session.session_key)
    name = "people.recovery_codes_made" if codes else "people.second_factor_added"
    _note(name, user, actor=user, type=str(authenticator.type))


def factor_removed(user: User, authenticator: Any, **kwargs: Any) -> None:
    _note("people.second_factor_removed", user, actor=user, type=str(authenticator.type))


def codes_made(user: User, authenticator: Any, **kwargs: Any) -> None:
    _note("people.recovery_codes_made", user, actor=user, type=str(authenticator.type))


def password_changed(user: User, **kwargs: Any) -> None:
    _note("people.password_changed", user, actor=user)


def password_set(user: User, **kwargs: Any) -> None:
    _note("people.password_changed", user, actor=user)


def password_reset(user: User, **kwargs: Any) -> None:
    _note("people.password_reset", user, actor=user)


def connect() -> None:
    """Called once, when the portal starts."""
    for signal, receiver in (
        (account_signals.user_logged_in, signed_in),
        (account_signals.authentication_step_completed, signed_in_again),
        (account_signals.password_changed, password_changed),
        (account_signals.password_set, password_set),
        (account_signals.password_reset, password_reset),
        (user_login_failed, sign_in_failed),
        (user_logged_out, signed_out),
        (factor_signals.authentication_failed, code_refused),
        (factor_signals.authenticator_added, factor_added),
        (factor_signals.authenticator_removed, factor_removed),
        (factor_signals.authenticator_reset, codes_made),
    ):
        signal.connect(receiver, dispatch_uid=f"people.sign_in_record.{receiver.__name__}")
