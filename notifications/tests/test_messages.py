"""Every process that sends mail knows the words of every room."""

import os
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from notifications import messages

ASK = "import django; django.setup(); from notifications import messages; print(*messages.registered())"


def test_a_process_that_loads_no_page_knows_every_message():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "stjudes_portal.settings.test"}
    known = subprocess.run(
        [sys.executable, "-c", ASK], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    ).stdout.split()
    written = [path for path in Path(settings.BASE_DIR).rglob("messages.py") if ".venv" not in path.parts]
    rooms = {name for path in written for name in re.findall(r'messages\.register\(\s*"(\w+)\.', path.read_text())}
    assert {"people", "policy", "moderation"} <= rooms
    assert {name.partition(".")[0] for name in known} >= rooms
    assert set(known) >= {name for name in messages.registered() if not name.startswith("test.")}


def test_titles_are_one_short_line():
    assert [m.name for m in messages.registered().values() if "\n" in m.title or len(m.title) > 100] == []
