from django.http import HttpRequest, HttpResponse
from django.urls import path


def _later(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


app_name = "applications"
urlpatterns = [path("<int:pk>/", _later, name="detail"), path("<int:pk>/decide/", _later, name="decide")]
