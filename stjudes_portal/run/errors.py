class CannotRun(Exception):
    """The portal cannot start. The text is one line that says what to do, empty when the screen shows it already."""
