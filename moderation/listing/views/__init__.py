"""The pages of the list's own things."""

from moderation.listing import cards as _cards  # noqa: F401  registers the tags on the page of one comment
from moderation.listing.views.polling import on_it
from moderation.listing.views.saved import remove_filter, rename_filter, save_filter, saved_filters
from moderation.listing.views.several import several, undo_several
from moderation.listing.views.tags import change_tag, remove_tag, tag, tags, untag

__all__ = [
    "change_tag",
    "on_it",
    "remove_filter",
    "remove_tag",
    "rename_filter",
    "save_filter",
    "saved_filters",
    "several",
    "tag",
    "tags",
    "undo_several",
    "untag",
]
