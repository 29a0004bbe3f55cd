"""The verbs of the rota: who watches when, covers and swaps with consent, and saying that one has looked (M1)."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import F
from django.urls import reverse

from accounts.models import Account
from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from core.worktime import ONE_DAY
from moderation.models import Check, Cover, FeedToken, Turn
from moderation.rota import messages as _messages  # noqa: F401  registers the words
from moderation.rota import rules as _rules  # noqa: F401  registers the rules
from moderation.rota.schedule import gaps, plan, unchecked, watched, watchers
from notifications import workflow as notifications
from people.current import person
from people.models import Role, User

FARTHEST = 366  # days ahead that a cover may be asked for


@audit.verb("moderation.set_week", "set who watches an account on which day of the week")
def set_week(account: Account, *, actor: Actor, people: Mapping[int, User | None]) -> Account:
    """`people` by weekday, 0 being Monday; None leaves the day open. Covers that were agreed to stay.

    Raises NotAllowed, and InvalidInput for somebody who does not work on its comments.
    """
    account = audit.lock(account)
    rules.require("moderation.set_week", actor, account)
    for weekday, somebody in people.items():
        if somebody is not None and not rules.ask("moderation.check", somebody, account):
            raise InvalidInput(f"{somebody.full_name} does not run this account.", f"day_{weekday}")
    Turn.objects.filter(account=account).delete()
    Turn.objects.bulk_create(
        Turn(account=account, weekday=weekday, person=somebody)
        for weekday, somebody in sorted(people.items())
        if somebody is not None
    )
    named = [somebody.pk if somebody else 0 for _, somebody in sorted(people.items())]
    audit.record("moderation.set_week", account, actor=actor, people=named)
    return account


@audit.verb("moderation.ask_cover", "asked somebody to watch an account on a day")
def ask_cover(
    account: Account, *, actor: Actor, day: date, person_asked: User, in_return_for: date | None = None
) -> Cover:
    """Ask `person_asked` to watch on `day`; with `in_return_for` as a swap for a day of theirs.

    Nothing changes until they agree. Raises NotAllowed, InvalidInput, WrongState.
    """
    account = audit.lock(account)
    rules.require("moderation.ask_cover", actor, account, day)
    me = person(actor)
    _check_day(day, "day")
    (watch,) = plan([account], [day])[account.pk]
    if not rules.ask("moderation.check", person_asked, account):
        raise InvalidInput(f"{person_asked.full_name} does not run this account.", "person_asked")
    if watch.person == person_asked:
        raise InvalidInput(f"{person_asked.full_name} watches it on that day already.", "person_asked")
    if in_return_for is not None:
        _check_swap(account, day, in_return_for, person_asked)
    waiting = Cover.objects.filter(account=account, day=day, person=person_asked, agreed_at=None, declined_at=None)
    if waiting.exists():
        raise WrongState(f"{person_asked.full_name} was asked already, and has not answered yet.")
    cover = Cover.objects.create(
        account=account,
        day=day,
        person=person_asked,
        instead_of=watch.person,
        in_return_for=in_return_for,
        asked_by=me,
        asked_at=clock.now(),
    )
    swap = f"In return you are free on {times.day(in_return_for)}. " if in_return_for else ""
    _tell([person_asked], "cover_asked", cover, me, swap=swap)
    return cover


@audit.verb("moderation.take_day", "took on a day of an account that nobody watched")
def take_day(account: Account, *, actor: Actor, day: date) -> Cover:
    """Watch on a day that nobody has. Raises NotAllowed; WrongState where somebody has it by now."""
    account = audit.lock(account)
    rules.require("moderation.take_day", actor, account)
    me, now = person(actor), clock.now()
    _check_day(day, "day")
    (watch,) = plan([account], [day])[account.pk]
    if watch.person is not None:
        raise WrongState(f"{watch.person.full_name} watches it on that day.")
    _give_up_others(account, day, now)
    return Cover.objects.create(account=account, day=day, person=me, asked_by=me, asked_at=now, agreed_at=now)


@audit.verb("moderation.agree_cover", "agreed to watch an account on a day")
def agree_cover(cover: Cover, *, actor: Actor) -> Cover:
    """Say yes. In a swap the other takes the other day with it. Raises NotAllowed, WrongState."""
    account = audit.lock(cover.account)
    cover = _asked(cover, actor)
    now = clock.now()
    if cover.day < clock.today():
        raise WrongState("That day is over.")
    days = [cover.day] if cover.in_return_for is None else [cover.day, cover.in_return_for]
    watches = plan([account], days)[account.pk]
    if watches[0].person not in (cover.instead_of, None):
        raise WrongState("Somebody else has that day by now. Nothing was changed.")
    _give_up_others(account, cover.day, now)
    cover.agreed_at = now
    cover.save(update_fields=["agreed_at"])
    if cover.in_return_for is not None:
        if watches[1].person != cover.person or cover.instead_of is None:
            raise WrongState("The day that you would have given is not yours any more. Nothing was changed.")
        _give_up_others(account, cover.in_return_for, now)
        Cover.objects.create(
            account=account,
            day=cover.in_return_for,
            person=cover.instead_of,
            instead_of=cover.person,
            in_return_for=cover.day,
            asked_by=cover.asked_by,
            asked_at=cover.asked_at,
            agreed_at=now,
        )
    others = {one.pk: one for one in (cover.asked_by, cover.instead_of) if one and one.pk != cover.person_id}
    _tell(list(others.values()), "cover_agreed", cover, cover.person)
    return cover


@audit.verb("moderation.decline_cover", "said that they cannot watch an account on a day")
def decline_cover(cover: Cover, *, actor: Actor) -> Cover:
    """Say no. Raises NotAllowed, WrongState."""
    cover = _asked(cover, actor)
    cover.declined_at = clock.now()
    cover.save(update_fields=["declined_at"])
    _tell([cover.asked_by], "cover_declined", cover, cover.person)
    return cover


@audit.verb("moderation.withdraw_cover", "took back what was asked or agreed about a day of the rota")
def withdraw_cover(cover: Cover, *, actor: Actor) -> Account:
    """What held before holds again on that day; of a swap on both its days. Whom it concerns is told.

    Raises NotAllowed; WrongState for a day that is over, and for a swap of which one day has changed hands since.
    """
    account = audit.lock(cover.account)
    cover = audit.lock(cover)
    rules.require("moderation.withdraw_cover", actor, cover)
    if cover.declined_at is not None:
        raise WrongState("That was declined or taken back already.")
    ended = sorted([cover, *_other_half(cover)], key=lambda one: one.day)
    if ended[0].day < clock.today():
        raise WrongState("That day is over." if len(ended) == 1 else "One of the two days is over, so the swap stays.")
    for one in ended:
        one.declined_at = clock.now()
        one.save(update_fields=["declined_at"])
        _let_hold_again(one)
    if cover.agreed_at is None:
        notifications.withdraw(cover, [cover.person])
    else:
        _tell_of_the_end(ended, person(actor))
    return account


def _other_half(cover: Cover) -> list[Cover]:
    """The other day of an agreed swap. Raises WrongState where it is not as agreed any more."""
    if cover.agreed_at is None or cover.in_return_for is None:
        return []
    other = Cover.objects.filter(
        account=cover.account_id,
        day=cover.in_return_for,
        in_return_for=cover.day,
        person=cover.instead_of,
        agreed_at__isnull=False,
        declined_at=None,
    ).first()
    if other is None:
        raise WrongState("The other day of this swap has changed hands since. Take that back first.")
    return [other]


def _let_hold_again(cover: Cover) -> None:
    """What `cover` ended when it was agreed to: half a swap must not be lost with a cover that came after it."""
    before = Cover.objects.filter(
        account=cover.account_id, day=cover.day, person=cover.instead_of, declined_at=cover.agreed_at, pk__lt=cover.pk
    )
    earlier = before.exclude(agreed_at=None).order_by("-pk").first() if cover.agreed_at and cover.instead_of else None
    if earlier is not None:
        Cover.objects.filter(pk=earlier.pk).update(declined_at=None)


def _tell_of_the_end(ended: list[Cover], actor: User) -> None:
    cover = ended[0]
    concerned = {one.pk: one for one in (cover.person, cover.instead_of) if one is not None and one.pk != actor.pk}
    days = " and ".join(times.day(one.day) for one in ended)
    _tell(list(concerned.values()), "cover_ended", cover, actor, days=days)


@audit.verb("moderation.check", "looked at an account")
def check(account: Account, *, actor: Actor, how: str = Check.How.CLICK) -> Check:
    """Say that one has looked at the account on its platform. One row a day and person. Raises NotAllowed."""
    account = audit.lock(account)
    rules.require("moderation.check", actor, account)
    now = clock.now()
    row, made = Check.objects.get_or_create(
        account=account,
        day=clock.today(),
        person=person(actor),
        how=how,
        defaults={"first_at": now, "at": now},
    )
    if not made:
        Check.objects.filter(pk=row.pk).update(at=now, times=F("times") + 1)
    audit.record("moderation.check", account, actor=actor, day=clock.today().isoformat(), how=str(how))
    return row


@audit.verb("moderation.make_feed", "made an address for the calendar of their rota")
def make_feed(*, actor: Actor) -> str:
    """The secret of the feed's address, shown once. Any earlier address stops working. Raises NotAllowed."""
    rules.require("moderation.make_feed", actor)
    me, token = person(actor), secrets.token_urlsafe(32)
    FeedToken.objects.update_or_create(
        person=me, defaults={"digest": feed_digest(token), "made_at": clock.now(), "used_at": None}
    )
    return token


