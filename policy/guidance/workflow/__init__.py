"""The verbs of the guidance: write, add, restore, take away; record a session, strike it out. Rows P5, P6."""

from policy.guidance import rules as _rules  # noqa: F401  (registers the rules)
from policy.guidance.workflow.pages import add_page, restore_edition, take_away, write_page
from policy.guidance.workflow.sessions import record_session, strike_session

__all__ = ["add_page", "record_session", "restore_edition", "strike_session", "take_away", "write_page"]
