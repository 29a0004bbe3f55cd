"""Pages of guidance, the one for pupils and parents, and the log of lessons and sessions."""

from policy.guidance.views.families import families_paper, for_families
from policy.guidance.views.history import compare, edition, history, restore
from policy.guidance.views.reading import index, page
from policy.guidance.views.sessions import record_session, sessions, sessions_csv, strike_session
from policy.guidance.views.writing import add_page, edit, take_away

__all__ = [
    "add_page",
    "compare",
    "edit",
    "edition",
    "families_paper",
    "for_families",
    "history",
    "index",
    "page",
    "record_session",
    "restore",
    "sessions",
    "sessions_csv",
    "strike_session",
    "take_away",
]
