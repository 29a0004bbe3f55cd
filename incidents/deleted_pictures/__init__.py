"""A compromising picture taken by accident, deleted at once (C6)."""
