"""The eyes that look at every page must not be blind."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journey.eyes import PHONE, Eyes

pytestmark = pytest.mark.processes

GOOD = "<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1><p>All is well.</p></main></html>"


@pytest.fixture(autouse=True)
def pictures_of_no_journey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCREENSHOTS", raising=False)


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ("<input>", "label"),
        ('<p style="color: #bbb; background: #fff">Too faint</p>', "color-contrast"),
        ('<div style="width: 800px; height: 2px"></div>', "wider than a phone"),
        ("<script>throw new Error('it broke')</script>", "it broke"),
        ("<script>console.error('oh dear')</script>", "oh dear"),
    ],
)
def test_a_fault_is_seen(browser: Browser, tmp_path: Path, bad: str, fault: str) -> None:
    eyes = Eyes(tmp_path, "eyes")
    page = browser.new_page()
    eyes.watch(page)
    page.goto("about:blank")
    page.set_content(GOOD.replace("<p>", f"{bad}<p>", 1))
    eyes.look(page, "bad")
    with pytest.raises(AssertionError, match=fault):
        eyes.close()
    page.close()


def test_what_the_content_policy_refuses_is_seen(browser: Browser, tmp_path: Path) -> None:
    eyes = Eyes(tmp_path, "eyes")
    page = browser.new_page()
    eyes.watch(page)
    page.route(
        "http://page.example/",
        lambda route: route.fulfill(
            body=GOOD.replace("<p>", '<p style="color: navy">', 1),
            content_type="text/html",
            headers={"Content-Security-Policy": "style-src 'none'"},
        ),
    )
    page.goto("http://page.example/")
    with pytest.raises(AssertionError, match="content policy: style-src-attr inline"):
        eyes.close()
    page.close()


def test_a_good_page_has_no_fault_and_is_pictured_for_whoever_asks(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, pictures in (("not-asked", 0), ("asked", 4)):
        if pictures:
            monkeypatch.setenv("SCREENSHOTS", str(tmp_path / folder))
        eyes = Eyes(tmp_path / folder, "eyes")
        page = browser.new_page()
        eyes.watch(page)
        page.set_content(GOOD)
        eyes.look(page, "good")
        eyes.close()
        assert len(list((tmp_path / folder / "eyes").glob("01-good-*.png"))) == pictures
        page.close()


def test_a_page_with_a_fault_is_pictured_where_it_has_it(browser: Browser, tmp_path: Path) -> None:
    eyes = Eyes(tmp_path, "eyes")
    page = browser.new_page()
    page.set_content(GOOD.replace("<p>", '<div style="width: 800px; height: 2px"></div><p>', 1))
    eyes.look(page, "wide")
    assert [path.name for path in (tmp_path / "eyes").iterdir()] == ["01-wide-390-dark.png"]
    page.close()


def test_a_page_that_is_too_wide_is_seen_on_a_real_phone_as_well(browser: Browser, tmp_path: Path) -> None:
    eyes = Eyes(tmp_path, "eyes")
    page = browser.new_page(viewport=PHONE, is_mobile=True, has_touch=True)
    page.set_content(GOOD.replace("<p>", '<div style="width: 800px; height: 2px"></div><p>', 1))
    eyes.look(page, "wide")
    with pytest.raises(AssertionError, match="wider than a phone"):
        eyes.close()
    page.close()
