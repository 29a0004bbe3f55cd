class CannotRun(Exception):
    """The portal cannot start as things are. The text is one line that says what to do; none when that is on the screen already."""
