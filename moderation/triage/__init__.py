"""Judging what came in: categories, severity, the word list and its hints, who the authors are (M3)."""
