"""For tests: quick passwords, and a clock that the tests can move. Nothing else is different."""

import os
from pathlib import Path

from stjudes_portal.environment import ROOT

os.environ.setdefault("VAR", str(ROOT / "var" / "test"))

from stjudes_portal.settings.base import *  # noqa: F403
from stjudes_portal.settings.base import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

# A database that has all tables already: those of the tests are copies of it.
if "TEST_TEMPLATE" in os.environ:
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ["TEST_TEMPLATE"]}

# Processes started by a test read how far the clock is moved, in seconds, from this file.
CLOCK_OFFSET_FILE = Path(os.environ["TEST_CLOCK_OFFSET_FILE"]) if "TEST_CLOCK_OFFSET_FILE" in os.environ else None

TESTING = True
# Each test has a register of its own; those that are about the copy in memory say so.
OFFICIAL_FRESH_SECONDS = 0
