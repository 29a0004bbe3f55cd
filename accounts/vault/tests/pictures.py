"""Pictures for the tests: of a QR code, and such as break their reader."""

import io
import struct
import zlib

import qrcode
from PIL import Image

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADDRESS = f"otpauth://totp/Facebook:friends?secret={SEED}&issuer=Facebook"


def drawn(text: str, *, scale: int = 8, mode: str = "L") -> Image.Image:
    """The QR code of `text`, black on white; in mode RGBA black on nothing."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    side = len(rows)
    ground, ink = ((0, 0, 0, 0), (0, 0, 0, 255)) if mode == "RGBA" else (255, 0)
    picture = Image.new(mode, (side, side), ground)
    for y, row in enumerate(rows):
        for x, black in enumerate(row):
            if black:
                picture.putpixel((x, y), ink)
    return picture.resize((side * scale, side * scale), Image.Resampling.NEAREST)


def saved(picture: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def qr(text: str = ADDRESS, kind: str = "PNG", **more: object) -> bytes:
    return saved(drawn(text, **more), kind)  # type: ignore[arg-type]


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that says it is thousands of millions of pixels large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
