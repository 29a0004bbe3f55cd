"""What the rota adds to somebody's Today page, and to the page of an account (M1)."""

from django.urls import reverse

from accounts.models import Account
from accounts.panels import Panel, panel
from core import clock, times, worktime
from core.registry import Health, Need, health, needs
from moderation.models import Check, Cover, Turn
from moderation.rota.checks import last_checks
from moderation.rota.schedule import AHEAD, days_from, gaps, plan, watched
from people.models import User
from school.models import school_zone


def _sees_to(person: User) -> list[Account]:
    """The watched accounts whose rota this person makes: those that they lead, and for Administrators all."""
    accounts = watched()
    return list(accounts if person.is_administrator else accounts & Account.objects.led_by(person))


@needs
def covers_asked_of_me(person: User) -> list[Need]:
    asked = Cover.objects.filter(person=person, agreed_at=None, declined_at=None, day__gte=clock.today())
    first = asked.select_related("asked_by", "account").order_by("day").first()
    if first is None:
        return []
    number = asked.count()
    one = f"{first.asked_by.full_name} asks you to watch {first.account.label} on {times.day(first.day)}"
    sentence = one if number == 1 else f"{number} colleagues ask you to watch an account for them"
    return [Need(sentence, reverse("moderation:rota"), "Answer", urgency=1)]


@needs
def days_that_i_watch(person: User) -> list[Need]:
    """Whoever watches today and has not said yet that they looked."""
    turns = Turn.objects.filter(person=person, weekday=clock.today().weekday()).values("account")
    covers = Cover.objects.filter(person=person, day=clock.today(), agreed_at__isnull=False).values("account")
    maybe = list((watched().filter(pk__in=turns) | watched().filter(pk__in=covers)).order_by("name"))
    if not maybe:
        return []
    today = plan(maybe, [clock.today()])
    done = set(Check.objects.filter(account__in=maybe, day=clock.today()).values_list("account", flat=True))
    left = [account for account in maybe if today[account.pk][0].person == person and account.pk not in done]
    if not left:
        return []
    what = left[0].label if len(left) == 1 else f"{len(left)} accounts"
    end = worktime.end_of_day(clock.today(), school_zone())
    return [Need(f"Look at {what} today: it is your day", reverse("moderation:rota"), "Say that you looked", end, 1)]


@needs
def gaps_in_the_rota(person: User) -> list[Need]:
    """For leads and Administrators: days of the coming week that nobody watches, and accounts without a rota."""
    accounts = _sees_to(person)
    if not accounts:
        return []
    found = gaps(accounts)
    days = sum(len(missing) for missing in found.values())
    place = reverse("moderation:rota")
    lines = []
    if days:
        first = min(watch.day for missing in found.values() for watch in missing)
        what = f"Nobody watches on {times.day(first)}" if days == 1 else f"Nobody watches on {days} of the coming days"
        lines.append(Need(what, place, "Fill the gap", urgency=1 if first <= clock.today() else 2))
    with_rota = set(Turn.objects.values_list("account", flat=True).distinct())
    without = [account for account in accounts if account.pk not in with_rota]
    if without:
        what = f"{without[0].label} has no rota" if len(without) == 1 else f"{len(without)} accounts have no rota"
        lines.append(Need(f"{what} yet: who watches it when?", place, "Make one"))
    return lines


@health
def last_look(person: User) -> list[Health]:
    """Below each account that the person runs: when somebody looked last."""
    accounts = list(Account.objects.run_by(person).open())
    latest = last_checks(accounts) if accounts else {}
    return [
        Health(subject=f"account:{account.pk}", line=f"Last looked at {times.relative(latest[account.pk].at)}.")
        for account in accounts
        if account.pk in latest
    ]


@panel
def rota_of(account: Account, reader: User) -> Panel | None:
    """Who watches it, and when somebody looked last."""
    if not account.is_open or not Account.objects.visible_to(reader).filter(pk=account.pk).exists():
        return None
    week = plan([account], days_from(clock.today(), AHEAD))[account.pk]
    latest = last_checks([account]).get(account.pk)
    missing = sum(1 for watch in week if watch.is_gap)
    rows = [
        ("Watches today", week[0].person.full_name if week[0].person else "Nobody"),
        ("Last looked at", times.relative(latest.at) if latest else "Never"),
    ]
    if missing:
        rows.append(("Days without anybody this week", str(missing)))
    return Panel("Rota", rows, reverse("moderation:rota"), "Open the rota")
