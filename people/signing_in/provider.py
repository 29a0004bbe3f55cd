"""Somebody else who says who a person is: Google, Microsoft, or any OpenID provider.

Which one it is comes from the environment of the portal alone (stjudes_portal/sign_in_with.py): whoever chooses it
can sign in as anybody, so no page of the portal ever does.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST_SUBJECT = 191  # characters of the column that keeps it


@dataclass(frozen=True)
class Provider:
    """Where people may come from, and what must hold of them."""

    kind: str  # google, microsoft or openid
    name: str  # as a button says it: "Google"
    server: str  # the issuer's address
    client_id: str
    client_secret: str = field(repr=False)
    tenant: str = ""
    domains: frozenset[str] = frozenset()
    groups: Mapping[str, str] = field(default_factory=dict)  # group → role, for people who are new here

    @property
    def domain_words(self) -> str:
        return ", ".join(sorted(self.domains))

    @property
    def key(self) -> str:
        """Names the provider where a link to it is kept. Another server is another provider: its subjects differ."""
        return f"{self.kind}-{hashlib.sha256(self.server.encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class Identity:
    """Who somebody is, as the provider has shown it."""

    subject: str  # what stays when name and address change
    email: str
    name: str
    groups: frozenset[str] = frozenset()
    shown_at: float | None = None  # when they last showed it there, where the provider says so

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]


class TurnedAway(Exception):
    """A sign-in that goes no further. `kind` is a key of `why`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


# What the page says, and in short what the record says: "turned a sign-in away: …".
why: dict[str, tuple[str, str]] = {
    "cancelled": ("You stopped the sign-in at {name}. Nothing has happened.", "it was stopped at the provider"),
    "provider": (
        "{name} did not answer as it should. Try again in a few minutes, or sign in by password.",
        "the provider did not answer as it should",
    ),
    "state": (
        "This sign-in was not begun here, or more than ten minutes ago. Start again.",
        "it was not begun in the same browser",
    ),
    "unverified": (
        "{name} has not checked that your e-mail address is yours. Ask whoever looks after your {name} sign-in.",
        "the provider has not checked the address",
    ),
    "outside": (
        "You are signed in at {name}, but not with an address of the school. Choose your school one.",
        "the address is not the school's",
    ),
    "nobody": ("There is no place for you here yet. Ask an Administrator.", "nobody here has the address"),
    "no_access": (
        "Your access to the portal has been switched off, or your last working day has passed. "
        "If that is wrong, ask an Administrator at the school.",
        "access is switched off or has ended",
    ),
    "other_subject": (
        "Your address here is linked to another {name} sign-in than the one you used just now. For safety this one is "
        "not let in. Sign in by password, and remove the old link under “Your sign-in”.",
        "it was another sign-in at the provider than the one linked",
    ),
    "somebody_else": (
        "You are signed in at {name} as somebody else. Choose the sign-in that is linked to your place here.",
        "it was somebody else at the provider",
    ),
    "not_anew": (
        "{name} did not ask you anew who you are. Try again there, or sign out and in.",
        "the provider did not ask anew",
    ),
    "too_often": ("That was too often. Wait a few minutes, then try again.", "it was tried too often"),
}


def identity_of(provider: Provider, claims: Mapping[str, Any], nonce: str) -> Identity:
    """Who the claims of a checked token are about. Raises TurnedAway where they are not enough to go by."""
    subject = claims.get("sub")
    if not nonce or claims.get("nonce") != nonce:
        raise TurnedAway("state")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise TurnedAway("provider")
    email = _email_of(provider, claims)
    name = " ".join(str(claims.get("name") or email.partition("@")[0]).split())[:120]
    groups = claims.get("groups")
    known = frozenset(group for group in groups if isinstance(group, str)) if isinstance(groups, list) else frozenset()
    shown_at = claims.get("auth_time")
    return Identity(subject, email, name, known, float(shown_at) if isinstance(shown_at, int | float) else None)


def _email_of(provider: Provider, claims: Mapping[str, Any]) -> str:
    """The address that the provider vouches for, in small letters."""
    match provider.kind:
        case "google":
            # Anybody can have a Google account with any address: "hd" says that a Workspace owns it.
            if _small(claims.get("hd")) not in provider.domains:
                raise TurnedAway("outside")
        case "microsoft":
            # Another tenant may write any address into its own people's.
            if not provider.tenant or _small(claims.get("tid")) != provider.tenant:
                raise TurnedAway("outside")
            found = [_small(claims.get("preferred_username"))]
            if claims.get("xms_edov") in (True, 1, "1", "true"):
                # A guest's own organisation may write any address here: it counts where Entra has proof of its domain.
                found.append(_small(claims.get("email")))
            inside = [email for email in found if email.rpartition("@")[2] in provider.domains]
            if not inside:
                raise TurnedAway("outside")
            return inside[0]
    email = _small(claims.get("email"))
    if not email or claims.get("email_verified") is not True:
        raise TurnedAway("unverified")
    return email


def _small(value: object) -> str:
    return value.strip().lower() if isinstance(value, str) else ""
