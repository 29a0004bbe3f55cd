"""What the vault's pages share: who asks, what they may fetch, and a page that no browser keeps."""

import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_variables

from accounts.models import Account
from accounts.vault import values
from accounts.vault.models import CodeUse, Credential, Kind
from core import rules
from core.errors import InvalidInput, NotAllowed, NotRecorded, Refused
from people.current import signed_in

CREDENTIAL = ("kind", "label", "username", "created_by", "compromised_at", "retired_at", "retired_by")
ACCOUNT = ("name", "platform", "handle", "url", "status", "mandate")
P = ParamSpec("P")
R = TypeVar("R")

logger = logging.getLogger(__name__)
NOT_RECORDED = (
    "This could not be written down, so nothing was shown and nothing was changed. Try again in a moment. "
    "If it stays so, tell whoever looks after the portal."
)
SHOWN_FOR = 30  # seconds that a revealed secret stays on the screen
SHOWN_WHILE_ROTATING = 300  # seconds: long enough to change it on the platform beside


def account_of(request: HttpRequest, pk: int) -> Account:
    return get_object_or_404(Account.objects.visible_to(signed_in(request)), pk=pk)


def credential_of(request: HttpRequest, pk: int) -> Credential:
    seen = Credential.objects.visible_to(signed_in(request)).select_related("account")
    # What the vault's pages say of an account, without the rest of its thirty columns: a reveal must be quick.
    return get_object_or_404(seen.only(*CREDENTIAL, *(f"account__{name}" for name in ACCOUNT)), pk=pk)


def may_open(request: HttpRequest, verb: str, about: Account | Credential) -> None:
    """Raises NotAllowed where the form of `verb` is asked for. A POST goes on to the verb, which records a refusal."""
    if request.method != "POST":
        rules.require(verb, signed_in(request), about)


def tried(form: BaseForm, verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
    """As `attempt`, but whoever may not do it at all gets the page that says so, not the form.

    Raises NotAllowed; and NotRecorded where the database takes nothing: then nothing was shown or changed.
    """
    try:
        return verb(*args, **kwargs)
    except NotAllowed:
        raise
    except (DatabaseError, OSError) as error:
        logger.exception("a verb of the vault could not be written down")
        raise NotRecorded(NOT_RECORDED) from error
    except Refused as refusal:
        field = refusal.field if isinstance(refusal, InvalidInput) else None
        form.add_error(field if field in form.fields else None, refusal.reason)
        return None


def unkept(response: HttpResponse) -> HttpResponse:
    """Forbid every cache, the browser's own included, to keep this page."""
    add_never_cache_headers(response)
    response["Cache-Control"] = "no-store, private"
    return response


@sensitive_variables("secret", "context")
def show(
    request: HttpRequest, template: str, credential: Credential, secret: str, seconds: int, leave_to: str, **more: Any
) -> HttpResponse:
    """A page with a secret on it, which the browser leaves by itself after `seconds`, with or without JavaScript.

    `number` among `more` is the version that is shown. A file is not shown: it is handed over to be kept.
    """
    if credential.kind == Kind.FILE:
        return handed_over(secret)
    used = frozenset(
        CodeUse.objects.filter(version__credential=credential, version__number=more.get("number") or 0).values_list(
            "place", flat=True
        )
        if credential.kind == Kind.RECOVERY_CODE
        else ()
    )
    context = {
        "credential": credential,
        "shown": values.shown(credential.kind, secret, used),
        "seconds": seconds,
        "leave_to": leave_to,
        **more,
    }
    return leaving(unkept(render(request, template, context)), seconds, leave_to)


def leaving(response: HttpResponse, seconds: int, leave_to: str) -> HttpResponse:
    """Have the browser leave the page by itself."""
    response["Refresh"] = f"{seconds + 1}; url={leave_to}"
    return response


@sensitive_variables("secret", "file")
def handed_over(secret: str) -> HttpResponse:
    """A file out of the vault, for the browser to save and never to open: whatever it says it is."""
    file = values.unpacked(secret)
    response = unkept(HttpResponse(file.content, content_type="application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
