"""What is kept cannot be changed unnoticed, and a screenshot is what it says (H1)."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image

from audit.models import Event
from core import documents
from core.crypto import cipher
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation.abuse import pictures, workflow
from moderation.abuse.tests.conftest import WHY, picture
from moderation.models import Evidence, Response
from moderation.sealed import SCREENSHOTS


def huge(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says that it is very large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return pictures.PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>x9()</script></svg>'
HTML = b"<!doctype html><script>x9()</script>"
BAD = {
    "an SVG": (SVG, "shot.svg", pictures.NAME),
    "an SVG called PNG": (SVG, "shot.png", pictures.NO_PICTURE),
    "a page called PNG": (HTML, "shot.png", pictures.NO_PICTURE),
    "a page behind a PNG": (picture() + HTML, "shot.png", pictures.MORE),
    "an archive behind a JPEG": (picture("JPEG") + b"PK\x03\x04zip", "shot.jpg", pictures.MORE),
    "a page behind a WebP": (picture("WEBP") + HTML, "shot.webp", pictures.MORE),
    "a GIF": (picture("GIF"), "shot.png", pictures.NO_PICTURE),
    "a moving PNG": (moving("PNG"), "shot.png", pictures.SEVERAL),
    "a moving WebP": (moving("WEBP"), "shot.webp", pictures.SEVERAL),
    "too many dots": (huge(20_000, 20_000), "shot.png", pictures.TOO_MANY),
    "more dots than the reader takes": (huge(60_000, 60_000), "shot.png", pictures.TOO_MANY),
    "dots that are not there": (huge(100, 100), "shot.png", pictures.CUT),
    "half a PNG": (picture(size=(300, 300))[:-40], "shot.png", pictures.CUT),
    "half a JPEG": (picture("JPEG", (300, 300))[:-40], "shot.jpg", pictures.CUT),
    "half a WebP": (picture("WEBP", (300, 300))[:-20], "shot.webp", pictures.CUT),
    "a PNG's beginning alone": (pictures.PNG, "shot.png", pictures.CUT),
    "more than five megabytes": (picture() + b"\0" * pictures.LARGEST, "shot.png", pictures.TOO_LARGE),
    "a name that hides another": (picture(), "shot.html.png", pictures.NAME),
    "a name with a tag": (picture(), "<img src=x9>.png", pictures.NAME),
    "a name with a line break": (picture(), "a\r\nb.png", pictures.NAME),
    "a name turned round": (picture(), "shot\u202egnp.png", pictures.NAME),
    "a name that is a place": (picture(), "..\\..\\shot.png", pictures.NAME),
    "no name": (picture(), "", pictures.NAME),
}


@pytest.fixture(scope="module", autouse=True)
def a_paper_was_made_before():
    """Its library changes how pictures are read, if it is let."""
    documents.can_make_pdf()


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_plain_picture_is_refused_in_plain_words(what):
    content, name, words = BAD[what]
    with pytest.raises(InvalidInput) as refusal:
        pictures.checked(content, name)
    assert (refusal.value.reason, refusal.value.field) == (words, "screenshot")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_copy_shows_the_dots_and_nothing_else(kind):
    notes = Image.Exif()
    notes[0x010E] = "taken at 12 Acacia Avenue"
    notes[0x0112] = 6  # held upright
    content = picture(kind, (60, 40), exif=notes)
    assert b"Acacia" in content
    found = pictures.checked(content, "Screenshot 2026-11-18 at 10.00.png")
    assert found.original == content
    assert b"Acacia" not in found.copy
    copy = Image.open(io.BytesIO(found.copy))
    assert (copy.format, copy.size, dict(copy.getexif())) == ("JPEG", (40, 60), {})
    assert pictures.unpacked(found.packed()) == found


def test_a_long_screenshot_is_copied_smaller_and_what_is_transparent_becomes_white():
    out = io.BytesIO()
    Image.new("RGBA", (1_000, 16_000), (0, 0, 0, 0)).save(out, "PNG")
    copy = Image.open(io.BytesIO(pictures.checked(out.getvalue(), "long.png").copy))
    assert copy.width * copy.height <= pictures.COPY_PIXELS
    assert min(copy.getpixel((5, 5))) > 250


@pytest.fixture
def kept(decide) -> Evidence:
    decide(screenshot=pictures.checked(picture(), "shot.png"))
    return Evidence.objects.get()


def test_a_screenshot_is_sealed_for_its_own_row_and_is_in_the_digest(kept, vile, decide, teacher):
    assert picture() not in bytes(kept.screenshot)
    assert kept.screenshot_digest == pictures.checked(picture(), "shot.png").digest
    assert SCREENSHOTS.heads().total() == 1
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(kept.screenshot, {**kept.bound_to, "evidence": kept.pk + 1})
    kept.screenshot_digest = ""
    assert workflow.keeping.digest_of(kept) != kept.digest


def test_looking_is_on_the_record_and_the_original_is_for_few(kept, teacher, head, outsider):
    assert workflow.look_at_screenshot(kept, actor=teacher).startswith(b"\xff\xd8")
    with pytest.raises(NotAllowed):
        workflow.look_at_screenshot(kept, actor=teacher, original=True)
    assert workflow.look_at_screenshot(kept, actor=head, original=True) == picture()
    with pytest.raises(NotAllowed):
        workflow.look_at_screenshot(kept, actor=outsider)
    looks = Event.objects.filter(verb="moderation.look_at_screenshot", refused=False).order_by("id")
    assert [(event.actor, event.data["original"]) for event in looks] == [
        (f"person:{teacher.pk}", False),
        (f"person:{head.pk}", True),
    ]


def unguarded(statement: str, *values: object) -> None:
    """As somebody who holds the server changes a row: past what refuses it."""
    with connection.cursor() as cursor:
        on = " ON moderation_evidence" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER moderation_evidence_no_change{on}")
        cursor.execute(statement, values)


@pytest.mark.parametrize("how", ["untouched", "text", "text and digest", "screenshot gone", "screenshot swapped"])
def test_the_check_finds_any_change(how, kept, teacher):
    if how == "text":
        unguarded("UPDATE moderation_evidence SET text = 'Something nice'")
    elif how == "text and digest":
        kept.text = "Something nice"
        unguarded("UPDATE moderation_evidence SET text = %s, digest = %s", kept.text, workflow.keeping.digest_of(kept))
    elif how == "screenshot gone":
        Evidence.objects.update(screenshot=None)
    elif how == "screenshot swapped":
        other = pictures.checked(picture(size=(9, 9)), "shot.png")
        Evidence.objects.update(screenshot=cipher.seal(other.packed(), kept.bound_to))
    found = workflow.check_evidence(Evidence.objects.get(pk=kept.pk), actor=teacher)
    assert found.unchanged is (how == "untouched")
    assert Event.objects.get(verb="moderation.check_evidence").data["unchanged"] is (how == "untouched")


def test_evidence_is_kept_without_a_removal_too(vile, teacher, outsider):
    assert workflow.capture(vile, actor=teacher).text == vile.text
    with pytest.raises(NotAllowed):
        workflow.capture(vile, actor=outsider)
    with pytest.raises(WrongState, match="No screenshot"):
        workflow.look_at_screenshot(Evidence.objects.get(), actor=teacher)


def test_the_pages_show_it_check_it_and_hand_the_copy_over_as_a_file(client, sign_in, kept, vile, teacher, outsider):
    runner = sign_in(client, teacher)
    page = runner.get(reverse("moderation:evidence", args=[vile.pk, kept.pk])).content.decode()
    assert kept.digest in page
    assert kept.screenshot_digest in page
    said = runner.post(reverse("moderation:check_evidence", args=[vile.pk, kept.pk]), follow=True).content.decode()
    assert "It is unchanged" in said
    answer = runner.get(reverse("moderation:screenshot", args=[vile.pk, kept.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    sign_in(client, outsider)
    for name in ("evidence", "screenshot"):
        assert client.get(reverse(f"moderation:{name}", args=[vile.pk, kept.pk])).status_code == 404


@pytest.mark.parametrize(
    "what", ["a page called PNG", "too many dots", "more than five megabytes", "a name with a tag"]
)
def test_a_bad_upload_changes_nothing(what, client, sign_in, vile, teacher):
    content, name, words = BAD[what]
    fields = {"action": "delete", "house_rule": "abuse", "explanation": WHY}
    runner = sign_in(client, teacher)
    shown = runner.post(reverse("moderation:remove", args=[vile.pk]), fields).context["form"].data["shown"]
    file = SimpleUploadedFile(name, content, "image/png")
    page = runner.post(
        reverse("moderation:remove", args=[vile.pk]), {**fields, "shown": shown, "screenshot": file}
    ).content.decode()
    assert words.split(":")[0] in page
    assert not Response.objects.exists()
    assert not Evidence.objects.exists()
    good = SimpleUploadedFile("shot.png", picture(), "text/html")  # what it says of itself counts for nothing
    runner.post(reverse("moderation:remove", args=[vile.pk]), {**fields, "shown": shown, "screenshot": good})
    assert Evidence.objects.get().screenshot_digest
