"""The demonstration answers to this machine only."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from stjudes_portal.demo.middleware import this_machine_only


def ask(**meta: str) -> int:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("the demonstration")

    return this_machine_only(page)(RequestFactory().get("/", **{"HTTP_HOST": "localhost:8000", **meta})).status_code


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_by_any_of_its_own_names(host: str) -> None:
    assert ask(HTTP_HOST=host) == 200


@pytest.mark.parametrize("host", ["portal.example", "localhost.evil.example", "127.0.0.1.nip.io", "10.0.0.5:8000", ""])
def test_another_name_is_refused_though_it_may_lead_here(host: str) -> None:
    assert ask(HTTP_HOST=host) == 400


@pytest.mark.parametrize(
    "header",
    ["X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_FORWARDED_PROTO", "X_FORWARDED_SERVER", "FORWARDED", "X_REAL_IP", "VIA"],
)
def test_whatever_was_handed_on_is_refused(header: str) -> None:
    assert ask(**{f"HTTP_{header}": "127.0.0.1"}) == 400


def test_another_machine_is_refused_whatever_it_says() -> None:
    assert ask(REMOTE_ADDR="192.168.1.20") == 400
