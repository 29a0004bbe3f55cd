"""A case file made ready to leave the school."""
