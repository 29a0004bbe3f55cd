"""The list side of the desk: its filters, views that a person saves, tags, and what is done to several at once."""
