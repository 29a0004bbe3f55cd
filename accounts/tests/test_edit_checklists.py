"""Administrators change what the checklists ask for."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from accounts import checklist_states, checklists, workflow
from accounts.models import Account, ChecklistStep, Purpose, Step, Tick
from accounts.states import Status
from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from people.models import User

LIST = ("instagram", Purpose.SET_UP)
PAGE = "/accounts/checklists/instagram/set_up/"


def keys() -> list[str]:
    return [step.key for step in checklists.steps(*LIST)]


def test_a_step_is_added_at_the_end(admin: User) -> None:
    shipped = keys()

    row = workflow.add_checklist_step(*LIST, actor=admin, title="  The governors  know ", help="Ring the clerk.")

    assert keys() == [*shipped, row.key]
    last = checklists.steps(*LIST)[-1]
    assert (last.title, last.help, last.is_policy) == ("The governors know", "Ring the clerk.", False)
    event = Event.objects.get(verb="accounts.add_checklist_step")
    assert event.data == {
        "platform": "instagram", "purpose": "set_up", "step": row.key, "steps": len(shipped) + 1,
    }  # fmt: skip
    assert "governors" not in str(event.data)


def test_the_words_of_a_step_are_changed(admin: User) -> None:
    workflow.change_checklist_step(*LIST, "comments", actor=admin, title="Comments are off", help="")

    step = next(step for step in checklists.steps(*LIST) if step.key == "comments")
    assert (step.title, step.help) == ("Comments are off", "")
    assert Event.objects.get(verb="accounts.change_checklist_step").data["step"] == "comments"


def test_a_step_of_the_policy_keeps_its_title_and_its_place_in_the_list(admin: User) -> None:
    change = partial(workflow.change_checklist_step, *LIST, Step.SECOND_FACTOR, actor=admin)

    change(title=Step.SECOND_FACTOR.label, help="Ask Ada for the phone.")
    with pytest.raises(InvalidInput):
        change(title="A second step, perhaps", help="")
    with pytest.raises(WrongState, match="policy asks"):
        workflow.remove_checklist_step(*LIST, Step.SECOND_FACTOR, actor=admin)

    step = next(step for step in checklists.steps(*LIST) if step.key == Step.SECOND_FACTOR)
    assert (step.title, step.help) == (Step.SECOND_FACTOR.label, "Ask Ada for the phone.")


def test_a_step_moves_by_one_place(admin: User) -> None:
    first, second, *rest = keys()

    workflow.move_checklist_step(*LIST, second, actor=admin, up=True)
    assert keys() == [second, first, *rest]
    workflow.move_checklist_step(*LIST, second, actor=admin, up=True)
    assert keys() == [second, first, *rest]
    workflow.move_checklist_step(*LIST, second, actor=admin, up=False)
    assert keys() == [first, second, *rest]


def test_a_step_is_removed(admin: User) -> None:
    left = workflow.remove_checklist_step(*LIST, "comments", actor=admin)

    assert "comments" not in keys()
    assert left == len(keys())
    assert Event.objects.get(verb="accounts.remove_checklist_step").data["steps"] == left


def test_the_shipped_list_comes_back(admin: User) -> None:
    shipped = checklists.steps(*LIST)
    workflow.remove_checklist_step(*LIST, "comments", actor=admin)
    workflow.add_checklist_step("x", Purpose.CLOSE, actor=admin, title="Another list")

    workflow.restore_checklist(*LIST, actor=admin)

    assert checklists.steps(*LIST) == shipped
    assert ChecklistStep.objects.filter(platform="x").exists()
    with pytest.raises(WrongState):
        workflow.restore_checklist(*LIST, actor=admin)


VERBS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "add": (workflow.add_checklist_step, {"title": "The clerk knows"}),
    "change": (workflow.change_checklist_step, {"key": "comments", "title": "The clerk knows"}),
    "move": (workflow.move_checklist_step, {"key": "comments", "up": True}),
    "remove": (workflow.remove_checklist_step, {"key": "comments"}),
    "restore": (workflow.restore_checklist, {}),
}


@pytest.mark.parametrize("name", VERBS)
@pytest.mark.parametrize("role", ["head", "dsl", "teacher", "volunteer", "outsider", "leaver"])
def test_nobody_but_an_administrator_changes_a_list(name: str, role: str, request: pytest.FixtureRequest) -> None:
    verb, given = VERBS[name]

    with pytest.raises(NotAllowed):
        verb(*LIST, actor=request.getfixturevalue(role), **given)

    assert not ChecklistStep.objects.exists()
    assert Event.objects.get().refused


@pytest.mark.parametrize("name", ["change", "move", "remove"])
def test_a_step_that_is_gone_is_not_changed(admin: User, name: str) -> None:
    verb, given = VERBS[name]
    workflow.remove_checklist_step(*LIST, "comments", actor=admin)

    with pytest.raises(WrongState, match="not there any more"):
        verb(*LIST, actor=admin, **given)


@pytest.mark.parametrize("name", VERBS)
def test_there_is_no_list_for_what_is_no_platform(admin: User, name: str) -> None:
    verb, given = VERBS[name]

    for place in (("myspace", Purpose.SET_UP), ("x", "dance")):
        with pytest.raises(InvalidInput):
            verb(*place, actor=admin, **given)


def test_a_step_says_something_and_a_list_has_an_end(admin: User) -> None:
    for title in ("", "   ", "x" * 201):
        with pytest.raises(InvalidInput):
            workflow.add_checklist_step(*LIST, actor=admin, title=title)
    with pytest.raises(InvalidInput):
        workflow.add_checklist_step(*LIST, actor=admin, title="Long", help="x" * 1001)
    for number in range(40 - len(keys())):
        workflow.add_checklist_step(*LIST, actor=admin, title=f"Step {number}")
    with pytest.raises(InvalidInput, match="at most 40"):
        workflow.add_checklist_step(*LIST, actor=admin, title="One more")


@pytest.mark.parametrize("name", ["add", "change", "move", "remove"])
def test_without_the_record_the_shipped_list_holds(admin: User, broken_record: None, name: str) -> None:
    verb, given = VERBS[name]

    with pytest.raises(OSError, match="record"):
        verb(*LIST, actor=admin, **given)

    assert not ChecklistStep.objects.exists()


def test_a_running_checklist_shows_new_steps_and_what_was_ticked_keeps_its_words(
    make_account: Callable[..., Account], admin: User
) -> None:
    new = make_account(Status.PROVISIONING, platform="instagram")
    workflow.tick_step(new, "comments", actor=admin)
    was = Tick.objects.get().title

    added = workflow.add_checklist_step(*LIST, actor=admin, title="The governors know")
    workflow.change_checklist_step(*LIST, "comments", actor=admin, title="Comments are off")

    steps = {step.key: step for step in checklist_states.checklist(new)}
    assert not steps[added.key].done
    assert (steps["comments"].title, steps["comments"].read) == ("Comments are off", was)
    assert "“The governors know”" in checklist_states.missing_for_live(new)
    workflow.remove_checklist_step(*LIST, "comments", actor=admin)
    assert Tick.objects.get().title == was


def test_the_pages_change_a_list(client: Client, sign_in: Callable[[Client, User], Client], admin: User) -> None:
    sign_in(client, admin)

    page = client.get("/accounts/checklists/").content.decode()
    assert "Changed by the school" not in page
    added = client.post(
        f"{PAGE}add/", {"title": "The governors know", "help": "https://stjudes.example/ring"}, follow=True
    )
    assert 'href="https://stjudes.example/ring"' in added.content.decode()
    assert "last by Ada Admin" in added.content.decode()
    key = keys()[-1]
    client.post(f"{PAGE}step/{key}/move/", {"way": "up"})
    assert keys()[-2] == key
    client.post(f"{PAGE}step/{key}/", {"title": "The governors agree", "help": ""})
    assert "The governors agree" in client.get(PAGE).content.decode()
    assert "Changed by the school" in client.get("/accounts/checklists/").content.decode()
    assert "Remove “The governors agree”?" in client.get(f"{PAGE}step/{key}/remove/").content.decode()
    client.post(f"{PAGE}step/{key}/remove/")
    assert key not in keys()
    client.post(f"{PAGE}restore/")
    assert not ChecklistStep.objects.exists()


def test_the_form_of_a_policy_step_changes_its_help_alone(
    client: Client, sign_in: Callable[[Client, User], Client], admin: User
) -> None:
    sign_in(client, admin)

    client.post(f"{PAGE}step/second_factor/", {"title": "Never mind", "help": "Ask Ada."})

    step = next(step for step in checklists.steps(*LIST) if step.key == Step.SECOND_FACTOR)
    assert (step.title, step.help) == (Step.SECOND_FACTOR.label, "Ask Ada.")


def test_slt_reads_without_buttons(client: Client, sign_in: Callable[[Client, User], Client], head: User) -> None:
    page = sign_in(client, head).get(PAGE).content.decode()

    assert "You can read this list" in page
    assert "Add a step" not in page


def test_a_list_that_does_not_exist_is_not_found(
    client: Client, sign_in: Callable[[Client, User], Client], admin: User
) -> None:
    sign_in(client, admin)

    assert client.get("/accounts/checklists/myspace/set_up/").status_code == 404
    assert client.get("/accounts/checklists/x/dance/").status_code == 404
    assert client.get(f"{PAGE}step/paint/").status_code == 404
