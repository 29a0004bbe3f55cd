"""The room's pages, asked for through all that a request passes, beside a page with nothing on it."""

import statistics
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.test import Client, override_settings
from django.urls import reverse

from bench.incidents import bare
from bench.incidents.found import Found
from bench.incidents.plans import asked, read_whole
from bench.reveals import _signed_in
from bench.timing import Measure, seconds
from core.pagination import FORWARD, KeysetPaginator
from incidents.listing import selectors
from incidents.models import Evidence, Incident
from people.models import Role, User

TIMES = 7
FIFTIETH = 49 * 25  # rows before it


def measure(long: Incident) -> Iterator[Found]:
    """Each page with how many questions it asks, and which large tables it reads from end to end."""
    with override_settings(ROOT_URLCONF="bench.incidents.bare"):
        head, lead, teacher = (_client(role) for role in (Role.SLT, Role.SAFEGUARDING_LEAD, Role.STAFF))
        _remember_rows(head)
        empty = _median(partial(_get, head, "/bare/page/"))
        rows = _median(partial(_get, head, "/bare/list/"))
        yield _page("list, first page / its rows by their keys", head, reverse("incidents:list"), rows)
        for what, client, url in _pages(head, lead, teacher, long):
            yield _page(f"{what} / an empty page", client, url, empty)


def _client(role: str) -> Client:
    people = User.objects.filter(grants__role=role).order_by("-pk" if role == Role.STAFF else "pk")
    return _signed_in(people[0])


def _pages(head: Client, lead: Client, teacher: Client, long: Incident) -> Iterator[tuple[str, Client, str]]:
    listed, ref = reverse("incidents:list"), {"ref": long.public_id}
    picture = Evidence.objects.filter(incident=long, kind="picture").order_by("-size").values_list("pk", flat=True)[0]
    small = Incident.objects.exclude(pk=long.pk).filter(with_seniors=True, status="investigating").latest("pk")
    yield "list, page 50", head, f"{listed}?cursor={_cursor(head)}"
    yield "list, newest first, page 50", head, f"{listed}?sort=newest&cursor={_cursor(head, 'newest')}"
    yield "list, words and filters", head, f"{listed}?q=museum&status=closed&severity=high"
    yield "list, words that are nowhere", head, f"{listed}?q=zebra"
    yield "list, late", head, f"{listed}?status=late"
    yield "list, waits for me", head, f"{listed}?waiting=on"
    yield "list of a safeguarding lead", lead, listed
    yield "my reports, a teacher's list", teacher, listed
    yield "an ordinary case file", head, reverse("incidents:incident", kwargs={"ref": small.public_id})
    yield "the long case file", head, reverse("incidents:incident", kwargs=ref)
    yield "the long case file, words in it", head, reverse("incidents:incident", kwargs=ref) + "?q=museum"
    yield "Today of SLT", head, reverse("today")
    yield "Today of a safeguarding lead", lead, reverse("today")
    yield "Today of a teacher", teacher, reverse("today")
    yield "themes", head, reverse("incidents:themes")
    yield "choosing a person", head, reverse("incidents:name_person", kwargs=ref)
    yield "choosing who leads it", head, reverse("incidents:change_lead", kwargs=ref)
    yield "the form of a report", teacher, reverse("incidents:report")
    yield "a piece's ledger", head, reverse("incidents:evidence", kwargs={**ref, "pk": picture})
    yield "opening a picture of 5 MB", head, reverse("incidents:evidence_copy", kwargs={**ref, "pk": picture})
    yield "the picture itself", head, reverse("incidents:evidence_picture", kwargs={**ref, "pk": picture, "number": 1})
    yield "choosing what a pack holds", head, reverse("incidents:pack_new", kwargs=ref)


def _remember_rows(head: Client) -> None:
    person = _person(head)
    shown = selectors.found(person, {}).order_by(*selectors.ORDERINGS[""])[:25]
    bare.keys[:] = [one.pk for one in shown]


def _cursor(head: Client, order: str = "") -> str:
    """Of the fiftieth page of the list in this order."""
    ordering = selectors.ORDERINGS[order]
    files = selectors.found(_person(head), {"sort": order})
    last = files.order_by(*ordering)[FIFTIETH - 1]
    return KeysetPaginator(files, ordering)._write(FORWARD, last)


def _person(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def _get(client: Client, url: str) -> Any:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)  # noqa: S101  a page that fails is quick
    return answer


def _median(work: Callable[[], object]) -> float:
    work()
    return statistics.median(seconds(work) for _ in range(TIMES))


def _page(what: str, client: Client, url: str, least: float) -> Found:
    ours = _median(partial(_get, client, url))
    questions = asked(partial(_get, client, url))
    return Found(Measure(what, 1, ours, least), len(questions), read_whole(questions))
