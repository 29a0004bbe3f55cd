"""A case file full of words that nobody may read who is not let in, and every address at which they could stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from core import clock
from incidents import workflow as incidents
from incidents.models import (
    Assessment,
    Custody,
    DeletedPicture,
    Entry,
    Evidence,
    Incident,
    Involvement,
    Pack,
    Referral,
    Relation,
    Task,
)
from incidents.states import EntryKind, Part
from people.models import User
from tests.access_places import kwargs_of
from tests.world import World

OWN = "quibblefrost"  # what the reporter wrote: they read it too
INNER = "wranglemoss"  # what is in the case file alone
UNKNOWN = "2345678923"  # a public id that there is not
GONE = 987654321  # a key that there is not

# What stands before a key in an address of an incident, and the table that the key is of.
TABLES = {
    "people": Involvement,
    "entries": Entry,
    "evidence": Evidence,
    "packs": Pack,
    "referrals": Referral,
    "tasks": Task,
    "related": Relation,
    "together": Relation,
}
OTHER_ARGUMENTS = {"number": 1, "kind": "assess"}


@dataclass
class Case:
    incident: Incident
    other: Incident | None = None
    rows: dict[type, int] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.incident.public_id, self.incident.reference)


def plant(reporter: User, writer: User, *, category: str = "offensive", **fields: Any) -> Case:
    """Reported by the verb; what is in the file as rows, so that no rule of today decides what it holds."""
    now = clock.now()
    words = incidents.Named(Part.PARENT, name=f"{OWN} the parent", link=f"https://{OWN}.example/parent")
    incident = incidents.report(
        actor=reporter,
        category=category,
        what_happened=f"They wrote {OWN} there.",
        where=f"https://{OWN}.example/where",
        people=[words],
        **fields,
    )
    by = {"by": writer, "at": now}
    case = Case(incident)
    evidence = Evidence.objects.create(
        incident=incident,
        kind="text",
        title=f"{INNER} title",
        text=f"{INNER} text",
        file_name=f"{INNER}.png",
        sha256="0" * 64,
        added_by=writer,
        added_at=now,
    )
    made = [
        Entry.objects.create(incident=incident, kind=EntryKind.NOTE, text=f"{INNER} note", **by),
        Involvement.objects.create(
            incident=incident,
            part=Part.OTHER,
            name=f"{INNER} other",
            link=f"https://{INNER}.example/",
            named_by=writer,
            named_at=now,
        ),
        Task.objects.create(
            incident=incident, words=f"{INNER} task", owner=writer, due_at=now, added_by=writer, added_at=now
        ),
        evidence,
        Referral.objects.create(
            incident=incident,
            name=f"{INNER} agency",
            how="by phone",
            reference=f"{INNER} reference",
            answer=f"{INNER} answer",
            answered_at=now,
            referred_at=now,
            recorded_at=now,
            by=writer,
        ),
        Pack.objects.create(
            incident=incident, recipient=f"{INNER} police", reason=f"{INNER} why", asked_by=writer, asked_at=now
        ),
        Assessment.objects.create(
            incident=incident,
            severity="medium",
            lawfulness="lawful",
            is_safe=True,
            safety=f"{INNER} safety",
            told=f"{INNER} told",
            words=f"{INNER} words",
            **by,
        ),
    ]
    Custody.objects.create(evidence=evidence, person=writer, did="added", at=now)
    DeletedPicture.objects.filter(incident=None).update(incident=incident)  # that one was reported
    # Whoever may read the other one does not learn by it of the first.
    other = incidents.report(
        actor=reporter, category=category, what_happened="Words.", alleged=fields.get("alleged", ())
    )
    case.other = other
    made.append(Relation.objects.create(one=incident, other=other, by=writer, at=now))
    Incident.objects.filter(pk=incident.pk).update(learning=f"{INNER} learning", concern=f"{INNER} concern")
    case.rows = {type(row): row.pk for row in made}
    return case


@dataclass(frozen=True)
class Address:
    name: str
    route: str


def addresses(resolver: URLResolver | None = None, prefix: str = "", before: str = "") -> Iterator[Address]:
    """Every address of the portal, as its URL table has it."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix, route)
        elif isinstance(entry, URLPattern):
            yield Address(f"{prefix}{entry.name}", route)


def of_one_incident(address: Address) -> bool:
    return "<incident:ref>" in address.route


def key_of(address: Address) -> tuple[str, type] | None:
    """The name of the argument that is the key of something in the file, and its table. Fails for a table unknown."""
    found = re.search(r"(\w+)/<int:(\w*pk)>", address.route.partition("<incident:ref>")[2])
    return (found[2], TABLES[found[1]]) if found else None


def arguments(
    address: Address, case: Case, world: World | None = None, *, ref: str = "", key: int | None = None
) -> dict[str, Any]:
    """For an address of one incident those of `case`, or of `ref` and `key`; else what the access table asks with."""
    if not of_one_incident(address):
        assert world is not None
        return kwargs_of(address.name, world)
    names = set(re.findall(r"<\w+:(\w+)>", address.route))
    found = {name: value for name, value in OTHER_ARGUMENTS.items() if name in names}
    found["ref"] = ref or case.incident.public_id
    sub = key_of(address)
    if sub:
        found[sub[0]] = key if key is not None else case.rows[sub[1]]
    assert set(found) == names, f"{address.route}: say in OTHER_ARGUMENTS what else it takes"
    return found


def body_of(answer: HttpResponseBase) -> str:
    raw = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content  # type: ignore[attr-defined]
    if raw.startswith(b"%PDF"):
        return text_of_pdf(raw)
    return raw.decode("utf-8", "replace")


def text_of_pdf(raw: bytes) -> str:
    with pypdfium2.PdfDocument(raw) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def whole(answer: HttpResponseBase) -> str:
    """All that reaches the browser: headers, cookies, body."""
    head = [f"{name}: {value}" for name, value in answer.headers.items() if name != "Content-Length"]
    return "\n".join([*head, answer.cookies.output() if hasattr(answer, "cookies") else "", body_of(answer)])


_ONCE = (
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'), "csrf"),
    (re.compile(r'nonce="[^"]+"|nonce-[\w+/=-]+'), "nonce"),
    (re.compile(r"X-CSRFToken[^}]*"), "csrf"),
    (re.compile(r"(csrftoken|sessionid|__Host-\w+)=[^;]+"), "cookie"),
    (re.compile(r"expires(=|: )[^;\n]+", re.IGNORECASE), "expires"),
    (re.compile(r'"challenge": "[\w-]+"'), "challenge"),
    (re.compile(r'name="sitting" value="[\w-]+"'), "sitting"),
)


def normalised(answer: HttpResponseBase, *names: str) -> str:
    """`whole`, without what is new in every answer, and without the names by which it was asked for."""
    words = whole(answer)
    for pattern, instead in _ONCE:
        words = pattern.sub(instead, words)
    for name in names:
        words = words.replace(name, "…")
    return words


def traces(words: str, marks: Iterable[str]) -> list[str]:
    return [mark for mark in marks if mark.lower() in words.lower()]
