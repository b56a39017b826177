"""Decodes pictures within limits and encodes them anew, so that nothing of an uploaded file is passed on.

Pillow decodes, and only the formats that `header` knows. The first frame of an animation is taken, and the camera's
orientation applied; profiles, locations and other metadata are dropped. Everything is pure and takes up to half a
second, so it belongs on a thread of its own.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final, Literal, NamedTuple

from PIL import GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from game.pictures.header import MOST_PIXELS, Format, header_of

PORTRAIT_SIDE: Final = 256
PANEL_SIDE: Final = 1280

NO_PICTURE: Final = "This is neither a PNG, a JPEG, a WebP nor a GIF picture."
DAMAGED: Final = "The picture is damaged or incomplete."

_PLUGINS: Final[dict[Format, str]] = {
    "png": PngImagePlugin.PngImageFile.format,
    "jpeg": JpegImagePlugin.JpegImageFile.format,
    "webp": WebPImagePlugin.WebPImageFile.format,
    "gif": GifImagePlugin.GifImageFile.format,
}
_ORIENTATION: Final = 0x0112
"""EXIF's number for how the camera was held."""
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_GREYS_OF_16_BITS: Final = frozenset({"I;16", "I;16L", "I;16B", "I;16N"})
_WITH_ALPHA: Final = frozenset({"RGBA", "LA", "PA", "RGBa", "La"})


class BadPicture(ValueError):
    """Why a picture cannot be used, as a sentence for the person who chose it."""


class Recoded(NamedTuple):
    """A re-encoded picture."""

    format: Literal["png", "jpeg", "webp"]
    data: bytes


def portrait(data: bytes, *, most_pixels: int = MOST_PIXELS) -> bytes:
    """A person's picture: the middle of what was sent, as a square PNG.

    Raises:
        BadPicture: it cannot be read, or is too large.
    """
    image = _opened(data, 2 * PORTRAIT_SIDE, most_pixels)
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    square = image.crop((left, top, left + side, top + side))
    size = (PORTRAIT_SIDE, PORTRAIT_SIDE)
    return _written(square.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0), "PNG", optimize=True)


def panel(data: bytes, *, side: int = PANEL_SIDE, most_pixels: int = MOST_PIXELS) -> Recoded:
    """A picture to be looked at as a whole, no side of it longer than `side`.

    Raises:
        BadPicture: it cannot be read, or is too large.
    """
    drawn = _format_of(data, most_pixels) in {"png", "gif"}
    image = _opened(data, side, most_pixels)
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if image.mode == "RGBA":
        if image.getchannel("A").getextrema() != (255, 255):
            return Recoded("webp", _written(image, "WEBP", quality=85, method=2))
        image = image.convert("RGB")
    photo = _written(image, "JPEG", quality=85, progressive=True)
    if drawn and len(plain := _written(image, "PNG")) < len(photo):
        # Few colours and sharp edges: smaller like that, and nicer.
        return Recoded("png", plain)
    return Recoded("jpeg", photo)


def _format_of(data: bytes, most_pixels: int) -> Format:
    header = header_of(data)
    if header is None:
        raise BadPicture(NO_PICTURE)
    _check_size(header.width, header.height, most_pixels)
    return header.format


def _check_size(width: int, height: int, most_pixels: int) -> None:
    if width * height > most_pixels:
        raise BadPicture(
            f"The picture is too large to open: it has {width:,} by {height:,} pixels, and together they may be "
            f"{most_pixels // 1_000_000} million."
        )


def _opened(data: bytes, needed: int, most_pixels: int) -> Image.Image:
    """The picture as it is meant to be seen, in RGB or RGBA; `needed`: no more than so many pixels a side are used."""
    kind = _format_of(data, most_pixels)
    try:
        image: Image.Image = Image.open(BytesIO(data), formats=[_PLUGINS[kind]])
        _check_size(image.width, image.height, most_pixels)
        if isinstance(image, JpegImagePlugin.JpegImageFile):
            # Decoded at a half, a quarter or an eighth, as far as that is enough.
            image.draft(None, (needed, needed))
        turn = _TURNS.get(_orientation(image))
        image.load()
        image = _in_plain_colors(image)
        return image if turn is None else image.transpose(turn)
    except BadPicture:
        raise
    except Exception as error:
        # Decoders fail in any way there is; whatever they stumble over is in the file.
        raise BadPicture(DAMAGED) from error


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - a picture with a note that cannot be read is a picture still
        return 1
    return found if isinstance(found, int) else 1


def _in_plain_colors(image: Image.Image) -> Image.Image:
    if image.mode in _GREYS_OF_16_BITS or image.mode == "I":
        # Pillow would take the lowest eight bits.
        image = image.convert("F").point(lambda level: level * (1 / 257) + 0).convert("L")
    see_through = image.mode in _WITH_ALPHA or "transparency" in image.info
    plain = image.convert("RGBA" if see_through else "RGB")
    plain.info = {}
    return plain


def _written(image: Image.Image, format_: str, **options: object) -> bytes:
    written = BytesIO()
    # Saving writes what `info` holds, a colour profile for one.
    image.info = {}
    image.save(written, format_, **options)
    return written.getvalue()
