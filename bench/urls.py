"""The portal's addresses and one more, the constant page that the public page is measured beside."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from stjudes_portal.urls import urlpatterns as portal

CONSTANT = "/constant/"
BODY = b"<!DOCTYPE html><title>Constant</title><p>Always the same."


@login_not_required
def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, headers={"Cache-Control": "public, max-age=60"})


urlpatterns = [*portal[:-1], path(CONSTANT.strip("/") + "/", constant), *portal[-1:]]
