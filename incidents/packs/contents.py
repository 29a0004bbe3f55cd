"""What a pack says: the case file as it stood when the pack was asked for, with the names that may be read."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from audit.models import Event
from audit.workflow import labels
from incidents.evidence.keeping import ENDINGS, FILES, content_of
from incidents.evidence.rules import is_words_only
from incidents.evidence.thread import as_kept
from incidents.models import Custody, Evidence, Incident
from incidents.packs.choices import Choices, Show
from incidents.packs.people import Appearing, appearing, events_about, files_of, key_of, plain
from incidents.packs.redacting import Redactor
from people.models import User

LEFT_OUT = "Left out."
SYSTEM = "The portal"


@dataclass(frozen=True)
class Line:
    """A line of the timeline, by its place in the whole of it."""

    number: int
    at: datetime
    kind: str
    by: str
    text: str
    reason: str = ""
    happened_at: datetime | None = None
    corrects: int | None = None
    corrected_by: tuple[int, ...] = ()
    is_in: bool = True


@dataclass(frozen=True)
class Piece:
    """A piece of evidence. `path` is where it lies in the ZIP; where there is none, `why_not` says why."""

    number: int
    evidence: Evidence
    title: str = ""
    words: tuple[str, ...] = ()
    link: str = ""
    added_by: str = ""
    path: str = ""
    why_not: str = ""
    is_in: bool = True
    changed: bool = False  # its words are not those of when it was added: names were taken out of them

    @property
    def is_file(self) -> bool:
        return self.evidence.kind in FILES

    @property
    def digest(self) -> str:
        """The SHA-256 of when it was added. Empty where what was taken out could be guessed by it: words are short."""
        return self.evidence.sha256 if self.is_in and not self.changed else ""

    @property
    def stamp_path(self) -> str:
        """Where its time stamp lies in the ZIP; empty where there is none, or where the digest in it stays here."""
        return f"evidence/{self.number:03}-{self.evidence.kind}.tsr" if self.digest and self.evidence.time_stamp else ""

    @property
    def is_as_added(self) -> bool:
        """Whether the bytes that its digest and its time stamp are about lie in the ZIP."""
        return bool(self.path) and not self.changed


@dataclass(frozen=True)
class Contents:
    """All that goes on paper and into the tables. `redactor.changed` says where words were changed."""

    incident: Incident
    choices: Choices
    as_of: datetime
    redactor: Redactor
    people: list[dict[str, Any]]
    facts: list[tuple[str, str]]
    reported: list[tuple[str, str]]
    outcome: list[tuple[str, str]]
    timeline: list[Line]
    pieces: list[Piece]
    custody: list[dict[str, Any]]
    tasks: list[dict[str, Any]] = field(default_factory=list)
    referrals: list[dict[str, Any]] = field(default_factory=list)
    assessments: list[dict[str, Any]] = field(default_factory=list)
    clocks: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def stamped(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.stamp_path]

    @property
    def blacked_out(self) -> int:
        return sum(person["show"] == Show.BLACK for person in self.people)

    @property
    def as_initials(self) -> int:
        return sum(person["show"] == Show.INITIALS for person in self.people)

    @property
    def size(self) -> int:
        """Of the files that go in, in bytes."""
        return sum(piece.evidence.size for piece in self.pieces if piece.path)


class _Maker:
    """Collects one pack's contents. Every word goes through `self.words`, every name through `self.who`."""

    def __init__(self, incident: Incident, choices: Choices, asker: User, as_of: datetime) -> None:
        self.incident, self.choices, self.as_of = incident, choices, as_of
        self.appearing: list[Appearing] = appearing(incident, asker)
        self.redactor = Redactor([one.shown(choices) for one in self.appearing], choices.words)
        self.words: Callable[[str, str], str] = self.redactor.words

    def who(self, user_id: int | None) -> str:
        return self.redactor.name(key_of(user_id)) if user_id is not None else ""

    def actor(self, actor: str) -> str:
        kind, _, number = actor.partition(":")
        return self.who(int(number)) if kind == "person" else SYSTEM

    def people(self) -> list[dict[str, Any]]:
        links: dict[str, list[str]] = {}
        for part in self.incident.involvements.exclude(link="").select_related("person"):
            links.setdefault(plain(part.who), []).append(self.words(part.link, "Links to people"))
        return [
            {
                "name": self.redactor.name(one.key),
                "parts": one.parts,
                "show": self.choices.people.get(one.key, Show.BLACK),
                # A profile's address names its owner, whatever it looks like.
                "links": links.get(plain(one.name), []) if self.choices.people.get(one.key) == Show.NAME else [],
            }
            for one in self.appearing
        ]

    def facts(self) -> list[tuple[str, str]]:
        incident = self.incident
        account = self.words(incident.account.label, "Account") if incident.account else ""
        return _filled(
            ("Kind", incident.get_category_display()),
            ("State", incident.get_status_display()),
            ("How serious", incident.get_severity_display()),
            ("The law", incident.get_lawfulness_display()),
            ("Led by", self.who(incident.lead_id)),
            ("Account", account),
            ("Outcome", incident.get_outcome_display()),
        )

    def reported(self) -> list[tuple[str, str]]:
        incident = self.incident
        item = self.words(incident.item.text, "The comment that it is about") if incident.item else ""
        return _filled(
            ("What happened", self.words(incident.what_happened, "What was reported")),
            ("Where", self.words(incident.where, "Where it happened")),
            ("The comment", item if not is_words_only(incident) else ""),
            ("Somebody was in danger", "Yes, the report said so." if incident.danger else ""),
        )

    def outcome(self) -> list[tuple[str, str]]:
        incident = self.incident
        fields = {
            "What it was about": incident.concern,
            "What was found out": incident.follow_up,
            "What was done": incident.action,
            "What was decided, and why": incident.decision,
            "What is done differently from now on": incident.learning,
            "Reference of the behaviour record or the complaint": incident.outcome_reference,
            "Reference of the disciplinary file": incident.disciplinary_reference,
            "Why nobody outside the school was told": incident.no_referral_reason,
        }
        return _filled(*((name, self.words(text, name)) for name, text in fields.items()))

    def timeline(self) -> list[Line]:
        entries = list(self.incident.entries.filter(at__lte=self.as_of, pk__lte=self.choices.last_entry))
        numbers = {entry.pk: number for number, entry in enumerate(entries, 1)}
        corrected: dict[int, list[int]] = {}
        for entry in entries:
            if entry.corrects_id is not None:
                corrected.setdefault(entry.corrects_id, []).append(numbers[entry.pk])
        return [
            Line(
                number=number,
                at=entry.at,
                kind=entry.get_kind_display(),
                by=self.who(entry.by_id),
                text=self.words(entry.text, f"Entry {number}"),
                reason=self.words(entry.reason, f"Entry {number}, why"),
                happened_at=entry.happened_at,
                corrects=numbers.get(entry.corrects_id or 0),
                corrected_by=tuple(corrected.get(entry.pk, ())),
            )
            if self.choices.has_entry(entry.pk)
            else Line(number, entry.at, "", "", LEFT_OUT, is_in=False)
            for number, entry in enumerate(entries, 1)
        ]

    def pieces(self) -> list[Piece]:
        kept = files_of(self.incident).filter(added_at__lte=self.as_of, pk__lte=self.choices.last_evidence)
        no_files = is_words_only(self.incident)
        return [self._piece(number, evidence, no_files) for number, evidence in enumerate(kept, 1)]

    def _piece(self, number: int, evidence: Evidence, no_files: bool) -> Piece:
        place = f"Evidence {number}"
        if not self.choices.has_evidence(evidence.pk):
            return Piece(number, evidence, why_not=LEFT_OUT, is_in=False)
        thread = [_redacted(line, self.redactor, place) for line in evidence.thread]
        text, link = self.words(evidence.text, place), self.words(evidence.url, place)
        changed = (text, link, thread) != (evidence.text, evidence.url, evidence.thread)
        why_not = ""
        if no_files:
            why_not = "No file leaves the portal in an incident of this kind: it may show a child."
        elif evidence.set_aside_at is not None:
            aside = self.words(evidence.set_aside_why, place)
            why_not = f"It was set aside, so it does not go out: {aside}"
        ending = ENDINGS.get(evidence.media_type, "bin" if evidence.kind in FILES else "txt")
        return Piece(
            number=number,
            evidence=evidence,
            title=self.words(evidence.title, place),
            words=tuple(part for part in [text, *map(_told, thread)] if part),
            link=link,
            added_by=self.who(evidence.added_by_id),
            path="" if why_not else f"evidence/{number:03}-{evidence.kind}.{ending}",
            why_not=why_not,
            changed=changed,
        )

    def custody(self, pieces: list[Piece]) -> list[dict[str, Any]]:
        numbers = {piece.evidence.pk: piece.number for piece in pieces if piece.is_in}
        return [
            {
                "number": numbers[row.evidence_id],
                "at": row.at,
                "who": self.who(row.person_id),
                "did": row.get_did_display(),
                "is_whole": {True: "yes", False: "NO", None: ""}[row.is_whole],
            }
            for row in Custody.objects.filter(evidence__in=numbers, at__lte=self.as_of)
        ]

    def tasks(self) -> list[dict[str, Any]]:
        return [
            {
                "words": self.words(task.words, f"Task {number}"),
                "owner": self.who(task.owner_id),
                "due_at": task.due_at,
                "done_at": task.done_at,
                "done_by": self.who(task.done_by_id),
                "dropped": self.words(task.dropped, f"Task {number}"),
            }
            for number, task in enumerate(self.incident.tasks.filter(added_at__lte=self.as_of), 1)
        ]

    def referrals(self) -> list[dict[str, Any]]:
        return [
            {
                "at": referral.referred_at,
                "by": self.who(referral.by_id),
                "name": self.words(referral.name, f"Referral {number}"),
                "how": self.words(referral.how, f"Referral {number}"),
                "reference": self.words(referral.reference, f"Referral {number}"),
                "answered_at": referral.answered_at,
                "answer": self.words(referral.answer, f"Referral {number}"),
                "no_answer_needed": self.words(referral.no_answer_needed, f"Referral {number}"),
            }
            for number, referral in enumerate(self.incident.referrals.filter(recorded_at__lte=self.as_of), 1)
        ]

    def assessments(self) -> list[dict[str, Any]]:
        return [
            {
                "at": one.at,
                "by": self.who(one.by_id),
                "severity": one.get_severity_display(),
                "lawfulness": one.get_lawfulness_display(),
                "is_safe": one.is_safe,
                "words": self.words(one.words, f"Assessment {number}"),
                "safety": self.words(one.safety, f"Assessment {number}"),
                "told": self.words(one.told, f"Assessment {number}"),
                "checked_at": one.checked_at,
                "checked_by": self.who(one.checked_by_id),
                "check_words": self.words(one.check_words, f"Assessment {number}"),
            }
            for number, one in enumerate(self.incident.assessments.filter(at__lte=self.as_of), 1)
        ]

    def clocks(self) -> list[dict[str, Any]]:
        return [
            {
                "kind": one.get_kind_display(),
                "from_at": one.from_at,
                "due_at": one.due_at,
                "met_at": one.met_at,
                "met_by": self.who(one.met_by_id),
                "decision": one.get_decision_display(),
                "reason": self.words(one.reason, f"Clock: {one.get_kind_display()}"),
                "was_late": (one.met_at or self.as_of) > one.due_at,
            }
            for one in self.incident.clocks.all()
        ]

    def events(self, pieces: list[Piece]) -> list[dict[str, Any]]:
        shown = {piece.evidence.pk for piece in pieces if piece.digest}
        return [
            {
                "event": event,
                "who": self.actor(event.actor),
                "what": labels.get(event.verb, event.verb),
                "data": _without_guesses(event, shown),
            }
            for event in events_about(self.incident).filter(at__lte=self.as_of)
        ]


