"""The public page and the JSON of an answer, made once for each kind of answer and kept with the copy of the register.

What was asked is put in last, escaped, so that a page is not made anew for each question.
"""

import json
import secrets
from collections.abc import Callable
from html import escape
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from accounts.official.answers import Answer, Verdict
from accounts.official.register import OFFICIAL, Listed, Snapshot
from accounts.official.words import reports_of, words_of

VERSION = 1
KEPT = 512  # pages: a few kinds of answer for each account

# They stand in a page where the question and the host go. Nobody who asks can know them.
_ASKED = f"asked-{secrets.token_hex(16)}"
_HOST = f"host-{secrets.token_hex(16)}"


def page(register: Snapshot, asked: str = "", answer: Answer | None = None, problem: str = "") -> bytes:
    """The whole page, in UTF-8."""
    kind = ("page", problem, answer.kind if answer else None)
    return _filled(register, kind, lambda: _render(register, answer, problem), asked, answer, escape)


def verdict(register: Snapshot, asked: str, answer: Answer) -> bytes:
    """One answer, as JSON has it."""
    kind = ("verdict", answer.kind)
    return _filled(register, kind, lambda: _as_text(_verdict(register, answer)), asked, answer, _in_json)


def listing(register: Snapshot) -> bytes:
    """All accounts that are or were the school's, as JSON has them."""
    return _filled(register, "listing", lambda: _as_text(_listing(register)), "", None, _in_json)


def _filled(
    register: Snapshot,
    kind: object,
    make: Callable[[], str],
    asked: str,
    answer: Answer | None,
    escaped: Callable[[str], str],
) -> bytes:
    """What `make` writes, from memory where it is there, with what was asked in its places."""
    parts = register.pages.get(kind)
    if parts is None:
        parts = [part.encode() for part in make().split(_ASKED)]
        if len(register.pages) >= KEPT:
            register.pages.clear()
        register.pages[kind] = parts
    if answer is not None and answer.host:
        host = escaped(answer.host).encode(errors="replace")
        parts = [part.replace(_HOST.encode(), host) for part in parts]
    return escaped(asked).encode(errors="replace").join(parts)


def _as_text(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False)


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _render(register: Snapshot, answer: Answer | None, problem: str) -> str:
    context: dict[str, Any] = {
        "school": {"name": register.school},
        "contact": register.contact,
        "demo": settings.DEMO,
        "asked": _ASKED,
        "problem": problem,
        "official": register.official,
        "closed": register.closed,
        "page_url": f"{settings.PUBLIC_URL}/official/",
    }
    if answer is not None:
        said = words_of(answer)
        context |= {
            "answer": answer,
            "said": said,
            "sentences": [sentence.replace("{host}", _HOST) for sentence in said.text],
            "shown": [one for one in answer.accounts if one.is_official],
            "reports": reports_of(answer),
            "tell": answer.verdict in (Verdict.NOT_OURS, Verdict.CLOSED),
        }
    # Without the request: the page knows nobody, and is the same for everybody.
    return render_to_string("official/index.html", context)


def _listing(register: Snapshot) -> dict[str, Any]:
    return {
        "version": VERSION,
        "school": register.school,
        "page": f"{settings.PUBLIC_URL}/official/",
        "accounts": [_as_json(one) for one in register.official],
        "closed": [_as_json(one) for one in register.closed],
    }


def _verdict(register: Snapshot, answer: Answer) -> dict[str, Any]:
    said = words_of(answer)
    return {
        "version": VERSION,
        "school": register.school,
        "asked": _ASKED,
        "answer": answer.verdict,
        "title": said.title,
        "text": " ".join(said.text).replace("{host}", _HOST),
        "accounts": [_as_json(one) for one in answer.accounts if one.state in OFFICIAL],
        "looks_like": _as_json(answer.like) if answer.like else None,
        "report": [report.url for report in reports_of(answer)],
    }


def _as_json(one: Listed) -> dict[str, Any]:
    return {
        "platform": one.platform,
        "platform_name": one.platform_name,
        "name": one.name,
        "handle": one.handle,
        "address": one.shown_url,
        "state": one.state,
        "closed_on": one.closed_on.isoformat() if one.closed_on else None,
    }
