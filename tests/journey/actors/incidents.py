"""What people do about incidents."""

import re

from playwright.sync_api import expect

from tests.journey.actors.desk import WorksAtDesk

# The fields of the open form that somebody has typed into. A radio button or a tick is no such field.
TYPED = """() => [...document.querySelectorAll("main textarea, main input")].filter((field) =>
    !["hidden", "radio", "checkbox", "submit", "file"].includes(field.type) && field.value.trim()
).map((field) => field.name)"""
SECRET_WORDS = re.compile(r"[A-Za-z0-9]{64}")  # the form tokens of a page: other ones each time


class ReportsAndHandles(WorksAtDesk):
    def reports_this_comment(self, kind: str, words: str) -> str:
        self.press("Report it as an incident")
        self.is_on("Report this comment")
        self.look("incident-report-comment")
        return self.reports(kind, words)

    def writes_about(self, kind: str, words: str, *about: str) -> None:
        """What people called `about` did. Sends nothing yet."""
        self.go("/incidents/report/")
        self.is_on("Report an incident")
        if about:
            self.main.locator("#people > summary").click()
        for at, name in enumerate(about):
            if at:
                self.press("Name another person")
            self.fill(**{f"p{at}-who": name})
            self.choose(f"p{at}-part", "They did it")
        self.look("incident-report")
        self.writes_report(kind, words)

    def reports_a_mistake(self, words: str) -> str:
        self.go("/incidents/report/mistake/")
        self.is_on("Report a mistake")
        self.fill(what_happened=words)
        self.look("incident-report-mistake")
        self.press("Send it")
        return self._received()

    def reports(self, kind: str, words: str) -> str:
        """The form that is open. Returns the number by which the incident is found."""
        self.writes_report(kind, words)
        return self.sends_report()

    def writes_report(self, kind: str, words: str) -> None:
        self.choose("category", kind)
        self.fill(what_happened=words)
        if self.scripts:
            self.sees("They are told at once")  # who will read it came with the choice

    def sends_report(self) -> str:
        if not self.scripts:
            self.press("Send the report")
            self.sees("Not sent yet")
            self.look("incident-report-check")
        self.press("Send the report")
        return self._received()

    def _received(self) -> str:
        self.is_on("Your report")
        self.look("incident-my-report")
        return self.number()

    def number(self) -> str:
        """Of the incident on whose page they are."""
        return self.page.url.rstrip("/").rpartition("/")[2].partition("#")[0]

    # --- with a thumb

    def taps_report(self, kind: str, words: str) -> list[str]:
        """From Today until it is sent. Returns the fields that were typed into."""
        self.follow("Report an incident")
        self.is_on("Report an incident")
        self.fits()
        self.touch(self.main.get_by_role("radio", name=kind))
        self.sees("They are told at once")
        self.touch(self.main.locator("[name=what_happened]"))
        self.page.keyboard.insert_text(words)
        self.fits()
        typed: list[str] = self.page.evaluate(TYPED)
        self.press("Send the report")
        self.is_on("Your report")
        self.fits()
        return typed

    # --- shut out of it

    def finds_nothing_at(self, address: str) -> str:
        """What the page says instead, as it came."""
        with self.eyes.expecting(404):
            answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 404, address
        return SECRET_WORDS.sub("", answer.text())

    # --- who handles it

    def opens_incident(self, number: str) -> None:
        self.go("/incidents/")
        self.look("incidents")
        self.main.locator(f"a[href='/incidents/{number}/']").click()

    def assesses(self, severity: str, lawfulness: str, words: str) -> None:
        self.press("Make the first assessment")
        self.choose("is_safe", "Yes")
        self.choose("severity", severity)
        self.choose("lawfulness", lawfulness)
        self.fill(assessment=words)
        self.look("incident-assess")
        self.press("Save the assessment")

    def checks_assessment_of(self, name: str) -> None:
        self.press("Look at it as the second person")
        self.is_on(f"Do you see it as {name} does?")
        self.look("incident-check-assessment")
        self.choose("agrees", "Yes, I agree")
        self.press("Save", exact=True)
        self.sees("Your words are in the file.")

    def refers(self, agency: str, how: str, reference: str) -> None:
        self.press("Record that somebody was told")
        self.is_on("Record who was told")
        self.choose("agency", agency)
        self.fill(how=how, reference=reference)
        self.look("incident-refer")
        self.press("Record it")
        self.sees("It is in the file.")

    def records_answer(self, words: str) -> None:
        self.press("They answered")
        self.is_on("Their answer")
        self.fill(answer=words)
        self.look("incident-answer")
        self.press("Save the answer")
        self.sees("The answer is in the file.")

    def writes_outcome(self, outcome: str, words: str) -> None:
        """On the page of the outcome. Presses the button that saves it."""
        self.is_on("Record the outcome")
        self.choose("outcome", outcome)
        self.fill(concern="Rude words.", follow_up="We asked.", action="We put it right.", decision=words)
        self.look("incident-resolve")
        self.press("Save the outcome")

    def resolves(self, outcome: str, words: str) -> None:
        """From the file; the page that closes it is next."""
        self.press("Record the outcome")
        self.writes_outcome(outcome, words)
        self.sees("The outcome is saved.")

    def cannot_close(self) -> None:
        self.is_on("Close ")
        expect(self.main.get_by_role("button", name="Close the incident")).to_have_count(0)

    def closes(self) -> None:
        """From the page that closes it."""
        self.is_on("Close ")
        self.look("incident-close")
        self.press("Close the incident")
        self.sees("is closed.")

    # --- evidence, and what leaves the school

    def adds_picture(self, title: str, name: str, content: bytes) -> None:
        self.press("Add a picture or PDF")
        self.is_on("Add a picture or a PDF")
        self.fill(title=title)
        file = {"name": name, "mimeType": "image/jpeg", "buffer": content}
        self.main.locator("[name=file]").set_input_files(file)  # type: ignore[arg-type]
        self.look("incident-add-picture")
        self.press("Add it to the evidence")
        self.sees("It is among the evidence, sealed.")

    def looks_at_evidence(self, title: str) -> bytes:
        """From the file. Returns the copy that the page shows."""
        self.follow(title)
        self.look("incident-evidence")
        self.press("Look at it")
        picture = self.main.locator(".evidence-page img")
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0
        self.look("incident-evidence-copy")
        return self.page.request.get(picture.get_attribute("src") or "").body()

    def asks_for_pack(self, recipient: str, **shown: str) -> None:
        """From the file, having shown that it is still they. `shown`: how people appear, by words of their names."""
        self.follow("Make a pack")
        self.signs_in_again()
        self.is_on("Make a pack of this case file")
        self.fill(recipient=recipient, reason="They asked for it.")
        for name, how in shown.items():
            self.main.locator(".pack-person").filter(has_text=name).locator("select").select_option(label=how)
        self.look("incident-pack-new")
        self.press("Check what leaves")
        self.is_on("Check what leaves the school")
        self.look("incident-pack-check")
        self.press("Read the case file first")
        self.is_on("Case file")
        self.look("incident-pack-read")
        self.press("Make the pack")
        self.is_on(f"Pack for {recipient}")

    def reads_passphrase(self) -> str:
        """From the pack's page, having shown again that it is still they."""
        self.press("Show the passphrase")
        self.signs_in_again()
        self.is_on("Show the passphrase?")
        self.look("incident-passphrase")
        self.press("Show the passphrase")
        shown = self.main.locator("[data-secret]").text_content() or ""
        self.look("incident-passphrase-shown")
        self.press("Hide it now")
        return shown
