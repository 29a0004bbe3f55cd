from django.http import HttpRequest, HttpResponse
from django.urls import path


def _later(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


app_name = "people"
urlpatterns = [path("", _later, name="list"), path("invitation/<token>/", _later, name="accept_invitation"),
path("set-up/", _later, name="set_up")]
