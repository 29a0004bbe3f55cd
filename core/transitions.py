"""Transition tables: which state may follow which, as data that a page and a test can read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.errors import WrongState


@dataclass(frozen=True)
class Transitions:
    """`table` maps a state to the states that may follow it; `labels` names each state in words."""

    table: Mapping[str, Collection[str]]
    labels: Mapping[str, str]

    def __post_init__(self) -> None:
        known = set(self.labels)
        used = set(self.table) | {state for states in self.table.values() for state in states}
        if used - known:
            raise ValueError(f"States without a label: {sorted(used - known)}")

    def allows(self, source: str, target: str) -> bool:
        return target in self.table.get(source, ())

    def require(self, source: str, target: str) -> None:
        """Raises WrongState unless `target` may follow `source`."""
        if not self.allows(source, target):
            raise WrongState(
                f"This is “{self.labels[source]}” now, and cannot become “{self.labels[target]}”. "
                "Somebody may have changed it while you were looking: reload the page to see it as it is."
            )
