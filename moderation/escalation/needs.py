"""What the clock adds to somebody's Today page: digests to see to, and a list of bank holidays that runs out."""

from django.urls import reverse

from core import clock, times
from core.registry import Need, needs
from core.worktime import PUBLISHED_UNTIL, published_list_ends_soon
from moderation.escalation.messages import what_waits
from moderation.models import Digest, ItemStage
from moderation.rules import WATCHERS
from moderation.states import Status
from people.models import User


@needs
def digests_to_see_to(person: User) -> list[Need]:
    """The newest message about several comments that nobody who got it sees to, while some of them wait."""
    if not person.holds(*WATCHERS):
        return []
    newest = Digest.objects.filter(person=person).order_by("-made_at", "-pk").first()
    if newest is None or newest.acknowledged_at is not None:
        return []
    if Digest.objects.filter(made_at=newest.made_at, acknowledged_at__isnull=False).exists():
        return []
    if not ItemStage.objects.filter(digests=newest, item__status=Status.OPEN).exists():
        return []
    sentence = f"Nobody sees to these comments yet: {what_waits(newest.counts)}"
    return [Need(sentence, reverse("moderation:digest", args=[newest.pk]), "Look at them", urgency=0)]


@needs
def bank_holidays_run_out(person: User) -> list[Need]:
    """Six months before the published list of bank holidays ends, for those who see to the portal."""
    if not (person.holds(*WATCHERS) and published_list_ends_soon(clock.today())):
        return []
    sentence = (
        f"The portal knows England's bank holidays only up to {times.day(PUBLISHED_UNTIL)}: have it brought up to date"
    )
    return [Need(sentence, f"{reverse('moderation:definitions')}#days-off", "See what it means", urgency=2)]
