"""Personal data by its form: telephone numbers, postcodes, e-mail and street addresses of the UK."""

import re
from collections.abc import Iterator

from moderation.triage.shipped import postcode_areas

PHONE, POSTCODE, MAIL, STREET = "a telephone number", "a postcode", "an e-mail address", "a street address"

_PHONE = re.compile(r"(?<![\d+])(?:\+44[\s.-]?(?:\(0\)[\s.-]?)?|\(?0)[1-37-9](?:[\s.()-]{0,2}\d){8,9}(?!\d)")
_POSTCODE = re.compile(r"\b([A-Z]{1,2})\d[A-Z\d]? {0,2}(?!\d(?:st|nd|rd|th)\b)\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_ROADS = (
    "road|rd|street|avenue|ave|close|lane|drive|crescent|gardens|grove|terrace|court|place|way|walk|mews|hill|row"
    "|square"
)
_STREET = re.compile(
    rf"(?<!\d)\d{{1,4}}[a-zA-Z]?,?\s+((?:[A-Za-z][A-Za-z'’]{{1,20}}\s+){{1,3}}?)(?:{_ROADS})\b", re.IGNORECASE
)
# Before a street in small letters: "two doors down the road" is no address.
_LIVES = re.compile(
    r"\b(?:lives?|living|house|address)\s+(?:is\s+)?(?:at\s+|in\s+)?(?:number\s+|no\.?\s+)?$", re.IGNORECASE
)
_BEFORE = 40  # letters that are looked at before a street
PATTERNS = (PHONE, POSTCODE, MAIL, STREET)
_DIGIT = re.compile(r"\d")


def personal_data(text: str) -> Iterator[tuple[str, str]]:
    """What in a text has the form of personal data: which it is, and how it stands there, the first of each."""
    if "@" in text and (match := _MAIL.search(text)):
        yield MAIL, match.group()
    if _DIGIT.search(text) is None:
        return
    if match := _PHONE.search(text):
        yield PHONE, match.group().strip()
    if postcode := next((match for match in _POSTCODE.finditer(text) if match[1].upper() in postcode_areas()), None):
        yield POSTCODE, postcode.group()
    if street := next((match for match in _STREET.finditer(text) if _is_street(text, match)), None):
        yield STREET, street.group()


def _is_street(text: str, match: re.Match[str]) -> bool:
    if all(word[0].isupper() for word in match[1].split()):
        return True
    return _LIVES.search(text[max(match.start() - _BEFORE, 0) : match.start()]) is not None
