"""A picture of a set-up key: read in memory, and nothing of it quoted."""

import pytest
from PIL import Image

from accounts.vault import qr
from accounts.vault.tests.pictures import ADDRESS, SEED, bomb, drawn, saved
from accounts.vault.tests.pictures import qr as picture
from core.errors import InvalidInput


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_screenshot_is_read(kind: str) -> None:
    assert qr.address_in(picture(kind=kind)) == ADDRESS


def test_black_on_nothing_is_read() -> None:
    assert qr.address_in(picture(mode="RGBA")) == ADDRESS


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_photograph_is_read_smaller(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of nine kilobytes, made for it, kept the reader busy for half a minute at its full size."""
    wide = Image.new("RGB", (4000, 3000), "white")
    wide.paste(drawn(ADDRESS, scale=20), (300, 300))
    sizes: list[tuple[int, int]] = []
    real = qr.zxingcpp.read_barcodes

    def read(picture: Image.Image, **more: object) -> object:
        sizes.append(picture.size)
        return real(picture, **more)

    monkeypatch.setattr(qr.zxingcpp, "read_barcodes", read)

    assert qr.address_in(saved(wide, kind)) == ADDRESS
    assert sizes == [(1200, 900)]


def refusal(content: bytes) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        qr.address_in(content)
    assert caught.value.field == "picture"
    assert SEED not in caught.value.reason
    assert caught.value.__cause__ is None
    return caught.value


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 100])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert "no picture that can be read" in refusal(content).reason


def test_half_a_picture_is_refused() -> None:
    # Which words depends on whether another package has told Pillow to show what there is.
    assert refusal(picture()[:200]).reason in (qr.NO_PICTURE, qr.NO_CODE)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP"])
def test_only_two_formats_are_opened(kind: str) -> None:
    assert "no picture that can be read" in refusal(picture(kind=kind)).reason


@pytest.mark.parametrize("size", [(60_000, 60_000), (10_000, 10_000), (5000, 4000)])
def test_a_picture_of_too_many_pixels_is_refused_unopened(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[object] = []
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda self: loaded.append(self))

    assert "too large" in refusal(bomb(*size)).reason
    assert loaded == []


def test_a_picture_of_too_many_bytes_is_refused_unopened() -> None:
    assert "too large" in refusal(picture() + b"\0" * qr.LARGEST_PICTURE).reason


def test_a_picture_without_a_key_is_refused() -> None:
    assert "No square code" in refusal(saved(Image.new("L", (400, 400), 255))).reason
    assert "no set-up key" in refusal(picture("https://stjudes.example/")).reason
    assert "moves keys" in refusal(picture("otpauth-migration://offline?data=abc")).reason


def test_two_keys_in_one_picture_are_refused() -> None:
    other = ADDRESS.replace("friends", "sports")
    both = Image.new("L", (1200, 600), 255)
    both.paste(drawn(ADDRESS, scale=6), (20, 20))
    both.paste(drawn(other, scale=6), (620, 20))

    assert "more than one" in refusal(saved(both)).reason
