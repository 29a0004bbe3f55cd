"""Items (comments, questions, complaints …), all that belongs to them, and what the clock and the rota rest on."""

from moderation.models.author import Author, AuthorQuerySet, Ban, author_key
from moderation.models.desk import DeskSettings, SavedFilter, Undo, desk
from moderation.models.evidence import Appeal, Evidence, Withheld
from moderation.models.imports import ImportBatch, ImportFile, ImportRow
from moderation.models.item import Item, ItemQuerySet
from moderation.models.paths import BehaviourReferral, ParentStep, Release
from moderation.models.response import Response
from moderation.models.rollups import Recount, Rollup
from moderation.models.rota import Check, Cover, FeedToken, Turn
from moderation.models.sweeping import ClockVersion, Digest, Heartbeat, ItemStage, LadderStep, OnCall, Untold
from moderation.models.thread import Link, Post, Tag, Wording
from moderation.models.triage import Hint, Term
from moderation.models.words import Jotting, Opinion, Template

__all__ = [
    "Appeal",
    "Author",
    "AuthorQuerySet",
    "Ban",
    "BehaviourReferral",
    "Check",
    "ClockVersion",
    "Cover",
    "DeskSettings",
    "Digest",
    "Evidence",
    "FeedToken",
    "Heartbeat",
    "Hint",
    "ImportBatch",
    "ImportFile",
    "ImportRow",
    "Item",
    "ItemQuerySet",
    "ItemStage",
    "Jotting",
    "LadderStep",
    "Link",
    "OnCall",
    "Opinion",
    "ParentStep",
    "Post",
    "Recount",
    "Release",
    "Response",
    "Rollup",
    "SavedFilter",
    "Tag",
    "Template",
    "Term",
    "Turn",
    "Undo",
    "Untold",
    "Withheld",
    "Wording",
    "author_key",
    "desk",
]
