"""Where each page of the incidents room is, and who opens it.

`portal.does("… print(open_room())")` runs it inside the portal.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from incidents.models import Evidence, Incident, Pack
from tests import incident_case
from tests.incident_case import Address, Case
from tests.journey.incident_room import CHAIR, LEAD, NEWCOMER, Room, at_once, come_in, make_room
from tests.journey.settled import ADMINISTRATOR, COLLEAGUE, DEPUTY, HEAD, TEACHER, person

# Whoever may open a page: the first of them is asked to.
READERS = (DEPUTY, HEAD, LEAD, ADMINISTRATOR, CHAIR, TEACHER, COLLEAGUE)


# Beside one page of each address: the same page as others see it, or in another state. Name, file or thing, reader.
ALSO: tuple[tuple[str, str | int, tuple[str, str]], ...] = (
    *(("list", "", who) for who in (HEAD, LEAD, CHAIR, TEACHER, NEWCOMER)),
    *(("incident", name, DEPUTY) for name in ("new", "breach", "complaint", "unsure", "resolved", "closed", "hacked")),
    *(("incident", "head", who) for who in (DEPUTY, CHAIR)),
    ("incident", "child", LEAD),
    *(("my_report", name, TEACHER) for name in ("full", "closed", "head", "hacked", "child")),
    *(("my_report", name, COLLEAGUE) for name in ("new", "full")),
    ("resolve", "unsure", DEPUTY),
    *(("close", name, DEPUTY) for name in ("new", "unsure", "resolved")),
    *(("refer", name, DEPUTY) for name in ("unsure", "breach")),
    ("pack_new", "child", LEAD),
    ("add_words", "child", LEAD),
    ("add_evidence", "child", TEACHER),
    ("add_evidence", "full", TEACHER),
    ("record_duty", "complaint", DEPUTY),
    ("record_duty", "head", CHAIR),
    ("waive_duty", "head", CHAIR),
    ("themes", "", CHAIR),
    ("settings", "", ADMINISTRATOR),
    ("agencies", "", CHAIR),
    *(("deleted_pictures", "", who) for who in (TEACHER, NEWCOMER)),
    ("report_from_item", 0, TEACHER),
    ("after_compromise", 0, ADMINISTRATOR),
    ("after_compromise", 0, TEACHER),
)
ALL_OF = {"evidence": Evidence, "evidence_copy": Evidence, "pack": Pack}  # of the full file, each a page
CLOCKS = {"breach": "regulator", "complaint": "complaint", "head": "officer"}

Place = tuple[str, str, str]


def open_room() -> str:
    """As JSON {"places": [[name, address, e-mail]], "cookies": {e-mail: of their session}, "lacking": [sentences]}."""
    with at_once():
        come_in()
        room = make_room()
    clients = {who[1]: signed_in(who) for who in (*READERS, NEWCOMER)}
    found, lacking = find_places(room, clients)
    name = settings.SESSION_COOKIE_NAME
    cookies = {who: {"name": name, "value": client.cookies[name].value} for who, client in clients.items()}
    return json.dumps({"places": found, "cookies": cookies, "lacking": lacking})


def signed_in(who: tuple[str, str]) -> Client:
    """Just now, with both steps."""
    somebody, now = person(who), datetime.now(UTC).timestamp()
    client = Client(SERVER_NAME="localhost")
    client.force_login(somebody)
    session = client.session
    session["account_authentication_methods_user"] = str(somebody.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "email": somebody.email},
        {"method": "mfa", "type": "totp", "at": now},
    ]
    session.save()
    return client


def find_places(room: Room, clients: dict[str, Client]) -> tuple[list[Place], list[str]]:
    """What each address of the room shows to the first who may open it, and `ALSO`; and which show it to nobody."""
    found: list[Place] = []
    lacking: list[str] = []
    for address in incident_case.addresses():
        if not address.name.startswith("incidents:"):
            continue
        answers = set()
        for (label, url), who in product(of_address(address, room), READERS):
            answer = clients[who[1]].get(url)
            answers.add(answer.status_code)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                found.append((label, url, who[1]))
            if answer.status_code in (200, 405):  # a page, a file, or what is only ever posted to
                break
        else:
            lacking.append(f"{address.route}: incident_room.py has nothing that it shows to anybody: {answers or '{}'}")
    found += [place for place in also(room) if place[1:] not in [other[1:] for other in found]]
    return found, lacking


def of_address(address: Address, room: Room) -> Iterator[tuple[str, str]]:
    """Each thing of the room that the address could be about: the page's name and where it is."""
    stem = address.name.partition(":")[2]
    if incident_case.of_one_incident(address):
        for name, incident in room.files.items():
            for kwargs in of_file(address, name, incident):
                yield f"{stem}-{name}", reverse(address.name, kwargs=kwargs)
    elif thing := re.search(r"([\w-]+)/<int:(\w+)>", address.route):
        for pk in room.things.get(thing[1], []):
            yield stem, reverse(address.name, kwargs={thing[2]: pk})
    elif "<" not in address.route:
        yield stem, reverse(address.name)


def of_file(address: Address, name: str, incident: Incident) -> Iterator[dict[str, Any]]:
    sub = incident_case.key_of(address)
    case = Case(incident)
    if sub is None:
        kwargs = incident_case.arguments(address, case)
        yield {**kwargs, "kind": CLOCKS.get(name, "regulator")} if "kind" in kwargs else kwargs
        return
    rows = sub[1].objects.all() if sub[1] is incident_case.Relation else sub[1].objects.filter(incident=incident)
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield incident_case.arguments(address, case, key=pk)


def also(room: Room) -> Iterator[Place]:
    for stem, which, who in ALSO:
        kwargs: dict[str, Any] = {}
        if isinstance(which, int):
            thing = "from-comment" if stem == "report_from_item" else "compromise"
            kwargs = {"pk": room.things[thing][which]}
        elif which:
            kwargs = {"ref": room.files[which].public_id}
            if stem.endswith("_duty"):
                kwargs["kind"] = CLOCKS[which]
        label = "-".join(str(part) for part in (stem, which, who[0].split()[0].lower()) if part != "")
        yield label, reverse(f"incidents:{stem}", kwargs=kwargs), who[1]
    full = room.files["full"]
    for stem, table in ALL_OF.items():
        rows = table.objects.filter(incident=full).order_by("pk")
        for row in rows.filter(set_aside_at=None) if stem == "evidence_copy" else rows:
            kwargs = {"ref": full.public_id, "pk": row.pk}
            yield f"{stem}-{row.pk}", reverse(f"incidents:{stem}", kwargs=kwargs), DEPUTY[1]
