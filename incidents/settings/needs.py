"""What SLT and Administrators see on Today while a report could reach nobody, or the wrong one (H5)."""

from django.urls import reverse

from core.registry import Need, needs
from incidents.settings.selectors import what_is_missing
from people.models import Role, User


@needs
def no_way_round(person: User) -> list[Need]:
    if not person.holds(Role.SLT, Role.ADMINISTRATOR):
        return []
    head_is_known, without = what_is_missing()
    url = reverse("incidents:settings")
    found = []
    if not head_is_known:
        sentence = "Say who the head is, so that a report about the head goes to the chair of governors"
        found.append(Need(sentence, url, "Say who it is", urgency=1))
    if without:
        who = "one person" if without == 1 else f"{without} people"
        sentence = f"If {who} were named in a report, too few would be left to read it"
        found.append(Need(sentence, url, "See what to do", urgency=1))
    return found