@audit.verb("moderation.end_feed", "ended the address for the calendar of their rota")
def end_feed(*, actor: Actor) -> int:
    """Raises NotAllowed."""
    rules.require("moderation.make_feed", actor)
    return FeedToken.objects.filter(person=person(actor)).delete()[0]


@audit.verb("moderation.warn_of_gaps", "warned that nobody watches an account on some days")
def warn_of_gaps(*, actor: Actor) -> int:
    """Seven days ahead: the lead of the account and the Administrators, once for each account and week of the gap."""
    rules.require("moderation.warn_of_gaps", actor)
    accounts = {account.pk: account for account in watched()}
    found = gaps(accounts.values())
    told = 0
    for pk, missing in found.items():
        account, week = accounts[pk], missing[0].day.isocalendar()
        told += notifications.tell(
            _who_sees_to(account),
            "moderation.rota_gap",
            event=f"rota_gap:{pk}:{week.year}-{week.week}",
            url=reverse("moderation:rota"),
            about=account,
            account=account.label,
            days=", ".join(times.day(watch.day) for watch in missing),
        )
    if told:
        audit.record("moderation.warn_of_gaps", None, actor=actor, accounts=sorted(found))
    return told


@audit.verb("moderation.warn_of_unchecked", "told that nobody had looked at an account for a day")
def warn_of_unchecked(*, actor: Actor) -> int:
    """Yesterday, of the accounts that have a rota or were ever checked: one message to each person concerned."""
    rules.require("moderation.warn_of_unchecked", actor)
    day = clock.today() - ONE_DAY
    left = {account.pk: account for account in unchecked(day)}
    on_duty = watchers(left, day)
    concerned: dict[User, list[Account]] = {}
    for pk, account in left.items():
        for somebody in {*_who_sees_to(account), *on_duty.get(pk, [])}:
            concerned.setdefault(somebody, []).append(account)
    for somebody, accounts in concerned.items():
        what = accounts[0].label if len(accounts) == 1 else f"{len(accounts)} accounts"
        notifications.tell(
            [somebody],
            "moderation.unchecked",
            event=f"unchecked:{day.isoformat()}",
            url=reverse("moderation:checks"),
            what=what,
            day=times.day(day),
        )
    if left:
        audit.record("moderation.warn_of_unchecked", None, actor=actor, accounts=sorted(left), day=day.isoformat())
    return len(concerned)


