"""How allauth signs our people in: no sign-up, mail by our own rows, second-factor seeds sealed."""

import base64
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context, ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core import clock, times
from core.crypto import cipher
from notifications import workflow as notifications
from people import sealed
from people.fresh import is_fresh
from people.models import User
from school.models import current_school

CHANGES = {
    "account/email/password_changed": "Your password was changed",
    "account/email/password_reset": "Your password was reset",
    "account/email/password_set": "A password was set",
    "mfa/email/totp_activated": "An authenticator app was added",
    "mfa/email/totp_deactivated": "The authenticator app was removed",
    "mfa/email/recovery_codes_generated": "New recovery codes were made",
    "mfa/email/webauthn_added": "A passkey was added",
    "mfa/email/webauthn_removed": "A passkey was removed",
}


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People come in by invitation only, and every mail is a notification row."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "You cannot sign in at the moment. Ask an Administrator.",
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again.",
        "enter_current_password": "Type the password that you use now.",
        "incorrect_code": "That code is not right. Codes change every 30 seconds: try the newest one.",
        "incorrect_password": "That password is not right. Try again.",
        "invalid_login": "That did not work. Try again.",
        "invalid_password_reset": "This link no longer works. Ask for a new one.",
        "same_as_current": "Choose one that differs from the one you use now.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again.",
        "rate_limited": "That was too often. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        answer: HttpResponse | None
        if user.may_sign_in:
            answer = super().pre_login(request, user, **kwargs)
        else:
            answer = self.respond_user_inactive(request, user)
        return answer

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A sign-in of the last five minutes is as good as signing in again.

        Where it is older this says so by the exception that allauth's caller would raise: left to itself, allauth
        lets everybody pass who has neither password nor second step, and so knows no way to ask again.
        """
        if not is_fresh(context.request):
            raise ReauthenticationRequired
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:your_sign_in")

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """allauth's ways, and the other provider for whoever is linked to it: it may be somebody's only one."""
        methods = list(super().get_reauthentication_methods(user))
        provider = settings.SIGN_IN_PROVIDER
        if provider is not None and SocialAccount.objects.filter(user=user.pk, provider=provider.key).exists():
            words, place = f"Use your {provider.name} sign-in", reverse("sign_in_with_again")
            methods.append({"id": "provider", "description": words, "url": place})
        return methods

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count for a person from one address: nobody else can lock the person out from elsewhere."""
        return f"{_login(credentials)}:{self.get_client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        # And for a person from all addresses together, more of them: an attack may come from many.
        if not ratelimit.consume(request, action="login_failed_person", key=_login(credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        person: User | None = super().authenticate(request, **credentials)
        if person is not None:
            ratelimit.clear(request, action="login_failed_person", key=_login(credentials))
        return person

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """All but the news that one has signed in: the page that follows says it better."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = context.get("user") or User.objects.filter(email__iexact=email).first()
        if not isinstance(person, User) or not person.may_sign_in:
            return
        stamp = clock.now()
        if template_prefix == "account/email/password_reset_key":
            notifications.tell([person], "people.password_reset", event=f"reset:{person.pk}:{stamp.isoformat()}")
        elif template_prefix in CHANGES:
            self._tell_changed(person, CHANGES[template_prefix])

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        if template_prefix in CHANGES:
            self._tell_changed(user, CHANGES[template_prefix])

    def _tell_changed(self, person: User, what: str) -> None:
        stamp = clock.now()
        when = times.exact(stamp)
        event = f"sign-in:{person.pk}:{stamp.isoformat()}"
        notifications.tell([person], "people.sign_in_changed", event=event, what=what, when=when)


def _login(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).strip().lower()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds and recovery codes are sealed before they reach a row."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Your role needs a second step at sign-in. Add another before you remove this.",
        "cannot_generate_recovery_codes": "Add an authenticator app or a passkey first. Then make recovery codes.",
        "incorrect_code": "That code is not right. Codes change every 30 seconds: try the newest one.",
    }

    def encrypt(self, text: str) -> str:
        return sealed.encoded(cipher.seal(text.encode(), sealed.SECOND_FACTOR))

    def decrypt(self, encrypted_text: str) -> str:
        return cipher.unseal(base64.b64decode(encrypted_text), sealed.SECOND_FACTOR).decode()

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        if template_prefix in CHANGES:
            SignInAdapter()._tell_changed(user, CHANGES[template_prefix])

    def get_totp_issuer(self) -> str:
        school = current_school()
        return f"{school.name} portal" if school else "School portal"
