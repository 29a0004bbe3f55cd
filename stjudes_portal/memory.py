"""How Python looks for objects that nothing needs: a portal loads much at its start and keeps it all."""

import gc


def collect_seldom() -> None:
    """For the start of a process: what is loaded now is kept, so looking through it again and again is wasted."""
    gc.set_threshold(50_000, 20, 50)


def keep_what_is_loaded() -> None:
    """What is there by now is never looked at again; pages of it that forked processes share stay shared."""
    gc.freeze()
