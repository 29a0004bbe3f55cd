"""Incidents as people live through them: told with a thumb, led round whom they name, checked, chased, handed on."""

import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import pyzipper
from PIL import Image
from playwright.sync_api import Browser, expect

from incidents.evidence.tests.samples import with_place
from tests.journey import settled
from tests.journey.actors import Person
from tests.journey.eyes import Eyes
from tests.journey.portal import Portal

pytestmark = pytest.mark.processes

MOST_TAPS = 12
CHAIR = ("Grace Adeyemi", "grace.adeyemi@governors.example")
PUPIL = "Josie Penrose"
TIME_TO_CHASE = "It is time to ask again"

# A chair of governors, and a file for each test: one to be assessed, two that are.
FILES = f"""
import json
from incidents import workflow as incidents

everybody_comes_in()
chair, token = people.add_person(
    actor=person(ADMINISTRATOR),
    full_name={CHAIR[0]!r},
    email={CHAIR[1]!r},
    roles=[Role.CHAIR_OF_GOVERNORS],
    is_employed=False,
)
people.accept_invitation(token, PASSWORD)
TOTP.activate(chair, SEED)
everybody_is_ready()

def report(category, words):
    return incidents.report(actor=person(TEACHER), category=category, what_happened=words)

def assess(incident, lawfulness):
    return incidents.assess(
        incident, actor=person(DEPUTY), severity="medium", lawfulness=lawfulness, assessment="Seen.", is_safe=True
    )

made = {{
    "grave": report("offensive", "A video that laughs at one of our pupils."),
    "referred": assess(report("impersonation", "Somebody writes to parents in our name."), "possibly_illegal"),
    "kept": assess(report("image", "A picture of {PUPIL} is on a stranger's page."), "lawful"),
}}
incidents.name_person(made["kept"], None, actor=person(DEPUTY), part="target", name={PUPIL!r})
incidents.add_entry(made["kept"], actor=person(DEPUTY), text="JOSIE was home by four. {PUPIL}'s mother rang.")
print(json.dumps({{name: incident.public_id for name, incident in made.items()}}))
"""
CHASE_AT = """
from incidents.models import Incident
print(Incident.objects.get(public_id={!r}).referrals.get().chase_at.isoformat())
"""

Comes = Callable[..., Person]


@pytest.fixture(scope="module")
def numbers(portal: Portal) -> dict[str, str]:
    """The files, by their names above."""
    return dict(json.loads(portal.does(FILES)))


@pytest.fixture(scope="module")
def cookies() -> dict[str, list[Any]]:
    """Of whoever has signed in: nobody waits for another code of their app."""
    return {}


@pytest.fixture
def comes(
    portal: Portal, browser: Browser, eyes: Eyes, numbers: dict[str, str], cookies: dict[str, list[Any]]
) -> Comes:
    """Somebody signs in, at a browser of their own."""

    def sign_in(who: tuple[str, str], *, phone: bool = False) -> Person:
        seed = "" if who == settled.TEACHER else settled.SEED
        somebody = Person(browser, portal, eyes, *who, password=settled.PASSWORD, seed=seed, phone=phone)
        if who[1] in cookies:
            somebody.context.add_cookies(cookies[who[1]])
            somebody.go("/")
        else:
            somebody.sign_in()
            cookies[who[1]] = somebody.context.cookies()
        return somebody

    return sign_in


def test_something_is_reported_on_a_phone_with_few_taps_and_one_field(comes: Comes) -> None:
    teacher = comes(settled.TEACHER, phone=True)
    teacher.is_on("Today")
    teacher.taps = 0
    typed = teacher.taps_report("Rude or offensive", "A parent calls us names on the class page.")
    assert teacher.taps <= MOST_TAPS
    assert typed == ["what_happened"]
    teacher.sees("the people who handle it have been told")
    teacher.look("incident-my-report")


