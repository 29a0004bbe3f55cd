"""The SLA dashboard: its numbers (and what each of them counts), its charts and its page."""

from moderation.figures.numbers import Figures, OfAccount, OfWeek, Period, Share, figures, monday_of

__all__ = ["Figures", "OfAccount", "OfWeek", "Period", "Share", "figures", "monday_of"]
