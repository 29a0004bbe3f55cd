"""P6: pupils and parents read one page in plain words, without signing in, and can take it home on paper."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from core.documents import STYLE
from policy.guidance import selectors, starter, workflow
from policy.guidance.views import families

PAGE, PAPER = "/guidance/for-families/", "/guidance/for-families/paper/"


def write(head, text, **values):
    values = {"title": "For families", "summary": "", "seen": selectors.latest(starter.FAMILIES).number} | values
    return workflow.write_page(starter.FAMILIES, actor=head, body_markdown=text, **values)


def test_anybody_reads_it_without_signing_in(client, school):
    response = client.get(PAGE)
    shown = response.content.decode()
    assert response.status_code == 200
    for words in ("For pupils", "For parents and carers", "What the school does", "How to tell us", "13"):
        assert words in shown
    assert reverse("account_login") not in shown


def test_it_names_those_who_help_with_the_right_numbers_and_plain_links(client, school):
    shown = client.get(PAGE).content.decode()
    assert "0800 1111" in shown
    assert "0808 800 5000" in shown
    for address in (
        "https://www.childline.org.uk",
        "https://www.ceop.police.uk/Safety-Centre/",
        "https://report.iwf.org.uk",
        "https://reportharmfulcontent.com",
        "https://www.nspcc.org.uk/keeping-children-safe/online-safety/",
        "https://www.internetmatters.org",
    ):
        assert f'href="{address}"' in shown
    assert not re.search(r'href="http://', shown)


def test_no_person_is_named_on_it(client, head):
    write(head, "## For pupils\n\nBe kind.")
    for answer in (client.get(PAGE), client.get(PAPER)):
        assert b"Helen" not in answer.content
    assert b"Last changed on" in client.get(PAGE).content


def test_it_may_be_kept_and_found_and_sets_no_cookie(client, school):
    response = client.get(PAGE)
    assert response["Cache-Control"] == "public, max-age=300"
    assert not response.cookies
    assert b'content="index, follow"' in response.content
    assert b'content="noindex"' in client.get(reverse("account_login")).content


def test_its_headers_are_as_strict_as_those_of_any_page(client, school):
    response = client.get(PAGE)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "'unsafe" not in response["Content-Security-Policy"]
    assert "nonce-" not in response["Content-Security-Policy"]  # what is kept must hold none
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_page_of_somebody_signed_in_is_kept_nowhere(client, sign_in, head):
    for address in (PAGE, PAPER):
        assert sign_in(client, head).get(address)["Cache-Control"] == "no-store"


def test_only_slt_is_offered_to_change_it(client, sign_in, head, teacher):
    edit = reverse("guidance:edit", kwargs={"slug": starter.FAMILIES})
    assert edit not in client.get(PAGE).content.decode()
    assert edit not in sign_in(client, teacher).get(PAGE).content.decode()
    client.logout()
    assert edit in sign_in(client, head).get(PAGE).content.decode()


def test_what_slt_writes_is_what_families_read(client, head):
    write(head, "Welcome.\n\n## For pupils\n\nBe kind.\n\n## For parents\n\nTalk with them.")
    response = client.get(PAGE)
    assert [part.label for part in response.context["contents"]] == ["For pupils", "For parents"]
    shown = response.content.decode()
    for words in (
        "Welcome.",
        '<a class="chip" href="#part-2">For parents</a>',
        '<section class="prose with-addresses" id="part-2">',
    ):
        assert words in shown


def test_a_script_in_it_is_shown_as_text_or_not_at_all(client, head):
    write(head, "## <script>x9()</script>\n\n[a](javascript:x9()) <img src=x onerror=x9()>")
    assert b"<script>x9" not in client.get(PAGE).content
    assert b"<img src=x" not in client.get(PAGE).content
    assert b'href="javascript:' not in client.get(PAGE).content


def test_it_is_a_pdf_to_send_home(client, school):
    response = client.get(PAPER)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="for-families.pdf"'
    assert response.content.startswith(b"%PDF")


def test_on_paper_a_link_shows_its_address(client, school, monkeypatch):
    made = []
    monkeypatch.setattr(families, "make_pdf", lambda html: made.append(html) or b"%PDF")
    families._pdf.cache_clear()
    client.get(PAPER)
    families._pdf.cache_clear()
    assert '<div class="with-addresses">' in made[0]
    assert ".with-addresses a::after" in (settings.BASE_DIR / STYLE).read_text()


def test_the_paper_is_made_once_for_each_text(client, head, monkeypatch):
    made = []
    monkeypatch.setattr(families, "make_pdf", lambda html: made.append(html) or b"%PDF")
    families._pdf.cache_clear()
    for _ in range(3):
        client.get(PAPER)
    assert len(made) == 1
    write(head, "## For pupils\n\nBe kind.")
    client.get(PAPER)
    assert len(made) == 2
    families._pdf.cache_clear()


def test_where_no_pdf_can_be_made_the_page_itself_is_there_to_print(client, school, monkeypatch):
    monkeypatch.setattr(families, "can_make_pdf", lambda: False)
    response = client.get(PAPER)
    assert response["Content-Type"].startswith("text/html")
    assert b"For pupils" in response.content
    assert b"Save it as a PDF" not in response.content


@pytest.mark.parametrize("address", [PAGE, PAPER])
def test_nothing_is_sent_to_it(client, school, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
