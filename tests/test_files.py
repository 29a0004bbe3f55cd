"""Promises about the source itself."""

from pathlib import Path

from scripts.file_lengths import MOST, ROOT, python_files, too_long


def test_no_python_file_of_ours_is_longer_than_a_person_reads_at_once() -> None:
    assert too_long(ROOT) == {}


def test_a_longer_one_would_be_named(tmp_path: Path) -> None:
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / "long.py").write_text("x = 1\n" * (MOST + 1))
    (tmp_path / "rooms" / "enough.py").write_text("x = 1\n" * MOST)
    assert too_long(tmp_path) == {"rooms/long.py": MOST + 1}


def test_the_whole_tree_is_looked_at() -> None:
    names = {str(path.relative_to(ROOT)) for path in python_files(ROOT)}
    assert {"manage.py", "conftest.py", "stjudes_portal/settings/base.py", "tests/test_files.py"} <= names
