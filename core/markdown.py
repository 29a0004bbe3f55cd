"""Text that people write in markdown, shown as HTML that can do no harm."""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = {"http", "https", "mailto"}
TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_LINK = re.compile(r"^(?:https?://|mailto:)", re.IGNORECASE)


def _link_allowed(url: str) -> bool:
    return bool(_LINK.match(url.strip()))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.validateLink = _link_allowed  # type: ignore[method-assign]
    return parser


_markdown = _parser()


@lru_cache(maxsize=64)
def render(text: str) -> SafeString:
    """HTML of `text`: no raw HTML, no images, links to http, https and mailto only.

    A page has one first heading, so those of the text start at the second level and leave none out.
    """
    tokens = _markdown.parse(text)
    _settle_headings(tokens)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )
    return mark_safe(clean)  # noqa: S308  nh3 has just cleaned it


def _settle_headings(tokens: list[Token]) -> None:
    above: list[int] = []  # the levels, as typed, of the headings that this one stands under
    tag = ""
    for token in tokens:
        if token.type == "heading_open":
            typed = int(token.tag[1])
            above = [level for level in above if level < typed]
            above.append(typed)
            tag = f"h{min(len(above) + 1, 6)}"
        if token.type in ("heading_open", "heading_close"):
            token.tag = tag
