"""Somebody at their own browser: hands, eyes, and how they sign in."""

import hashlib
import hmac
import re
import shutil
import time
from base64 import b32decode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.journey.eyes import DESK, PHONE, Eyes
from tests.journey.portal import Portal

# The same engine without the windows around it, where that is there: a third quicker.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000  # milliseconds: two processors may be shared with other work
PERIOD = 30  # seconds that a one-time code counts


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


class AuthenticatorApp:
    """What the app on somebody's phone does (RFC 6238).

    Never gives the same code twice to one `owner`, at whichever of their browsers: the portal takes it once.
    """

    given: ClassVar[dict[str, int]] = {}

    def __init__(self, seed: str, owner: str = "") -> None:
        self.key = b32decode(seed.replace(" ", ""), casefold=True)
        self.owner = owner or seed

    def code(self) -> str:
        # Not in the last moment of a code's time either.
        while self._step() == self.given.get(self.owner) or self._step(ahead=3) != self._step():
            time.sleep(0.2)
        step = self.given[self.owner] = self._step()
        digest = hmac.new(self.key, step.to_bytes(8, "big"), hashlib.sha1).digest()
        place = digest[-1] & 0x0F
        number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"

    def _step(self, ahead: float = 0) -> int:
        return int(time.time() + ahead) // PERIOD


class Somebody:
    """Somebody at their own browser."""

    def __init__(
        self,
        browser: Browser,
        portal: Portal,
        eyes: Eyes,
        name: str,
        email: str,
        *,
        password: str = "",
        seed: str = "",
        scripts: bool = True,
        phone: bool = False,
    ) -> None:
        self.portal = portal
        self.eyes = eyes
        self.name = name
        self.email = email
        self.password = password
        self.app = AuthenticatorApp(seed, f"{portal.address} {email}") if seed else None
        self.scripts = scripts
        self.phone = phone
        self.taps = 0
        self.context = browser.new_context(
            base_url=portal.address,
            viewport=PHONE if phone else DESK,
            is_mobile=phone,
            has_touch=phone,
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        eyes.watch(self.page)

    # --- hands

    def go(self, address: str) -> None:
        self.page.goto(address)

    def press(self, words: str | re.Pattern[str], *, exact: bool = False) -> None:
        """A button, or a link that looks like one."""
        self.touch(self._by_role("button", words, exact).or_(self._by_role("link", words, exact)).first)

    def follow(self, words: str | re.Pattern[str], *, exact: bool = False) -> None:
        self.touch(self._by_role("link", words, exact).first)

    def touch(self, thing: Locator) -> None:
        """With a finger on a phone, which is counted, else with the mouse.

        A page that it leads to is read to its end, so that what is on it may be counted.
        """
        if self.phone:
            thing.tap()
            self.taps += 1
        else:
            thing.click()
        self.page.wait_for_load_state("domcontentloaded")

    def downloads(self, words: str) -> bytes:
        """What a link or button sends as a file."""
        with self.page.expect_download() as waiting:
            self.press(words)
        return waiting.value.path().read_bytes()

    def fill(self, **answers: str) -> None:
        """Fill in fields by their names in the form."""
        for field, answer in answers.items():
            self.main.locator(f"[name={field}]").first.fill(answer)

    def choose(self, field: str, answer: str) -> None:
        """From a list, or one of several round buttons, by some of the words on it."""
        control = self.main.locator(f"select[name={field}]")
        if control.count():
            option = control.locator("option").filter(has_text=answer).first
            control.select_option(option.get_attribute("value"))
        else:
            self.page.get_by_role("radio", name=answer).check()

    def tick(self, words: str) -> None:
        self.page.get_by_role("checkbox", name=words).check()

    # --- eyes

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def look(self, name: str) -> None:
        self.eyes.look(self.page, name, scripts=self.scripts)

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.main).to_contain_text(words)

    def sees_not(self, words: str | re.Pattern[str]) -> None:
        expect(self.main).not_to_contain_text(words)

    def is_on(self, heading: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def _by_role(self, role: str, words: str | re.Pattern[str], exact: bool) -> Locator:
        return self.main.get_by_role(role, name=words, exact=exact)  # type: ignore[arg-type]

    # --- signing in

    def sign_in(self) -> None:
        self.go("/sign-in/")
        self.is_on("Sign in")
        self.look("sign-in")
        self.fill(login=self.email, password=self.password)
        self.press("Sign in", exact=True)
        if self.app:
            self.is_on("The second step")
            self.look("sign-in-second-step")
            self.fill(code=self.app.code())
            self.press("Sign in", exact=True)
        expect(self.page.locator(".rail-person")).to_contain_text(self.name)

    def sign_out(self) -> None:
        self.page.locator(".rail-person summary").click()
        self.page.locator(".rail-person").get_by_role("button", name="Sign out").click()
        expect(self.page.locator(".rail-person")).to_have_count(0)

    def add_authenticator_app(self) -> None:
        self.is_on("Your sign-in")
        self.look("sign-in-settings")
        self.follow("Add an authenticator app")
        self.is_on("Add an authenticator app")
        self.look("authenticator-app")
        self.app = AuthenticatorApp(
            self.page.locator("#totp-key").text_content() or "", f"{self.portal.address} {self.email}"
        )
        self.fill(code=self.app.code())
        self.press("Switch it on")
        self.is_on("Recovery codes")
        self.look("recovery-codes")

    def signs_in_again(self) -> None:
        """Where the portal asks whether it is still they."""
        self.is_on("Is it still you?")
        self.look("sign-in-again")
        self.fill(password=self.password)
        self.press("Go on")
