"""The one page that asks before something is done to several comments, and what came of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.forms import PortalForm
from moderation.listing import several as verbs
from moderation.listing.forms import AssignSeveralForm, CloseSeveralForm, TagSeveralForm, UntagSeveralForm
from moderation.listing.selectors import MOST, Doing, judge, ticked, who_may_answer
from moderation.listing.several import Outcome
from moderation.models import Item, Tag
from people.current import signed_in
from people.models import User

# What the button says, the title of its page, and what is said when it was done.
WORDS = {
    Doing.CLOSE: ("Close them", "Close {number} as needing no response?", "closed"),
    Doing.ASSIGN: ("Give them to this person", "Who should answer {number}?", "given to {name}"),
    Doing.TAG: ("Tag them", "Tag {number}?", "tagged “{name}”"),
    Doing.UNTAG: ("Take the tag off", "Take a tag off {number}?", "no longer tagged “{name}”"),
}


def several(request: HttpRequest) -> HttpResponse:
    """`?do=close&pk=1&pk=2`: says what will happen and asks; its POST does it to each, by its own verb."""
    person = signed_in(request)
    asked = request.POST if request.method == "POST" else request.GET
    doing = _doing(asked.get("do", ""))
    if doing is None:
        return _back(asked, request, "Choose what to do with the comments that you ticked.")
    items = ticked(person, numbers(asked.getlist("pk")))
    if not items:
        return _back(asked, request, "Tick one comment or more first.")
    form, people = _form(doing, items, person, request)
    if form.is_valid():
        outcome, name = _do(doing, items, person, form.cleaned_data, people, set(numbers(asked.getlist("named"))))
        _say(request, outcome, doing, name)
        return redirect(_queue(asked, did=doing if outcome.done else ""))
    judged = judge(person, items, doing)
    button, title, _ = WORDS[doing]
    context = {
        "items": items,
        "judged": judged,
        "form": form,
        "do": doing.value,
        "button": button,
        "title": title.format(number="1 comment" if len(items) == 1 else f"{len(items)} comments"),
        "back": asked.get("back", ""),
        "back_url": _queue(asked),
        "ticked_again": set(numbers(asked.getlist("named"))),
    }
    return render(request, "moderation/listing/several.html", context)


def _doing(word: str) -> Doing | None:
    return next((doing for doing in Doing if doing.value == word), None)


def numbers(given: list[str]) -> list[int]:
    """Of what the browser sent the whole numbers that a database holds, each once, at most MOST."""
    return list(dict.fromkeys(int(one) for one in given if one.isdecimal() and len(one) < 19))[:MOST]


def _form(doing: Doing, items: list[Item], person: User, request: HttpRequest) -> tuple[PortalForm, dict[int, User]]:
    data = request.POST if request.method == "POST" else None
    if doing == Doing.CLOSE:
        return CloseSeveralForm(data), {}
    if doing == Doing.TAG:
        return TagSeveralForm(data), {}
    if doing == Doing.UNTAG:
        on_them = Tag.objects.filter(items__in=[item.pk for item in items]).distinct()
        return UntagSeveralForm(data, tags=on_them), {}
    people = {other.pk: other for other in who_may_answer(items)}
    me = {person.pk: "Me"} if person.pk in people else {}
    names = me | {pk: other.full_name for pk, other in people.items() if pk != person.pk}
    return AssignSeveralForm(data, people=names), people


def _do(
    doing: Doing, items: list[Item], person: User, values: dict[str, Any], people: dict[int, User], named: set[int]
) -> tuple[Outcome, str]:
    if doing == Doing.CLOSE:
        return verbs.close_several(items, actor=person, reason=values["reason"], named=named), ""
    if doing == Doing.TAG:
        return verbs.tag_several(items, actor=person, name=values["name"]), values["name"]
    if doing == Doing.UNTAG:
        return verbs.untag_several(items, actor=person, tag=values["tag"]), values["tag"].name
    to = people[values["to"]]
    return verbs.assign_several(items, actor=person, to=to), "you" if to.pk == person.pk else to.full_name


def _say(request: HttpRequest, outcome: Outcome, doing: Doing, name: str) -> None:
    if outcome.done:
        number = len(outcome.done)
        done = WORDS[doing][2].format(name=name)
        messages.success(request, f"{number} comment{'' if number == 1 else 's'} {done}.")
    if outcome.left:
        reasons: dict[str, list[str]] = {}
        for item, reason in outcome.left:
            reasons.setdefault(reason, []).append(item.author_name or "Somebody")
        said = [f"{_some(names)}: {reason}" for reason, names in reasons.items()]
        messages.warning(request, f"{len(outcome.left)} left as it was. {' '.join(said[:5])}")


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _queue(asked: QueryDict, did: str = "") -> str:
    """The list as it was when the comments were ticked."""
    try:
        query = QueryDict(asked.get("back", ""), mutable=True)
    except ValueError:  # more parts than any address of ours has
        query = QueryDict(mutable=True)
    query.pop("did", None)
    if did:
        query["did"] = did
    return f"{reverse('moderation:queue')}{'?' if query else ''}{query.urlencode()}"


def _back(asked: QueryDict, request: HttpRequest, why: str) -> HttpResponseRedirect:
    messages.warning(request, why)
    return redirect(_queue(asked))


@require_POST
def undo_several(request: HttpRequest) -> HttpResponse:
    """Take back what was done to several a moment ago, each that nobody has changed since."""
    person = signed_in(request)
    outcome = Outcome()
    doing = _doing(request.POST.get("did", ""))
    if doing is not None:
        outcome = verbs.undo_several(person, doing)
    number = len(outcome.done)
    if number:
        messages.success(request, f"Taken back: {number} comment{'' if number == 1 else 's'} as before.")
    if outcome.left or not number:
        reason = outcome.left[0][1] if outcome.left else "It is too late to take this back. Nothing was changed."
        messages.warning(request, reason)
    return redirect(_queue(request.POST))
