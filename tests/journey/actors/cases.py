"""What people do with business cases."""

import re

from playwright.sync_api import expect

from tests.journey.actors.somebody import Somebody


class WritesAndDecides(Somebody):
    def starts_case(self) -> None:
        self.go("/applications/")
        self.look("cases")
        self.press("Start a business case")
        self.choose("kind", "A new account")
        self.look("case-start")
        self.press("Start the business case", exact=True)
        self.is_on("Business case")

    def writes_part(self, title: str, *, until: str = "Save and go on", **answers: str) -> None:
        """One part of the case, which is open: lists and round buttons by their words, the rest typed."""
        self.is_on(title)
        for field, answer in answers.items():
            if self.main.locator(f"textarea[name={field}], input[name={field}]:not([type=radio])").count():
                self.fill(**{field: answer})
            else:
                self.choose(field, answer)
        self.look(f"case-{title.lower().replace(' ', '-')}")
        if until:
            self.press(until)

    def names_runner(self, name: str, *, lead: bool = False) -> None:
        self.is_on("Who runs it")
        self.choose("person", name)
        self.main.get_by_role("button", name="Add", exact=True).click()
        expect(self.main.locator(".rows")).to_contain_text(name)
        if lead:
            self.press(re.compile(f"^Make lead.*{name}"))
            self.sees(f"{name} is the lead now.")

    def submits(self) -> None:
        """From the list of the parts: checks the answers, declares, submits."""
        self.press("Check your answers")
        self.is_on("Check your answers")
        self.tick("What I have written is true")
        self.look("case-check-answers")
        self.press("Submit the business case")
        self.sees("Your business case is submitted.")
        self.look("case")

    def opens_case_to_decide(self, name: str) -> None:
        self.go("/applications/queue/")
        self.look("cases-to-decide")
        self.follow(name)
        self.is_on(name)

    def decides(self, verdict: str, reason: str) -> None:
        self.page.get_by_role("radio", name=verdict).check()
        self.fill(reason=reason)
        self.press("Give your decision")
