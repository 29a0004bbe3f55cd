"""Whatever people do with a comment: an incident reported from it moves no clock and is seen by nobody (I1, H5)."""

import re
from contextlib import suppress
from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from core.errors import Refused
from incidents import workflow
from incidents.models import Incident
from moderation.conftest import account, make_account, make_item  # noqa: F401  (fixtures)
from moderation.models import DeskSettings, Item
from moderation.tests.test_clock_never_restarts import Comments

CHANGES = re.compile(r'nonce="[^"]*"|csrf[^>]*value="[^"]*"|X-CSRFToken[^}]*')


class CommentsWithIncidents(Comments):
    """All that can be done about two comments, and again and again somebody reports an incident from one of them."""

    sign_in: Any
    reported = 0

    @rule(which=Comments.which, who=Comments.who, category=st.sampled_from(["other", "harassment", "staff"]))
    def an_incident_is_reported_from_it(self, which: int, who: int, category: str) -> None:
        item = Item.objects.get(pk=self.items[which].pk)
        rows, pages = self.rows(), self.pages(item)
        incident = None
        with suppress(Refused):
            incident = workflow.report_from_item(
                item, actor=self.people[who], category=category, what_happened="It says so."
            )
        assert incident is not None
        type(self).reported += 1
        assert self.rows() == rows  # neither due_at nor status nor anything else
        assert self.pages(item) == pages

    def rows(self) -> list[dict[str, Any]]:
        return list(Item.objects.order_by("pk").values())

    def pages(self, item: Item) -> list[str]:
        """What somebody who runs the account and an Administrator see: neither handles the incident."""
        found = []
        for person in self.people:
            client = self.sign_in(Client(), person)
            for place in (reverse("moderation:item", args=[item.pk]), reverse("moderation:queue") + "?state=all"):
                found.append(CHANGES.sub("", client.get(place).content.decode()))
        return found

    def teardown(self) -> None:
        if hasattr(self, "due"):
            self.an_incident_is_reported_from_it(which=0, who=0, category="staff")
        super().teardown()


@pytest.mark.thorough
def test_an_incident_changes_no_clock_and_no_page_under_any_sequence_of_verbs(
    make_item,  # noqa: F811
    clock,
    teacher,
    admin,
    head,
    deputy,
    school,
    sign_in,
):
    DeskSettings.objects.create(pk=1, quiet_from=time(0), quiet_until=time(0))
    machine = CommentsWithIncidents
    machine.make_item, machine.clock, machine.people = staticmethod(make_item), clock, [teacher, admin]
    machine.sign_in = staticmethod(sign_in)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert machine.reported >= 6
    assert Incident.objects.exists()
