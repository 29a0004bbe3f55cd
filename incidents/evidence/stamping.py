"""A time stamp by RFC 3161: a third party signs that these bytes were there at this time, and learns only a digest."""

import hashlib
import logging

import httpx
from django.conf import settings
from rfc3161_client import HashAlgorithm, PKIStatus, TimestampRequestBuilder, decode_timestamp_response

logger = logging.getLogger(__name__)

SECONDS = 20
LONGEST_ANSWER = 64 * 1024  # bytes
KIND = "application/timestamp-query"
GIVEN = (PKIStatus.GRANTED.value, PKIStatus.GRANTED_WITH_MODS.value)


class NoStamp(Exception):
    """None was given, or not for this. Later there may be one."""


def stamp_for(content: bytes) -> bytes:
    """The answer of the time-stamp service about `content`, as it came (a .tsr file). Raises NoStamp.

    That it is about these bytes and about this very question is checked. Who signed it is for those who rely on it
    (`openssl ts -verify`): the portal keeps no list of whom they trust.
    """
    asked = TimestampRequestBuilder(data=content, hash_algorithm=HashAlgorithm.SHA256).build()
    answer = _sent(asked.as_bytes())
    try:
        found = decode_timestamp_response(answer)
        given, token = found.status in GIVEN, found.tst_info
    except ValueError:
        raise NoStamp("unreadable") from None
    if not given:
        raise NoStamp("refused")
    if token.message_imprint.message != hashlib.sha256(content).digest() or token.nonce != asked.nonce:
        raise NoStamp("about something else")
    return answer


def _sent(question: bytes) -> bytes:
    address = settings.TIME_STAMP_URL
    answer = b""
    try:
        with httpx.stream(
            "POST", address, content=question, headers={"Content-Type": KIND}, timeout=SECONDS, follow_redirects=False
        ) as response:
            if response.status_code != 200:
                raise NoStamp("refused")
            for piece in response.iter_raw():
                answer += piece
                if len(answer) > LONGEST_ANSWER:
                    raise NoStamp("too long")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NoStamp(type(error).__name__) from None
    return answer
