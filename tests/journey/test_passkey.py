"""A passkey in Chromium's own virtual authenticator: added once, then enough to sign in."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journey import settled
from tests.journey.actors import Person
from tests.journey.eyes import Eyes
from tests.journey.portal import Portal

pytestmark = pytest.mark.processes


def test_a_passkey_is_added_and_signs_in_alone(portal: Portal, browser: Browser, eyes: Eyes) -> None:
    portal.does("everybody_comes_in()")
    teacher = Person(browser, portal, eyes, *settled.TEACHER, password=settled.PASSWORD)
    has_a_fingerprint_reader(teacher)

    teacher.sign_in()
    teacher.go("/sign-in/second-step/")
    teacher.follow("Add a passkey")
    teacher.is_on("Add a passkey")
    teacher.look("passkey-add")
    teacher.fill(name="My work laptop")
    teacher.tick("Let me sign in with it alone")
    teacher.press("Add it now")
    teacher.sees("recovery codes")
    teacher.go("/sign-in/second-step/webauthn/")
    teacher.sees("My work laptop")
    teacher.look("passkeys")

    teacher.sign_out()
    teacher.go("/sign-in/")
    teacher.press("Sign in with a passkey")
    teacher.page.wait_for_url(f"{portal.address}/")
    expect(teacher.page.locator(".rail-person")).to_contain_text(teacher.name)

    done = portal.manage("audit", "verify")
    assert done.returncode == 0, done.stdout


def has_a_fingerprint_reader(person: Person) -> None:
    device = person.context.new_cdp_session(person.page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
