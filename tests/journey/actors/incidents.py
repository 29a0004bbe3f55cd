"""What people do about incidents."""

from tests.journey.actors.somebody import Somebody


class ReportsAndHandles(Somebody):
    def reports_this_comment(self, kind: str, words: str) -> str:
        self.press("Report it as an incident")
        self.is_on("Report this comment")
        self.look("incident-report-comment")
        return self.reports(kind, words)

    def reports_an_incident(self, kind: str, words: str, *about: str) -> str:
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
        return self.reports(kind, words)

    def reports_a_mistake(self, words: str) -> str:
        self.go("/incidents/report/mistake/")
        self.is_on("Report a mistake")
        self.fill(what_happened=words)
        self.look("incident-report-mistake")
        self.press("Send it")
        return self._received()

    def reports(self, kind: str, words: str) -> str:
        """The form that is open. Returns the number by which the incident is found."""
        self.choose("category", kind)
        self.fill(what_happened=words)
        if self.scripts:
            self.sees("They are told at once")  # who will read it came with the choice
        else:
            self.press("Send the report")
            self.sees("Not sent yet")
            self.look("incident-report-check")
        self.press("Send the report")
        return self._received()

    def _received(self) -> str:
        self.is_on("Your report")
        self.look("incident-my-report")
        return self.page.url.rstrip("/").rpartition("/")[2].partition("#")[0]

    def opens_incident(self, number: str) -> None:
        self.go("/incidents/")
        self.look("incidents")
        self.main.locator(f"a[href='/incidents/{number}/']").click()

    def assesses(self, severity: str, lawfulness: str, words: str) -> None:
        self.press("Assess it")
        self.choose("severity", severity)
        self.choose("lawfulness", lawfulness)
        self.fill(assessment=words)
        self.look("incident-assess")
        self.press("Save the assessment")

    def resolves(self, outcome: str, words: str) -> None:
        self.press("Resolve without one")
        self.choose("outcome", outcome)
        self.fill(concern="Rude words.", follow_up="We asked.", action="We put it right.", decision=words)
        self.look("incident-resolve")
        self.press("Save the outcome")
        self.sees("The outcome is saved.")

    def closes(self) -> None:
        self.press("Close it")
        self.is_on("Close ")
        self.look("incident-close")
        self.press("Close the incident")