def test_a_report_about_the_head_is_led_round_the_head(comes: Comes, portal: Portal) -> None:
    """The reporter is told so before they send it; the head learns nothing at any place (H5)."""
    teacher, words = comes(settled.TEACHER), "She shouted at a child on the school's own live video."
    head_name = settled.HEAD[0]
    teacher.writes_about("Something that a member of staff did", words, head_name)
    teacher.sees(f"{head_name} is not told of it and cannot see it, whatever their role.")
    readers = teacher.main.locator(".who-list li")
    expect(readers).to_have_count(2)
    expect(readers.nth(0)).to_contain_text(settled.DEPUTY[0])
    expect(readers.nth(1)).to_contain_text(CHAIR[0])
    teacher.look("incident-report-led-round")
    number = teacher.sends_report()
    teacher.sees(f"Not told, and shut out: {head_name}")

    portal.deliver()
    for who in (settled.DEPUTY, CHAIR):
        (letter,) = letters_about(portal, number, who)
        text = letter.get_content()
        assert not [said for said in (words, head_name, "member of staff", "Allegation") if said in text]
        reader = comes(who)
        reader.sees(reference(number))
        reader.go(portal.link_in(letter))
        reader.sees(words)
        reader.look("incident-in-confidence")
    assert letters_about(portal, number, settled.HEAD) == []

    head = comes(settled.HEAD)
    for address, heading in {"/": "Today", "/incidents/": "Incidents", "/notifications/": "Notifications"}.items():
        head.go(address)
        head.is_on(heading)
        head.sees_not(re.compile(f"{number}|{reference(number)}|{words}"))
        assert number not in head.page.content()
    unknown = number[::-1]
    assert head.finds_nothing_at(f"/incidents/{number}/") == head.finds_nothing_at(f"/incidents/{unknown}/")
    head.is_on("This page is not here")


def test_the_gravest_is_closed_only_once_a_second_person_agreed(
    comes: Comes, portal: Portal, numbers: dict[str, str]
) -> None:
    number = numbers["grave"]
    file = f"/incidents/{number}/"
    deputy, head = comes(settled.DEPUTY), comes(settled.HEAD)
    deputy.opens_incident(number)
    deputy.assesses("High", "Unacceptable, but not against the law", "It hurts one of our pupils.")
    deputy.sees("The assessment waits for a second person")
    deputy.sees("You made this assessment, so somebody else looks at it.")
    expect(deputy.main.get_by_role("link", name="Look at it as the second person")).to_have_count(0)
    deputy.look("incident-waits-for-second")
    with deputy.eyes.expecting(403):
        deputy.go(f"{file}assess/second/")
        deputy.sees("You made this assessment, so somebody else looks at it.")
        deputy.look("not-allowed")
    deputy.go(f"{file}resolve/")
    deputy.sees("Its outcome cannot be saved yet")
    deputy.writes_outcome("Behaviour policy", "The pupil who made it said sorry.")
    expect(deputy.main.get_by_role("alert")).to_contain_text("waits for a second person")
    deputy.look("incident-resolve-refused")
    deputy.go(f"{file}close/")
    deputy.cannot_close()
    deputy.sees("It has no outcome yet")
    deputy.look("incident-close-too-early")

    portal.deliver()
    assert letters_about(portal, number, settled.HEAD, "waits for a second person")
    head.opens_incident(number)
    head.checks_assessment_of(deputy.name)

    deputy.go(file)
    deputy.resolves("Behaviour policy", "The pupil who made it said sorry.")
    deputy.closes()


def test_nobody_forgets_whom_they_told(comes: Comes, portal: Portal, numbers: dict[str, str]) -> None:
    """Who does not answer is asked again on the day that was set, and the file stays open until they have answered."""
    number, police = numbers["referred"], "The police: not an emergency"
    deputy = comes(settled.DEPUTY)
    deputy.opens_incident(number)
    deputy.sees("This may be against the law")
    deputy.look("incident-to-refer")
    deputy.refers(police, "By phone, PC 4411.", "46/1234/26")
    deputy.sees("Not answered yet")
    deputy.resolves("Reported to the police", "They look into it.")
    deputy.cannot_close()
    deputy.sees(f"{police} has not answered.")
    deputy.look("incident-close-missing")

    portal.daily_round()
    portal.deliver()
    assert letters_about(portal, number, settled.DEPUTY, TIME_TO_CHASE) == []  # it is not time yet
    portal.move_clock_to(datetime.fromisoformat(portal.does(CHASE_AT.format(number))) + timedelta(minutes=1))
    portal.daily_round()
    portal.deliver()
    for who in (settled.DEPUTY, settled.HEAD):
        (letter,) = letters_about(portal, number, who, TIME_TO_CHASE)
        assert "olice" not in letter.get_content()
    deputy.go("/notifications/")
    deputy.sees(TIME_TO_CHASE)
    deputy.go("/")
    deputy.look("today-to-chase")
    deputy.follow(re.compile(f"Somebody outside has not answered about .*{reference(number)}"))
    deputy.sees("Ask again: it was time on")
    deputy.look("incident-to-chase")

    deputy.records_answer("They have spoken to whoever did it.")
    deputy.sees("Answered")
    deputy.press("Check and close it")
    deputy.closes()
    deputy.look("incident-closed")


