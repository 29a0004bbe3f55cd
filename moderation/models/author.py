"""Who writes to the school, as a platform knows them, and whom it has banned (M3, H1, H4)."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Account, Platform
from moderation.states import AuthorKind

LONGEST_KEY = 300


def author_key(name: str, external_id: str = "") -> str:
    """What tells an author from others of the same platform: the platform's id, else the name without its case.

    Empty where neither is known: such a comment has no author.
    """
    if external_id:
        return f"id:{external_id}"[:LONGEST_KEY]
    plain = " ".join(name.split()).casefold()
    return f"name:{plain}"[:LONGEST_KEY] if plain else ""


class AuthorQuerySet(models.QuerySet["Author"]):
    def visible_to(self, user: Any) -> "AuthorQuerySet":
        """Those who wrote on an account that `user` sees."""
        seen = Account.objects.visible_to(user).values("pk")
        theirs = apps.get_model("moderation", "Item").objects.filter(author=models.OuterRef("pk"), account__in=seen)
        return self.filter(models.Exists(theirs))


class Author(models.Model):
    """`kind` is the school's own judgement, and a journalist's comments are locked until SLT releases them (H4)."""

    platform = models.CharField(max_length=20, choices=Platform.choices)
    key = models.CharField(max_length=LONGEST_KEY)
    external_id = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=255, blank=True)  # as it stood when the author was first seen
    kind = models.CharField(max_length=20, choices=AuthorKind.choices, default=AuthorKind.UNKNOWN)
    notes = models.TextField(blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    # Known by name alone, and later by the platform's number, or the other way round: two authors, perhaps one person.
    maybe = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    maybe_journalist = models.BooleanField(default=False, db_default=False)  # `maybe` is one

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "key"], name="author_once"),
            models.CheckConstraint(condition=Q(kind__in=AuthorKind.values) & ~Q(key=""), name="author_kind_known"),
        ]
        indexes = [
            models.Index(fields=["platform"], condition=Q(kind="journalist"), name="author_journalists"),
            models.Index(fields=["maybe"], condition=Q(maybe__isnull=False), name="author_maybe"),
        ]

    def __str__(self) -> str:
        return f"author {self.pk}"

    @property
    def is_journalist(self) -> bool:
        """Or may be one, for all that the school knows: that locks as well, until SLT says no (H4)."""
        return self.kind == AuthorKind.JOURNALIST or self.maybe_journalist


class BanQuerySet(models.QuerySet["Ban"]):
    def in_force(self) -> "BanQuerySet":
        return self.filter(lifted_at=None)

    def visible_to(self, user: Any) -> "BanQuerySet":
        return self.filter(account__in=Account.objects.visible_to(user).values("pk"))


class Ban(models.Model):
    """An author blocked on one account, until somebody looks at it again on `review_on` and lifts it or keeps it."""

    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bans")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="bans")
    response = models.ForeignKey(
        "moderation.Response", null=True, blank=True, on_delete=models.PROTECT, related_name="bans"
    )
    reason = models.CharField(max_length=500)
    banned_at = models.DateTimeField()
    banned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_because = models.CharField(max_length=500, blank=True)

    objects = BanQuerySet.as_manager()

    class Meta:
        ordering = ["review_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "account"], condition=Q(lifted_at=None), name="ban_once"),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | (Q(lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="ban_lifted_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"ban {self.pk}"
