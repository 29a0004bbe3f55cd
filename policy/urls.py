from django.http import HttpRequest, HttpResponse
from django.urls import path


def _later(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


app_name = "policy"
urlpatterns = [path("", _later, name="index"), path("read/", _later, name="read")]
