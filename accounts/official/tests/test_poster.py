"""The poster: a code that leads to the school's own answer, on a sheet that fetches nothing."""

import io
import re
from collections.abc import Callable

import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw
from pypdf import PdfReader

from accounts.models import Account, Runner
from accounts.official import register
from accounts.official.answers import answer
from accounts.official.panels import poster as card
from accounts.official.poster import address_of, qr_code
from accounts.states import Status
from conftest import NOW
from core.documents import can_make_pdf
from people.models import User


def scanned(drawing: str) -> str:
    """What a telephone reads from the drawing."""
    size = int(re.search(r'viewBox="0 0 (\d+)', drawing)[1])  # type: ignore[index]
    image = Image.new("L", (size * 8, size * 8), 255)
    pen = ImageDraw.Draw(image)
    for x, y in re.findall(r"M(\d+) (\d+)h1", drawing):
        pen.rectangle((int(x) * 8, int(y) * 8, int(x) * 8 + 7, int(y) * 8 + 7), fill=0)
    return str(zxingcpp.read_barcodes(image)[0].text)


@pytest.mark.parametrize(
    ("platform", "handle", "url"),
    [
        ("facebook", "StJudesFriends", ""),
        ("mastodon", "stjudes@mastodon.example", ""),
        ("mastodon", "stjudes", "https://mastodon.example/@stjudes"),
        ("bluesky", "stjudes.bsky.social", ""),
        ("linkedin", "company/st-judes", "https://www.linkedin.com/company/st-judes"),
        ("class_dojo", "", "https://classdojo.com/ul/p/join?class=A&b=c"),
        ("other", "stjudes", ""),
    ],
)
def test_the_code_leads_to_a_yes(platform: str, handle: str, url: str, make_account: Callable[..., Account]) -> None:
    account = make_account(handle, platform, url=url)
    address = scanned(qr_code(address_of(account)))
    assert address.startswith(f"{settings.PUBLIC_URL}/official/?q=")
    page = Client().get(address.removeprefix(settings.PUBLIC_URL)).content.decode()
    assert "Yes, this is the school&#x27;s account" in page


def test_the_code_of_a_closed_account_is_no_invitation(make_account: Callable[..., Account]) -> None:
    account = make_account("", "class_dojo", url="https://classdojo.com/ul/p/join?class=A", openness="closed")
    assert scanned(qr_code(address_of(account))) == f"{settings.PUBLIC_URL}/official/"


def test_whoever_sees_the_account_prints_its_poster(
    make_account: Callable[..., Account], teacher: User, client: Client, sign_in: Callable[..., Client]
) -> None:
    account = make_account()
    Runner.objects.create(account=account, person=teacher, from_at=NOW)
    url = reverse("official:poster", kwargs={"pk": account.pk})
    assert client.get(url).status_code == 302
    page = sign_in(client, teacher).get(url, {"print": "1"}).content.decode()
    assert "This is our official page" in page
    assert "@StJudesFriends" in page
    assert '<svg class="qr"' in page
    assert "style=" not in page.split('<div class="poster">')[1].split("</svg>")[0]


@pytest.mark.skipif(not can_make_pdf(), reason="no Pango here")
def test_the_pdf_is_one_sheet_with_the_drawing_in_it(
    make_account: Callable[..., Account], head: User, client: Client, sign_in: Callable[..., Client]
) -> None:
    account = make_account("A.Handle.As.Long.As.Handles.May.Be.On.This.Platform")
    answer = sign_in(client, head).get(reverse("official:poster", kwargs={"pk": account.pk}))
    assert answer.headers["Content-Type"] == "application/pdf"
    [sheet] = PdfReader(io.BytesIO(answer.content)).pages
    assert "This is our official page" in sheet.extract_text()
    modules = qr_code(address_of(account)).count("h1v1")
    drawn = sheet.get_contents()
    assert drawn is not None
    assert sum(line.endswith(b" l") for line in drawn.get_data().splitlines()) >= modules


def test_nobody_else_gets_it(
    make_account: Callable[..., Account], outsider: User, client: Client, sign_in: Callable[..., Client]
) -> None:
    url = reverse("official:poster", kwargs={"pk": make_account().pk})
    assert sign_in(client, outsider).get(url).status_code == 404


@pytest.mark.parametrize("status", [Status.APPROVED, Status.CLOSED])
def test_there_is_none_for_an_account_that_parents_are_not_to_trust(
    status: str, make_account: Callable[..., Account], head: User, client: Client, sign_in: Callable[..., Client]
) -> None:
    account = make_account(status=status, provisioned_at=None, monitored_from=None)
    answered = sign_in(client, head).get(reverse("official:poster", kwargs={"pk": account.pk}))
    assert answered.status_code == 409
    assert "as soon as the account is live" in answered.content.decode()
    assert card(account, head) is None


def test_the_accounts_page_leads_to_it(make_account: Callable[..., Account], head: User) -> None:
    account = make_account()
    found = card(account, head)
    assert found is not None
    assert found.url == reverse("official:poster", kwargs={"pk": account.pk})
    held = register.snapshot()
    assert held is not None
    assert answer(held, f"facebook:{account.handle}").accounts[0].name == account.name
