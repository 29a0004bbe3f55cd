"""What is chosen before a pack is made: whose names are shown, and what stays out."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models


class Show(models.TextChoices):
    """How a person appears in a pack."""

    NAME = "name", "Show the name"
    INITIALS = "initials", "Initials only"
    BLACK = "black", "Black out"


@dataclass(frozen=True)
class Choices:
    """As a pack's `redactions` keep it.

    Only what the asker had before them goes in: entries up to `last_entry` and evidence up to `last_evidence`, by
    primary key, less those in `entries_out` and `evidence_out`. Whoever is not in `people` is blacked out.
    """

    people: dict[str, Show] = field(default_factory=dict)
    words: tuple[str, ...] = ()  # blacked out wherever they stand
    entries_out: frozenset[int] = frozenset()
    evidence_out: frozenset[int] = frozenset()
    last_entry: int = 0
    last_evidence: int = 0
    tasks: bool = True
    referrals: bool = True
    audit: bool = True

    def has_entry(self, pk: int) -> bool:
        return pk <= self.last_entry and pk not in self.entries_out

    def has_evidence(self, pk: int) -> bool:
        return pk <= self.last_evidence and pk not in self.evidence_out

    def as_json(self) -> dict[str, Any]:
        return {
            "people": {key: str(how) for key, how in self.people.items()},
            "words": list(self.words),
            "entries_out": sorted(self.entries_out),
            "evidence_out": sorted(self.evidence_out),
            "last_entry": self.last_entry,
            "last_evidence": self.last_evidence,
            "tasks": self.tasks,
            "referrals": self.referrals,
            "audit": self.audit,
        }

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Choices":
        """Of what `as_json` gave."""
        return cls(
            people={key: Show(how) for key, how in kept.get("people", {}).items()},
            words=tuple(kept.get("words", ())),
            entries_out=frozenset(kept.get("entries_out", ())),
            evidence_out=frozenset(kept.get("evidence_out", ())),
            last_entry=kept.get("last_entry", 0),
            last_evidence=kept.get("last_evidence", 0),
            tasks=kept.get("tasks", False),
            referrals=kept.get("referrals", False),
            audit=kept.get("audit", False),
        )
