"""Today: what needs this person, most urgent first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock
from core.registry import needs_of


def today(request: HttpRequest) -> HttpResponse:
    """The home page of every role."""
    return render(request, "today.html", {"needs": needs_of(request.user), "now": clock.now()})
