"""Journeys in a real browser against the portal's real processes.

`SCREENSHOTS=screenshots .venv/bin/pytest tests/journey` keeps the picture of every page, by day and by night, on a
desk and on a phone; `screenshots/` is not for git.
"""
