"""The course on the policy that comes with the portal. Its words stand in starter.toml, beside this file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEY = "starter"
WORDS = Path(__file__).with_name("starter.toml")


@dataclass(frozen=True)
class Words:
    """What the verbs that write a course take."""

    course: dict[str, Any]
    pages: list[dict[str, str]]
    questions: list[dict[str, Any]]


def load() -> Words:
    """The starter course as its file has it. In each question the right answer comes first."""
    content = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return Words(
        course=content["course"],
        pages=[{"title": page["title"], "body_markdown": page["text"]} for page in content["page"]],
        questions=[
            {
                "text": one["ask"],
                "choices": [one["right"], *one["wrong"]],
                "right": 0,
                "explanation": one["because"],
            }
            for one in content["question"]
        ],
    )
