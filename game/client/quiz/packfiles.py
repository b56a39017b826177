"""The packs that come with the program, and packs from people's files."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from game.client.quiz import texts
from game.quiz.pack import BadPack, read_pack
from game.quiz.packs import Imported, import_pack
from game.quiz.packs.archive import MOST_ARCHIVE_BYTES

if TYPE_CHECKING:
    from game.quiz.pack import Pack

SHIPPED: Final = ("chess-for-everybody", "on-the-board", "upgrades-and-underdogs", "a-night-off")


class Titled(NamedTuple):
    """A pack of ours, and what it is called."""

    file: str
    pack: Pack


def shipped() -> list[Titled]:
    """Our own packs."""
    folder = files("assets") / "packs"
    return [Titled(name, read_pack((folder / f"{name}.json").read_bytes())) for name in SHIPPED]


def from_file(typed: str) -> Imported:
    """The pack in a file of any format that we read. Its path may be as a file manager gives it, in quotes or as a URL.

    Raises:
        BadPack: with the sentence to show.
    """
    path = Path(typed.strip().strip("'\"").removeprefix("file://")).expanduser()
    if not path.name:
        raise BadPack(texts.NO_FILE)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_ARCHIVE_BYTES + 1)
    except OSError as error:
        raise BadPack(texts.unreadable(path.name, error.strerror or str(error))) from error
    return import_pack(data, path.name)
