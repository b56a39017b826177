"""The pictures of a pack that is being written: data URLs in the pack itself."""

from __future__ import annotations

import base64
import binascii

from game.client.picturefile import MOST_PIXELS, made_from


def data_url(typed: str) -> bytes:
    """The picture in a file, scaled down for a big screen. Slow; raises as `made_from` does."""
    return made_from(typed, _url_of)


def _url_of(data: bytes) -> bytes:
    # Pillow takes longer to import than a window to open.
    from game.pictures.recoding import panel

    made = panel(data, most_pixels=MOST_PIXELS)
    return b"data:image/" + made.format.encode() + b";base64," + base64.b64encode(made.data)


def content_of(url: str) -> bytes:
    """The picture in a data URL; raises OSError for anything else."""
    head, comma, content = url.partition(";base64,")
    if not comma or not head.startswith("data:"):
        raise FileNotFoundError(url[:80])
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise OSError(str(error)) from error
