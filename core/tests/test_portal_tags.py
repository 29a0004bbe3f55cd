"""The templates' own words, and that templates use only icons that exist."""

import re
from pathlib import Path
from zipfile import ZipFile

import lucide
import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import resolve

from core import looks
from stjudes_portal.context import PLACES

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
ICON = re.compile(r"""(?:\{% icon ["']|icon(?:_name)?=["']|icon(?:_name)?\|default:["'])([a-z0-9-]+)["']""")


def draw(source, **context):
    return Template("{% load portal %}" + source).render(Context(context))


def test_a_state_is_a_word_a_colour_and_an_icon():
    html = draw('{% status_pill "submitted" "Waiting for a decision" %}')
    assert "pill-waiting" in html
    assert "Waiting for a decision" in html
    assert "<svg" in html


def test_an_unknown_state_is_plain_and_its_words_are_escaped():
    html = draw("{% status_pill state %}", state="<b>odd</b>")
    assert "pill-plain" in html
    assert "&lt;b&gt;odd&lt;/b&gt;" in html


def test_an_icon_is_silent_and_carries_no_style():
    html = draw('{% icon "bell" 24 %}')
    assert 'aria-hidden="true"' in html
    assert 'width="24"' in html
    assert "style=" not in html


def test_a_wrong_icon_costs_no_page():
    assert "<svg" in draw('{% icon "no-such-thing" %}')


def test_every_icon_named_in_a_template_exists():
    with ZipFile(Path(lucide.__file__).parent / "lucide.zip") as archive:
        known = {name.removesuffix(".svg") for name in archive.namelist()}
    named = {name for path in TEMPLATES for name in ICON.findall(path.read_text())}
    named |= {look.icon for look in looks._LOOKS.values()} | {place.icon for place in PLACES}
    assert named - known == set()


def test_red_means_late_or_harm_and_nothing_else():
    """`rejected`, `failed` sign-ins and mistakes in a form are no harm."""
    assert looks.look_of("rejected").tone != "late"
    assert looks.look_of("returned").tone != "late"
    assert looks.look_of("breached").tone == "late"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_has_inline_style_or_script(path):
    text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "<style" not in text
    assert not [
        tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag and 'type="application/json"' not in tag
    ]


def test_a_filter_changes_one_thing_and_starts_at_the_first_page(rf):
    request = rf.get("/", {"state": "late", "account": "3", "cursor": "abc"})
    assert draw('{% query_with sort="due" %}', request=request) == "?state=late&amp;account=3&amp;sort=due"
    assert draw('{% query_with state="" %}', request=request) == "?account=3"
    assert draw('{% query_with cursor="xyz" %}', request=request) == "?state=late&amp;account=3&amp;cursor=xyz"


def test_the_present_place_is_marked(rf):
    request = rf.get("/")
    request.resolver_match = resolve("/")
    assert draw('<a{% active_when "today" %}>', request=request) == '<a aria-current="page">'
    assert draw('<a{% active_when "policy" %}>', request=request) == "<a>"


@pytest.mark.parametrize(("name", "letters"), [("Amira Khan", "AK"), ("Plato", "P"), ("Ann B. Carr", "AC"), ("", "")])
def test_a_person_is_drawn_by_two_letters(name, letters):
    assert draw("{{ name|initials }}", name=name) == letters
