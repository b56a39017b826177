"""Files that a person names by their path, as it is typed, or pasted from a file manager."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote


def typed_path(typed: str) -> Path:
    """The path that is meant: it may be in quotes, a URL, or begin at one's home. Without a name: none."""
    text = typed.strip().strip("'\"")
    if text.startswith("file://"):
        text = unquote(text.removeprefix("file://"))
    try:
        return Path(text).expanduser()
    except RuntimeError:
        # The home of somebody who is not known here.
        return Path(text)


def read_file(path: Path, most: int) -> bytes:
    """What is in it, at most so much; raises OSError."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except ValueError as error:
        # No system has such a name.
        raise FileNotFoundError(str(error)) from error
