"""A worker makes what was asked for: what is in it, that it can be checked, and that it is made once."""

import csv
import hashlib
import io
import resource
import subprocess
from datetime import timedelta

import pytest
import pyzipper

from audit import chain
from audit.models import Event
from core import clock
from core.actors import PACKS
from core.errors import NotAllowed
from incidents import workflow as room
from incidents.evidence import workflow as proof
from incidents.models import Custody, Entry, Evidence, Pack, PackPart
from incidents.packs import making, workflow, writing
from incidents.packs.contents import contents
from incidents.packs.people import events_about
from incidents.packs.tests.conftest import A_DOT, chosen, file_of, passphrase_of, zip_of
from incidents.states import Handled, Part
from incidents.together import workflow as together
from notifications.models import Notification


def exported(pack):
    return Custody.objects.filter(evidence__incident=pack.incident, did=Handled.EXPORTED)


def test_it_can_be_checked_with_sha256sum(ready, tmp_path):
    with pyzipper.AESZipFile(io.BytesIO(zip_of(ready))) as archive:
        archive.setpassword(passphrase_of(ready).encode())
        archive.extractall(tmp_path)
    check = ["sha256sum", "--strict", "-c", "manifest.sha256"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    listed = {line.split("  ")[1] for line in (tmp_path / "manifest.sha256").read_text().splitlines()}
    there = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert listed == there - {"manifest.sha256"}  # nothing lies in it that is not checked

    (tmp_path / "timeline.csv").write_bytes((tmp_path / "timeline.csv").read_bytes() + b" ")
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "timeline.csv: FAILED" in done.stdout


def test_only_the_passphrase_opens_it(ready):
    assert ready.sha256 == hashlib.sha256(zip_of(ready)).hexdigest()
    assert ready.size == len(zip_of(ready))
    with pyzipper.AESZipFile(io.BytesIO(zip_of(ready))) as archive:
        assert {info.wz_aes_strength for info in archive.infolist()} == {3}  # AES-256, each file
        for wrong in (b"", b"correct-horse-battery-staple"):
            archive.setpassword(wrong)
            with pytest.raises(RuntimeError):
                archive.read("case-file.pdf")


def test_what_is_in_it(made, filled, head):
    room.assess(filled, actor=head, severity="low", lawfulness="lawful", assessment="A quarrel of two.")
    opened = made(filled)
    assert opened.files["evidence/002-picture.png"] == A_DOT  # as it came
    for words in ("Case file", filled.reference, "Kent Police", "A quarrel of two.", "private grudge", "Helen Head"):
        assert words in opened.paper
    assert Evidence.objects.get(incident=filled, kind="picture").sha256 in "".join(opened.paper.split())
    rows = list(csv.DictReader(io.StringIO(opened.files["timeline.csv"].decode("utf-8-sig"))))
    assert len(rows) == len([entry for entry in filled.entries.all() if "pack" not in entry.text])
    custody = list(csv.DictReader(io.StringIO(opened.files["custody.csv"].decode("utf-8-sig"))))
    assert [row["did"] for row in custody] == ["Added", "Added"]
    assert "sha256sum -c manifest.sha256" in opened.files["README.txt"].decode()


def test_the_record_in_it_proves_its_place(made, filled):
    opened = made(filled)
    rows = list(csv.DictReader(io.StringIO(opened.files["audit.csv"].decode("utf-8-sig"))))
    assert {"incidents.report", "incidents.add_evidence"} <= {row["verb"] for row in rows}
    for row in rows:
        event = Event.objects.get(pk=row["id"])
        assert (row["digest"], row["previous"]) == (event.digest, event.previous)
        assert chain.digest(event.content(), row["previous"]) == row["digest"]


def test_a_time_stamp_lies_beside_its_piece(made, filled):
    Evidence.objects.filter(incident=filled, kind="picture").update(time_stamp=b"a stamp")
    assert made(filled).files["evidence/002-picture.tsr"] == b"a stamp"


def test_each_piece_in_it_is_in_the_ledger_and_the_making_is_on_record(ready, head):
    assert [(row.person, row.is_whole) for row in exported(ready)] == [(head, True)] * 2
    event = Event.objects.get(verb="incidents.make_pack")
    assert event.actor == "system:packs"
    assert event.data["digest"] == ready.sha256
    notice = Notification.objects.get(recipient=head, template="incidents.pack_ready")
    assert "Kent" not in str(notice.params)


def test_what_was_left_out_is_nowhere_and_is_said(made, filled, head):
    grudge = Entry.objects.get(text__contains="grudge")
    picture = Evidence.objects.get(kind="picture")
    without = {"tasks": False, "referrals": False, "audit": False}
    choices = chosen(filled, head, entries_out={grudge.pk}, evidence_out={picture.pk}, **without)
    opened = made(filled, choices=choices)
    assert "grudge" not in opened.everything
    assert "The picture" not in opened.everything
    assert not [name for name in opened.files if "picture" in name or "audit" in name]
    for said in ("Entry 5: left out", "Evidence 2: left out", "Tasks: left out", "(audit.csv): left out"):
        assert said in opened.paper
    assert not exported(opened.pack).filter(evidence=picture).exists()


def test_what_came_after_it_was_chosen_is_not_in_it(made, filled, head):
    choices = chosen(filled, head)
    room.add_entry(filled, actor=head, text="Written while the page was open.")
    assert "while the page was open" not in made(filled, choices=choices).everything


def test_whoever_was_named_since_is_blacked_out(made, filled, head, outsider):
    choices = chosen(filled, head)
    room.name_person(filled, outsider, actor=head, part=Part.WITNESS)
    assert "Olive" not in made(filled, choices=choices).everything


def test_no_file_leaves_where_it_may_show_a_child(made, filled, head):
    filled.category = "indecent_image"
    filled.with_seniors = True  # whoever asks handles it
    filled.save()
    opened = made(filled)
    assert not [name for name in opened.files if name.startswith("evidence/")]
    assert "No file leaves the portal" in " ".join(opened.paper.split())
    assert not exported(opened.pack).exists()


def test_what_was_set_aside_does_not_go_out(made, filled, head):
    proof.set_aside(Evidence.objects.get(kind="picture"), actor=head, reason="Of another child.")
    opened = made(filled)
    assert "evidence/002-picture.png" not in opened.files
    assert "It was set aside" in " ".join(opened.paper.split())


def test_a_piece_that_does_not_open_stops_it(ask, filled, head):
    Evidence.objects.filter(kind="picture").update(original=b"something else")
    pack = ask(filled)
    making.make(pack.pk)
    pack.refresh_from_db()
    assert pack.state == Pack.State.FAILED
    assert "does not open" in pack.problem
    assert not exported(pack).exists()
    assert Notification.objects.filter(recipient=head, template="incidents.pack_failed").exists()


def test_whoever_asked_is_named_meanwhile(ask, filled, head, deputy, chair):
    pack = ask(filled)
    room.name_person(filled, head, actor=deputy, part=Part.ALLEGED)
    making.make(pack.pk)
    pack.refresh_from_db()
    assert pack.state == Pack.State.FAILED
    assert not PackPart.objects.exists()
    assert not Notification.objects.filter(recipient=head, template__startswith="incidents.pack").exists()


def test_a_killed_workers_pack_is_made_again_exactly_once(ask, filled, clock, monkeypatch, woken):
    pack = ask(filled)

    def killed(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(making, "write", killed)
        with pytest.raises(SystemExit):
            making.make(pack.pk)
    pack.refresh_from_db()
    assert pack.state == Pack.State.ASKED
    assert making.resume_waiting() == []  # the lease still runs
    making.make(pack.pk)
    assert not PackPart.objects.exists()

    clock.move_to(pack.leased_until + timedelta(seconds=1))
    assert making.resume_waiting() == [pack.pk] == woken[-1:]
    making.make(pack.pk)
    making.make(pack.pk)  # the task comes twice
    pack.refresh_from_db()
    assert pack.state == Pack.State.READY
    assert exported(pack).count() == 2
    assert Event.objects.filter(verb="incidents.make_pack", refused=False).count() == 1


def test_a_worker_that_comes_too_late_changes_nothing(ask, filled, clock, monkeypatch):
    pack = ask(filled)
    write = making.write

    def slow(*args, **kwargs):
        monkeypatch.setattr(making, "write", write)
        clock.move_to(pack.asked_at + workflow.LEASE + timedelta(minutes=1))
        making.make(pack.pk)  # another worker, which ends first
        return write(*args, **kwargs)

    monkeypatch.setattr(making, "write", slow)
    making.make(pack.pk)
    pack.refresh_from_db()
    assert pack.state == Pack.State.READY
    assert hashlib.sha256(zip_of(pack)).hexdigest() == pack.sha256
    assert exported(pack).count() == 2


def test_one_that_wears_workers_out_is_given_up(ask, filled):
    pack = ask(filled)
    Pack.objects.update(tries=workflow.TRIES)
    assert making.resume_waiting() == []
    pack.refresh_from_db()
    assert pack.state == Pack.State.FAILED
    assert "several times" in pack.problem


def test_an_error_of_ours_is_said_without_its_words(ask, filled, monkeypatch):
    monkeypatch.setattr(making, "contents", lambda *args, **kwargs: {}["Amira Khan"])
    pack = ask(filled)
    making.make(pack.pk)
    pack.refresh_from_db()
    assert pack.state == Pack.State.FAILED
    assert "KeyError" in pack.problem
    assert "Amira" not in pack.problem


def test_if_the_record_cannot_be_written_nothing_is_kept(ask, filled, monkeypatch):
    pack = ask(filled)
    with monkeypatch.context() as patch:
        patch.setattr("audit.chain.append", lambda *args: {}["no record"])
        with pytest.raises(KeyError):
            making.make(pack.pk)
    pack.refresh_from_db()
    assert pack.state == Pack.State.ASKED
    assert not PackPart.objects.exists()
    assert not exported(pack).exists()


def test_nobody_makes_one_by_hand(ask, filled, head, tmp_path):
    pack = ask(filled)
    with writing.temporary_file() as file:
        made = workflow.Made(file, 1, "0" * 64, "words", {}, {})
        with pytest.raises(NotAllowed):
            workflow.finish(pack, actor=head, lease=clock.now(), made=made)
    with pytest.raises(NotAllowed):
        workflow.fail(pack, actor=head, lease=None, why="No.")


def test_no_secret_is_left_in_the_clear(ready):
    words = passphrase_of(ready)
    assert words.count("-") >= 5
    assert words.encode() not in bytes(ready.passphrase)
    assert words not in str([event.data for event in Event.objects.all()])
    assert words not in str(list(Notification.objects.values()))
    assert not bytes(PackPart.objects.get(pack=ready).content).startswith(b"PK")


@pytest.mark.thorough
def test_much_evidence_is_not_held_in_memory(made, filled, head):
    for number in range(4):
        proof.add(filled, actor=head, title=f"Large {number}", file=file_of(bytes([number]) * 20_000_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pack = workflow.ask(filled, actor=head, recipient="Police", reason="Asked.", choices=chosen(filled, head))
    making.make(pack.pk)
    pack.refresh_from_db()
    assert pack.state == Pack.State.READY
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 150  # MB
    assert PACKS.name == "system:packs"


def test_it_does_not_tell_that_there_is_another_incident(filled, make_incident, head, deputy):
    """Who handles this one may be named in the other: that the two were linked is not for them (H5)."""
    other = make_incident()
    together.link(filled, other, actor=head)
    room.name_person(other, deputy, actor=head, part=Part.ALLEGED)
    assert not events_about(filled).filter(verb__startswith="incidents.link").exists()


def test_a_referral_that_was_put_right_goes_out_with_what_it_said_before(incident, head) -> None:
    told = {"name": "Kent Police", "how": "Phone", "referred_at": clock.now()}
    room.refer(incident, actor=head, reference="CAD 7", **told)
    room.correct_referral(incident.referrals.get(), actor=head, reference="CAD 70", reason="A slip.", **told)
    found = contents(incident, chosen(incident, head), asker=head, as_of=clock.now())
    assert found.referrals[0]["reference"] == "CAD 70"
    assert "“CAD 7” before, “CAD 70” now" in found.timeline[-1].text
