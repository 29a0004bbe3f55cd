"""A secret, used in every way that there is, is readable nowhere but on the page that is there to show it.

The real processes run, with the settings of a real portal. A new way is a new line in `EveryWay`.
"""

import base64
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import qrcode

from tests import leaks
from tests.journey import settled
from tests.journey.portal import AGE_SIGN_INS
from tests.leaks import Secrets, Watch
from tests.portal import Portal, wait_until
from tests.visitors import Visitor

SETTLE = """
import json
from tests.journey.settled import *
settle()
print("PLACES", json.dumps({"account": Account.objects.get().pk, "teacher": person(TEACHER).pk}))
"""
# What the kinds want to look like, where they want anything.
CODES = ["kestrel4471-one", "kestrel4471-two", "kestrel4471-three"]
SEED = base64.b32encode(b"peregrine4471 kestrel").decode().rstrip("=")
TOKEN, ADDRESS, PHONE = "kestrel4471_token_peregrine", "kestrel4471@peregrine.example", "020 7946 4471"


class EveryWay:
    """Each line is something that somebody does with a secret; each method is one part of its life."""

    def __init__(self, portal: Portal, secrets: Secrets) -> None:
        self.portal, self.secrets, self.plant = portal, secrets, secrets.plant
        self.on_pages: list[str] = []  # what stood on pages that should not hold it
        self.everybody: list[Visitor] = []
        places = settle(portal)
        self.account, self.teacher_pk = places["account"], places["teacher"]
        self.store = f"/vault/account/{self.account}/store/"
        self.admin, self.head, self.teacher = (
            self._visitor().signs_in(who[1], settled.PASSWORD, seed)
            for who, seed in (
                (settled.ADMINISTRATOR, settled.SEED),
                (settled.HEAD, settled.SEED),
                (settled.TEACHER, ""),
            )
        )
        self.stranger = self._visitor()

    def _visitor(self) -> Visitor:
        self.everybody.append(Visitor(self.portal, self.secrets, self.on_pages))
        return self.everybody[-1]

    def close(self) -> None:
        for visitor in self.everybody:
            visitor.client.close()

    def put(self, kind: str, secret: str, label: str, **more: Any) -> str:
        """Into the vault. Returns the address of its page."""
        form = f"{self.store}?kind={kind}"
        sent = {"kind": kind, "label": label, "secret": secret, **more}
        return self.admin.post(form, asks=form, sees="is in the vault", **sent).url.path

    def all_of_them(self) -> None:
        self.a_password()
        self.the_other_kinds()
        self.mistakes()
        self.changes()
        self.other_people()
        self.in_a_fault()
        self.a_handover()
        self.a_hack()
        self.the_end_of_one()
        self.the_keys()
        self.looking_about()

    def a_password(self) -> None:
        self.kept = self.plant("stored")
        self.vault = self.put("password", self.kept, "Second", username="y4", way="changed")
        self.admin.post(f"{self.vault}reveal/", asks=f"{self.vault}reveal/", reason="Signing in", shows=self.kept)
        self.admin.post(f"{self.vault}copied/", asks=f"{self.vault}reveal/", version="1", status=204)
        made = {"kind": "password", "label": "Made", "way": "generate", "like": "words", "words": "6"}
        self.admin.post(self.store, asks=f"{self.store}?kind=password", makes="made when stored", **made)

    def the_other_kinds(self) -> None:
        keep, picture = self.secrets.keep, io.BytesIO()
        for kind, secret in (("api_token", TOKEN), ("recovery_email", ADDRESS), ("recovery_phone", PHONE)):
            place = self.put(kind, keep(secret, kind), "")
            self.admin.post(f"{place}reveal/", asks=f"{place}reveal/", reason="Signing in", shows=secret)
        note = self.plant("a note")
        place = self.put("note", note, "Answers")
        self.admin.post(f"{place}reveal/", asks=f"{place}reveal/", reason="Signing in", shows=note)

        place = self.put("recovery_code", "\n".join(keep(code, "a recovery code") for code in CODES), "")
        reveal = f"{place}reveal/"
        self.admin.post(reveal, asks=reveal, which="next", reason="The phone was lost", shows=CODES[0])
        self.admin.post(f"{place}codes/1/used/", asks=f"{place}codes/1/used/", sees="Code 1 is marked as used")
        self.admin.post(reveal, asks=reveal, which="all", reason="The phone was lost", shows=CODES[1])

        place = self.put("totp_seed", keep(SEED, "a set-up key"), "")
        self.admin.post(f"{place}code/", asks=f"{place}code/")
        self.admin.post(f"{place}reveal/", asks=f"{place}reveal/", reason="A new phone", shows=SEED)
        address = f"otpauth://totp/St%20Jude?secret={keep(SEED[:-8], 'a set-up key in a picture')}"
        qrcode.make(address).save(picture)
        self.put("totp_seed", "", "By its picture", files={"picture": ("qr.png", picture.getvalue())})

        content = self.plant("a file") * 700  # more than what would be kept in memory, were it not small
        place = self.put("file", "", "", files={"secret": ("key.pem", content.encode())})
        self.admin.post(f"{place}reveal/", asks=f"{place}reveal/", reason="For the app", shows=content)

    def mistakes(self) -> None:
        form, plant = f"{self.store}?kind=password", self.plant
        wrong = {"way": "changed", "kind": "password"}
        self.admin.post(form, asks=form, label="Second", secret=plant("label is taken"), **wrong)
        self.admin.post(form, asks=form, label="Long", secret=plant("far too long") * 300, **wrong)
        self.admin.post(self.store, asks=form, kind="nonsense", label="Other", secret=plant("no such kind"))
        for kind in ("totp_seed", "recovery_email", "recovery_phone", "api_token", "recovery_code", "file"):
            form = f"{self.store}?kind={kind}"
            self.admin.post(form, asks=form, kind=kind, label="Wrong", secret=plant(f"what is no {kind}") + "\n\n")
        picture = {"picture": ("qr.png", plant("what is no picture").encode())}
        form = f"{self.store}?kind=totp_seed"
        self.admin.post(form, asks=form, kind="totp_seed", label="Wrong", files=picture)
        rotate = f"{self.vault}rotate/"
        self.admin.post(rotate, asks=rotate, way="nonsense", secret=plant("changed in no way"))
        self.teacher.post(rotate, asks="/incidents/report/", way="changed", secret=plant("not given"), status=403)
        self.stranger.post(self.store, asks="/sign-in/", kind="password", secret=plant("by a stranger"))
        self.stranger.post("/sign-in/", asks="/sign-in/", login=settled.TEACHER[1], password=plant("as one's own"))

    def changes(self) -> None:
        rotate = f"{self.vault}rotate/"
        done = "is in the vault and in use"
        self.admin.post(rotate, asks=rotate, way="changed", secret=self.plant("changed"), sees=done)
        self.admin.post(rotate, asks=rotate, way="changed", secret=self.kept, sees="There is a problem")
        self.admin.post(rotate, asks=rotate, way="generate", length="20", makes="made by the portal")
        self.admin.post(f"{rotate}show/", asks=rotate, makes="shown once more")
        self.admin.post(f"{rotate}cancel/", asks=rotate)
        self.admin.post(rotate, asks=rotate, way="generate", length="20", makes="made by the portal again")
        self.admin.post(f"{rotate}finish/", asks=rotate)
        self.changed = self.plant("changed once more")
        self.admin.post(rotate, asks=rotate, way="changed", secret=self.changed, sees=done)
        old = f"{self.vault}reveal/?version=1"
        self.admin.post(old, asks=old, reason="The platform asks for the old one", shows=self.kept)

    def other_people(self) -> None:
        until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
        grant, reveal = f"{self.vault}grant/", f"{self.vault}reveal/"
        self.admin.post(grant, asks=grant, people=str(self.teacher_pk), until=until, sees="can see it until")
        self.teacher.post(reveal, asks=reveal, reason="Signing in", shows=self.changed)
        self.teacher.post(f"{self.vault}copied/", asks=reveal, version="5", status=204)
        emergency = f"{self.vault}emergency/"
        self.head.post(emergency, asks=emergency, reason="The office is closed", shows=self.changed)
        # It was more than five minutes ago that they signed in: what is sent is kept nowhere.
        self.portal.manage("shell", "-c", AGE_SIGN_INS % 600)
        form = {"kind": "password", "way": "changed", "label": "Late"}
        self.admin.post(self.store, asks="/incidents/report/", secret=self.plant("sent too late"), **form)
        self.admin.post("/sign-in/again/", password=settled.PASSWORD)
        self.teacher.post("/sign-in/again/", asks="/sign-in/again/", password=settled.PASSWORD)

    def in_a_fault(self) -> None:
        """The record cannot be written, so that each page fails in the middle of what it does."""
        form, rotate, reveal = f"{self.store}?kind=password", f"{self.vault}rotate/", f"{self.vault}reveal/"
        sent = {"kind": "password", "way": "changed", "label": "In a fault"}
        with leaks.without_record(self.portal):
            self.admin.post(form, asks=form, secret=self.plant("stored in a fault"), status=503, **sent)
            self.admin.post(rotate, asks=rotate, way="changed", secret=self.plant("changed in a fault"), status=503)
            self.admin.post(reveal, asks=reveal, reason="Signing in", status=503)

    def a_hack(self) -> None:
        page, rotate = f"/incidents/compromise/{self.account}/", f"{self.vault}rotate/"
        self.teacher.post(page, asks=page, what_happened="Posts that we did not write.", sees="is stopped")
        self.admin.post(
            rotate, asks=rotate, way="changed", secret=self.plant("changed after a hack"), sees="and in use"
        )

    def the_end_of_one(self) -> None:
        place = self.put("note", self.plant("given up"), "Old answers")
        self.admin.post(f"{place}retire/", asks=f"{place}retire/", sees="was given up")
        self.admin.get(place)

    def a_handover(self) -> None:
        """Of somebody who has seen it: the page and the evidence name what they know, and say nothing of it."""
        last_day = f"/people/{self.teacher_pk}/leaving/"
        day = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
        self.admin.post(last_day, asks=last_day, leaves_on=day, sees="The last working day of")
        self.admin.get("/accounts/handovers/1/", sees="Second")
        self.admin.get("/accounts/handovers/1/evidence/")
        self.admin.get("/accounts/handovers/1/evidence/?print=1", sees="Second")

    def the_keys(self) -> None:
        """Everything is closed with another key while the portal runs; and what a backup holds."""
        for words in (["vault", "new-key"], ["vault", "rekey"], ["vault", "status"], ["audit", "verify"]):
            done = self.portal.manage(*words)
            assert done.returncode == 0, done.stdout + done.stderr
            assert self.secrets.traces((done.stdout + done.stderr).encode()) == []
        late = self.plant("stored after the new key")
        place = self.put("password", late, "With the new key", way="changed")
        self.admin.post(f"{place}reveal/", asks=f"{place}reveal/", reason="Signing in", shows=late)
        done = self.portal.manage("backup", str(self.portal.var / "a-backup"))
        assert done.returncode == 0, done.stderr

    def looking_about(self) -> None:
        account = f"/accounts/{self.account}/"
        pages = ["/", "/vault/", "/vault/mine/", "/vault/mine/csv/", "/notifications/", "/accounts/", account]
        pages += [self.vault, f"/vault/account/{self.account}/", f"{account}hacked/", "/incidents/", "/official/"]
        for address in pages:
            self.teacher.get(address)
        more = ["/vault/to-change/", "/vault/grants/", f"/vault/people/{self.teacher_pk}/"]
        more += [f"/vault/people/{self.teacher_pk}/csv/", "/accounts/handovers/", "/accounts/handovers/csv/"]
        for address in [*pages, *more]:
            self.admin.get(address)


