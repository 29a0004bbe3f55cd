import base64
import io
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2
import pytest
import pyzipper

from incidents import workflow as room
from incidents.evidence import workflow as proof
from incidents.evidence.files import Checked
from incidents.models import Evidence, Incident, Pack
from incidents.packs import making, waking, workflow
from incidents.packs.choices import Choices, Show
from incidents.packs.people import appearing
from incidents.states import EvidenceKind, Part
from incidents.tests.conftest import (  # noqa: F401
    account,
    assessed,
    broken_record,
    incident,
    make_account,
    make_incident,
    password,
)
from people.models import Role, User

A_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg=="
)


@pytest.fixture(autouse=True)
def woken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What workers were asked for; none is there."""
    asked: list[int] = []
    monkeypatch.setattr(waking, "wake", asked.append)
    return asked


@pytest.fixture
def amira(make_person: Callable[..., User]) -> User:
    return make_person("Amira Khan", Role.STAFF)


def file_of(content: bytes = A_DOT, name: str = "Amira Khan.png") -> Checked:
    return Checked(EvidenceKind.PICTURE, name, "image/png", content, [A_DOT], 1, False)


@pytest.fixture
def filled(incident: Incident, head: User, amira: User) -> Incident:  # noqa: F811
    """A case file about Amira Khan, who saw it, and a pupil; with words, a picture and a note of each kind."""
    room.name_person(incident, amira, actor=head, part=Part.WITNESS)
    room.name_person(incident, None, actor=head, part=Part.TARGET, name="Josie Peña-Smith")
    room.add_entry(incident, actor=head, text="Spoke with Mrs Khan. AMIRA KHAN's account is clear.", kind="contact")
    room.add_entry(incident, actor=head, text="Josie Pena-Smith was home by four.")
    room.add_entry(incident, actor=head, text="The bursar has a private grudge.")
    proof.add(incident, actor=head, title="What Amira wrote", text="I, Amira Khan, saw it. My friend Bibi did too.")
    proof.add(incident, actor=head, title="The picture", file=file_of())
    return incident


def chosen(incident: Incident, asker: User, **more: object) -> Choices:  # noqa: F811
    """Everything, but Amira Khan blacked out and the pupil by initials."""
    people = {one.key: Show.NAME for one in appearing(incident, asker)}
    for one in appearing(incident, asker):
        if one.name == "Amira Khan":
            people[one.key] = Show.BLACK
        elif one.name.startswith("Josie"):
            people[one.key] = Show.INITIALS
    last_entry = incident.entries.latest("pk").pk if incident.entries.exists() else 0
    pieces = Evidence.objects.filter(incident=incident)
    last_evidence = pieces.latest("pk").pk if pieces.exists() else 0
    return Choices(people=people, last_entry=last_entry, last_evidence=last_evidence, **more)  # type: ignore[arg-type]


@pytest.fixture
def ask(head: User) -> Callable[..., Pack]:
    def asked(incident: Incident, **more: object) -> Pack:  # noqa: F811
        fields = {"actor": head, "recipient": "Kent Police", "reason": "They asked."} | more
        choices = fields.pop("choices", None) or chosen(incident, head)
        return workflow.ask(incident, choices=choices, **fields)  # type: ignore[arg-type]

    return asked


@dataclass
class Opened:
    """A pack as whoever is given it unpacks it."""

    pack: Pack
    files: dict[str, bytes]

    @property
    def paper(self) -> str:
        document = pypdfium2.PdfDocument(self.files["case-file.pdf"])
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)

    @property
    def everything(self) -> str:
        """All words in it, and all names of files; of the evidence only what is words."""
        words = [text.decode() for name, text in self.files.items() if name.endswith((".csv", ".txt", ".json"))]
        return "\n".join([self.paper, *words, *self.files])


def zip_of(pack: Pack) -> bytes:
    return b"".join(workflow.content_of(pack))


def passphrase_of(pack: Pack) -> str:
    return workflow.reveal_passphrase(pack, actor=pack.asked_by)


@pytest.fixture
def made(ask: Callable[..., Pack]) -> Callable[..., Opened]:
    """A pack, made by a worker and unpacked."""

    def make(incident: Incident, **more: object) -> Opened:  # noqa: F811
        pack = ask(incident, **more)
        making.make(pack.pk)
        pack.refresh_from_db()
        assert pack.state == Pack.State.READY, pack.problem
        with pyzipper.AESZipFile(io.BytesIO(zip_of(pack))) as archive:
            archive.setpassword(passphrase_of(pack).encode())
            return Opened(pack, {name: archive.read(name) for name in archive.namelist()})

    return make


@pytest.fixture
def ready(made: Callable[..., Opened], filled: Incident) -> Pack:
    return made(filled).pack
