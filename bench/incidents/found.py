"""A line of what was measured, with what the database was asked."""

from dataclasses import dataclass, field

from bench.timing import Measure


@dataclass(frozen=True)
class Found:
    """`questions`: how many. `whole`: the large tables that were read from end to end, with the questions."""

    measure: Measure
    questions: int | None = None
    whole: dict[str, list[str]] = field(default_factory=dict)
    note: str = ""

    def line(self) -> str:
        one = self.measure
        took = f"{one.ours * 1000:>9.1f} ms {one.least * 1000:>9.2f} ms {one.ours / one.least:>7.1f} ×"
        number = "" if self.questions is None else f"{self.questions:>4} queries"
        short = sorted(table.partition("_")[2] for table in self.whole)
        rest = [number, f"all of {', '.join(short)}" if short else "", self.note]
        return f"  {one.what:<56} {took} {'  '.join(part for part in rest if part)}".rstrip()
