"""Headers for pages whose address is a secret."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse


def keeps_its_address(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing that the page leads to is told the page's address, for whoever has it can use it."""

    @wraps(view)
    def handle(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        # Not "no-referrer": with that, browsers send the page's own form without an origin, and it is turned away.
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["Cache-Control"] = "no-store"
        return response

    return handle
