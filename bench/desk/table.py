"""What was measured, as a table on the screen and as JSON."""

import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WIDTH = 30


@dataclass
class Row:
    """Seconds of ours beside seconds of something else, round by round."""

    what: str
    beside: str
    goal: str = ""
    number: int = 1
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    measured: str = ""
    ok: bool | None = None
    note: str = ""

    def add(self, ours: float, theirs: float) -> None:
        self.ours.append(ours)
        self.theirs.append(theirs)

    @property
    def ratios(self) -> list[float]:
        return [one / other for one, other in zip(self.ours, self.theirs, strict=True)]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    def judge(self, measured: str, *, ok: bool) -> None:
        self.measured, self.ok = measured, ok

    def judge_ratio(self, most: float) -> None:
        self.judge(f"{self.ratio:.2f}×", ok=self.ratio <= most)

    def line(self) -> str:
        spread = f"{min(self.ratios):.2f}–{max(self.ratios):.2f}"
        cells = [
            f"{self.what:<{WIDTH}}",
            f"{_took(statistics.median(self.ours)):>9}",
            f"{self.beside:<{WIDTH}}",
            f"{_took(statistics.median(self.theirs)):>9}",
            f"{self.ratio:>6.2f}×",
            f"{spread:>13}",
            f"{self.goal:<20}",
            f"{self.measured:<14}",
            {True: "met", False: "MISSED", None: ""}[self.ok],
        ]
        rate = f"{self.number / statistics.median(self.ours):,.0f}/s" if self.number > 1 else ""
        rest = "; ".join(part for part in (rate, self.note) if part)
        return " ".join(cells).rstrip() + (f"\n{'':<{WIDTH}} {rest}" if rest else "")

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "beside": self.beside,
            "goal": self.goal,
            "measured": self.measured,
            "met": self.ok,
            "note": self.note,
            "number": self.number,
            "ratio": round(self.ratio, 3),
            "ours": [round(one, 6) for one in self.ours],
            "theirs": [round(one, 6) for one in self.theirs],
        }


def _took(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


@dataclass
class Table:
    title: str
    rounds: int
    facts: dict[str, Any] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def begin(self) -> None:
        large = self.facts.get("large", {})
        _say(f"{self.title} ({large.get('waiting', 0):,} waiting, {large.get('size', '')}), {self.rounds} rounds")
        _say(f"{'':<{WIDTH}} {'ours':>9} {'beside':<{WIDTH}} {'':>9} {'ratio':>7} {'spread':>13} goal")

    def add(self, row: Row) -> None:
        self.rows.append(row)
        _say(row.line())

    def end(self, path: Path) -> None:
        _say(f"As JSON: {path}")

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "rounds": self.rounds,
            "facts": self.facts,
            "rows": [row.as_json() for row in self.rows],
        }


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
