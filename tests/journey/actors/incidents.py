"""What people do about incidents."""

from tests.journey.actors.somebody import Somebody


class ReportsAndHandles(Somebody):
    def reports_this_comment(self, kind: str, words: str) -> None:
        self.press("Report it as an incident")
        self.is_on("Report this comment")
        self.look("incident-report-comment")
        self.reports(kind, words)

    def reports_an_incident(self, kind: str, words: str) -> None:
        self.go("/incidents/")
        self.press("Report an incident or a mistake")
        self.is_on("Report an incident or a mistake")
        self.reports(kind, words)

    def reports(self, kind: str, words: str) -> None:
        self.choose("category", kind)
        self.fill(what_happened=words)
        self.press("Send the report")
        self.is_on("Your report")
        self.look("incident-my-report")

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
        self.fill(outcome_text=words)
        self.look("incident-resolve")
        self.press("Save the outcome")

    def closes(self) -> None:
        self.press("Close it")
        self.look("incident-close")
        self.press("Close the incident")
