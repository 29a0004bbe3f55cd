"""What is kept sealed for each account, every version of it, and everybody who has seen it (R2).

A password and its like are never in a column that can be read: `SecretVersion.sealed` opens only for its own
credential, field and version, with a key that is not in the database.
"""

from accounts.vault.models.credential import Credential, CredentialQuerySet, Kind, SecretVersion
from accounts.vault.models.keys import Canary, FingerprintKey, KeySheet, Rekeying
from accounts.vault.models.noted import NotedDuty
from accounts.vault.models.seeing import KNOWS, CodeUse, Exposure, Grant, GrantQuerySet, Loan, Verb

__all__ = [
    "KNOWS",
    "Canary",
    "CodeUse",
    "Credential",
    "CredentialQuerySet",
    "Exposure",
    "FingerprintKey",
    "Grant",
    "GrantQuerySet",
    "KeySheet",
    "Kind",
    "Loan",
    "NotedDuty",
    "Rekeying",
    "SecretVersion",
    "Verb",
]