def test_a_pack_leaves_the_school_whole_and_without_the_names_taken_out(
    comes: Comes, portal: Portal, numbers: dict[str, str], tmp_path: Path
) -> None:
    """From a picture that says where it was taken to a ZIP that anybody can check without us."""
    original, title = with_place(), "The picture as we found it"
    assert Image.open(io.BytesIO(original)).getexif()
    deputy = comes(settled.DEPUTY)
    deputy.opens_incident(numbers["kept"])
    deputy.adds_picture(title, f"{PUPIL}.jpg", original)
    copy = deputy.looks_at_evidence(title)
    assert not Image.open(io.BytesIO(copy)).getexif()
    assert b"Acacia" in original
    assert b"Acacia" not in copy

    deputy.go(f"/incidents/{numbers['kept']}/")
    portal.age_sign_ins(timedelta(minutes=6))
    deputy.asks_for_pack("Kent Police", **{PUPIL: "Black out", settled.TEACHER[0]: "Initials only"})
    expect(deputy.main.get_by_role("link", name="Download the ZIP")).to_be_visible(timeout=60_000)
    deputy.look("incident-pack")
    portal.deliver()
    assert letters_about(portal, numbers["kept"], settled.DEPUTY, "A pack is ready")
    portal.age_sign_ins(timedelta(minutes=6))
    passphrase = deputy.reads_passphrase()
    unpacked = unpack(deputy.downloads("Download the ZIP"), passphrase, tmp_path / "pack")

    checked = subprocess.run(
        [shutil.which("sha256sum") or "sha256sum", "--check", "--strict", "manifest.sha256"],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    files = [path for path in unpacked.rglob("*") if path.is_file() and path.name != "manifest.sha256"]
    assert sorted(checked.stdout.splitlines()) == sorted(f"{path.relative_to(unpacked)}: OK" for path in files)
    assert original in [path.read_bytes() for path in files if path.parent.name == "evidence"]
    says = words_of(unpacked, files)
    assert "[person 1]" in says
    assert "T. F." in says
    assert settled.DEPUTY[0] in says
    assert not re.search("josie|penrose|fielding", says, re.IGNORECASE)

    deputy.go(deputy.page.url)
    deputy.sees(f"{deputy.name} downloaded a pack")
    done = portal.manage("audit", "verify")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in portal.said() + portal.logs()


def reference(number: str) -> str:
    return f"{number[:5]}-{number[5:]}"


def letters_about(portal: Portal, number: str, to: tuple[str, str], about: str = "") -> list[Any]:
    """All that somebody was sent of one incident: each letter leads to it, or names it."""
    letters = portal.letters(to[1], about)
    return [one for one in letters if number in one.get_content() or reference(number) in one.get_content()]


def unpack(content: bytes, passphrase: str, folder: Path) -> Path:
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        archive.setpassword(passphrase.encode())
        archive.extractall(folder)
    return folder


def words_of(folder: Path, files: list[Path]) -> str:
    """Every word of it that is no evidence, and the names of all its files."""
    paper = pypdfium2.PdfDocument((folder / "case-file.pdf").read_bytes())
    pages = [page.get_textpage().get_text_bounded() for page in paper]
    tables = [path.read_text(encoding="utf-8") for path in files if path.suffix in (".csv", ".txt")]
    return "\n".join([*pages, *tables, *map(str, files)])
