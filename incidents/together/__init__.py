"""Tasks, and incidents that belong together (I3)."""