def _who_sees_to(account: Account) -> list[User]:
    """The lead and the Administrators."""
    lead = account.lead_now()
    administrators = list(User.objects.holding(Role.ADMINISTRATOR))
    return [lead, *administrators] if lead and lead.may_sign_in and lead not in administrators else administrators


def feed_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _asked(cover: Cover, actor: Actor) -> Cover:
    cover = audit.lock(cover)
    rules.require("moderation.answer_cover", actor, cover)
    if cover.agreed_at is not None or cover.declined_at is not None:
        raise WrongState("This was answered or taken back already.")
    return cover


def _give_up_others(account: Account, day: date, now: datetime) -> None:
    """A new cover of a day, agreed to `now`, ends the one before it."""
    Cover.objects.filter(account=account, day=day, agreed_at__isnull=False, declined_at=None).update(declined_at=now)


def _check_day(day: date, field: str) -> None:
    if day < clock.today():
        raise InvalidInput("That day is over.", field)
    if (day - clock.today()).days > FARTHEST:
        raise InvalidInput("Choose a day within the next year.", field)


def _check_swap(account: Account, day: date, other: date, person_asked: User) -> None:
    _check_day(other, "in_return_for")
    if other == day:
        raise InvalidInput("A swap needs two days.", "in_return_for")
    (mine,) = plan([account], [day])[account.pk]
    (theirs,) = plan([account], [other])[account.pk]
    if mine.person is None:
        raise InvalidInput("Nobody has the first day, so there is nothing to swap.", "in_return_for")
    if theirs.person != person_asked:
        raise InvalidInput(f"{person_asked.full_name} does not have that day.", "in_return_for")


def _tell(recipients: list[User], message: str, cover: Cover, who: User, **params: str) -> None:
    notifications.tell(
        recipients,
        f"moderation.{message}",
        event=f"cover:{cover.pk}:{message}",
        url=reverse("moderation:rota"),
        about=cover,
        person=who.full_name,
        account=cover.account.label,
        day=times.day(cover.day),
        **params,
    )
