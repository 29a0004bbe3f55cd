"""What is uploaded for the vault stays in memory: Django's own handlers write larger files to a disk."""

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from accounts.vault.qr import LARGEST_PICTURE

LARGEST = LARGEST_PICTURE  # bytes; the form says which size is too large for which field


class MemoryOnly(FileUploadHandler):
    """Keeps a file in memory, and of one that is too large nothing but its size.

    What is too large for one file is too much for all of a request: nobody fills the memory with a hundred of them.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.room = LARGEST

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept, self.size = io.BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        self.room -= len(raw_data)
        if self.room < 0:
            self.kept = io.BytesIO()
        else:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name or "file",
            content_type=self.content_type or "",
            size=self.size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def in_memory(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For views that take a file: nothing of it touches a disk.

    The form's token is checked after the handler is in place, for to check it is to read what was posted.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def handled(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [MemoryOnly(request)]
        return protected(request, *args, **kwargs)

    return handled
