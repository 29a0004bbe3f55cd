"""Words for answers: templates, what somebody is typing, a colleague's opinion (C2, C5)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from moderation.models.item import Item
from moderation.states import AuthorKind, Category, HouseRule


class Template(models.Model):
    """A text with blanks in braces. Empty `category`, `author_kind` or `house_rule` means any.

    `key` is set for those that the portal comes with and looks for by itself.
    """

    class Use(models.TextChoices):
        ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
        REPLY = "reply", "Reply"
        EXPLANATION = "explanation", "Public explanation of a removal"
        PARENT = "parent", "Step of the path for parents"

    key = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=100)
    use = models.CharField(max_length=20, choices=Use.choices)
    category = models.CharField(max_length=20, choices=Category.choices, blank=True)
    author_kind = models.CharField(max_length=20, choices=AuthorKind.choices, blank=True)
    house_rule = models.CharField(max_length=20, choices=HouseRule.choices, blank=True)
    text = models.TextField()
    tone = models.CharField(max_length=300, blank=True)  # a hint beside it
    is_on = models.BooleanField(default=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["use", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="template_key_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(name=""), name="template_has_words"),
        ]

    def __str__(self) -> str:
        return self.name


class Jotting(models.Model):
    """What one person has typed on the page of one item and not sent. It survives signing out."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="jottings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=20)  # of the page: "reply", "acknowledge", "remove"
    text = models.TextField()
    seen_revision = models.PositiveIntegerField(default=0)  # of the item, when it was begun
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person", "part"], name="jotting_once")]

    def __str__(self) -> str:
        return f"jotting {self.pk}"


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def visible_to(self, user: Any) -> "OpinionQuerySet":
        """Whoever asked and who was asked, and those who see the item anyway."""
        mine = Q(asked_by=user) | Q(asked_of=user)
        return self.filter(mine | Q(item__in=Item.objects.visible_to(user).values("pk")))


class Opinion(models.Model):
    """A colleague is asked about a reply before it goes out (C2). The clock goes on meanwhile."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="opinions")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opinions_asked")
    question = models.TextField()
    draft = models.TextField(blank=True)  # the reply as it stood
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(answered_at=None) | ~Q(answer=""), name="opinion_answer_has_words"),
        ]

    def __str__(self) -> str:
        return f"opinion {self.pk}"

    @property
    def is_needed(self) -> bool:
        """As long as the comment waits and the question stands: until then whoever was asked sees the comment."""
        return self.withdrawn_at is None and self.item.is_waiting
