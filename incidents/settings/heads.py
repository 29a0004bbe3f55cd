"""What changes when somebody else is the head, said before it is done: to whom reports go, and who is told (H5)."""

from dataclasses import replace

from incidents.handling import Compartment
from incidents.models import Incident
from incidents.routing import Route, Staffing, route
from incidents.settings.selectors import people_in_order
from incidents.settings.workflow import hear_of_head
from incidents.staffing import routes_on, staffing_now
from incidents.states import Status
from people.models import User, named


def what_changes(heir: User, actor: User) -> list[str]:
    """Who gains by it and who loses, sentence by sentence.

    Of the files that are open only those are counted that `actor` handles: any other number could tell somebody of SLT
    that they are named in one.
    """
    now = staffing_now()
    then = replace(now, seniors=(heir.pk, *(pk for pk in now.seniors if pk != heir.pk)), head=heir.pk)
    people = {person.pk: person for person in people_in_order([*now.seniors, *now.chair, *now.outside])}
    first = people[now.seniors[0]]
    sentences = [f"A new report goes to {heir} first. Safeguarding reports go to the safeguarding lead, as before."]
    if first != heir:
        sentences.append(f"{first} comes after {heir}, and loses no file.")
    # While nobody has said who the head is, each of SLT is treated as if they were.
    concerned = now.seniors if now.head is None else dict.fromkeys([heir.pk, first.pk])
    sentences += [_if_named(people[pk], now, then, people) for pk in concerned]
    sentences += _of_open_files(heir, actor, then)
    told = hear_of_head().count()
    return [*sentences, f"{told} people are told: SLT, Administrators, the chair and the outside contact."]


def _if_named(person: User, now: Staffing, then: Staffing, people: dict[int, User]) -> str:
    """What happens to a report that names this person: who from outside SLT reads it, and whether that is new."""
    before, after = (route(Compartment.SENIORS, {person.pk}, staffing) for staffing in (now, then))
    gain, had = _from_above(after, then), _from_above(before, now)
    who = named(people[pk] for pk in gain or had)
    if gain and not had:
        return f"A new report that names {person} goes to {who} as well. Until now it did not."
    if had and not gain:
        return f"A new report that names {person} no longer goes to {who}: the rest of SLT reads it."
    if gain:
        return f"A new report that names {person} goes to {who} as well, as before."
    return f"A new report that names {person} goes to the rest of SLT alone: nobody is chair or outside contact."


def _from_above(found: Route, staffing: Staffing) -> list[int]:
    above = [*staffing.chair, *staffing.outside]
    return [pk for pk in found.readers if pk in above and (found.to_chair or found.to_outside)]


def _of_open_files(heir: User, actor: User, then: Staffing) -> list[str]:
    handled = Incident.objects.visible_to(actor).exclude(status=Status.CLOSED)
    moves = routes_on(handled, then)
    first = sum(found.first == heir.pk != incident.first_id for incident, found in moves)
    come_in = sum(
        (found.to_chair and not incident.to_chair) or (found.to_outside and not incident.to_outside)
        for incident, found in moves
    )
    if not moves:
        return ["You handle no open file, so none is counted here."]
    sentences = [
        f"Of the {len(moves)} open {'file' if len(moves) == 1 else 'files'} that you handle, {first} "
        f"{'goes' if first == 1 else 'go'} to {heir} first from then on. Files that you do not handle are not counted."
    ]
    if come_in:
        sentences.append(f"The chair of governors, or the outside contact, comes into {come_in} of them.")
    return [*sentences, "A file that the chair reads now stays with the chair."]
