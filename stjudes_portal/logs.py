"""Nothing that a person typed may reach a log or an error report."""

import logging
from collections.abc import ItemsView
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class NoSecrets(logging.Filter):
    """Drop what a record carries beside its message: the request with its body and cookies."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.pop("request", None)
        return True


class NothingFromTheRequest(SafeExceptionReporterFilter):
    """An error report names the place, never the values."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return dict[str, Any]().items()
