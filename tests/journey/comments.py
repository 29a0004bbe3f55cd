"""A file of comments as a platform exports it: invented, but with every awkward thing that real ones have."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
# The platform's own words for its columns: most are recognised, "Written by the visitor" is not.
HEADINGS = ("Posted", "Written by the visitor", "Comment ID", "From", "Link", "In reply to")

TO_ACKNOWLEDGE = "Is the Year 4 trip to the Roman baths still on Friday, even if it rains?"
TO_REMOVE = "Whoever runs this page is a useless idiot and everybody in the village knows it."
TO_MISS = "We sent the consent form twice now. Could somebody please tell us whether it arrived?"

OPENINGS = (
    "Lovely to see this",
    "Thank you, Miss Powell",
    "What a day that was 🎉",
    "Our two came home singing",
    "“Best assembly ever”, says ours",
    "Could the pictures be a little larger",
    "Well done, Year 4",
    "Is there a list of what to bring",
    "Diolch yn fawr, from Nain and Taid",
    "Très belle journée",
)
ENDINGS = (
    "!",
    ", and thank you to everybody who helped.",
    ".\n\nWe will be there next week as well.",
    " 😀👏🏽",
    ', she said; "again, again"!',
    "; see you on Friday, 3.15 pm, at the gate?",
    " … more of this please",
    " #StJudes #Year4",
    ".",
    ", =SUM(love)",
)


def times(count: int, until: datetime) -> Iterator[str]:
    """`count` times, the newest `until`, in the three ways in which platforms write them."""
    for number in range(count):
        # Whole days back and some odd minutes, in the working day: no hour that the clocks skip or repeat.
        at = (until - timedelta(days=number // 4, minutes=7 * (number % 4))).astimezone(LONDON)
        match number % 3:
            case 0:
                yield at.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")
            case 1:
                yield at.isoformat(timespec="seconds")
            case _:
                yield at.strftime("%Y-%m-%d %H:%M:%S")


def write_file(path: Path, *, recent: list[tuple[datetime, str, str]], old: int, old_until: datetime) -> Path:
    """The `recent` comments (when, what, who), `old` ones from before, and two rows that cannot be read."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number, (at, words, author) in enumerate(recent):
            writer.writerow(
                [at.isoformat(timespec="seconds"), words, f"new{number}", author, _link(f"new{number}"), ""]
            )
        writer.writerow(["", "A comment without a time", "bad1", "Sam", "", ""])
        for number, at in enumerate(times(old, old_until)):
            words = OPENINGS[number % 10] + ENDINGS[number // 10 % 10]
            answers = f"old{number - 1}" if number % 9 == 8 else ""
            writer.writerow([at, words, f"old{number}", f"Parent {number % 57}", _link(f"old{number}"), answers])
        writer.writerow(["31 February", "A comment at no time", "bad2", "Sam", "", ""])
    return path


def _link(number: str) -> str:
    return f"https://facebook.example/stjudesyear4/posts/1?comment={number}"
