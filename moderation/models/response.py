"""What the school answers, who wrote it, and when somebody said that it was posted (C5, H1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from moderation.models.item import Item
from moderation.states import DONE, Action, HouseRule, ResponseKind, ResponseStatus


class Response(models.Model):
    """`posted_at` is when the person says that it went up; `confirmed_at` is when they said so."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="responses")
    kind = models.CharField(max_length=20, choices=ResponseKind.choices)
    status = models.CharField(max_length=10, choices=ResponseStatus.choices, default=ResponseStatus.DRAFT)
    text = models.TextField(blank=True)
    action = models.CharField(max_length=10, choices=Action.choices, blank=True)
    house_rule = models.CharField(max_length=20, choices=HouseRule.choices, blank=True)
    public_explanation = models.TextField(blank=True)
    held_back = models.BooleanField(default=False)  # the explanation, on the advice of police or safeguarding
    held_back_because = models.CharField(max_length=500, blank=True)
    held_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Who answered on the platform itself, where that was somebody else than who says so here.
    posted_by_name = models.CharField(max_length=120, blank=True)
    preserved_text = models.TextField(blank=True)  # what was removed, as it stood
    preserved_digest = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ResponseKind.values), name="response_kind_known"),
            models.CheckConstraint(condition=Q(status__in=ResponseStatus.values), name="response_status_known"),
            models.UniqueConstraint(
                fields=["item"], condition=~Q(status=ResponseStatus.POSTED), name="response_one_in_hand"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ResponseKind.REMOVAL)
                | (~Q(public_explanation="") & Q(action__in=Action.values) & ~Q(preserved_digest="")),
                name="response_removal_explained",
            ),
            models.CheckConstraint(
                condition=Q(held_back=False) | (~Q(held_back_because="") & Q(held_back_by__isnull=False)),
                name="response_held_back_with_reason",
            ),
            models.CheckConstraint(condition=Q(kind=ResponseKind.REMOVAL) | ~Q(text=""), name="response_has_words"),
            models.CheckConstraint(
                condition=~Q(status=ResponseStatus.POSTED)
                | (Q(posted_at__isnull=False) & Q(confirmed_at__isnull=False)),
                name="response_posted_has_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to item {self.item_id}"

    @property
    def action_done(self) -> str:
        """What was done on the platform, in words: "The comment was deleted"."""
        return DONE[Action(self.action)] if self.action else ""

    @property
    def author_name(self) -> str:
        """Who answered in the school's name (C5): the person of the portal, or who was said to have posted it."""
        return self.posted_by_name or self.written_by.full_name

    @property
    def is_elsewhere(self) -> bool:
        """It went up on the platform before anything of it stood here."""
        return self.posted_at is not None and self.posted_at < self.written_at

    @property
    def words(self) -> str:
        """What goes up on the platform."""
        return self.public_explanation if self.kind == ResponseKind.REMOVAL else self.text
