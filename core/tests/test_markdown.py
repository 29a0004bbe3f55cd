"""What people write may look like anything and must do nothing."""

import re

import pytest

from core.markdown import render

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/x.png)",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://ok.example "on" onmouseover=alert(1))',
    "<a href='javascript:alert(1)'>x</a>",
    "<svg/onload=alert(1)>",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "`<script>`",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_no_attack_becomes_markup(text):
    html = str(render(text))
    tags = re.findall(r"<[^>]*>", html)
    assert not [tag for tag in tags if re.search(r"<(script|img|svg|iframe)|\son\w+=|style=", tag, re.IGNORECASE)]
    for address in re.findall(r'href="([^"]*)"', html):
        assert re.match(r"(https?://|mailto:)", address), address


def test_good_links_and_words_are_kept():
    html = str(render("Write **today** to [us](mailto:office@stjudes.example) or see [this](https://gov.uk/x?a=1)."))
    assert "<strong>today</strong>" in html
    assert 'href="mailto:office@stjudes.example"' in html
    assert 'href="https://gov.uk/x?a=1"' in html
    assert 'rel="noopener noreferrer nofollow"' in html


@pytest.mark.parametrize(
    ("typed", "levels"),
    [("1 6", "2 3"), ("2 2", "2 2"), ("3 4 3", "2 3 2"), ("2 4 4 3", "2 3 3 3"), ("1 2 3 4 5 6", "2 3 4 5 6 6")],
)
def test_headings_start_below_the_pages_own_and_leave_no_level_out(typed, levels):
    text = "\n\n".join(f"{'#' * int(level)} Words" for level in typed.split())
    assert re.findall(r"<h(\d)>", str(render(text))) == levels.split()


def test_a_table_is_a_table():
    assert "<td>2</td>" in str(render("| a | b |\n|---|---|\n| 1 | 2 |"))
