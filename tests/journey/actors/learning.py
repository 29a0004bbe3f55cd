"""What people do to be ready: read the policy, declare, take a course. And how SLT asks it of them."""

import itertools
import json

from playwright.sync_api import expect

from tests.journey.actors.somebody import Somebody

PAPER = """
import json
from policy.courses.models import Attempt
attempt = Attempt.objects.get(person__email={email!r}, finished_at=None)
print(json.dumps([(one["right"], len(one["choices"])) for one in attempt.paper]))
"""


class ReadsAndLearns(Somebody):
    def publishes_policy(self, title: str, text: str, effective_on: str, review_on: str) -> None:
        self.drafts_policy(title, text)
        self.publishes_draft(effective_on, review_on)

    def drafts_policy(self, title: str, text: str) -> None:
        """And goes on to the page on which it is published."""
        self.go("/policy/")
        self.press("Write the next version")
        self.fill(title=title, body_markdown=text)
        self.look("policy-draft")
        self.press("Save and go on to publishing")
        self.is_on("Publish version")

    def publishes_draft(self, effective_on: str, review_on: str) -> None:
        """From the page on which it is published, which is open."""
        self.fill(effective_on=effective_on, review_on=review_on)
        self.look("policy-publish")
        self.press("Publish it and ask everybody to read it")

    def acknowledges_policy(self) -> None:
        self.go("/policy/read/")
        self.confirms_policy()

    def confirms_policy(self) -> None:
        """Reads what is open to its end, and confirms it."""
        self.look("policy-read")
        self.page.locator("#end-of-text").scroll_into_view_if_needed()
        part = self.main.locator("#acknowledge")
        part.get_by_role("checkbox").check()
        part.get_by_role("button").click()
        self.sees("Thank you. You have confirmed that you read the policy")
        self.is_on("Your receipt")
        self.look("policy-receipt")

    def declares(self) -> None:
        """From the page of the yearly declaration, which is open."""
        self.is_on("Yearly declaration")
        self.look("policy-declare")
        self.main.get_by_role("checkbox").check()
        self.press("Confirm", exact=True)
        self.sees("Thank you. Your declaration is made for this year.")
        self.look("policy-declaration")

    def records_training(self, name: str, title: str, completed_on: str, valid_until: str) -> None:
        self.go("/policy/readiness/")
        self.look("policy-readiness")
        self.follow(f"Training of {name}")
        self.fill(title=title, completed_on=completed_on, valid_until=valid_until)
        self.press("Record it")
        self.sees(title)
        self.look("policy-training")

    def adds_starter_course(self) -> None:
        self.go("/policy/courses/")
        self.look("courses-none")
        self.press("Add the starter course")
        self.go("/policy/courses/")
        self.look("courses")

    def reads_course(self) -> None:
        """From the first page, which opens, to the quiz."""
        place = self.main.locator("label[for=place]")
        for number in itertools.count(1):
            expect(place).to_contain_text(f"Page {number} of ")
            self.look(f"course-page-{number}")
            if place.inner_text() == f"Page {number} of {number}":
                break
            self.press("Next page")
        self.press("I have read it: on to the quiz")

    def answers_quiz(self, *, right: bool) -> None:
        """Every question of the quiz that is open, all right or all wrong, by what the portal's database knows."""
        self.is_on("Quiz")
        self.look("quiz")
        for number, (place, count) in enumerate(self._paper()):
            answer = place if right else (place + 1) % count
            self.main.locator(f"input[name=q{number}][value='{answer}']").check()
        self.press("Send my answers")

    def _paper(self) -> list[list[int]]:
        """For each question, where its right answer stands and how many answers there are."""
        paper: list[list[int]] = json.loads(self.portal.does(PAPER.format(email=self.email)))
        return paper
