"""P2, P3, P7: how somebody stands, as a card on the person's page."""

from datetime import date

import pytest

from people.panels import _makers, panels_of
from policy import panels, workflow  # the card is registered before any test puts other cards in its place

TITLE = "Policy and training"


def test_the_card_is_registered():
    assert panels.policy_and_training in _makers


def card(person, reader):
    return next((panel for panel in panels_of(person, reader) if panel.title == TITLE), None)


def test_slt_and_administrators_see_how_somebody_stands(head, admin, teacher, version):
    workflow.acknowledge(version, actor=teacher)
    workflow.record_training(
        teacher, actor=head, title="T", completed_on=date(2026, 1, 1), valid_until=date(2027, 1, 1)
    )
    workflow.declare(actor=teacher)
    for reader in (head, admin):
        found = card(teacher, reader)
        assert dict(found.rows) == {
            "Policy": "Acknowledged, Wed 18 Nov, 10:00 am",
            "Training": "Counts until Friday 1 January 2027",
            "Yearly declaration": "Counts until Thursday 18 November 2027",
        }
        assert list(found.lines) == ["Ready to run an account."]


def test_everybody_sees_their_own(teacher, version):
    found = card(teacher, teacher)
    assert dict(found.rows)["Policy"] == "Not acknowledged"
    assert found.url == "/policy/"


@pytest.mark.parametrize("who", ["teacher2", "volunteer", "dsl", "chair"])
def test_nobody_else_does(request, teacher, version, who):
    assert card(teacher, request.getfixturevalue(who)) is None


def test_what_has_run_out_says_so(head, teacher, publish, clock):
    workflow.acknowledge(publish("Be kind."), actor=teacher)
    workflow.record_training(
        teacher, actor=head, title="T", completed_on=date(2026, 1, 1), valid_until=date(2026, 12, 1)
    )
    workflow.declare(actor=teacher)
    publish("Be kind and quick.")
    clock.move_to(clock.now.replace(year=2028))
    rows = dict(card(teacher, head).rows)
    assert rows["Policy"] == "Acknowledged an older version only"
    assert rows["Training"].startswith("Ran out")
    assert rows["Yearly declaration"].startswith("Ran out")
