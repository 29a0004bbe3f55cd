"""A desk with as many comments as wanted, written by the database itself: a million in about two minutes.

Twelve accounts on four platforms, the first of them with a third of everything; authors with some twenty comments each;
threads; fourteen months of days; nine in ten of the finished ones answered in time. What is open is due later, so that
a sweep finds nothing, but for a tenth that is late already.
"""

import time
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import connection

from accounts.models import Account, Runner
from core import clock
from moderation import clock_rules
from moderation.figures import recounting
from moderation.models import Author, Item, Response
from moderation.sweep import run as sweep
from people.models import Role, RoleGrant, User
from school.models import School

PLATFORMS = ("facebook", "instagram", "x", "youtube")
ACCOUNTS = 12
PER_AUTHOR = 20  # comments
DAYS = 420
LATE = 10  # one in so many of the open ones is late

WORDS = (
    "when does term start and where do we find the dates of the trip to the museum thank you for the lovely concert "
    "lunch was late again why is the bus stop closed please tell us about the school fair my daughter loved the play "
    "could somebody call back about the uniform and the lost coat from the changing room"
)


def seed(items: int, waiting: int) -> dict[str, float]:
    """Fill the database of the settings, where it is empty. Returns how many seconds each part took."""
    took: dict[str, float] = {}

    def part(name: str, began: float) -> float:
        now = time.perf_counter()
        took[name] = round(now - began, 1)
        return now

    at = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if Item.objects.exists():
        return took
    people_and_accounts()
    at = part("tables, people, accounts", at)
    with connection.cursor() as cursor:
        _authors(cursor, items)
        rebuild = _without_indexes(cursor)
        # The rows are right by the way they are made: the foreign keys need not be looked up for each.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_ITEMS, _numbers(items, waiting))
        at = part("comments", at)
        cursor.execute(_RESPONSES)
        cursor.execute("SET session_replication_role = DEFAULT")
        at = part("responses", at)
        for statement in rebuild:
            cursor.execute(statement)
        at = part("indexes", at)
        cursor.execute("VACUUM (ANALYZE)")
        at = part("vacuum", at)
    recounting.run()
    sweep()
    at = part("rollups, first sweep", at)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    part("checkpoint", at)
    return took


def people_and_accounts() -> None:
    """An administrator, SLT, a safeguarding lead; and two runners for each account, the first of whom leads it."""
    now = clock.now()
    School.objects.create(pk=1, name="St. Jude's", set_up_at=now)
    admin = person("Ada Admin", Role.STAFF, Role.ADMINISTRATOR)
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={"secret": "x"})
    person("Helen Head", Role.STAFF, Role.SLT)
    person("Sara Safe", Role.STAFF, Role.SAFEGUARDING_LEAD)
    staff = [person(f"Tom Teacher{number}", Role.STAFF) for number in range(8)]
    for number in range(ACCOUNTS):
        platform = PLATFORMS[number % len(PLATFORMS)]
        account = Account.objects.create(
            name=f"St Jude's {number} on {platform}",
            platform=platform,
            handle=f"stjudes{number}",
            created_at=now - timedelta(days=DAYS + 30),
            monitored_from=now - timedelta(days=DAYS + 20),
        )
        for place in range(2):
            runner = staff[(number + place) % len(staff)]
            Runner.objects.create(account=account, person=runner, is_lead=not place, from_at=account.created_at)


def person(name: str, *roles: str) -> User:
    now = clock.now()
    made = User.objects.create(
        full_name=name, email=f"{name.lower().replace(' ', '.')}@stjudes.example", joined_at=now - timedelta(days=500)
    )
    RoleGrant.objects.bulk_create([RoleGrant(person=made, role=role, granted_at=now) for role in roles])
    return made


