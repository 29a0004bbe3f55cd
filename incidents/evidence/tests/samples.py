"""Real bytes: good files, and those that somebody would send who means harm."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pypdfium2
from PIL import Image

PNG = b"\x89PNG\r\n\x1a\n"
HTML = b"<!doctype html><script>x9()</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>x9()</script></svg>'


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **fields: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **fields)
    return out.getvalue()


def with_place() -> bytes:
    """A JPEG that says where and when it was taken, and by what."""
    notes = Image.Exif()
    notes[0x010E] = "taken at 12 Acacia Avenue"
    notes.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 12.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    return picture("JPEG", exif=notes)


def huge(width: int, height: int) -> bytes:
    """A PNG of a few bytes that unpacks to very many dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * width)) + chunk(b"IEND", b"")


def pdf(pages: int = 1, size: tuple[int, int] = (200, 300)) -> bytes:
    paper = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        paper.new_page(*size)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def written_pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF by hand: its objects from number 1 on, the first of which is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
_DRAWN = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 600] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
)
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def locked_pdf() -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32)
    ids = b"/Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    return written_pdf([_CATALOGUE, _PAGES, page, lock], ids)


def laughing_pdf(levels: int = 14) -> bytes:
    """A page that draws a drawing ten times, which draws another ten times, and so on."""
    objects = [_CATALOGUE, _PAGES, _DRAWN, _stream(b"/X Do " * 10)]
    for level in range(levels):
        form = b"/Type /XObject /Subtype /Form /BBox [0 0 600 600] /Resources << /XObject << /X %d 0 R >> >>" % (
            len(objects) + 2
        )
        last = level == levels - 1
        objects.append(_stream(b"0 0 600 600 re f " * 50 if last else b"/X Do " * 10, form))
    return written_pdf(objects)


def swelling_pdf() -> bytes:
    """A picture of 3.6 billion dots in a file of a few hundred bytes."""
    data = zlib.compress(zlib.compress(b"\0" * 1_000_000))
    image = (
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
        b"/Filter [/FlateDecode /FlateDecode]"
    )
    return written_pdf([_CATALOGUE, _PAGES, _DRAWN, _stream(b"600 0 0 600 0 0 cm /X Do"), _stream(data, image)])


def acting_pdf() -> bytes:
    """It runs a script when it is opened."""
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\('x9'\\)) >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"
    return written_pdf([catalogue, _PAGES, page])


def archive(size: int = 1) -> bytes:
    """A ZIP whose one file unpacks to `size` megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("x.html", b"\0" * (size * 1024 * 1024))
    return out.getvalue()
