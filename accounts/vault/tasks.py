"""What the daily round does about the vault. Each rests on rows, so that a second round does nothing."""

from accounts.vault import following as _following  # noqa: F401  (registers what follows when somebody leaves)
from accounts.vault.workflow import granting, noting
from core.actors import DAILY
from core.registry import daily


@daily("close what was given in the vault and is over")
def close_ended_grants() -> None:
    granting.close_ended(actor=DAILY)


@daily("warn of what was given in the vault and ends soon")
def warn_of_ends() -> None:
    noting.warn_of_ends(actor=DAILY)


@daily("notice what in the vault must be changed")
def note_duties() -> None:
    noting.note_duties(actor=DAILY)


@daily("tell SLT what in the vault is still not changed")
def escalate() -> None:
    noting.escalate(actor=DAILY)


@daily("chase changes in the vault that nobody finished")
def chase_unfinished() -> None:
    noting.chase_unfinished(actor=DAILY)