def _authors(cursor: object, items: int) -> None:
    per_platform = max(items // PER_AUTHOR // len(PLATFORMS), 10)
    Author.objects.bulk_create(
        (
            Author(platform=platform, key=f"name:{platform} user {number}", name=f"{platform} user {number}")
            for platform in PLATFORMS
            for number in range(per_platform)
        ),
        batch_size=5_000,
    )


def _numbers(items: int, waiting: int) -> dict[str, Any]:
    accounts = list(Account.objects.order_by("pk").values_list("pk", flat=True))
    first_author = Author.objects.order_by("pk").values_list("pk", flat=True)[0]
    return {
        "items": items,
        "waiting": waiting,
        "late": LATE,
        "now": clock.now(),
        "days": DAYS,
        "words": WORDS.split(),
        "first_account": accounts[0],
        "accounts": ACCOUNTS,
        "platforms": list(PLATFORMS),
        "first_author": first_author,
        "per_platform": max(items // PER_AUTHOR // len(PLATFORMS), 10),
        "clock": clock_rules.clock_version(clock_rules.school_clock()).pk,
        "person": User.objects.get(full_name="Tom Teacher0").pk,
    }


def _without_indexes(cursor: object) -> list[str]:
    """Drop those of the comments that keep no promise, for they are built quicker in the end. Returns how."""
    cursor.execute(  # type: ignore[attr-defined]
        """SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN (%s, %s)
        AND indexdef NOT LIKE 'CREATE UNIQUE%%'""",
        [Item._meta.db_table, Response._meta.db_table],
    )
    found = cursor.fetchall()  # type: ignore[attr-defined]
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')  # type: ignore[attr-defined]
    return [statement for _, statement in found]


# Every ten comments in a row are of one account and one day; the fourth and the fifth answer the third.
_ITEMS = """
INSERT INTO moderation_item (
    account_id, kind, source, external_id, digest, author_name, author_id, text, permalink, parent_external_id,
    parent_id, received_at, clock_flag, detected_at, due_at, due_rule, due_sentence, due_provisional, clock_version_id,
    sweep_at, in_figures, category, severity, status, revision, responded_at, responded_by_id, breached_at, closed_at,
    closed_by_id, closed_reason, gone_because, link_only
)
SELECT
    %(first_account)s + a, (ARRAY['comment', 'comment', 'comment', 'query', 'complaint'])[1 + g %% 5], 'import',
    'c' || g, '', (%(platforms)s)[1 + a %% 4] || ' user ' || p, %(first_author)s + a %% 4 * %(per_platform)s + p,
    (SELECT string_agg((%(words)s)[1 + (g * 7 + w * (g %% 13 + 3)) %% array_length(%(words)s, 1)], ' ')
        FROM generate_series(1, 3 + g %% 22) w),
    'https://example.org/p/' || g,
    CASE WHEN g %% 10 IN (3, 4) THEN 'c' || g - g %% 10 + 2 ELSE '' END,
    NULL,
    received, false, received + interval '3 minutes', received + interval '24 hours', '24_hours', '', false, %(clock)s,
    CASE WHEN state = 'open' AND received > %(now)s - interval '24 hours' THEN received + interval '24 hours' END,
    true, CASE WHEN g %% 3 = 0 THEN 'question' ELSE '' END, 0,
    CASE state WHEN 'late' THEN 'open' ELSE state END, 0,
    CASE WHEN state IN ('answered', 'acknowledged') THEN received + took END,
    CASE WHEN state IN ('answered', 'acknowledged') THEN %(person)s END,
    CASE WHEN state = 'late' OR state = 'answered' AND took > interval '24 hours'
        THEN received + interval '24 hours' END,
    CASE WHEN state = 'closed_no_response' THEN received + took END,
    CASE WHEN state = 'closed_no_response' THEN %(person)s END,
    CASE WHEN state = 'closed_no_response' THEN 'Spam' ELSE '' END, '', false
FROM (
    SELECT g, h, state, g * 31 %% %(per_platform)s AS p,
        CASE WHEN h %% 3 = 0 THEN 0 ELSE h %% %(accounts)s END AS a,
        interval '1 minute' * (CASE WHEN g %% 10 = 9 THEN 1450 + g %% 900 ELSE 5 + g * 37 %% 1400 END) AS took,
        %(now)s - CASE
            WHEN state = 'open' THEN interval '1 second' * (60 + g * 97 %% 70000)
            WHEN state = 'late' THEN interval '25 hours' + interval '1 second' * (g * 89 %% 600000)
            ELSE interval '3 days' + interval '1 second' * (h::bigint * 86413 %% (%(days)s * 86400) + g %% 10 * 600)
        END AS received
    FROM (
        SELECT g, g / 10 AS h, CASE
            WHEN g <= %(waiting)s AND g %% %(late)s = 0 THEN 'late'
            WHEN g <= %(waiting)s THEN 'open'
            WHEN g %% 20 = 7 THEN 'closed_no_response'
            ELSE 'answered'
        END AS state
        FROM generate_series(1, %(items)s) g
    ) s
) r;
UPDATE moderation_item i SET parent_id = p.id FROM moderation_item p
WHERE i.parent_external_id <> '' AND p.account_id = i.account_id AND p.external_id = i.parent_external_id
"""
_RESPONSES = """
INSERT INTO moderation_response (
    item_id, kind, status, text, action, house_rule, public_explanation, held_back, held_back_because, posted_by_name,
    preserved_text, preserved_digest, written_by_id, written_at, posted_at, confirmed_by_id, confirmed_at
)
SELECT id, 'reply', 'posted', 'Thank you for asking. It is on the page of the calendar.', '', '', '', false, '', '',
    '', '', responded_by_id, responded_at, responded_at, responded_by_id, responded_at
FROM moderation_item WHERE status = 'answered'
"""
