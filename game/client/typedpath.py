"""Files that a person names by their path, typed or pasted from a file manager."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from game.client import texts

_DRIVE: Final = re.compile(r"/[A-Za-z]:[/\\]")
"""How a path of Windows begins in a URL."""


class CannotUse(Exception):
    """Why a file cannot be used; the text is a sentence."""


def read_typed(typed: str, most: int, nothing: str) -> tuple[str, bytes]:
    """The name and the content, up to a limit, of the file whose path somebody has typed. It waits for the disk.

    Raises:
        CannotUse: with the sentence to show; it is `nothing` if no file is named.
    """
    path = typed_path(typed)
    if not path.name:
        raise CannotUse(nothing)
    try:
        return path.name, read_file(path, most)
    except OSError as error:
        raise CannotUse(texts.unreadable(path.name, error.strerror or str(error))) from error


def typed_path(typed: str) -> Path:
    """The path that is meant. It may be in quotes, be a file URL, or begin with ~. None without a name."""
    text = typed.strip().strip("'\"")
    if text.startswith("file://"):
        text = unquote(text.removeprefix("file://").removeprefix("localhost"))
        if _DRIVE.match(text):
            text = text[1:]
    try:
        return Path(text).expanduser()
    except RuntimeError:
        # The home of somebody who is not known here.
        return Path(text)


def file_named(text: str) -> str:
    """The first line that names a file that is there, as when files were copied in a file manager; empty: none does."""
    for line in text.splitlines():
        path = typed_path(line)
        try:
            if path.name and path.is_file():
                return str(path)
        except (OSError, ValueError):
            # No system has such a name.
            continue
    return ""


def read_file(path: Path, most: int) -> bytes:
    """The content, up to a limit; raises OSError."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except ValueError as error:
        # No system has such a name.
        raise FileNotFoundError(str(error)) from error
