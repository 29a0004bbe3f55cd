"""A time stamp by RFC 3161: a third party signs that these bytes were there at this time, and learns only a digest."""

import asyncio
import hashlib

import httpx
from django.conf import settings
from rfc3161_client import HashAlgorithm, PKIStatus, TimestampRequestBuilder, decode_timestamp_response

SECONDS = 20  # for all of it: the limits of an HTTP client alone begin anew with every byte that drips in
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
    answer = _answer_to(asked.as_bytes())
    try:
        found = decode_timestamp_response(answer)
        if found.status not in GIVEN:  # a refusal has nothing more in it to be read
            raise NoStamp("refused")
        token = found.tst_info
    except ValueError:
        raise NoStamp("unreadable") from None
    if token.message_imprint.message != hashlib.sha256(content).digest() or token.nonce != asked.nonce:
        raise NoStamp("about something else")
    return answer


def _answer_to(question: bytes) -> bytes:
    try:
        return asyncio.run(_sent(settings.TIME_STAMP_URL, question))
    except TimeoutError:
        raise NoStamp("too slow") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NoStamp(type(error).__name__) from None


async def _sent(address: str, question: bytes) -> bytes:
    answer = b""
    async with (
        asyncio.timeout(SECONDS),
        httpx.AsyncClient(timeout=SECONDS, follow_redirects=False) as client,
        client.stream("POST", address, content=question, headers={"Content-Type": KIND}) as response,
    ):
        if response.status_code != 200:
            raise NoStamp("refused")
        async for piece in response.aiter_raw():
            answer += piece
            if len(answer) > LONGEST_ANSWER:
                raise NoStamp("too long")
    return answer
