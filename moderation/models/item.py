"""One thing that somebody wrote to the school on one of its accounts, with its own clock (M2)."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When

from accounts.models import Account
from accounts.models.account import SEE_ALL
from moderation.models.author import Author
from moderation.models.thread import Post, Tag
from moderation.states import WAITING, Category, Gone, Kind, Severity, Source, Status


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, user: Any) -> "ItemQuerySet":
        """Those on accounts that `user` sees: all for SLT and Administrators, else the accounts they run."""
        if user.holds(*SEE_ALL):
            return self.all()  # the database need not look at the accounts
        return self.filter(account__in=Account.objects.visible_to(user).values("pk"))

    def waiting(self) -> "ItemQuerySet":
        """Open, or acknowledged and still waiting for a reply."""
        return self.filter(status__in=WAITING)

    def unanswered(self) -> "ItemQuerySet":
        """The clock runs, or ran out: no response, not closed."""
        return self.filter(status=Status.OPEN)

    def late(self, now: datetime) -> "ItemQuerySet":
        """Due before `now` and still unanswered, backfill left out."""
        return self.unanswered().filter(due_at__lt=now, in_figures=True)

    def counted(self) -> "ItemQuerySet":
        """Those that the SLA figures count: no backfill, none closed as needing no response before any was given,

        and of those taken back by their author only the ones that were late by then.
        """
        return (
            self.filter(in_figures=True)
            .exclude(status=Status.CLOSED, responded_at=None)
            .exclude(status=Status.WITHDRAWN, breached_at=None)
        )

    def late_closures(self) -> "ItemQuerySet":
        """Closed as needing no response, but after they were due."""
        return self.filter(in_figures=True, status=Status.CLOSED, responded_at=None, closed_at__gt=F("due_at"))


class Item(models.Model):
    """`received_at` is when it was written, never later than `detected_at`, when the portal learned of it.

    `sweep_at` is the next moment at which the sweep has something to do about it, empty when there is none left.
    `responded_at` is set once, by the first response, and never moves.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="items", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.COMMENT)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.HAND)
    batch = models.ForeignKey(
        "moderation.ImportBatch", null=True, blank=True, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    external_id = models.CharField(max_length=255, blank=True)
    digest = models.CharField(max_length=64)  # what tells it from another where the platform gave no id
    author_name = models.CharField(max_length=255, blank=True)  # as it stood
    author = models.ForeignKey(
        Author, null=True, blank=True, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    text = models.TextField()
    permalink = models.URLField(max_length=1000, blank=True)
    parent_external_id = models.CharField(max_length=255, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers", db_index=False
    )

    received_at = models.DateTimeField()
    platform_received_at = models.DateTimeField(null=True, blank=True)  # as stated, where that was in the future
    clock_flag = models.BooleanField(default=False)
    detected_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_rule = models.CharField(max_length=40)
    due_sentence = models.CharField(max_length=600, blank=True)  # where empty, the clock says it again
    due_provisional = models.BooleanField(default=False)
    clock_version = models.ForeignKey(
        "moderation.ClockVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sweep_at = models.DateTimeField(null=True, blank=True)
    in_figures = models.BooleanField(default=True)  # False: from before the account was monitored

    category = models.CharField(max_length=20, choices=Category.choices, blank=True)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices, default=Severity.NONE)
    triaged_at = models.DateTimeField(null=True, blank=True)
    triaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The priority lane: a second, shorter clock, which ends with the first act on the item.
    priority_since = models.DateTimeField(null=True, blank=True)
    priority_due_at = models.DateTimeField(null=True, blank=True)
    priority_acted_at = models.DateTimeField(null=True, blank=True)
    priority_breached_at = models.DateTimeField(null=True, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="items")

    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN)
    # Counts the changes that somebody who is writing an answer must know of.
    revision = models.PositiveIntegerField(default=0)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claimed_items",
        db_index=False,
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)  # without a further sign of life
    responded_at = models.DateTimeField(null=True, blank=True)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    breached_at = models.DateTimeField(null=True, blank=True)  # equals due_at, whenever it was noticed
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    closed_reason = models.CharField(max_length=500, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)  # from the platform
    gone_because = models.CharField(max_length=10, choices=Gone.choices, blank=True)
    edited_after = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="edits_after", db_index=False
    )  # the answered item that was changed in its meaning
    link_only = models.BooleanField(default=False)  # it may be an indecent image of a child: nothing of it is kept
    released_at = models.DateTimeField(null=True, blank=True)  # SLT lets a journalist be answered (H4)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The group of the queue, empty once it is finished. The database reckons it, so nothing can forget to.
    rank = models.GeneratedField(
        expression=Case(
            When(status=Status.OPEN, priority_due_at__isnull=False, priority_acted_at__isnull=True, then=Value(0)),
            When(status=Status.OPEN, in_figures=True, then=Value(1)),
            When(status=Status.ACKNOWLEDGED, then=Value(2)),
            When(status=Status.OPEN, then=Value(3)),
            default=Value(None),
        ),
        output_field=models.PositiveSmallIntegerField(null=True),
        db_persist=True,
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "external_id"], condition=~Q(external_id=""), name="item_external_id_once"
            ),
            models.UniqueConstraint(fields=["account", "digest"], condition=Q(external_id=""), name="item_digest_once"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="item_status_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="item_kind_known"),
            models.CheckConstraint(
                condition=Q(received_at__lte=F("detected_at")), name="item_received_before_detected"
            ),
            models.CheckConstraint(
                condition=Q(breached_at=None) | (Q(breached_at=F("due_at")) & Q(in_figures=True)),
                name="item_breach_at_due",
            ),
            models.CheckConstraint(
                condition=Q(responded_at=None) | Q(responded_at__gte=F("received_at")), name="item_answer_after_receipt"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.ACKNOWLEDGED, Status.ANSWERED]) | Q(responded_at__isnull=False),
                name="item_answered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | (Q(closed_at__isnull=False) & ~Q(closed_reason="")),
                name="item_closed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(priority_due_at=None) | Q(priority_since__isnull=False), name="item_priority_since"
            ),
            models.CheckConstraint(
                condition=Q(priority_breached_at=None) | Q(priority_breached_at=F("priority_due_at")),
                name="item_priority_breach_at_due",
            ),
            # Nothing that has still to be answered can slip out of the sweep's sight.
            models.CheckConstraint(
                condition=~Q(status=Status.OPEN, in_figures=True, breached_at=None)
                | (Q(sweep_at__isnull=False) & Q(sweep_at__lte=F("due_at"))),
                name="item_open_is_swept",
            ),
        ]
        # No foreign key has an index of its own: each would be written with every comment, and again with every change
        # of it. Those that are asked for stand here, without the rows that have none.
        indexes = [
            models.Index(fields=["sweep_at", "id"], condition=Q(sweep_at__isnull=False), name="item_sweep"),
            models.Index(fields=["rank", "due_at", "id"], condition=Q(rank__isnull=False), name="item_ranked"),
            models.Index(
                fields=["account", "rank", "due_at", "id"], condition=Q(rank__isnull=False), name="item_ranked_account"
            ),
            models.Index(fields=["claimed_by"], condition=Q(claimed_by__isnull=False), name="item_claimed"),
            models.Index(fields=["account", "received_at"], name="item_by_account"),
            models.Index(fields=["received_at"], name="item_by_time"),
            models.Index(fields=["author", "received_at"], name="item_by_author_time"),
            models.Index(
                fields=["account", "parent_external_id"], condition=~Q(parent_external_id=""), name="item_orphan"
            ),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="item_answers"),
            models.Index(fields=["post"], condition=Q(post__isnull=False), name="item_of_post"),
            models.Index(fields=["edited_after"], condition=Q(edited_after__isnull=False), name="item_edits_after"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING

    @property
    def is_priority(self) -> bool:
        """In the priority lane, and nobody has acted on it yet."""
        return self.status == Status.OPEN and self.priority_due_at is not None and self.priority_acted_at is None

    @property
    def found_late(self) -> bool:
        """The portal learned of it only when the answer was due already."""
        return self.detected_at > self.due_at

    @property
    def is_locked(self) -> bool:
        """A journalist wrote it, and SLT has not let anybody answer yet (H4)."""
        return self.author is not None and self.author.is_journalist and self.released_at is None

    @property
    def stopped_at(self) -> datetime | None:
        """When it stopped being owed: at the response, or when it was closed without one."""
        return self.responded_at or self.closed_at

    @property
    def in_time(self) -> bool | None:
        """Whether the response came by the due time (the due moment itself is in time); None without one."""
        return None if self.responded_at is None else self.responded_at <= self.due_at

    @property
    def late_by(self) -> timedelta | None:
        """How long after the due time the response came; None where there is none or it was in time."""
        if self.responded_at is None or self.responded_at <= self.due_at:
            return None
        return self.responded_at - self.due_at


def item_digest(account_id: int, received_at: datetime, author_name: str, text: str, occurrence: int = 1) -> str:
    """What tells an item without a platform's id from others: account, time as stated, author, text, occurrence.

    `occurrence` numbers lines of one file that are otherwise the same, from 1.
    """
    hasher = hashlib.sha256()
    for part in (str(account_id), received_at.isoformat(), author_name, text, str(occurrence)):
        data = part.encode()
        hasher.update(f"{len(data)}:".encode() + data)
    return hasher.hexdigest()
