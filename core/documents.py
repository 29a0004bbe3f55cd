"""Papers that leave the portal: a PDF, or a page to print where this machine makes none; and CSV files."""

import csv
import importlib
import logging
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from PIL import ImageFile

logger = logging.getLogger(__name__)

STYLE = "static/css/document.css"


@cache
def _weasyprint() -> Any:
    """The library, or None where the system's Pango is missing. Loaded late: it takes most of a second."""
    try:
        library = importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        logger.warning("PDF files cannot be made here (%s); pages to print are shown instead", type(error).__name__)
        return None
    finally:
        # On loading it lets everybody in this process read pictures that are cut off. A file that somebody uploads
        # must be refused then, whether or not a paper was made before.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return library


def can_make_pdf() -> bool:
    return _weasyprint() is not None


def make_pdf(html: str) -> bytes:
    """The PDF of a document's HTML, tagged for screen readers. Fetches nothing: neither files nor addresses.

    Raises RuntimeError where this machine makes none; ask `can_make_pdf` first.
    """
    library = _weasyprint()
    if library is None:
        raise RuntimeError("This machine cannot make PDF files.")
    # No protocol is allowed at all: a document is its words and our one style sheet.
    closed = library.urls.URLFetcher(allowed_protocols=(), allow_redirects=False)
    style = library.CSS(string=(settings.BASE_DIR / STYLE).read_text(encoding="utf-8"), url_fetcher=closed)
    made = library.HTML(string=html, url_fetcher=closed).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return bytes(made)


def document(request: HttpRequest, template: str, context: dict[str, Any], *, name: str) -> HttpResponse:
    """The paper that `template` describes, as a PDF to keep; `name` is its file name without the ending.

    The template extends the variable `frame`. With `?print=1`, or where no PDF can be made, it is a page to print.
    """
    if "print" in request.GET or not can_make_pdf():
        context = {**context, "frame": "documents/page.html", "can_make_pdf": can_make_pdf()}
        return render(request, template, context)
    html = render_to_string(template, {**context, "frame": "documents/paper.html"}, request)
    response = HttpResponse(make_pdf(html), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    looks_like_one = cell.lstrip().startswith(("=", "+", "-", "@", "|", "%")) or cell.startswith(("\t", "\r", "\n"))
    return f"'{cell}" if looks_like_one else cell


def csv_download(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV file that a spreadsheet opens with the right letters, and without computing anything in it."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")  # without it, a spreadsheet takes the letters for another encoding
    writer = csv.writer(response)
    writer.writerow([harmless(heading) for heading in header])  # may be of a file that somebody gave
    writer.writerows([cell if isinstance(cell, int) else harmless(str(cell)) for cell in row] for row in rows)
    return response
