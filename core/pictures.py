"""A picture on its way in: judged by what it is, never by what it is called; and a copy that shows it alone."""

import hashlib
import io
import math
import struct
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from core.errors import InvalidInput

COPY_PIXELS = 12_000_000  # of the copy: a telephone's longest screenshots stay readable

NO_PICTURE = "This is no picture that can be read. Give a PNG, JPEG or WebP picture, such as a screenshot."
CUT = "Part of this picture is missing. Save it again, and choose it once more."
MORE = "There is something else in this file beside a picture. Take the screenshot again, and give that."
SEVERAL = "There is more than one picture in this file. Take a screenshot of one moment."

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
SAMSUNG = b"SEFT"  # these telephones write a note of their own behind each picture


@dataclass(frozen=True)
class Limits:
    """`largest` in bytes; `field` is the form's that an error belongs to; `hint` says what to do with a larger one.

    `with_depth`: a JPEG may have others behind it, as today's telephones write them for brighter screens. They are
    not in the copy.
    """

    largest: int
    most_pixels: int
    field: str
    hint: str
    with_depth: bool = False

    @property
    def too_large(self) -> str:
        return f"This picture is larger than {self.largest // 1024 // 1024} MB. {self.hint}"

    @property
    def too_many(self) -> str:
        return f"This picture has more than {self.most_pixels // 1_000_000} million dots. {self.hint}"


@dataclass(frozen=True)
class Picture:
    """`original` is the file as it came. `copy` is a JPEG of its dots alone: no notes, no place, no hidden parts."""

    original: bytes
    copy: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the original."""
        return hashlib.sha256(self.original).hexdigest()

    def packed(self) -> bytes:
        """Both as one value, to be sealed."""
        return struct.pack(">I", len(self.original)) + self.original + self.copy


def unpacked(packed: bytes) -> Picture:
    """Raises ValueError for what `packed` did not make."""
    if len(packed) < 4:
        raise ValueError("no picture")
    (length,) = struct.unpack(">I", packed[:4])
    return Picture(packed[4 : 4 + length], packed[4 + length :])


def checked(content: bytes, limits: Limits) -> Picture:
    """The picture in a file. Raises InvalidInput with a sentence that says what to do."""
    if len(content) > limits.largest:
        raise InvalidInput(limits.too_large, limits.field)
    _nothing_behind(content, limits)
    picture = _opened(content, limits)
    try:
        copy = _copy(picture)
    except Exception as error:
        # A broken picture breaks its reader in many ways; none of them is the portal's fault.
        raise InvalidInput(CUT if "truncated" in str(error) else NO_PICTURE, limits.field) from None
    return Picture(content, copy)


def kind_of(content: bytes) -> str:
    """Its media type by its first bytes, or nothing where they are no picture's."""
    if content.startswith(PNG):
        return "image/png"
    if content.startswith(JPEG):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return ""


def _nothing_behind(content: bytes, limits: Limits) -> None:
    """The file ends where its picture ends: what follows could be read as something else."""
    kind = kind_of(content)
    if kind == "image/png":
        end = _end_of_png(content)
    elif kind == "image/jpeg":
        end = _end_of_jpeg(content)
        while limits.with_depth and end is not None and content.startswith(JPEG, end):
            end = _end_of_jpeg(content, end)
    elif kind == "image/webp":
        end = 8 + int.from_bytes(content[4:8], "little")
    else:
        raise InvalidInput(NO_PICTURE, limits.field)
    if end is None or end > len(content):
        raise InvalidInput(CUT, limits.field)
    behind = content[end:]
    if behind and not behind.endswith(SAMSUNG):
        raise InvalidInput(MORE, limits.field)


def _end_of_png(content: bytes) -> int | None:
    at = len(PNG)
    while at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return at
    return None


def _end_of_jpeg(content: bytes, start: int = 0) -> int | None:
    at = start + 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        if marker == 0xD9:
            return at + 2
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:
            at = _end_of_scan(content, at)
    return at + 2 if content[at : at + 2] == b"\xff\xd9" else None


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands that is no part of the dots themselves."""
    while (found := content.find(b"\xff", at)) >= 0 and found + 1 < len(content):
        if content[found + 1] == 0 or 0xD0 <= content[found + 1] <= 0xD7:
            at = found + 2
        else:
            return found
    return len(content)


def _opened(content: bytes, limits: Limits) -> Image.Image:
    """What it says of its size is checked before a single dot is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP"))
        dots = picture.width * picture.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InvalidInput(limits.too_many, limits.field) from None
    except Exception:
        raise InvalidInput(NO_PICTURE, limits.field) from None
    if dots > limits.most_pixels:
        raise InvalidInput(limits.too_many, limits.field)
    if getattr(picture, "n_frames", 1) > 1 and not (limits.with_depth and picture.format == "MPO"):
        raise InvalidInput(SEVERAL, limits.field)
    return picture


def _copy(picture: Image.Image) -> bytes:
    """Its dots on white, turned the way it was held, and nothing else of the file."""
    scale = math.sqrt(COPY_PIXELS / (picture.width * picture.height))
    if scale < 1:
        size = (max(1, int(picture.width * scale)), max(1, int(picture.height * scale)))
        picture.draft("RGB", size)
        picture.thumbnail(size)
    picture.load()
    turned = ImageOps.exif_transpose(picture)
    if turned.mode in ("RGBA", "LA", "P", "PA"):
        turned = turned.convert("RGBA")
        ground = Image.new("RGBA", turned.size, "white")
        ground.alpha_composite(turned)
        turned = ground
    dots = turned.convert("RGB")
    clean = Image.frombytes("RGB", dots.size, dots.tobytes())  # carries nothing over but the dots
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=90)
    return out.getvalue()
