"""What the vault's key adds to the Today page of Administrators."""

from django.urls import reverse

from accounts.vault.keeping import place
from core.registry import Need, needs
from people.models import User


@needs
def sheet_to_print(person: User) -> list[Need]:
    """The recovery sheet, until it is put away; and a key file that cannot be read."""
    if not person.is_administrator:
        return []
    found, url = place(), reverse("vault:key")
    if found.trouble:
        return [Need(sentence=found.trouble, url=url, button="See where it is", urgency=0)]
    if not found.sheet_is_due:
        return []
    if found.sheet is None:
        return [Need(sentence="Print the recovery sheet of the vault", url=url, button="Print it", urgency=1)]
    return [Need(sentence="Put the recovery sheet of the vault away", url=url, button="Go on", urgency=1)]
