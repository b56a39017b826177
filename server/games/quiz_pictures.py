"""The pictures of a question pack: taken out of the pack, re-encoded, and kept beside it.

Uploaded bytes are never passed on, because a crafted picture could crash every phone in the room.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING, Final

from msgspec import field
from msgspec.structs import asdict

from game.pictures.header import MOST_PIXELS, header_of
from game.quiz.pack import BadPack, as_json, pack_from, places_of, with_pictures
from netcode.messages import QuizOptions

if TYPE_CHECKING:
    from game.quiz.pack import Pack

PICTURES: Final = "pictures/"
"""Before the name of a picture, where a question has one."""
MOST_PIXELS_TOGETHER: Final = 250_000_000
"""Decoding so many takes a few seconds."""
MOST_BYTES_TOGETHER: Final = 10_000_000
_INLINE: Final = "data:"


class KeptOptions(QuizOptions, frozen=True):
    """The options of a quiz as a room keeps them. `pictures` are those of the pack, by name."""

    pictures: dict[str, bytes] = field(default_factory=dict)


def with_pictures_apart(options: QuizOptions) -> KeptOptions:
    """The options with each picture of the pack re-encoded. Takes seconds, so it belongs on a thread of its own.

    Raises:
        BadPack: the pack or a picture in it cannot be used; the sentence names the place.
    """
    pack = pack_from(options.questions)
    inline = {image: place for image, place in places_of(pack).items() if image.startswith(_INLINE)}
    sent = {image: _bytes_of(image, place) for image, place in inline.items()}
    _check_sizes(sent, inline)
    names: dict[str, str] = {}
    pictures: dict[str, bytes] = {}
    for image, data in sent.items():
        name, picture = _recoded(data, inline[image])
        names[image], pictures[name] = PICTURES + name, picture
        if sum(map(len, pictures.values())) > MOST_BYTES_TOGETHER:
            raise BadPack(f"The pack's pictures are larger than {MOST_BYTES_TOGETHER // 1_000_000} MB together.")
    return kept(options, with_pictures(pack, lambda image: names.get(image, "")), pictures)


def kept(options: QuizOptions, pack: Pack, pictures: dict[str, bytes]) -> KeptOptions:
    """The options with this pack and these pictures."""
    return KeptOptions(**{**asdict(options), "questions": as_json(pack), "pictures": pictures})


def checked(options: QuizOptions) -> KeptOptions:
    """The options with a parsed pack whose pictures were already taken out.

    Raises:
        BadPack: the pack cannot be used, or still has a picture in it.
    """
    pictures = options.pictures if isinstance(options, KeptOptions) else {}
    pack = pack_from(options.questions)
    for image, place in places_of(pack).items():
        if image.startswith(_INLINE):
            raise BadPack(f"{place} has a picture: packs with pictures are sent by HTTP, with POST.")

    def known(image: str) -> str:
        # What else there is was in an archive that nobody has sent.
        return image if image.removeprefix(PICTURES) in pictures else ""

    return kept(options, with_pictures(pack, known), pictures)


def media_type(name: str) -> str:
    """The media type of a picture with this name."""
    return f"image/{name.rpartition('.')[2]}"


def _bytes_of(image: str, place: str) -> bytes:
    try:
        return base64.b64decode(image.partition(",")[2], validate=True)
    except binascii.Error:
        raise BadPack(f"{place} has a picture that is not in base64.") from None


def _check_sizes(sent: dict[str, bytes], places: dict[str, str]) -> None:
    """Check all sizes before any picture is decoded."""
    pixels = 0
    for image, data in sent.items():
        header = header_of(data)
        # One that is too large by itself is never decoded.
        pixels += header.pixels if header is not None and header.pixels <= MOST_PIXELS else 0
        if pixels > MOST_PIXELS_TOGETHER:
            most = MOST_PIXELS_TOGETHER // 1_000_000
            raise BadPack(f"{places[image]} has a picture too many: the pack's have at most {most} million pixels.")


def _recoded(data: bytes, place: str) -> tuple[str, bytes]:
    # Pillow is loaded by the first pack that has a picture.
    from game.pictures.recoding import BadPicture, panel

    try:
        picture = panel(data)
    except BadPicture as error:
        raise BadPack(f"{place} has a picture that cannot be used. {error}") from error
    return f"{hashlib.sha256(picture.data).hexdigest()}.{picture.format}", picture.data
