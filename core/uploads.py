"""How files come in: counted while they arrive, kept in a file without a name, and never longer than the request."""

from tempfile import SpooledTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE  # bytes, all files of a form together
IN_MEMORY = MEGABYTE
_MARK = "_upload_was_too_large"


class UpToLargest(FileUploadHandler):
    """After LARGEST bytes a file is read and thrown away: the page says so, with all that was typed above and below.

    Its file has no name on the disk. Nothing is left behind, even where the process is killed meanwhile.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0
        self.file: Any = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (closed by the request)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > LARGEST:
            setattr(self.request, _MARK, True)
            raise SkipFile
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self.file.seek(0)
        return UploadedFile(
            file=self.file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if self.file is not None:
            self.file.close()


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file came with this request that was too large, and so is not there."""
    request.FILES  # noqa: B018 (reading them is what counts them)
    return bool(getattr(request, _MARK, False))
