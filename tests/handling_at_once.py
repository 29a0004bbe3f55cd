"""`python -m tests.handling_at_once SEED`: pairs of people do something about one incident at the same moment.

Run by tests/test_handling_at_once.py under the settings of the environment. It makes an empty portal with an invented
school; for each pair two threads, each with a connection of its own, start together. Prints what came of it, as JSON.
"""

import json
import random
import sys
from collections.abc import Callable
from threading import Barrier, Thread

import django
from django.db import connections

django.setup()

from audit import chain  # noqa: E402
from audit.models import Event  # noqa: E402
from core import clock  # noqa: E402
from core.errors import Refused  # noqa: E402
from incidents import workflow  # noqa: E402
from incidents.evidence import workflow as evidence  # noqa: E402
from incidents.models import Incident  # noqa: E402
from incidents.states import Category, Lawfulness, Outcome, Part, Severity, Status  # noqa: E402
from notifications.models import Notification  # noqa: E402
from people.models import Role, RoleGrant, User  # noqa: E402
from school.models import School  # noqa: E402

ROUNDS = 2
JUDGED = {"severity": Severity.LOW, "lawfulness": Lawfulness.LAWFUL, "assessment": "A quarrel."}
SAID = {"concern": "A quarrel.", "follow_up": "Both spoke.", "action": "A talk.", "decision": "It is over."}
WORDS = "Somebody wrote something unkind."


def send(name: str) -> Callable[[Incident, User], object]:
    """The same report once more: what a double click or a browser that tries again sends."""
    return lambda incident, actor: workflow.report(
        actor=actor, category=Category.OTHER, what_happened=f"{WORDS} {name}"
    )


def name_deputy(incident: Incident, actor: User) -> object:
    deputy = User.objects.get(full_name="Dev Deputy")
    return workflow.name_person(incident, deputy, actor=actor, part=Part.ALLEGED)


VERBS: dict[str, Callable[[Incident, User], object]] = {
    "assess": lambda incident, actor: workflow.assess(incident, actor=actor, **JUDGED),
    "write": lambda incident, actor: workflow.add_entry(incident, actor=actor, text="I spoke to them."),
    "keep": lambda incident, actor: evidence.add(incident, actor=actor, text="What they wrote."),
    "name_deputy": name_deputy,
    "close": lambda incident, actor: workflow.close(incident, actor=actor),
    "reopen": lambda incident, actor: workflow.reopen(incident, actor=actor, reason="There is more."),
    "send": send("Twice."),
}
# Who does what at the same moment, and in which state the incident is.
PAIRS: dict[str, tuple[tuple[str, str], tuple[str, str], str]] = {
    "both_assess": (("head", "assess"), ("deputy", "assess"), Status.REPORTED),
    "named_and_assesses": (("head", "name_deputy"), ("deputy", "assess"), Status.REPORTED),
    "named_and_writes": (("head", "name_deputy"), ("deputy", "write"), Status.ASSESSED),
    "named_and_keeps": (("head", "name_deputy"), ("deputy", "keep"), Status.ASSESSED),
    "both_close": (("head", "close"), ("deputy", "close"), Status.RESOLVED),
    "closed_and_opened": (("head", "close"), ("deputy", "reopen"), Status.RESOLVED),
    "closed_and_written": (("head", "close"), ("deputy", "write"), Status.RESOLVED),
    "both_name": (("head", "name_deputy"), ("third", "name_deputy"), Status.ASSESSED),
    "sent_twice": (("teacher", "send"), ("teacher", "send"), Status.REPORTED),
}


def make_person(name: str, *roles: str) -> User:
    person = User(full_name=name, email=f"{name.split()[0].lower()}@stjudes.example", joined_at=clock.now())
    person.set_password("a long and plain password")
    person.save()
    RoleGrant.objects.bulk_create([RoleGrant(person=person, role=role, granted_at=clock.now()) for role in roles])
    return person


def seed() -> dict[str, User]:
    School.objects.get_or_create(pk=1, defaults={"name": "St. Jude's", "set_up_at": clock.now()})
    return {
        "head": make_person("Helen Head", Role.SLT, Role.STAFF),
        "deputy": make_person("Dev Deputy", Role.SLT, Role.STAFF),
        "third": make_person("Tess Third", Role.SLT, Role.STAFF),
        "teacher": make_person("Tom Teacher", Role.STAFF),
    }


def run(incident: Incident, who: User, verb: str, barrier: Barrier, answers: dict[str, str], key: str) -> None:
    """One person's press of the button, in a thread of its own, with its own connection and its own copy of the row."""
    try:
        incident, actor = Incident.objects.get(pk=incident.pk), User.objects.get(pk=who.pk)
        barrier.wait(30)
        VERBS[verb](incident, actor)
        answers[key] = "done"
    except Refused as refusal:
        answers[key] = f"{type(refusal).__name__}: {refusal.reason}"
    except Exception as error:
        answers[key] = f"fault: {error!r}"
    finally:
        connections.close_all()


def in_state(cast: dict[str, User], status: str, words: str) -> Incident:
    incident = workflow.report(actor=cast["teacher"], category=Category.OTHER, what_happened=words)
    if status != Status.REPORTED:
        incident = workflow.assess(incident, actor=cast["head"], **JUDGED)
    if status == Status.RESOLVED:
        incident = workflow.resolve(incident, actor=cast["head"], outcome=Outcome.INTERNAL, **SAID)
    return incident


def a_round(cast: dict[str, User], name: str, number: int) -> dict[str, object]:
    *pair, status = PAIRS[name]
    words = f"{WORDS} {name} {number}"
    incident = in_state(cast, status, words)
    VERBS["send"] = send(f"Twice {number}.")
    barrier, answers = Barrier(2), dict[str, str]()
    threads = [
        Thread(target=run, args=(incident, cast[who], verb, barrier, answers, f"{place} {who}"))
        for place, (who, verb) in enumerate(pair, 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    incident.refresh_from_db()
    deputy = cast["deputy"]
    verbs = list(Event.objects.about(incident).filter(refused=False).order_by("pk").values_list("verb", "actor"))
    naming = [place for place, (verb, _) in enumerate(verbs) if verb == "incidents.name_person"]
    after = verbs[naming[0] :] if naming else []
    return {
        "pair": name,
        "answers": [answers[key] for key in sorted(answers)],
        "status": incident.status,
        "moves": Event.objects.about(incident).filter(refused=False, data__has_key="to", data__from=status).count(),
        "assessments": incident.assessments.count(),
        "alleged": incident.involvements.filter(part=Part.ALLEGED, ended_at=None).count(),
        "deputy_sees_it": Incident.objects.visible_to(deputy).filter(pk=incident.pk).exists(),
        "deputy_notices": Notification.objects.filter(
            recipient=deputy, about_id=str(incident.pk), withdrawn_at=None
        ).count(),
        "deputy_after": [verb for verb, actor in after if actor == f"person:{deputy.pk}"],
        "sent": Incident.objects.filter(what_happened=f"{WORDS} Twice {number}.").count(),
    }


def main() -> None:
    chance = random.Random(int(sys.argv[1]))
    cast = seed()
    names = [name for name in PAIRS for _ in range(ROUNDS)]
    chance.shuffle(names)
    rounds = [a_round(cast, name, number) for number, name in enumerate(names)]
    report = {"rounds": rounds, "fault": str(chain.verify()[1])}
    sys.stdout.write(f"REPORT {json.dumps(report)}\n")


if __name__ == "__main__":
    main()
