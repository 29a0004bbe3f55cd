"""Items (comments, questions, complaints), the responses to them, and how they came in."""

from moderation.models.imports import ImportBatch, ImportFile, ImportRow
from moderation.models.item import Item, ItemQuerySet
from moderation.models.response import Response
from moderation.models.sweeping import Heartbeat, ItemStage

__all__ = ["Heartbeat", "ImportBatch", "ImportFile", "ImportRow", "Item", "ItemQuerySet", "ItemStage", "Response"]
