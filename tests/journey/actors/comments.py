"""What people do with comments."""

import re

from playwright.sync_api import expect

from tests.journey.actors.somebody import Somebody


class AnswersComments(Somebody):
    def opens_comment(self, words: str, state: str = "") -> None:
        """From the queue, by some of its words."""
        self.go(f"/comments/?q={words.replace(' ', '+')}&state={state}")
        self.main.locator("[data-row]").first.click()
        self.sees(words)

    def takes_it_on(self) -> None:
        self.press("I am on it")
        self.sees("You have this comment now.")

    def acknowledges(self) -> None:
        """With the words that the portal offers."""
        self._open_part("acknowledge")
        self.look("comment-acknowledge")
        self._send("acknowledge")
        self.sees("Acknowledged. The comment still waits for its reply.")

    def replies(self, words: str) -> None:
        """Writes it, posts it on the platform, and says so."""
        self._open_part("reply")
        self.main.locator("#part-reply [name=text]").fill(words)
        self.main.locator("#part-reply").get_by_role("button", name="Get it ready to post").click()
        self.sees("Now copy it and post it on the platform.")
        self.look("comment-reply-to-post")
        self.says_that_it_is_posted()

    def removes(self, action: str, explanation: str) -> None:
        """Hides, deletes, blocks or reports it, in words of their own, which they look at before they count."""
        self.main.locator("#part-remove").click()
        self.main.get_by_role("radio", name=action).check()
        self.main.get_by_role("radio", name="Abuse or insults").check()
        self.look("comment-remove")
        self.press("Go on")
        self.sees("This is what everybody will read")
        self.main.get_by_text("Change the words").click()
        self.main.locator("[name=explanation]").fill(explanation)
        self.press("Show how it looks")
        expect(self.main.locator(".as-read")).to_contain_text(explanation)
        self.look("comment-remove-check")
        self.press("Keep it as evidence, and go on")
        self.sees("What it says is kept.")
        self.look("comment-remove-to-post")
        self.press("Done and posted")
        self.sees("and that is on the record.")

    def says_that_it_is_posted(self) -> None:
        self.main.locator(".answer-card").get_by_role("button", name="I have posted it").click()
        self.sees("Done. The comment is answered.")

    def _open_part(self, name: str) -> None:
        part = self.main.locator(f"#part-{name}")
        if part.get_attribute("open") is None:
            part.locator("summary").first.click()

    def _send(self, part: str) -> None:
        self.main.locator(f"#part-{part} .btn-primary").click()

    def imports(self, file: str, account: str, text_column: str) -> None:
        self.go("/comments/import/")
        self.choose("account", account)
        self.main.locator("[name=file]").set_input_files(file)
        self.look("import-start")
        self.press("Upload and go on")
        self.is_on("What do the columns hold?")
        self.choose("text", text_column)
        self.look("import-columns")
        self.press("Check the rows")
        self.is_on("Check before you import")
        self.look("import-check")

    def runs_import(self) -> dict[str, int]:
        """Starts what was checked, waits for its end, and returns what came of it."""
        self.main.get_by_role("button", name=re.compile("^Import ")).click()
        expect(self.main).to_contain_text("Go to the comments", timeout=60_000)
        self.look("import-done")
        numbers, labels = (self.main.locator(f".stat-{part}").all_text_contents() for part in ("number", "label"))
        return {label.strip(): int(number.replace(",", "")) for number, label in zip(numbers, labels, strict=True)}
