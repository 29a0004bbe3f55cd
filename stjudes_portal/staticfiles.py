"""Of a package's many files, collect only those that our pages load; and store them quickly."""

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

BOOTSTRAP = "bootstrap/css"
WANTED = {"bootstrap.min.css", "bootstrap.min.css.map"}  # the style sheet names its map


class OnlyWhatWeUse(FileSystemFinder):
    """Our own static folder whole, and one file of Bootstrap's."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        for path, storage in super().list(list(ignore_patterns or [])):
            if getattr(storage, "prefix", None) != BOOTSTRAP or path in WANTED:
                yield path, storage


class QuicklyCompressed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Compressed with gzip alone: Brotli's few bytes less would cost seconds at the first start."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return Compressor(**kwargs, use_brotli=False)