def contents(incident: Incident, choices: Choices, *, asker: User, as_of: datetime) -> Contents:
    """All of it. A fixed number of queries; no file is opened."""
    maker = _Maker(incident, choices, asker, as_of)
    pieces = maker.pieces()
    return Contents(
        incident=incident,
        choices=choices,
        as_of=as_of,
        redactor=maker.redactor,
        people=maker.people(),
        facts=maker.facts(),
        reported=maker.reported(),
        outcome=maker.outcome(),
        timeline=maker.timeline(),
        pieces=pieces,
        custody=maker.custody(pieces),
        tasks=maker.tasks() if choices.tasks else [],
        referrals=maker.referrals() if choices.referrals else [],
        assessments=maker.assessments(),
        clocks=maker.clocks(),
        events=maker.events(pieces) if choices.audit else [],
    )


def _without_guesses(event: Event, shown: Collection[int]) -> dict[str, Any]:
    """What the event holds, less the digests by which somebody could try out words or names that were taken out.

    That is: of a piece whose words were changed or that was left out, and of a refusal's sentence, which may have a
    name in it.
    """
    data: dict[str, Any] = dict(event.data)
    if event.refused:
        data.pop("reason", None)
    if isinstance(data.get("evidence"), int) and data["evidence"] not in shown:
        data.pop("digest", None)
    return data


def _filled(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(name, text) for name, text in pairs if text]


def bytes_of(piece: Piece, redactor: Redactor) -> tuple[bytes, bool]:
    """What lies at the piece's path, and whether what is kept is still as it was added. Raises WrongState.

    Files go as they came. Words out of which names were taken are no longer those of the digest at the upload.
    """
    evidence = Evidence.objects.defer("copy").get(pk=piece.evidence.pk)
    kept = content_of(evidence)
    if not piece.changed:
        return kept.data, kept.is_whole
    if evidence.thread:
        return as_kept([_redacted(line, redactor) for line in evidence.thread]), kept.is_whole
    return redactor.words(kept.data.decode(), "").encode(), kept.is_whole


def _redacted(line: dict[str, Any], redactor: Redactor, place: str = "") -> dict[str, Any]:
    return {name: redactor.words(value, place) if isinstance(value, str) else value for name, value in line.items()}


def _told(line: dict[str, Any]) -> str:
    """A line of a kept thread, to be read."""
    head = ", ".join(str(line[name]) for name in ("place", "author", "at") if line.get(name))
    return f"{head}: {line.get('text') or line.get('link') or ''}"
