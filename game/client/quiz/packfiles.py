"""The packs that come with the program, and packs in people's files."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

import platformdirs

from game.client.quiz import texts
from game.client.typedpath import CannotUse, read_typed
from game.client.wholefile import write_whole
from game.quiz.pack import MOST_BYTES, BadPack, as_json, read_pack
from game.quiz.packs import Imported, import_pack
from game.quiz.packs.archive import MOST_ARCHIVE_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from game.quiz.pack import Pack

SHIPPED: Final = ("chess-for-everybody", "on-the-board", "upgrades-and-underdogs", "a-night-off")
MOST_NAME_BYTES: Final = 200
"""Of a file's name: most systems have room for 255, and a number and an ending follow."""


class Titled(NamedTuple):
    """A pack of ours and its title."""

    file: str
    pack: Pack


def shipped() -> list[Titled]:
    """Our own packs."""
    folder = files("assets") / "packs"
    return [Titled(name, read_pack((folder / f"{name}.json").read_bytes())) for name in SHIPPED]


def from_file(typed: str) -> Imported:
    """The pack in a file of any known format. The path may be in quotes or a file URL.

    Raises:
        BadPack: with the sentence to show.
    """
    try:
        name, data = read_typed(typed, MOST_ARCHIVE_BYTES + 1, texts.NO_FILE)
    except CannotUse as error:
        raise BadPack(str(error)) from error
    return import_pack(data, name)


def save(pack: Pack, path: Path | None = None) -> Path:
    """Write a pack to its own file, or to a new one in the documents folder.

    Raises:
        OSError: it cannot be written.
        BadPack: it is too large to be read again.
    """
    content = json.dumps(as_json(pack), ensure_ascii=False, indent=1).encode() + b"\n"
    if len(content) > MOST_BYTES:
        raise BadPack(texts.pack_too_large(len(content)))
    path = path or free_path(pack.title, "json")
    write_whole(path, content)
    return path


def free_path(title: str, ending: str, folder: Path | None = None) -> Path:
    """The path of a new file with this title; its folder is created."""
    folder = folder or platformdirs.user_documents_path() / "Underdog"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w -]+", "", title).encode()[:MOST_NAME_BYTES].decode(errors="ignore").strip() or "Quiz"
    number = 1
    while (path := folder / f"{name}{'' if number == 1 else f' {number}'}.{ending}").exists():
        number += 1
    return path
