"""The register: the school's social-media accounts, by whose decision they exist, and who runs them (R1, R4).

This module knows nothing of the vault; the vault knows this module; the verbs of this room know both.
"""

from accounts.models.account import (
    SEE_ALL,
    Account,
    AccountQuerySet,
    Mandate,
    Openness,
    Platform,
    Runner,
    RunnerQuerySet,
)
from accounts.models.checklist import ChecklistStep, Purpose, Step, Tick
from accounts.models.review import AccountReview

__all__ = [
    "SEE_ALL",
    "Account",
    "AccountQuerySet",
    "AccountReview",
    "ChecklistStep",
    "Mandate",
    "Openness",
    "Platform",
    "Purpose",
    "Runner",
    "RunnerQuerySet",
    "Step",
    "Tick",
]
