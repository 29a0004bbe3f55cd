"""The word list, and why the portal thought that an item may be pressing (M3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from moderation.models.item import Item
from moderation.states import Category


class Term(models.Model):
    """The school's change to the word list that the portal comes with: a term of its own, or one switched off.

    `words` are compared after normalisation; `is_on` False takes the shipped term of the same words out.
    """

    words = models.CharField(max_length=100)
    category = models.CharField(max_length=20, choices=Category.choices)
    is_on = models.BooleanField(default=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["category", "words"]
        constraints = [
            models.UniqueConstraint(fields=["words", "category"], name="term_once"),
            models.CheckConstraint(condition=Q(category__in=Category.values) & ~Q(words=""), name="term_known"),
        ]

    def __str__(self) -> str:
        return f"term {self.pk}"


class Hint(models.Model):
    """A term that was found in an item: a hint, never a judgement. `found` is how it stood there."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="hints")
    category = models.CharField(max_length=20, choices=Category.choices)
    term = models.CharField(max_length=100)
    found = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "category", "term"], name="hint_once")]

    def __str__(self) -> str:
        return f"hint {self.pk}"
