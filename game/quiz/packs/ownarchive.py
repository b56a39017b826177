"""A pack in our own format with its pictures: an archive of pack.json and the pictures that its questions name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.quiz.pack import BadPack, read_pack, with_pictures
from game.quiz.packs.pictures import Pictures

if TYPE_CHECKING:
    from game.quiz.pack import Pack
    from game.quiz.packs.archive import Archive
    from game.quiz.packs.report import Report

CONTENT: Final = "pack.json"


def is_own(archive: Archive) -> bool:
    """Whether this archive is such a pack."""
    return CONTENT in archive.names


def read_own(archive: Archive, report: Report) -> Pack:
    """The pack, with its pictures in it."""
    try:
        pack = read_pack(archive.read(CONTENT))
    except BadPack as error:
        raise BadPack(f"{report.file}, {CONTENT}: {error}") from error
    pictures = Pictures(report)

    def from_archive(image: str) -> str:
        if image.startswith("data:"):
            return image
        if image not in archive.names:
            raise report.error("this picture is not in the archive", image)
        return pictures.url(archive.read(image), image)

    return with_pictures(pack, from_archive)
