"""What people do at the moderation desk beside answering: with a thumb, with a colleague, with the keyboard alone."""

from playwright.sync_api import Error, Locator, expect

from tests.journey.actors.somebody import Somebody
from tests.journey.eyes import TOO_WIDE
from tests.portal import wait_until

WITHIN = 3_000  # milliseconds in which others see who is on a comment

# What has the keyboard, and whether somebody sees that it has.
FOCUS = """() => {
    const here = document.activeElement;
    const style = getComputedStyle(here);
    const shown = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    return {what: here.id || here.name || here.textContent.trim(), shown: shown && here.matches(":focus-visible")};
}"""


class WorksAtDesk(Somebody):
    # --- with a thumb

    def opens_queue(self) -> None:
        self.go("/comments/")
        self.is_on("Comments")
        self.fits()

    def fits(self) -> None:
        """No part of the page is wider than the screen."""
        self.page.wait_for_load_state()
        assert (size := self.page.viewport_size)
        assert self.page.evaluate(TOO_WIDE, size["width"]) == [], self.page.url

    def taps_row(self, words: str) -> None:
        """The comment in the list that holds these words."""
        row = self.main.locator("li.row-item").filter(has_text=words)
        self.touch(row.locator("[data-row]"))
        expect(self.page.locator("[data-item]")).to_contain_text(words)
        self.fits()

    def taps_what_it_is_about(self, category: str) -> None:
        self.touch(self.main.locator(".triage-chips").get_by_role("button", name=category, exact=True))
        expect(self.main.locator(".triage-line")).to_contain_text(category)
        self.fits()

    def taps_acknowledgement(self) -> None:
        """With the words that the portal offers: what is left is to say that they are posted."""
        part = self.main.locator("#part-acknowledge")
        self.touch(part.locator("summary").first)
        expect(part.locator("[name=text]")).not_to_have_value("")
        self.fits()
        self.touch(part.get_by_role("button", name="I have posted it"))
        self.sees("Acknowledged.")
        self.fits()

    def taps_next(self, words: str) -> None:
        self.touch(self.main.locator(".item-next"))
        expect(self.page.locator("[data-item]")).to_contain_text(words)
        self.fits()

    def taps_removal(self, rule: str) -> None:
        """To delete it is what the portal expects, with an explanation that is looked at as its audience reads it."""
        self.touch(self.main.locator("#part-remove"))
        self.is_on("Delete, block or report")
        self.fits()
        expect(self.main.locator("[name=action][value=delete]")).to_be_checked()
        self.touch(self.main.get_by_role("radio", name=rule))
        self.press("Go on")
        self.is_on("This is what everybody will read")
        expect(self.main.locator(".as-read .quote-ours")).to_contain_text("removed a comment here")
        self.fits()
        self.press("Keep it as evidence, and go on")
        self.sees("What it says is kept.")
        self.fits()
        self.press("Done and posted")
        self.sees("and that is on the record.")
        self.fits()

    # --- with a colleague

    def opens_by_number(self, number: int) -> None:
        self.go(f"/comments/{number}/")
        expect(self.page.locator("[data-item]")).to_be_visible()

    def sees_who_is_on_it(self, words: str) -> None:
        """Without loading anything again, in the time that others may take for seeing a claim."""
        expect(self.main.locator("[data-presence-words]")).to_contain_text(words, timeout=WITHIN)

    def takes_it_over_from(self, name: str) -> None:
        """Having been asked whether they want to."""
        self.follow("Take it over")
        self.is_on(f"Take it over from {name}?")
        self.press("Take it over", exact=True)
        self.sees_who_is_on_it("You, since")

    def types_reply(self, words: str) -> Locator:
        """Types it and sends nothing. Returns the field."""
        part = self.main.locator("#part-reply")
        if part.get_attribute("open") is None:
            part.locator("summary").first.click()
        field = part.locator("[name=text]")
        field.fill(words)
        return field

    def gets_reply_ready(self) -> None:
        self.main.locator("#part-reply").get_by_role("button", name="Get it ready to post").click()

    # --- among strangers' words

    def reads(self, address: str) -> None:
        """A page, or a file that is saved."""
        try:
            self.go(address)
        except Error as error:
            if "Download is starting" not in error.message:
                raise

    # --- with the keyboard alone

    def keys(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)

    def has_focus_on(self, what: str) -> None:
        """Something with this id, name or text has the keyboard, and shows it."""
        # What opens a part of the page moves there a moment later.
        wait_until(lambda: what in self.page.evaluate(FOCUS)["what"], f"{what!r} has the keyboard", 5)
        focus = self.page.evaluate(FOCUS)
        assert focus["shown"], f"nothing shows that {focus['what']!r} has the keyboard"

    def tabs_to(self, what: str, *, at_most: int = 60) -> None:
        """With the Tab key, past things that each show that they have the keyboard."""
        for _ in range(at_most):
            self.keys("Tab")
            focus = self.page.evaluate(FOCUS)
            assert focus["shown"], f"nothing shows that {focus['what']!r} has the keyboard"
            if what in focus["what"]:
                return
        raise AssertionError(f"no way to {what!r} with {at_most} presses")
