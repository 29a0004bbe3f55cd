"""What the portal's templates say in one word: times, states, icons, links that keep their filters.

{% load portal %}
{{ item.received_at|when }}   {{ item.due_at|due }}   {% status_pill item.status item.get_status_display %}
"""

import functools
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from core import looks, times
from core import markdown as markdown_text

register = template.Library()


def _time(moment: datetime, words: str, css_class: str = "") -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        moment.isoformat(timespec="seconds"),
        times.exact(moment),
        format_html(' class="{}"', css_class) if css_class else "",
        words,
    )


@register.filter
def when(moment: datetime | None, style: str = "full") -> SafeString | str:
    """`{{ dt|when }}`: "3 hours ago, Wed 18 Nov, 7:00 am". `{{ dt|when:"short" }}`: the first half only."""
    if moment is None:
        return ""
    near = _time(moment, times.relative(moment))
    if style == "short":
        return near
    return format_html('{} <span class="when-exact">{}</span>', near, times.short(moment))


@register.filter
def due(moment: datetime | None) -> SafeString | str:
    """`{{ dt|due }}`: "due by end of Monday 24 Nov", "due today 4:10 pm", "late by 3 hours"."""
    if moment is None:
        return ""
    tone = "late" if times.is_late(moment) else "today" if times.is_today(moment) else "later"
    return _time(moment, times.due(moment), f"due due-{tone}")


@register.filter
def due_tone(moment: datetime | None) -> str:
    """`late`, `today` or `later`, for the class of a row; empty for no moment."""
    if moment is None:
        return ""
    return "late" if times.is_late(moment) else "today" if times.is_today(moment) else "later"


@register.filter
def exact(moment: datetime | None) -> SafeString | str:
    """`{{ dt|exact }}`: "Wednesday 18 November 2026, 10:00 am"."""
    return "" if moment is None else _time(moment, times.exact(moment))


@register.filter
def day(value: date | None) -> SafeString | str:
    """`{{ date|day }}`: "Monday 24 November 2026", of a date or of a moment."""
    if value is None:
        return ""
    stamp = value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    return format_html('<time datetime="{}">{}</time>', stamp, times.day(value))


@register.filter
def time_of_day(moment: datetime | None) -> str:
    """`{{ now|time_of_day }}`: "4:10 pm" in the school's zone (Django's own format would say "p.m.")."""
    return "" if moment is None else times.time_of_day(timezone.localtime(moment))


@register.simple_tag
def icon(name: str, size: int = 20, css_class: str = "") -> SafeString:
    """`{% icon "bell" %}`: one of lucide's, inline, hidden from screen readers: a word stands beside it."""
    return _icon(str(name), size, css_class)


@functools.lru_cache(maxsize=512)
def _icon(name: str, size: int, css_class: str) -> SafeString:
    attributes: dict[str, Any] = {
        "size": size,
        "aria_hidden": "true",
        "focusable": "false",
        "class": f"icon {css_class}".strip(),
    }
    try:
        drawn = lucide(name, **attributes)
    except IconDoesNotExist:
        # A page is worth more than its ornament; a test looks for wrong names in the templates.
        drawn = lucide("circle", **attributes)
    return mark_safe(drawn)  # noqa: S308  the package's own drawing


@register.inclusion_tag("components/status.html")
def status_pill(status: str, label: str = "", tone: str = "", icon: str = "") -> dict[str, str]:
    """`{% status_pill case.status case.get_status_display %}`: a word, a colour and an icon."""
    look = looks.look_of(status)
    words = str(label) or str(status).replace("_", " ").capitalize()
    return {"label": words, "tone": tone or look.tone, "icon_name": icon or look.icon}


@register.simple_tag(takes_context=True)
def active_when(context: Context, *names: str) -> SafeString | str:
    """` aria-current="page"` where the page shown is one of `names`: a room ("policy") or a URL name."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None or not ({match.view_name, match.namespace, match.app_name} & set(names)):
        return ""
    return mark_safe(' aria-current="page"')


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """`<a href="{% query_with sort="due" %}">`: the present query with `changes`; None or "" drops one.

    A change of filter starts at the first page again: `cursor` is dropped unless it is given.
    """
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    query.pop("cursor", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, (list, tuple)):
            query.setlist(name, [str(one) for one in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def markdown(text: str | None) -> SafeString | str:
    """`{{ version.body_markdown|markdown }}`: safe HTML; wrap it in `<div class="prose">`."""
    return markdown_text.render(text) if text else ""


@register.filter
def error_anchor(field: BoundField) -> str:
    """The id that a link in the error summary leads to: the field, or the first of its choices."""
    return str(field.id_for_label or f"{field.auto_id}_0")


@register.filter
def labelled(field: BoundField, label: str) -> BoundField:
    """A field of a package's form under our own label, and without its placeholder: the label stays in sight."""
    field.label = label
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.filter
def hinted(field: BoundField, hint: str) -> BoundField:
    """A field of a package's form with our own hint; an empty one takes its own away."""
    field.help_text = hint
    return field


@register.filter
def initials(name: str) -> str:
    """ "Amira Khan" → "AK"."""
    words = [word for word in str(name).split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@register.filter
def undo_numbers(message: Any) -> str:
    """What a message offers to take back, as its view said with `extra_tags="undo:12,13"`; empty for other messages."""
    tag = str(getattr(message, "extra_tags", "") or "")
    return tag.removeprefix("undo:") if tag.startswith("undo:") else ""
