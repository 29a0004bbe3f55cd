"""`manage.py import_items`: what it prints, and what its exit code says."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from moderation.models import ImportBatch, Item

TRAPS = Path(__file__).parent / "data" / "traps.csv"


@pytest.fixture
def run(make_account):
    make_account("Main page", handle="StJudes")

    def run(file=TRAPS, *options, account="facebook:@stjudes"):
        out, err = io.StringIO(), io.StringIO()
        call_command("import_items", str(file), "--account", account, *options, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return run


def test_as_json_it_counts_and_names_each_rejected_line(run):
    result = json.loads(run(TRAPS, "--json")[0])
    assert set(result) == {"rows", "added", "already_there", "rejected"}
    assert (result["rows"], result["added"], result["already_there"]) == (22, 9, 1)
    assert result["rejected"][0] == {"line": 3, "error": "There is no text."}
    assert [row["line"] for row in result["rejected"]] == [3, 6, 7, 8, 9, 10, 11, 12, 16, 17, 19, 20]


def test_a_second_import_adds_none(run):
    run()
    result = json.loads(run(TRAPS, "--json")[0])
    assert (result["rows"], result["added"], result["already_there"], len(result["rejected"])) == (22, 0, 10, 12)
    assert Item.objects.count() == 9


def test_in_words_it_says_the_same(run):
    out, _ = run()
    assert out.startswith("22 rows: 9 added, 1 already there, 12 rejected.\nLine 3: There is no text.\n")


def test_what_was_unusual_about_the_file_is_said_beside_the_result(run, tmp_path):
    file = tmp_path / "old.csv"
    file.write_bytes("received_at;text\n2026-11-16 10:00;Café\n".encode("cp1252"))
    out, err = run(file, "--json")
    assert json.loads(out)["added"] == 1
    assert "Windows-1252" in err
    assert "semicolon" in err
    assert Item.objects.get().text == "Café"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read: No such file"),
        (b"", "The file is empty"),
        (b"a,b\n1,2\n", "no column called received_at and none called text"),
        (b"received_at,text\n", "no rows under it"),
        (b"2026-11-16 10:00,Hello\n2026-11-16 10:00,Hello\n", "looks like a comment"),
    ],
)
def test_a_useless_file_is_one_clear_line_and_exit_code_2(run, tmp_path, content, says):
    file = tmp_path / "file.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=says) as refusal:
        run(file)
    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("account", ["StJudes", "myspace:StJudes", "facebook:Nobody"])
def test_an_account_that_is_not_there_is_one_clear_line_and_exit_code_2(run, account):
    with pytest.raises(CommandError) as refusal:
        run(account=account)
    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)
