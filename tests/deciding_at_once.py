"""`python -m tests.deciding_at_once SEED`: pairs of people decide one business case at the same moment.

Run by tests/test_deciding_at_once.py under the settings of the environment. It makes an empty portal with an invented
school; for each pair two threads, each with a connection of its own, start together. Prints what came of it, as JSON.
"""

import json
import random
import sys
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import django
from django.db import connections

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402

from accounts.models import Mandate  # noqa: E402
from applications import workflow  # noqa: E402
from applications.models import Application, Decision  # noqa: E402
from audit import chain  # noqa: E402
from audit.models import Event  # noqa: E402
from core import clock  # noqa: E402
from core.errors import Refused  # noqa: E402
from people import workflow as people  # noqa: E402
from people.models import Role, RoleGrant, User  # noqa: E402
from policy import workflow as policy  # noqa: E402
from school.models import School  # noqa: E402
from tests.world import ready, write_case  # noqa: E402

ROUNDS = 8
# Who decides how, and how many approvals the school asks for.
PAIRS: dict[str, tuple[tuple[str, str], tuple[str, str], int]] = {
    "approve_and_reject": (("head", "approve"), ("deputy", "reject"), 1),
    "approve_and_approve": (("head", "approve"), ("deputy", "approve"), 1),
    "reject_and_return": (("head", "reject"), ("deputy", "return_for_changes"), 1),
    "two_of_two": (("head", "approve"), ("deputy", "approve"), 2),
    "the_same_person_in_two_windows": (("head", "approve"), ("head", "approve"), 2),
    "who_is_away_and_who_acts": (("away", "approve"), ("acting", "approve"), 2),
    "decide_and_withdraw": (("head", "approve"), ("teacher", "withdraw"), 1),
}


def make_person(name: str, *roles: str) -> User:
    person = User(full_name=name, email=f"{name.split()[0].lower()}@stjudes.example", joined_at=clock.now())
    person.set_password("a long and plain password")
    person.save()
    RoleGrant.objects.bulk_create([RoleGrant(person=person, role=role, granted_at=clock.now()) for role in roles])
    return person


def seed() -> dict[str, User]:
    School.objects.get_or_create(pk=1, defaults={"name": "St. Jude's", "set_up_at": clock.now()})
    cast = {
        "head": make_person("Helen Head", Role.SLT, Role.STAFF),
        "deputy": make_person("Dev Deputy", Role.SLT, Role.STAFF),
        "away": make_person("Ann Away", Role.SLT, Role.STAFF),
        "acting": make_person("Amira Acting", Role.STAFF),
        "teacher": make_person("Tom Teacher", Role.STAFF),
        "teacher2": make_person("Tara Teacher", Role.STAFF),
    }
    Authenticator.objects.create(user=cast["acting"], type=Authenticator.Type.TOTP, data={"secret": "x"})
    today = clock.today()
    people.record_absence(
        cast["away"],
        actor=cast["away"],
        from_on=today,
        until_on=today + timedelta(days=2),
        delegate=cast["acting"],
    )
    draft = policy.save_draft(
        actor=cast["head"],
        title="Policy",
        body_markdown="Be kind.",
        effective_on=today,
        review_on=today + timedelta(days=365),
    )
    version = policy.publish(draft, actor=cast["head"])
    for name in ("teacher", "teacher2"):
        ready(cast[name], cast["head"], version)
    return cast


def run(case: Application, who: User, verb: str, barrier: Barrier, answers: list[str]) -> None:
    """One person's press of the button, in a thread of its own, with its own connection and its own copy of the row."""
    try:
        case, actor = Application.objects.get(pk=case.pk), User.objects.get(pk=who.pk)
        words = {} if verb == "withdraw" else {"reason": "So be it.", "seen": 1}
        decide: Callable[..., Application] = getattr(workflow, verb)
        barrier.wait(30)
        decide(case, actor=actor, **words)
        answers.append("done")
    except Refused as refusal:
        answers.append(f"{type(refusal).__name__}: {refusal.reason}")
    except Exception as error:
        answers.append(f"fault: {error!r}")
    finally:
        connections.close_all()


def a_round(cast: dict[str, User], name: str, number: int) -> dict[str, object]:
    *pair, needed = PAIRS[name]
    School.objects.update(approvals_required=needed)
    runners = [cast["teacher"], cast["teacher2"]]
    case = write_case(cast["teacher"], runners, f"{name} {number}", f"{name.replace('_', '')[:20]}{number}")
    workflow.submit(case, actor=cast["teacher"])
    barrier, answers = Barrier(2), list[str]()
    threads = [Thread(target=run, args=(case, cast[who], verb, barrier, answers)) for who, verb in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    case.refresh_from_db()
    return {
        "pair": name,
        "answers": sorted(answers),
        "status": case.status,
        "decisions": Decision.objects.filter(application=case).count(),
        "mandates": Mandate.objects.filter(application_id=case.pk).count(),
        "moves": Event.objects.about(case).filter(data__has_key="to", data__from="submitted").count(),
        "refusals": Event.objects.about(case).filter(refused=True).count(),
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
