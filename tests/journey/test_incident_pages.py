"""Every page of the incidents room, looked at as those who open it see it; a new address is looked at by itself."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journey.actors.somebody import PATIENCE
from tests.journey.eyes import DESK, Eyes
from tests.journey.portal import Portal
from tests.journey.settled import DEPUTY, TEACHER

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def room(portal: Portal) -> dict[str, Any]:
    """Where each page is, who opens it, and what they come in by."""
    return dict(json.loads(portal.does("from tests.journey.incident_places import open_room; print(open_room())")))


@pytest.fixture
def context(browser: Browser, portal: Portal) -> BrowserContext:
    made = browser.new_context(
        base_url=portal.address, viewport=DESK, locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce"
    )
    made.set_default_timeout(PATIENCE)
    return made


def comes_in(context: BrowserContext, room: dict[str, Any], portal: Portal, who: str) -> None:
    context.clear_cookies()
    context.add_cookies([{**room["cookies"][who], "url": portal.address}])


def test_every_address_has_something_to_show(room: dict[str, Any]) -> None:
    assert room["lacking"] == []


def test_every_page_is_clean(room: dict[str, Any], context: BrowserContext, portal: Portal, eyes: Eyes) -> None:
    page = context.new_page()
    eyes.watch(page)
    somebody = ""
    for name, url, who in sorted(room["places"], key=lambda place: place[2]):
        if who != somebody:
            comes_in(context, room, portal, who)
            somebody = who
        answer = page.goto(url)
        assert answer is not None
        assert (answer.status, page.url) == (200, f"{portal.address}{url}"), f"{name}, by {who}"
        eyes.look(page, f"page-{name}")


def test_the_pages_behind_a_button_are_clean(
    room: dict[str, Any], context: BrowserContext, portal: Portal, eyes: Eyes
) -> None:
    """What comes when a form is sent and has no address of its own: refused, checked first, shown for a moment."""
    at = {name: url for name, url, _ in room["places"]}
    page = context.new_page()
    eyes.watch(page)

    comes_in(context, room, portal, TEACHER[1])
    page.goto(at["report"])
    page.locator("#people > summary").click()
    press(page, "Name another person")
    eyes.look(page, "page-report-two-people")
    press(page, "Send the report")
    eyes.look(page, "page-report-wrong")
    page.goto(at["report"])
    page.get_by_role("radio", name="Rude or offensive").check()
    page.locator("input[name=seen]").wait_for(state="attached")
    page.fill("[name=what_happened]", "They call us names.")
    page.locator("input[name=seen]").evaluate("field => field.remove()")  # as where no script has shown it
    press(page, "Send the report")
    assert page.get_by_text("Not sent yet").count()
    eyes.look(page, "page-report-check")

    comes_in(context, room, portal, DEPUTY[1])
    for name in ("add_entry-full", "assess-new", "record_duty-breach", "refer-full", "link-full", "pack_new-full"):
        page.goto(at[name])
        page.locator("main form .btn-primary").first.click()
        page.wait_for_load_state()
        assert page.locator("main [role=alert]").count(), name
        eyes.look(page, f"page-{name}-wrong")
    page.fill("[name=recipient]", "Kent Police")
    page.fill("[name=reason]", "They asked for it.")
    press(page, "Check what leaves")
    eyes.look(page, "page-pack-check")
    page.goto(at["pack_passphrase-full"])
    press(page, "Show the passphrase")
    assert page.locator("[data-secret]").count()
    eyes.look(page, "page-passphrase-shown")


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words).last.click()
    page.wait_for_load_state()
