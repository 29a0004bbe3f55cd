"""What is uploaded is judged by what it is, whatever it is called, and never by letting it do its work (I3)."""

import io
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core import documents, pdf_pages, pdfs, pictures
from core.errors import InvalidInput
from incidents.evidence import files
from incidents.evidence.tests import samples


def upload(content: bytes, name: str = "shot.png", kind: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


@pytest.fixture(scope="module", autouse=True)
def a_paper_was_made_before():
    """Its library changes how pictures are read, if it is let."""
    documents.can_make_pdf()


BAD = {
    "nothing": (lambda: b"", files.EMPTY),
    "an SVG called PNG": (lambda: samples.SVG, files.NOT_TAKEN),
    "a page called PNG": (lambda: samples.HTML, files.NOT_TAKEN),
    "an archive that swells, called PNG or PDF": (lambda: samples.archive(100), files.NOT_TAKEN),
    "a GIF that is a JAR as well": (lambda: samples.picture("GIF") + samples.archive(), files.NOT_TAKEN),
    "a PNG that is a ZIP as well": (lambda: samples.picture() + samples.archive(), pictures.MORE),
    "a JPEG that is a page as well": (lambda: samples.picture("JPEG") + samples.HTML, pictures.MORE),
    "a PDF that is a ZIP as well": (lambda: samples.pdf() + samples.archive(), pdfs.MORE),
    "a PDF that is a page as well": (lambda: samples.pdf() + samples.HTML, pdfs.MORE),
    "a page that is a PDF as well": (lambda: samples.HTML + samples.pdf(), files.NOT_TAKEN),
    "200 million dots": (lambda: samples.huge(20_000, 10_000), files.LIMITS.too_many),
    "a picture of an iPhone's own kind": (lambda: b"\0\0\0\x20ftypheic" + b"\0" * 90, files.APPLE),
    "half a PNG": (lambda: samples.picture(size=(300, 300))[:-40], pictures.CUT),
    "half a PDF": (lambda: samples.pdf()[:-30], pdfs.CUT),
    "a PDF's shell": (lambda: b"%PDF-1.7\nnothing\n%%EOF", pdfs.NOT_READ),
    "a PDF with a password": (samples.locked_pdf, pdfs.LOCKED),
    "more than 20 MB": (lambda: samples.picture() + b"\0" * files.LARGEST, files.TOO_LARGE),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_plain_picture_or_pdf_is_refused_in_plain_words(what):
    make, words = BAD[what]
    with pytest.raises(InvalidInput) as refusal:
        files.checked(upload(make()))
    assert (refusal.value.reason, refusal.value.field) == (words, "file")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_what_it_holds_and_not_what_it_is_called(kind):
    content = samples.picture(kind)
    found = files.checked(upload(content, "letter.pdf", "application/pdf"))
    assert (found.kind, found.media_type, found.pages) == ("picture", f"image/{kind.lower()}", 1)
    assert found.original == content


def test_the_copy_says_nothing_of_where_it_was_taken():
    content = samples.with_place()
    assert b"Acacia" in content
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    found = files.checked(upload(content))
    copy = Image.open(io.BytesIO(found.copies[0]))
    assert (copy.format, dict(copy.getexif())) == ("JPEG", {})
    assert b"Acacia" not in found.copies[0]
    assert found.original == content


def test_a_telephones_second_picture_for_brighter_screens_is_let_through():
    content = samples.picture("JPEG") + samples.picture("JPEG", (30, 20))
    found = files.checked(upload(content))
    assert Image.open(io.BytesIO(found.copies[0])).size == (60, 40)


def test_of_a_long_pdf_the_first_pages_are_drawn_and_all_are_counted():
    content = samples.pdf(1000, (12, 12))
    found = files.checked(upload(content, "long.pdf"))
    assert (found.kind, found.pages, len(found.copies)) == ("pdf", 1000, pdf_pages.MOST_PAGES)
    assert found.original == content


def test_a_pdf_that_acts_is_drawn_without_acting():
    found = files.checked(upload(samples.acting_pdf()))
    assert (found.pages, Image.open(io.BytesIO(found.copies[0])).format) == (1, "JPEG")
    assert b"JavaScript" not in found.copies[0]


def test_a_pdf_that_would_never_end_is_ended(monkeypatch):
    monkeypatch.setattr(pdfs, "SECONDS", 1)
    began = time.monotonic()
    with pytest.raises(InvalidInput, match="takes too much"):
        files.checked(upload(samples.laughing_pdf()))
    assert time.monotonic() - began < 5


def test_a_pdf_that_swells_does_not_fill_the_memory():
    """Its picture of 3.6 billion dots is left out, or the process that draws it ends; this one goes on."""
    found = files.checked(upload(samples.swelling_pdf()))
    assert (found.pages, Image.open(io.BytesIO(found.copies[0])).size) == (1, (1200, 1200))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("C:\\Users\\amy\\shot.png", "shot.png"),
        ("a\r\nSet-Cookie: b.png", "aSet-Cookie: b.png"),
        ("shot\u202egnp.exe", "shotgnp.exe"),
        ("\x00\x1b[2J", "[2J"),
        ("..", "file"),
        ("", "file"),
        ("x" * 400 + ".png", "x" * 146 + ".png"),
    ],
)
def test_a_name_is_a_label_alone(given, kept):
    assert files.label_of(given) == kept
