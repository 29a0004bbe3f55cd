"""What belongs to an item: the post it stands under, its links, its earlier wordings, its tags."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Account
from accounts.models.account import SEE_ALL


class Post(models.Model):
    """What the school (or another) published, under which people comment."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    external_id = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    permalink = models.URLField(max_length=1000, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "external_id"], name="post_once")]

    def __str__(self) -> str:
        return f"post {self.pk}"


class Link(models.Model):
    """Something that was attached to an item. Only ever a link: nothing is fetched."""

    item = models.ForeignKey("moderation.Item", on_delete=models.PROTECT, related_name="links")
    url = models.URLField(max_length=1000)
    label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "url"], name="link_once")]

    def __str__(self) -> str:
        return f"link {self.pk}"


class Wording(models.Model):
    """What an item said until `until_at`, when its author changed it. The words of today are the item's own."""

    item = models.ForeignKey("moderation.Item", on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField()
    text = models.TextField()
    until_at = models.DateTimeField()
    noticed_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="wording_once")]

    def __str__(self) -> str:
        return f"wording {self.number} of item {self.item_id}"


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, user: Any) -> "TagQuerySet":
        """All for those who see all accounts; others see what they made, and what stands on comments of theirs."""
        if user.holds(*SEE_ALL):
            return self.all()
        on_theirs = Tag.items.through._base_manager.filter(
            tag=models.OuterRef("pk"), item__account__in=Account.objects.visible_to(user).values("pk")
        )
        return self.filter(Q(made_by=user) | models.Exists(on_theirs))


class Tag(models.Model):
    """A word of the school's own to find items by."""

    name = models.CharField(max_length=40, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="tag_has_name")]

    def __str__(self) -> str:
        return self.name
