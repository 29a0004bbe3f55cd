"""Somebody's own notices."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.pagination import KeysetPaginator
from notifications import selectors, workflow
from notifications.models import Notification


@require_GET
def list(request: HttpRequest) -> HttpResponse:
    """What is unread first, all of it; below, page by page, what was read."""
    mine = Notification.objects.visible_to(request.user)
    unread = mine.unread().order_by("-created_at", "-pk")
    page = KeysetPaginator(mine.exclude(read_at=None), ("-created_at", "-pk")).page(request.GET.get("cursor"))
    context = {
        "unread": selectors.as_notices(unread[:100]),
        "unread_total": unread.count(),
        "read": selectors.as_notices(page),
        "page": page,
    }
    return render(request, "notifications/list.html", context)


@require_POST
def open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read, and go to what it is about."""
    row = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    workflow.mark_read(Notification.objects.filter(pk=row.pk))
    # Only addresses of our own are ever stored; a row that holds another leads nowhere.
    if row.url.startswith("/") and not row.url.startswith("//"):
        return HttpResponseRedirect(row.url)
    return redirect("notifications:list")


@require_POST
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    workflow.mark_read(Notification.objects.filter(pk=row.pk))
    return redirect("notifications:list")


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    count = workflow.mark_read(Notification.objects.visible_to(request.user))
    if count:
        messages.success(request, "1 notice is read now." if count == 1 else f"{count} notices are read now.")
    return redirect("notifications:list")
