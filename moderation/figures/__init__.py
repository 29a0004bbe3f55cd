"""The SLA dashboard: its counts and what each of them counts, its charts and its pages."""

from moderation.figures.numbers import Figures, OfAccount, OfWeek, Period, Share, Tally, figures, monday_of

__all__ = ["Figures", "OfAccount", "OfWeek", "Period", "Share", "Tally", "figures", "monday_of"]
