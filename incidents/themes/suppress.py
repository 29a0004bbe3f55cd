"""Figures so small that they tell of one person are left out, with enough others that nobody works them out.

Pure functions. A breakdown says how many of a known total are of each kind. Kinds with fewer than five are hidden. What
is hidden together must itself be five or more, of two kinds or more, and not the most that small ones could add up to:
else the smallest kinds that are still shown are hidden too, all of one size at once. So every hidden figure could have
been another one. Whether a hidden one is nought, four or more cannot be told either.
"""

from collections.abc import Collection, Mapping, Sequence

LEAST = 5


def hidden(counts: Mapping[str, int], also: Collection[str] = ()) -> frozenset[str]:
    """The kinds that are not shown; those of `also` among them, since they are hidden elsewhere."""
    out = {kind for kind, number in counts.items() if number < LEAST or kind in also}
    while out and not _unknowable([counts[kind] for kind in out]):
        shown = [number for kind, number in counts.items() if kind not in out]
        if not shown:
            break
        out |= {kind for kind, number in counts.items() if number == min(shown)}
    return frozenset(out)


def _unknowable(numbers: Sequence[int]) -> bool:
    together = sum(numbers)
    if len(numbers) < 2 or together < LEAST:
        return False
    return max(numbers) >= LEAST or together < (LEAST - 1) * len(numbers)


def hidden_in_each(breakdowns: Sequence[Mapping[str, int]]) -> list[frozenset[str]]:
    """For breakdowns of one total: a kind of the same name in two of them is shown in both, or in none."""
    everywhere: set[str] = set()
    while True:
        found = [hidden(counts, everywhere) for counts in breakdowns]
        named = {kind for out in found for kind in out}
        if named == everywhere:
            return found
        everywhere = named
