"""What somebody has ever seen, and whether they know it still (R3)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.vault.duties import in_play
from accounts.vault.models import KNOWS, Exposure
from accounts.vault.states import VersionState
from people.models import User

ORDER = ("-at", "-pk")


def of_person(person: User) -> "QuerySet[Exposure]":
    """Every time that the person stored, saw, copied or made something, or tried to."""
    seen = Exposure.objects.filter(person=person).select_related("credential__account", "version")
    return seen.defer("version__sealed")


def found(seen: "QuerySet[Exposure]", q: str = "", verb: str = "", still: bool = False) -> "QuerySet[Exposure]":
    """Those of `seen` that the list's filters leave."""
    if q:
        seen = seen.filter(
            Q(credential__account__name__icontains=q)
            | Q(credential__account__handle__icontains=q.lstrip("@"))
            | Q(credential__label__icontains=q)
        )
    if verb:
        seen = seen.filter(verb=verb)
    if still:
        seen = seen.filter(in_play(), verb__in=KNOWS, credential__retired_at=None)
    return seen


@dataclass(frozen=True)
class Since:
    """What became of it since then. `tone` is a status of core/looks.py."""

    words: str
    at: datetime | None
    status: str


def since(seen: Exposure) -> Since:
    """Whether what was seen is still in use."""
    version, credential = seen.version, seen.credential
    if seen.verb not in KNOWS:
        return Since("Nothing to change", None, "done")
    if credential.retired_at is not None:
        return Since("Given up", credential.retired_at, "done")
    if version.status == VersionState.RETIRED:
        return Since("Changed since", version.retired_at, "done")
    if version.status == VersionState.CANCELLED:
        return Since("Never used", None, "done")
    if version.status == VersionState.PENDING:
        return Since("Waits to be in use", None, "waiting")
    return Since("Still in use", None, "current")
