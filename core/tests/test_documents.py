import io
from pathlib import Path

import pypdf
import pytest

from core import documents


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", " =1", "|x", "%x"])
def test_a_cell_that_could_be_a_formula_is_made_harmless(cell: str) -> None:
    assert documents.harmless(cell).startswith("'")


def test_a_spreadsheet_finds_its_letters_and_no_formula() -> None:
    answer = documents.csv_download("people", ["name", "=count"], [["=HYPERLINK()", 3], ["Zoë", 4]])
    assert answer["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert answer.content.decode("utf-8-sig").splitlines() == ["name,'=count", "'=HYPERLINK(),3", "Zoë,4"]


def test_a_pdf_holds_the_words_of_the_document() -> None:
    if not documents.can_make_pdf():
        pytest.skip("this machine has no Pango")
    made = documents.make_pdf("<html lang=en><title>Receipt</title><body><h1>Read on Wednesday</h1></body></html>")
    assert "Read on Wednesday" in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()


def test_a_pdf_fetches_neither_files_nor_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not documents.can_make_pdf():
        pytest.skip("this machine has no Pango")
    secret = tmp_path / "secret.css"
    secret.write_text("body::after { content: 'taken from a file' }")
    opened: list[str] = []
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda self, *a, **k: opened.append(str(a)) or 1 / 0)
    made = documents.make_pdf(
        f"<html lang=en><title>x</title><link rel=stylesheet href='file://{secret}'>"
        "<body><img src='http://127.0.0.1:1/x.png' alt=''><p>Words</p></body></html>"
    )
    assert opened == []
    assert "taken from" not in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
