"""The set-up key in a picture of a QR code: read in memory, kept nowhere."""

import io
import warnings
from typing import BinaryIO

import zxingcpp
from django.views.decorators.debug import sensitive_variables
from PIL import Image

from core.errors import InvalidInput

LARGEST_PICTURE = 5 * 1024 * 1024  # bytes
MOST_PIXELS = 16_000_000  # a photograph of a telephone has 12 million
WORKED_AT = 1200  # pixels along a side: larger ones are read smaller, for one made to be slow takes half a minute
FIELD = "picture"

NO_PICTURE = "This is no picture that can be read. Give a PNG or JPEG picture, such as a screenshot."
TOO_LARGE = "This picture is too large. Cut out the square code alone, or paste the key."
NO_CODE = "No square code could be read in this picture. Take it again from nearer, in good light, or paste the key."


@sensitive_variables("content", "picture", "found")
def address_in(content: bytes) -> str:
    """The otpauth:// address that the picture shows. Raises InvalidInput, quoting nothing of the picture."""
    picture = _opened(content)
    found = {
        code.text
        for code in zxingcpp.read_barcodes(
            picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), text_mode=zxingcpp.TextMode.Plain
        )
    }
    if any(text.lower().startswith("otpauth-migration:") for text in found):
        raise InvalidInput(
            "This picture moves keys from one telephone to another. Use the picture that the platform itself shows.",
            FIELD,
        )
    addresses = {text for text in found if text.lower().startswith("otpauth://")}
    if len(addresses) > 1:
        raise InvalidInput("There is more than one set-up key in this picture. Cut out the one that you mean.", FIELD)
    if not addresses:
        raise InvalidInput("The square code in this picture is no set-up key." if found else NO_CODE, FIELD)
    return addresses.pop()


@sensitive_variables("content", "picture")
def _opened(content: bytes) -> Image.Image:
    """The picture in grey. What it says of its size is checked before a single pixel is unpacked."""
    if len(content) > LARGEST_PICTURE:
        raise InvalidInput(TOO_LARGE, FIELD)
    source: BinaryIO = io.BytesIO(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(source, formats=("PNG", "JPEG"))
        too_many = picture.width * picture.height > MOST_PIXELS
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        too_many = True
    except Exception:
        # A broken picture breaks its reader in many ways; none of them is the portal's fault.
        raise InvalidInput(NO_PICTURE, FIELD) from None
    if too_many:
        raise InvalidInput(TOO_LARGE, FIELD)
    try:
        picture.draft("L", (WORKED_AT, WORKED_AT))
        if picture.mode in ("RGBA", "LA", "P", "PA"):
            # What lies under a transparent ground is usually black: the code would be black on black.
            picture = picture.convert("RGBA")
            ground = Image.new("RGBA", picture.size, "white")
            ground.alpha_composite(picture)
            picture = ground
        picture = picture.convert("L")
        picture.thumbnail((WORKED_AT, WORKED_AT))
    except Exception:
        raise InvalidInput(NO_PICTURE, FIELD) from None
    return picture
