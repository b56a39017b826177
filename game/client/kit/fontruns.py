"""Chooses the font file for each part of a line. Fonts are split into subsets, and no file has every script."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NEUTRAL = "·"
"""Stands for a character that no file has, so that nobody sees an empty box."""
JOINER = "\u200d"
_STRONG_FACES = ("inter-700", "fredoka-500", "fredoka-600")
_EMOJI = "noto-emoji-500.ttf"
_SYMBOLS = "DejaVuSans.ttf"
"""Further scripts, and symbols such as the chess pieces."""
_EAST_ASIA = "noto-sans-cjk-400.otf"


def chain(face: str) -> tuple[str, ...]:
    """The files in which a face's characters are looked for, in order."""
    weight = 700 if face in _STRONG_FACES else 500
    others = (f"inter-{weight}-{subset}.woff2" for subset in ("ext", "cyrillic", "greek"))
    return (main_file(face), f"{face}-ext.woff2", *others, _EMOJI, _SYMBOLS, _EAST_ASIA)


def main_file(face: str) -> str:
    """The file with a face's common characters."""
    return f"{face}.woff2"


def runs(text: str, face: str, covers: Callable[[str, str], bool]) -> list[tuple[str, str]]:
    """The text as (file, run) pairs; neighbours from the same file stay together.

    `covers(file, character)` says whether a file has a character. Combining characters (accents, skin tones, joined
    emoji) stay with the character before them, or are left out if its file lacks them.
    """
    if text.isascii():
        return [(main_file(face), text)]
    found: list[tuple[str, str]] = []
    before = ""
    for char in text:
        follows = _follows(char) or before == JOINER
        before = char
        if follows and found and covers(found[-1][0], char):
            file = found[-1][0]
        elif _follows(char):
            continue
        else:
            file, char = _first(char, face, covers)  # noqa: PLW2901 - the sign that stands for it
        if found and found[-1][0] == file:
            found[-1] = (file, found[-1][1] + char)
        else:
            found.append((file, char))
    return found or [(main_file(face), NEUTRAL)]


def _first(char: str, face: str, covers: Callable[[str, str], bool]) -> tuple[str, str]:
    file = next((name for name in chain(face) if covers(name, char)), None)
    return (main_file(face), NEUTRAL) if file is None else (file, char)


def _follows(char: str) -> bool:
    """Whether a character only modifies the one before it."""
    return (
        char in {JOINER, "\ufe0e", "\ufe0f", "\u20e3"}
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or unicodedata.combining(char) != 0
    )


def missing(text: str, face: str, covers: Callable[[str, str], bool]) -> str:
    """The characters of a text that no file has, each once."""
    lacking = (char for char in text if not _follows(char) and not any(covers(file, char) for file in chain(face)))
    return "".join(dict.fromkeys(lacking))
