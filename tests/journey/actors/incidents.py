"""What people do about incidents."""

from tests.journey.actors.somebody import Somebody


class ReportsAndHandles(Somebody):
    def reports_this_comment(self, kind: str, words: str) -> str:
        self.press("Report it as an incident")
        self.is_on("Report this comment")
        self.look("incident-report-comment")
        return self.reports(kind, words)

    def reports_an_incident(self, kind: str, words: str, *about: str) -> str:
        self.go("/incidents/")
        self.press("Report an incident or a mistake")
        self.is_on("Report an incident or a mistake")
        for name in about:
            self.tick(name)
        self.look("incident-report")
        return self.reports(kind, words)

    def reports(self, kind: str, words: str) -> str:
        """The form that is open. Returns the number by which the incident is found."""
        self.choose("category", kind)
        self.fill(what_happened=words)
        self.press("Send the report")
        self.is_on("Your report")
        self.look("incident-my-report")
        return self.page.url.rstrip("/").rpartition("/")[2]

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
