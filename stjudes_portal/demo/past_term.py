"""Small incidents of weeks ago, all of them closed: enough that governors see the themes of a term that has ended."""

from collections.abc import Callable
from datetime import timedelta

from core import clock
from incidents import workflow as incidents
from incidents.models import Incident
from incidents.states import Category, Lawfulness, Outcome, Severity
from stjudes_portal.demo.story import DAY, HOUR, Story

APART = timedelta(days=2, hours=5)
DONE = "It was put right on the same day."
# Who told us, of what, and in which words.
TOLD = [
    ("year1", Category.MISTAKE, "I posted a picture of the wrong class."),
    ("year2", Category.OFFENSIVE, "A rude word under the picture of the sack race."),
    ("year3", Category.OFFENSIVE, "Somebody calls our lunch names, and then a parent."),
    ("reception", Category.MISTAKE, "I wrote the wrong time for the puppet show."),
    ("office", Category.OFFENSIVE, "Swearing under the notice about parking."),
    ("year4", Category.IMAGE, "A family asks us to take a picture down. It is down."),
    ("year6", Category.OFFENSIVE, "Two grown-ups quarrel under the football results."),
    ("clubs", Category.MISTAKE, "I answered a parent from my own account."),
    ("year5", Category.OFFENSIVE, "An unkind joke about the choir."),
    ("year1", Category.COPYRIGHT, "The song in our film is not ours to use."),
    ("year2", Category.MISTAKE, "I posted twice, and once with a spelling mistake in the head's name."),
    ("office", Category.OFFENSIVE, "Rude words about the office, in capital letters."),
    ("year3", Category.MISTAKE, "I forgot to cover the name on a drawing."),
    ("year4", Category.OFFENSIVE, "A stranger writes nonsense and swears."),
]


class PastTerm:
    """Told from the first week of the story on."""

    def __init__(self, story: Story) -> None:
        self.story, self.at = story, story.timeline.at

    def tell(self) -> None:
        for number, (who, category, words) in enumerate(TOLD):
            self.at(self.story.begin + 5 * DAY + number * APART, self._told(who, category, words))

    def _told(self, who: str, category: Category, words: str) -> Callable[[], None]:
        def told() -> None:
            case = incidents.report(actor=self.story.person[who], category=category, what_happened=words)
            self.at(clock.now() + 3 * HOUR, lambda: self._settle(case))

        return told

    def _settle(self, case: Incident) -> None:
        deputy, looked = self.story.person["deputy"], "Looked at, and talked about with whoever told us."
        severity = Severity.MEDIUM if case.category == Category.OFFENSIVE else Severity.LOW
        judged = {"severity": severity, "lawfulness": Lawfulness.LAWFUL, "assessment": looked}
        incidents.assess(case, actor=deputy, is_safe=True, **judged)
        words = {"concern": case.what_happened, "follow_up": looked, "action": DONE, "decision": "That is enough."}
        outcome = Outcome.NO_ACTION if case.category == Category.MISTAKE else Outcome.INTERNAL
        incidents.resolve(case, actor=deputy, outcome=outcome, **words)
        incidents.close(case, actor=deputy)
