"""Tags: on one comment, and the school's list of them."""

from functools import partial

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import rules
from core.views import attempt, confirmed
from moderation.listing import workflow
from moderation.listing.forms import MergeTagForm, RenameTagForm, TagForm
from moderation.models import Item, Tag
from moderation.views.single import back_to
from people.current import signed_in


@require_POST
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one on a comment."""
    person = signed_in(request)
    item = get_object_or_404(Item.objects.visible_to(person), pk=pk)
    form = TagForm(request.POST)
    if form.is_valid() and attempt(form, workflow.tag, item, actor=person, name=form.cleaned_data["name"]) is not None:
        messages.success(request, "Tagged.")
    for reasons in form.errors.values():
        messages.error(request, " ".join(str(reason) for reason in reasons))
    return back_to(request, item)


@require_POST
def untag(request: HttpRequest, pk: int, tag_pk: int) -> HttpResponse:
    person = signed_in(request)
    item = get_object_or_404(Item.objects.visible_to(person), pk=pk)
    found = get_object_or_404(Tag, pk=tag_pk)
    if attempt(request, workflow.untag, item, actor=person, tag=found) is not None:
        messages.success(request, "The tag is off.")
    return back_to(request, item)


def tags(request: HttpRequest) -> HttpResponse:
    """All of the school's, with how often each is used."""
    person = signed_in(request)
    rules.require("moderation.change_tags", person)
    rows = Tag.objects.annotate(number=Count("items")).select_related("made_by")
    return render(request, "moderation/listing/tags.html", {"rows": rows})


def change_tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename it, or put it together with another: the button pressed says which."""
    person = signed_in(request)
    rules.require("moderation.change_tags", person)
    found = get_object_or_404(Tag, pk=pk)
    merging = "merge" in request.POST
    renaming = request.method == "POST" and not merging
    rename = RenameTagForm(request.POST if renaming else None, initial={"name": found.name})
    merge = MergeTagForm(request.POST if merging else None, tag=found)
    if merging and merge.is_valid():
        if attempt(merge, workflow.merge_tags, found, actor=person, **merge.cleaned_data) is not None:
            messages.success(request, "The two tags are one now.")
            return redirect("moderation:tags")
    elif (
        rename.is_valid()
        and attempt(rename, workflow.rename_tag, found, actor=person, **rename.cleaned_data) is not None
    ):
        messages.success(request, "Renamed, on every comment that has it.")
        return redirect("moderation:tags")
    number = found.items.count()
    context = {"tag": found, "number": number, "rename": rename, "merge": merge, "failed": merge if merging else rename}
    return render(request, "moderation/listing/change_tag.html", context)


def remove_tag(request: HttpRequest, pk: int) -> HttpResponse:
    person = signed_in(request)
    rules.require("moderation.change_tags", person)
    found = get_object_or_404(Tag, pk=pk)
    number = found.items.count()
    ask = {
        "title": f"Remove the tag “{found.name}”?",
        "points": [f"It goes from {number} comment{'' if number == 1 else 's'}.", "Nothing else of them changes."],
        "button": "Remove the tag",
        "harm": True,
    }
    remove = partial(workflow.remove_tag, found, actor=person)
    return confirmed(request, remove, ask, done="The tag is gone.", back=reverse("moderation:tags"))