def settle(portal: Portal) -> dict[str, int]:
    done = portal.manage("shell", "-v", "0", "-c", SETTLE, timeout=60)
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("PLACES "))
    found: dict[str, int] = json.loads(line.removeprefix("PLACES "))
    return found


def everywhere(portal: Portal, secrets: Secrets, temporary: Path) -> list[str]:
    return leaks.found(
        secrets,
        leaks.files(portal.var, temporary),
        leaks.cells(portal),
        leaks.dump(portal),
        leaks.messages(portal),
        leaks.processes(portal),
        iter([("what the portal said", portal.said().encode())]),
    )


@contextmanager
def left_about(portal: Portal, secrets: Secrets) -> Iterator[None]:
    """A secret in each of the places that are searched, each in another disguise."""
    raw = secrets.plant("left").encode()
    (portal.var / "mail" / "left.eml").write_bytes(b"x" + raw.hex().encode())
    with (portal.var / "run" / "logs" / "web.log").open("ab") as log:
        log.write(raw[::-1])
    leaks.write_cell(portal, raw.decode())
    with closing(leaks.broker_of(portal)) as broker:
        broker.rpush("left", raw)
    command = [sys.executable, "-c", "import time; time.sleep(60)", raw.decode()]
    with subprocess.Popen(command, env=portal.env) as process:
        yield
        process.kill()


@pytest.mark.processes
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_a_secret_used_in_every_way_stands_nowhere(tmp_path: Path, database: dict[str, str]) -> None:
    secrets, temporary = Secrets(), tmp_path / "tmp"
    temporary.mkdir()
    with Portal(tmp_path / "var", TMPDIR=str(temporary), **database) as portal:
        with Watch(portal).on() as watch:
            with closing(EveryWay(portal, secrets)) as ways:
                ways.all_of_them()
            wait_until(lambda: not leaks.mail_waits(portal), "all mail is sent")
        assert len(list((portal.var / "mail").glob("*.eml"))) > 3
        assert len(watch.heard) > 10
        assert ways.on_pages == []
        assert leaks.found(secrets, watch.passed()) == []
        assert everywhere(portal, secrets, temporary) == []

        # The search itself: it finds what lies about, in each place.
        proof = Secrets("Merlin/8123&sparrowhawk?")
        with left_about(portal, proof):
            found = "\n".join(everywhere(portal, proof, temporary))
        for place in ("left.eml", "web.log", "portal_cache, column value", "broker, b'left'", "cmdline of process"):
            assert place in found, place
        assert re.search(r"portal\.sqlite3|dump of the database", found)
