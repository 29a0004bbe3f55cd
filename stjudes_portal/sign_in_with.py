"""Sign-in by Google, Microsoft or another OpenID provider, as the environment names it; checked at the start."""

import os
import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from people.signing_in.provider import Provider
from stjudes_portal.environment import is_loopback, read

NAMES = (
    *("SIGN_IN_WITH", "SIGN_IN_CLIENT_ID", "SIGN_IN_CLIENT_SECRET", "SIGN_IN_TENANT"),
    *("SIGN_IN_SERVER", "SIGN_IN_DOMAINS", "SIGN_IN_GROUPS"),
)
NEEDED = {
    "google": ("SIGN_IN_CLIENT_ID", "SIGN_IN_CLIENT_SECRET", "SIGN_IN_DOMAINS"),
    "microsoft": ("SIGN_IN_CLIENT_ID", "SIGN_IN_CLIENT_SECRET", "SIGN_IN_TENANT", "SIGN_IN_DOMAINS"),
    "openid": ("SIGN_IN_CLIENT_ID", "SIGN_IN_CLIENT_SECRET", "SIGN_IN_SERVER"),
}
OF_NO_USE = {
    "google": ("SIGN_IN_SERVER", "SIGN_IN_TENANT", "SIGN_IN_GROUPS"),  # Google's tokens name no groups
    "microsoft": ("SIGN_IN_SERVER",),
    "openid": ("SIGN_IN_TENANT",),
}
# Being SLT is for a member of SLT to give; a volunteer is not employed, and comes by invitation.
# Not those who decide for SLT and read what names SLT: whoever keeps the groups would choose them.
ROLES_BY_GROUP = ("staff", "administrator", "safeguarding_lead", "deputy_safeguarding_lead", "governor")
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def load() -> Provider | None:
    """The provider, or None where none is set. Raises ImproperlyConfigured, in a sentence that says what to change."""
    values = {name: read(name).strip() for name in NAMES}
    kind = values["SIGN_IN_WITH"].lower()
    if not kind:
        _nothing_set(values)
        return None
    if kind not in NEEDED:
        raise ImproperlyConfigured(f"SIGN_IN_WITH is {kind!r}. Give google, microsoft or openid, or leave it out.")
    missing = [name for name in NEEDED[kind] if not values[name]]
    if missing:
        raise ImproperlyConfigured(f"SIGN_IN_WITH is {kind}, but {_listed(missing)} missing. {HELP[missing[0]]}")
    useless = [name for name in OF_NO_USE[kind] if values[name]]
    if useless:
        raise ImproperlyConfigured(f"SIGN_IN_WITH is {kind}, which has no use for {useless[0]}. Leave it out.")
    tenant = values["SIGN_IN_TENANT"].lower()
    if kind == "microsoft" and not GUID.fullmatch(tenant):
        raise ImproperlyConfigured(f"SIGN_IN_TENANT is {tenant!r}. {HELP['SIGN_IN_TENANT']}")
    server, name = _server(kind, tenant, values["SIGN_IN_SERVER"])
    return Provider(
        kind=kind,
        name=name,
        server=server,
        client_id=values["SIGN_IN_CLIENT_ID"],
        client_secret=values["SIGN_IN_CLIENT_SECRET"],
        tenant=tenant,
        domains=_domains(values["SIGN_IN_DOMAINS"]),
        groups=_groups(values["SIGN_IN_GROUPS"]),
    )


HELP = {
    "SIGN_IN_CLIENT_ID": "SIGN_IN_CLIENT_ID is the id that the provider gave the portal when you registered it there.",
    "SIGN_IN_CLIENT_SECRET": "SIGN_IN_CLIENT_SECRET is what the provider gave the portal as its secret; "
    "SIGN_IN_CLIENT_SECRET_FILE may name a file that holds it.",
    "SIGN_IN_TENANT": "SIGN_IN_TENANT is the “Directory (tenant) ID” of your school in Microsoft Entra, like "
    "01234567-89ab-cdef-0123-456789abcdef.",
    "SIGN_IN_DOMAINS": "Say which addresses are the school's, for example SIGN_IN_DOMAINS=stjudes.sch.uk",
    "SIGN_IN_SERVER": "Give the provider's own address (its issuer), for example https://login.example.sch.uk",
}


def _listed(names: list[str]) -> str:
    return f"{names[0]} is" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} are"


def _nothing_set(values: dict[str, str]) -> None:
    lonely = next((name for name in NAMES if values[name] or os.environ.get(f"{name}_FILE")), "")
    if lonely:
        raise ImproperlyConfigured(
            f"{lonely} is set, but SIGN_IN_WITH is not. Give SIGN_IN_WITH=google, microsoft or openid, "
            f"or leave {lonely} out."
        )


def _server(kind: str, tenant: str, address: str) -> tuple[str, str]:
    """The issuer's address, and the provider's name as a button says it."""
    if kind == "google":
        return "https://accounts.google.com", "Google"
    if kind == "microsoft":
        return f"https://login.microsoftonline.com/{tenant}/v2.0", "Microsoft"
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"SIGN_IN_SERVER is {address!r}. {HELP['SIGN_IN_SERVER']}")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ImproperlyConfigured(
            f"SIGN_IN_SERVER is {address}, which is not encrypted: anybody on the way could sign in as anyone. "
            "Give its https address."
        )
    return address.rstrip("/"), parts.hostname


def _domains(text: str) -> frozenset[str]:
    domains = [part.strip().lower().removeprefix("@") for part in text.split(",") if part.strip()]
    wrong = next((domain for domain in domains if not DOMAIN.fullmatch(domain)), None)
    if wrong is not None:
        raise ImproperlyConfigured(
            f"SIGN_IN_DOMAINS names {wrong!r}, which is no domain. Write what stands behind the @ of your addresses, "
            "with commas between: stjudes.sch.uk,stjudes.example"
        )
    return frozenset(domains)


def _groups(text: str) -> dict[str, str]:
    groups = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        group, _, role = (each.strip() for each in part.partition("="))
        if role == "slt":
            raise ImproperlyConfigured(
                f"SIGN_IN_GROUPS gives the group {group!r} the role slt. Nobody becomes a member of SLT by a group: "
                "a member of SLT gives that role in the portal. Leave it out."
            )
        if not group or role not in ROLES_BY_GROUP:
            raise ImproperlyConfigured(
                f"SIGN_IN_GROUPS holds {part!r}. Write group=role with semicolons between; the roles are "
                f"{', '.join(ROLES_BY_GROUP)}."
            )
        groups[group] = role
    return groups
