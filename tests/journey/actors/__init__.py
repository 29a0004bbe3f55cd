"""The people of a journey. Each verb is what somebody does at the portal, through their own browser."""

from tests.journey.actors.accounts import RunsAccounts
from tests.journey.actors.cases import WritesAndDecides
from tests.journey.actors.comments import AnswersComments
from tests.journey.actors.handovers import HandsOver
from tests.journey.actors.incidents import ReportsAndHandles
from tests.journey.actors.learning import ReadsAndLearns
from tests.journey.actors.people import ComesIn
from tests.journey.actors.somebody import Somebody, chromium

__all__ = ["Person", "Somebody", "chromium"]


class Person(
    ComesIn,
    ReadsAndLearns,
    WritesAndDecides,
    RunsAccounts,
    HandsOver,
    AnswersComments,
    ReportsAndHandles,
):
    """Whoever they are: the portal decides what they may do."""
