"""What the vault adds to a person's page: what they have seen, and what must be changed because of them (R3)."""

from django.urls import reverse

from accounts.vault import duties, sights
from core import rules
from people.models import User
from people.panels import Panel, panel


@panel
def what_they_saw(person: User, reader: User) -> Panel | None:
    """For Administrators, SLT and the person; nothing for somebody who has never seen anything."""
    if not rules.ask("vault.read_person", reader, person):
        return None
    looks = sights.of_person(person).count()
    if not looks:
        return None
    known, must = duties.known_by(person), duties.outside_of(person)
    rows: list[tuple[str, str | int]] = [("Times on record", looks), ("Knows now", len(known))]
    lines = []
    if must:
        rows.append(("Must be changed because of it", len(must)))
        lines.append("Somebody who should not know it now knows it.")
    mine = reader.pk == person.pk
    url = reverse("vault:mine") if mine else reverse("vault:person", kwargs={"pk": person.pk})
    return Panel("Password vault", rows, lines, url, "What you have seen" if mine else "What they have seen")
