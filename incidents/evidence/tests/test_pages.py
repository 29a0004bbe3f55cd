"""The pages: uploads of every kind through the browser's own form, and what goes out again (I3)."""

import io
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.uploads import MEGABYTE
from incidents.evidence import files, keeping
from incidents.evidence.tests import samples
from incidents.evidence.tests.conftest import upload
from incidents.models import Evidence, Incident


def page(name: str, incident, **more) -> str:
    return reverse(f"incidents:{name}", kwargs={"ref": incident.public_id, **more})


@pytest.fixture
def send(client, sign_in, incident, head):
    def sent(content, name="shot.png", to="add_file", person=head, **fields):
        values = {"title": "The screenshot", "file": upload(content, name), "whole": "1", **fields}
        return sign_in(client, person).post(page(to, incident), values)

    return sent


def test_a_handler_adds_a_picture_looks_at_its_copy_and_takes_the_original(send, client, incident):
    content = samples.with_place()
    assert send(content, "../../a\tb.html").status_code == 302
    shot = Evidence.objects.get()
    assert shot.file_name == "ab.html"
    seen = client.get(page("evidence_copy", incident, pk=shot.pk)).content.decode()
    picture = client.get(page("evidence_picture", incident, pk=shot.pk, number=1))
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8")
    assert b"Acacia" not in picture.content
    assert page("evidence_picture", incident, pk=shot.pk, number=1) in seen
    original = client.post(page("evidence_original", incident, pk=shot.pk))
    assert original.content == content
    assert original["Content-Disposition"] == f'attachment; filename="evidence-{incident.public_id}-{shot.pk}.jpg"'
    assert original["Content-Type"] == "application/octet-stream"
    for answer in (picture, original):
        assert "sandbox" in answer["Content-Security-Policy"]
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    shown = client.get(page("evidence", incident, pk=shot.pk)).content.decode()
    assert shown.count("Right") == 3
    assert shot.sha256 in shown
    assert [line.did for line in shot.custody.order_by("pk")] == ["added", "viewed", "downloaded"]
    assert client.get(page("evidence_picture", incident, pk=shot.pk, number=2)).status_code == 404


@pytest.mark.parametrize("content", [samples.HTML, samples.huge(20_000, 10_000), b"", samples.locked_pdf()])
def test_a_bad_file_is_refused_beside_its_field_and_nothing_is_kept(content, send):
    answer = send(content)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Evidence.objects.exists()


def test_fifty_megabytes_are_answered_in_plain_words_and_never_held(send, monkeypatch):
    largest = 0

    def counted(self, data, _write=tempfile.SpooledTemporaryFile.write):
        nonlocal largest
        largest = max(largest, self.tell() + len(data))
        return _write(self, data)

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "write", counted)
    answer = send(samples.picture() + b"\0" * (50 * MEGABYTE))
    assert answer.status_code == 413
    assert files.TOO_LARGE in answer.content.decode()
    assert largest <= files.LARGEST
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("part", [0.1, 0.5, 1])
def test_an_upload_that_is_cut_off_keeps_nothing(part, client, sign_in, incident, head):
    fields = {"title": "The letter", "file": SimpleUploadedFile("a.pdf", samples.pdf(40)), "whole": "1"}
    body = encode_multipart(BOUNDARY, fields)
    where = page("add_file", incident)
    # What the server hands on where the line broke: fewer bytes than were announced.
    came = {"wsgi.input": io.BytesIO(body[: int(body.index(b'name="whole"') * part)]), "CONTENT_LENGTH": str(len(body))}
    answer = sign_in(client, head).generic("POST", where, body, MULTIPART_CONTENT, **came)
    assert answer.status_code == 200
    assert files.CUT in answer.content.decode()
    assert not Evidence.objects.exists()


def test_no_file_is_left_on_the_disk(send, tmp_path, settings, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    send(samples.picture() + b"\0" * (3 * MEGABYTE))
    send(samples.pdf(40) + b"\n" * (3 * MEGABYTE))
    assert list(tmp_path.iterdir()) == []
    assert Evidence.objects.count() == 1


def test_a_long_pdf_is_looked_at_ten_pages_at_a_time(send, client, incident):
    send(samples.pdf(23, (12, 12)), "long.pdf")
    letter = Evidence.objects.get()
    last = client.get(page("evidence_copy", incident, pk=letter.pk) + "?from=21")
    assert list(last.context["pages"]) == [21, 22, 23]
    for odd in ("99999", "-3", "x", "٣", "9" * 50):
        assert client.get(page("evidence_copy", incident, pk=letter.pk), {"from": odd}).status_code == 200


def test_words_and_a_link_are_added_and_checked(client, sign_in, incident, head):
    sign_in(client, head)
    where = page("add_words", incident)
    assert "javascript" not in client.post(where, {"title": "It", "url": "javascript:x9()"}).headers.get("Location", "")
    assert not Evidence.objects.exists()
    client.post(where, {"title": "What she wrote", "url": "https://example.org/1", "text": "Stop."})
    link = Evidence.objects.get()
    assert "Stop." in client.get(page("evidence_copy", incident, pk=link.pk)).content.decode()
    said = client.post(page("check_evidence", incident, pk=link.pk), follow=True).content.decode()
    assert "its fingerprint is right" in said
    assert "What she wrote" in client.get(page("incident", incident)).content.decode()


def test_where_no_picture_may_be_there_is_no_way_to_send_one(send, client, sign_in, incident, head, dsl, teacher):
    Incident.objects.filter(pk=incident.pk).update(category="indecent_image", with_seniors=False, with_leads=True)
    for person, to in ((dsl, "add_file"), (teacher, "add_evidence")):
        assert send(samples.picture(), person=person, to=to).status_code == 403
    assert b'type="file"' not in sign_in(client, teacher).get(page("add_evidence", incident)).content
    file = sign_in(client, dsl).get(page("incident", incident)).content.decode()
    assert page("add_file", incident) not in file
    assert "Do not copy, save, print or send" in file
    assert not Evidence.objects.exists()


def test_the_reporter_learns_that_it_was_received_and_nothing_else(send, client, incident, teacher):
    answer = send(samples.picture(), to="add_evidence", person=teacher, text="From my phone")
    assert answer["Location"] == page("my_report", incident)
    assert "have received it" in client.get(answer["Location"]).content.decode()
    shot = Evidence.objects.get()
    for name in ("evidence", "evidence_copy"):
        assert client.get(page(name, incident, pk=shot.pk)).status_code == 404


def test_a_piece_of_one_incident_is_not_found_under_another(shot, client, sign_in, make_incident, head):
    other = make_incident()
    sign_in(client, head)
    assert client.get(page("evidence", other, pk=shot.pk)).status_code == 404


def test_a_long_list_and_a_long_ledger_cost_no_more_questions(add, client, sign_in, incident, head):
    piece = add(text="One")
    sign_in(client, head)

    def cost(where: str) -> int:
        client.get(where)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(where).status_code == 200
        return len(asked)

    pages = [page("incident", incident), page("evidence", incident, pk=piece.pk)]
    few = [cost(where) for where in pages]
    for _ in range(6):
        add(text="More")
        keeping.handled(piece, "checked", head, is_whole=True)
    assert [cost(where) for where in pages] == few
