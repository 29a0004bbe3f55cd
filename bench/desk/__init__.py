"""The moderation desk at a million comments, beside the least that the database or a bare view can do: `make bench`."""
