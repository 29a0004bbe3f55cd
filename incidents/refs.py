"""How an incident is named in addresses and said on the telephone."""

from django.urls import register_converter

from incidents.models import ALPHABET, PUBLIC_ID


class IncidentRef:
    """The path converter "incident": a public id as the address has it. Says nothing of whether there is such a one."""

    regex = f"[{ALPHABET}]{{{PUBLIC_ID}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(IncidentRef, "incident")


def as_typed(words: str) -> str:
    """What somebody typed as a reference, or as a part of it, without “Incident”, spaces and dashes."""
    bare = words.upper().replace("INCIDENT", "")
    return "".join(character for character in bare if character in ALPHABET)[:PUBLIC_ID]
