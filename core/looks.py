"""How a state looks: its tone and its icon. The word is the room's own label; colour never stands alone.

Tones: `late` is red and means late or harm, nothing else; `waiting` is amber: it waits for somebody;
`going` is blue: it is under way or in force; `done` is quiet: nothing is left to do; `plain` is the rest.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    tone: str
    icon: str


PLAIN = Look("plain", "circle")

_BY_TONE: dict[str, dict[str, str]] = {
    "late": {
        "late": "alarm-clock",
        "breached": "alarm-clock",
        "overdue": "alarm-clock",
        "harm": "shield-alert",
        "escalated": "triangle-alert",
        "failed": "triangle-alert",
        "critical": "shield-alert",
        "high": "shield-alert",
    },
    "waiting": {
        "submitted": "hourglass",
        "suspended": "lock",
        "closing": "archive",
        "asked": "hourglass",
        "to_confirm": "user-check",
        "waiting": "hourglass",
        "under_review": "eye",
        "returned": "undo-2",
        "returned_for_changes": "undo-2",
        "provisioning": "list-checks",
        "new": "inbox",
        "open": "inbox",
        "unanswered": "inbox",
        "reported": "flag",
        "due": "clock",
        "due_today": "clock",
        "out_of_date": "clock-alert",
        "missing": "circle-alert",
        "medium": "circle-alert",
        "expired": "clock-alert",
        "invited": "mail",
        "running": "loader",
        "to_post": "send",
    },
    "going": {
        "live": "radio",
        "approved": "check",
        "published": "book-open-check",
        "current": "check",
        "ready": "check",
        "active": "check",
        "claimed": "user-check",
        "in_hand": "circle-dot",
        "acknowledged": "message-circle",
        "drafted": "pencil",
        "assessed": "clipboard-check",
        "investigating": "search",
        "in_progress": "circle-dot",
    },
    "done": {
        "answered": "check-check",
        "responded": "check-check",
        "replied": "check-check",
        "removed": "eraser",
        "resolved": "check-check",
        "closed": "archive",
        "completed": "check-check",
        "done": "check-check",
        "in_time": "check-check",
        "withdrawn": "circle-minus",
        "cancelled": "circle-minus",
        "rejected": "circle-x",
        "superseded": "history",
        "switched_off": "user-x",
        "no_response": "message-circle-off",
        "closed_no_response": "message-circle-off",
        "posted": "check-check",
    },
    "plain": {
        "draft": "pencil",
        "low": "circle",
        "mapping": "columns-3",
        "previewed": "eye",
        "later": "clock",
        "not_started": "circle",
    },
}
_LOOKS = {status: Look(tone, icon) for tone, icons in _BY_TONE.items() for status, icon in icons.items()}


def look_of(status: str) -> Look:
    """The look of a state by its key; an unknown one is plain."""
    return _LOOKS.get(str(status).lower().replace("-", "_"), PLAIN)
