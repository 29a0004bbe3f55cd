import subprocess
import sys
from pathlib import Path

from stjudes_portal.environment import ROOT
from tests.clean import clean_environment


def test_what_every_page_needs_is_loaded_before_the_web_server_forks(tmp_path: Path) -> None:
    """Else each of its processes loads it for itself, while somebody waits for their first page."""
    asked = (
        "import gc, sys, stjudes_portal.wsgi; print('incidents.urls' in sys.modules, gc.get_freeze_count() > 100_000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env=clean_environment(VAR=str(tmp_path)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "True True\n"
