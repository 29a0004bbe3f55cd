"""Who is told at a step of the ladder: read once, for any number of comments."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Runner
from core import clock
from moderation.models import OnCall
from moderation.rota.schedule import watchers
from moderation.states import Whom
from people.models import Role, User

SAFEGUARDING = (Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)


@dataclass(frozen=True)
class Told:
    """One of those who are told. An Administrator is not sent mail while somebody else is on call."""

    person: User
    by_mail: bool = True


@dataclass(frozen=True)
class Audience:
    """Everybody who may have to be told; never a leaver or somebody switched off."""

    runners: dict[int, list[Told]]
    on_rota: dict[int, list[Told]]
    administrators: list[Told]
    slt: list[Told]
    safeguarding: list[Told]
    holders: dict[int, Told]

    def of(self, whom: str, account_id: int, holder_id: int | None) -> list[Told]:
        """Those whom a step tells about an item of this account, which `holder_id` has, if anybody.

        Where nobody runs the account, the Administrators are told, and where there is none of those, SLT.
        """
        above = self.administrators or self.slt
        runners = self.runners.get(account_id) or above
        if whom == Whom.HOLDER and holder_id in self.holders:
            return [self.holders[holder_id]]
        if whom == Whom.ON_ROTA:
            return self.on_rota.get(account_id) or runners
        if whom == Whom.ADMINISTRATORS:
            return above
        if whom == Whom.SLT:
            return self.slt or above
        return (self.safeguarding or above) if whom == Whom.SAFEGUARDING else runners


def on_call(now: datetime) -> list[User]:
    """Who is told in place of the Administrators at `now`; usually nobody or one."""
    standing = OnCall.objects.filter(from_at__lte=now, until_at__gt=now)
    return list(User.objects.active().filter(pk__in=standing.values("person")))


def audience(accounts: Collection[int], holders: Collection[int], now: datetime) -> Audience:
    """Some eight queries, however many accounts."""
    named = Runner.objects.filter(account__in=accounts, until_at=None, person__in=User.objects.active().values("pk"))
    runners: dict[int, list[Told]] = {}
    for runner in named.select_related("person").order_by("account", "-is_lead", "pk"):
        runners.setdefault(runner.account_id, []).append(Told(runner.person))
    called = on_call(now)
    administrators = [Told(person) for person in called]
    others = User.objects.holding(Role.ADMINISTRATOR).exclude(pk__in=[person.pk for person in called])
    administrators += [Told(person, by_mail=not called) for person in others]
    return Audience(
        runners=runners,
        on_rota=_active(watchers(accounts, clock.today())),
        administrators=administrators,
        slt=[Told(person) for person in User.objects.holding(Role.SLT)],
        safeguarding=[Told(person) for person in User.objects.holding(*SAFEGUARDING)],
        holders={person.pk: Told(person) for person in User.objects.active().filter(pk__in=holders)} if holders else {},
    )


def _active(found: dict[int, list[User]]) -> dict[int, list[Told]]:
    return {
        account: [Told(person) for person in people if person.may_sign_in]
        for account, people in found.items()
        if any(person.may_sign_in for person in people)
    }
