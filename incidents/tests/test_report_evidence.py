"""What comes along with a report: all of it or nothing, once, and never what may show a child (I1, I3)."""

import io
import tempfile
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from core.errors import InvalidInput
from core.uploads import MEGABYTE
from incidents import reporting_evidence, workflow
from incidents.evidence import files, keeping
from incidents.evidence.tests import samples
from incidents.models import Evidence, Incident
from incidents.tests.test_report_pages import NOBODY, REPORT, WORDS, text_of
from moderation.conftest import account, make_account, make_item  # noqa: F401  (fixtures)
from moderation.models import Item
from notifications.models import Notification

CHAT, PAPER, LINK = samples.with_place(), samples.pdf(), "https://x.example/rude/1"


def upload(content: bytes = CHAT, name: str = "chat.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def send(client, sign_in, teacher, head):
    """The whole form as the page sends it, by somebody who has seen who will read it."""
    sign_in(client, teacher)

    def sent(*given, url=REPORT, **fields):
        body = WORDS | NOBODY | {"takes": "files", "links": "", "whole": "1"} | fields
        seen = client.post(url, {**body, "check": "yes"}).context["asking"].who.seen
        return client.post(url, {"seen": seen} | body | {"file": list(given)})

    return sent


def test_pictures_papers_and_links_come_along_and_the_reporter_sees_that_they_did(send, client, head):
    sent = send(upload(), upload(PAPER, "../../let\tter.pdf"), links=f"{LINK}\n\n  www.x.example/them {LINK}")
    incident = Incident.objects.get()
    kept = incident.evidence.order_by("pk").values_list("kind", "title", "url")
    assert list(kept) == [
        ("picture", "chat.jpg", ""),
        ("pdf", "letter.pdf", ""),
        ("link", "Link", LINK),
        ("link", "Link", "https://www.x.example/them"),
    ]
    assert keeping.content_of(incident.evidence.first()) == keeping.Content(CHAT, is_whole=True)
    assert Notification.objects.filter(recipient=head).count() == 1  # of the report, not of each piece
    received = text_of(client.get(sent.headers["Location"]))
    assert "chat.jpg" in received
    assert "letter.pdf" in received


def test_sent_twice_it_is_one_incident_with_one_set_of_evidence(send):
    first = send(upload(), upload(PAPER, "a.pdf"), links=LINK)
    again = send(upload(), upload(PAPER, "a.pdf"), links=LINK)
    assert first.headers["Location"] == again.headers["Location"]
    assert Evidence.objects.count() == 3
    send(upload(), upload(samples.picture(), "forgotten.png"), links=LINK)  # back, and one file more
    assert Incident.objects.get().evidence.count() == 4


@pytest.mark.parametrize(
    "bad",
    [
        samples.HTML, samples.SVG, b"", samples.huge(20_000, 10_000), samples.archive(), samples.PNG,
        samples.picture() + samples.archive(), samples.locked_pdf(),
    ],
    ids=["html", "svg", "empty", "200 megapixels", "zip", "broken", "polyglot", "locked"],
)  # fmt: skip
def test_a_file_that_is_refused_keeps_every_word_and_sends_nothing(bad, send):
    shown = send(
        upload(), upload(bad, "odd.png"), where="In the hall", links=LINK, **{"p0-who": "Jo", "p0-part": "other"}
    )
    assert shown.status_code == 200
    (words,) = shown.context["evidence"].errors["file"]
    assert words.startswith("“odd.png”: ")
    assert not Incident.objects.exists()
    assert not Evidence.objects.exists()
    form, page = shown.context["form"], text_of(shown)
    assert (form["what_happened"].value(), form["where"].value()) == (WORDS["what_happened"], "In the hall")
    assert shown.context["rows"][0]["who"].value() == "Jo"
    assert shown.context["evidence"]["links"].value() == LINK
    assert "Only the files have to be chosen once more" in page
    assert "“chat.jpg”" in page


def test_too_much_at_once_is_answered_in_plain_words_with_every_word_kept(send):
    shown = send(upload(samples.picture() + b"\0" * (21 * MEGABYTE)))
    assert shown.status_code == 413
    assert reporting_evidence.TOO_LARGE in text_of(shown)
    assert shown.context["form"]["what_happened"].value() == WORDS["what_happened"]
    shown = send(*(upload(samples.picture(size=(9, at)), f"{at}.png") for at in range(1, 12)))
    assert reporting_evidence.TOO_MANY in text_of(shown)
    assert not Incident.objects.exists()


def test_what_was_typed_below_files_that_are_too_much_is_kept_as_well(client, sign_in, teacher, head):
    sign_in(client, teacher)
    much = upload(samples.picture() + b"\0" * (21 * MEGABYTE))
    below = {"links": LINK, "whole": "1"}
    shown = client.post(REPORT, WORDS | {"takes": "files", "file": [much, upload()], **below})
    assert shown.status_code == 413
    assert shown.context["evidence"]["links"].value() == LINK


def test_an_upload_that_is_cut_off_sends_nothing(client, sign_in, teacher, head):
    body = encode_multipart(BOUNDARY, WORDS | {"takes": "files", "file": upload(), "whole": "1", "seen": "x"})
    sign_in(client, teacher)
    for mark in (b'name="whole"', b"\xff\xd9"):
        came = {"wsgi.input": io.BytesIO(body[: body.index(mark)]), "CONTENT_LENGTH": str(len(body))}
        shown = client.generic("POST", REPORT, body, MULTIPART_CONTENT, **came)
        assert files.CUT in text_of(shown)
        assert shown.context["form"]["what_happened"].value() == WORDS["what_happened"]
    assert not Incident.objects.exists()


@pytest.fixture
def unread(monkeypatch, tmp_path):
    """Fails where anything looks into a file; and the place where it would lie while it comes."""
    monkeypatch.setattr(files, "checked", lambda *_: pytest.fail("this was looked into"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_about_a_picture_of_a_child_no_file_is_taken_and_nothing_of_it_is_kept(send, unread, client, dsl):
    shown = send(upload(samples.picture() + b"\0" * (3 * MEGABYTE)), category="indecent_image")
    page = text_of(shown)
    assert reporting_evidence.THROWN_AWAY in page
    assert "No picture and no file here. Write the link and words only." in page
    assert 'type="file"' not in shown.content.decode()
    assert not Incident.objects.exists()
    assert not Evidence.objects.exists()
    assert list(unread.iterdir()) == []
    assert all(one.closed for one in shown.wsgi_request.FILES.getlist("file"))
    assert send(category="indecent_image", takes="words", links=LINK).status_code == 302
    assert [piece.kind for piece in Evidence.objects.all()] == ["link"]


def test_nor_about_a_comment_that_may_show_one(send, unread, make_item, client, teacher, dsl):  # noqa: F811
    item = make_item(text="Look")
    Item.objects.filter(pk=item.pk).update(link_only=True)
    url = reverse("incidents:report_from_item", args=[item.pk])
    assert 'type="file"' not in client.get(url).content.decode()
    assert reporting_evidence.THROWN_AWAY in text_of(send(upload(), url=url))
    assert not Incident.objects.exists()


def test_the_verb_itself_takes_no_file_where_none_may_be(teacher, dsl, head):
    file = keeping.Checked("picture", "shot.png", "image/png", samples.picture(), [b"x"], 1, is_scanned=False)
    with pytest.raises(InvalidInput, match="No picture and no file"):
        workflow.report(actor=teacher, category="indecent_image", what_happened="Seen.", files=[file])
    for link in ("javascript:x9()", "data:image/png;base64,iVBORw0KGgo="):
        with pytest.raises(InvalidInput, match="A link begins"):
            workflow.report(actor=teacher, category="other", what_happened="Seen.", links=[link])
    assert not Incident.objects.exists()


def test_the_report_and_all_its_evidence_or_nothing(send, monkeypatch, head):
    kept, seal = [], keeping.cipher.seal

    def fails_at_the_third(value, bound_to):
        kept.append(bound_to)
        if len(kept) == 3:
            raise OSError("the disk is full")
        return seal(value, bound_to)

    monkeypatch.setattr(keeping.cipher, "seal", fails_at_the_third)
    with pytest.raises(OSError, match="disk"):
        send(upload(), upload(PAPER, "a.pdf"))
    assert not Incident.objects.exists()
    assert not Evidence.objects.exists()
    assert not Notification.objects.exists()


def test_whoever_is_named_sees_nothing_of_what_came_along(send, client, sign_in, head, deputy, chair):
    send(upload(), category="staff", **{"p0-who": "Helen Head", "p0-part": "alleged"})
    assert not Evidence.objects.visible_to(head).exists()
    assert Evidence.objects.visible_to(deputy).count() == 1


def test_without_scripts_the_page_says_which_files_to_choose_again(client, sign_in, teacher, head):
    sign_in(client, teacher)
    body = WORDS | NOBODY | {"takes": "files", "whole": "1"}
    answer = client.post(REPORT, body | {"file": upload()})
    shown = text_of(answer)
    assert "Not sent yet" in shown
    assert "form-actions-first" not in answer.content.decode()  # nothing is sent past the files
    assert "Choose your files once more" in shown
    # The button that names another person sends what the files are called, and not the files.
    shown = text_of(client.post(REPORT, body | {"add": "yes", "file": "C:\\phone\\shot.png"}))
    assert "“shot.png”" in shown
    assert "There is a problem" not in shown


def test_the_way_for_files_comes_and_goes_with_the_kind_that_is_chosen(client, sign_in, teacher, head, dsl):
    sign_in(client, teacher)

    def part(category, takes):
        body = {"category": category, "takes": takes, "links": LINK, "check": "yes"}
        return client.post(REPORT, body, headers={"HX-Request": "true"}).content.decode()

    assert 'id="evidence"' not in part("offensive", "files")  # what is chosen stays chosen
    gone = part("indecent_image", "files")
    assert 'id="evidence" hx-swap-oob="true"' in gone
    assert 'type="file"' not in gone
    assert LINK in gone
    assert 'type="file"' in part("offensive", "words")


@pytest.mark.parametrize(
    "links", ["javascript:x9()", "no link", "ftp://x.example/1", "\n".join(f"x{n}.example" for n in range(6))]
)
def test_what_is_no_link_is_said(links, send):
    assert send(links=links).context["evidence"].errors["links"]
    assert not Incident.objects.exists()


def test_a_mistake_may_be_shown_too(send):
    assert send(upload(), url=reverse("incidents:report_mistake")).status_code == 302
    assert Evidence.objects.get().kind == "picture"


def test_what_is_refused_again_and_again_is_not_looked_at_and_words_are_sent_all_the_same(send, settings, head):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "evidence_refused": "2/h/user"}
    for at in range(3):
        assert send(upload(), what_happened=f"Look, {at}.").status_code == 302  # what is kept is not counted
    assert [send(upload(samples.HTML)).status_code for _ in range(3)] == [200, 200, 429]
    assert send().status_code == 302


@pytest.fixture
def looked(monkeypatch):
    """The names of all files that were looked into."""
    names: list[str] = []
    checked = files.checked

    def looking(given, field=files.FIELD):
        names.append(given.name)
        return checked(given, field)

    monkeypatch.setattr(files, "checked", looking)
    return names


def test_no_file_is_looked_into_for_a_report_that_is_not_sent_anyway(send, looked):
    for wrong in ({"seen": "others"}, {"what_happened": " "}, {"p0-who": "Jo", "p0-part": ""}):
        shown = send(upload(), **wrong)
        assert "“chat.jpg”" in text_of(shown)  # it says that they are chosen once more
    assert looked == []
    assert send(upload()).status_code == 302


def test_nor_without_end_for_one_that_is_sent_and_its_words_go_at_once(send, looked, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "evidence_looked_at": "2/m/user"}
    shown = [send(upload(), what_happened="The same.") for _ in range(3)][-1]
    assert (shown.status_code, len(looked)) == (429, 2)
    assert reporting_evidence.TOO_OFTEN in text_of(shown)
    assert "Choose your files once more" not in text_of(shown)
    assert send(what_happened="Somebody is in danger.", danger="on").status_code == 302


def test_files_that_hold_too_much_together_or_find_the_portal_busy_are_refused_in_plain_words(send, monkeypatch):
    monkeypatch.setattr(reporting_evidence, "MOST_BYTES", 10)
    assert reporting_evidence.TOO_MUCH in text_of(send(upload(), upload(PAPER, "a.pdf")))
    monkeypatch.setattr(files, "PATIENCE", 0)
    monkeypatch.setattr(files, "_turns", threading.BoundedSemaphore(1))
    with files._turns:
        assert files.BUSY in text_of(send(upload()))
    assert send(upload()).status_code == 302
