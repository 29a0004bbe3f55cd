"""`make demo`: the invented school starts, and has something to show in every room."""

import json
import urllib.request
from pathlib import Path

import pytest

from tests.portal import Portal

STANDING = """
import json
from collections import Counter
from accounts import reviews
from accounts.handovers.models import Handover
from accounts.models import Account
from accounts.vault import duties
from accounts.vault.models import Credential, Exposure, Grant
from accounts.personal.models import PersonalAccount
from applications.models import Application
from core import clock
from incidents.models import Incident
from people.models import Absence, User
from policy.courses.models import Attempt, Course
from policy.guidance.models import EducationSession, GuidanceEdition
from policy.models import Declaration, PolicyVersion
from policy.selectors import readiness_of

people = list(User.objects.all())
ready = readiness_of(people)
print(json.dumps({
    "versions": Counter(PolicyVersion.objects.values_list("status", flat=True)),
    "personal": Counter(PersonalAccount.objects.values_list("status", flat=True)),
    "cases": Counter(Application.objects.values_list("status", flat=True)),
    "accounts": Counter(Account.objects.values_list("status", flat=True)),
    "handovers": Counter(Handover.objects.values_list("status", flat=True)),
    "overdue": [str(one) for one in Handover.objects.going_on().exclude(overdue_at=None)],
    "kinds": sorted(set(Credential.objects.values_list("kind", flat=True))),
    "seen": Counter(Exposure.objects.values_list("verb", flat=True)),
    "given": Counter(ended is None for ended in Grant.objects.values_list("ended_at", flat=True)),
    "to_change": [duty.reasons[0].words for duty in duties.to_change(Credential.objects.get_queryset())],
    "to_look_at": reviews.due_soon(Account.objects.get_queryset()).count(),
    "incidents": Counter(Incident.objects.values_list("status", flat=True)),
    "ready": Counter(ready[person.pk].ready for person in people if person.may_sign_in),
    "left": [person.full_name for person in people if person.access_ended_at],
    "leaving": [person.full_name for person in people if person.leaves_on and person.leaves_on > clock.today()],
    "away": Absence.objects.count(),
    "courses": Course.objects.live().count(),
    "quizzes": Counter(Attempt.objects.values_list("passed", flat=True)),
    "declared": Declaration.objects.count(),
    "sessions": EducationSession.objects.count(),
    "editions": GuidanceEdition.objects.count(),
    "without_manager": [person.full_name for person in people if person.is_employed and not person.line_manager_id],
}))
"""


@pytest.mark.processes
def test_the_demonstration_starts_and_every_room_has_something_to_show(tmp_path: Path) -> None:
    with Portal(tmp_path / "var", DEMO="1") as portal:
        with urllib.request.urlopen(portal.address, timeout=30) as answer:
            page = answer.read().decode()
        done = portal.manage("shell", "-v", "0", "-c", STANDING)
        assert done.returncode == 0, done.stderr
        verified = portal.manage("audit", "verify")
        assert "Traceback" not in portal.said() + portal.logs()
    assert "Ellie Marsh" in page
    assert "Graham Tibbs" not in page  # who has left signs in no more
    assert verified.returncode == 0, verified.stdout
    found = json.loads(done.stdout)
    assert found["versions"] == {"superseded": 1, "published": 1, "draft": 1}
    assert found["personal"] == {"declared": 1, "needs_change": 1, "checked": 1, "withdrawn": 1}
    assert set(found["cases"]) == {"draft", "submitted", "returned", "approved", "rejected", "withdrawn"}
    states = {"under_review", "approved", "provisioning", "live", "suspended", "closing"}
    assert set(found["accounts"]) >= states
    assert set(found["handovers"]) == {"open", "asked", "in_hand", "to_confirm", "completed"}
    assert found["overdue"] == ["St. Jude's Sport without Graham Tibbs"]
    assert len(found["kinds"]) == 7
    assert {"store", "reveal", "break_glass"} <= set(found["seen"])
    assert found["given"]["true"] > 2
    assert found["given"]["false"] > 1
    assert found["to_change"][0] == "Reported as known to somebody else"
    assert found["to_change"][1].startswith("Known to Graham Tibbs, whose last day was")
    assert found["to_look_at"] == 2
    assert set(found["incidents"]) >= {"reported", "assessed", "investigating", "closed"}
    assert found["ready"]["true"] > 15
    assert found["ready"]["false"] > 3
    assert found["left"] == ["Graham Tibbs"]
    assert found["leaving"] == ["Chiara Romano"]
    assert found["away"] == found["courses"] == found["editions"] == 1
    assert found["quizzes"]["true"] > 10
    assert found["quizzes"]["false"] > 0
    assert found["declared"] > 15
    assert found["sessions"] == 4
    assert found["without_manager"] == ["Margaret Okafor"]
