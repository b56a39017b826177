"""Names and chat lines made safe to show, and a key that is equal for names that look alike."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

NAME_CHARACTERS: Final = 20

# Control, surrogate, private, unassigned; line and paragraph separators; format, which holds the bidi
# overrides and the zero-width marks.
_BARRED: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf"})
# More stacked accents would reach into other lines.
_MARKS_IN_A_ROW: Final = 2
# Joins the parts of an emoji. The one format character that people type on purpose.
_JOINER: Final = "\u200d"

# Letters that look the same in most fonts, each pair written as seen and as compared. After case folding.
_LOOK_ALIKES: Final = str.maketrans(
    "0151il|!$аеорсухкмнтвіјѕԁһαορνικτυχεβӏԛԝѵıøłđǀɑɡօոսհ",
    "olslllllsaeopcyxkmhtbljsdhaopvlktuxeblqwvloldlagonuh"
)  # fmt: skip
# Capitals that look like Latin ones, and whose small letters look like others: Greek, and the Kazakh U.
_CAPITALS: Final = str.maketrans("\u0397\u0396\u039c\u039d\u03a5\u04ae", "HZMNYY")


class UnfitNameError(ValueError):
    """Not a name that may be shown."""


def clean_name(text: str) -> str:
    """The name as it is shown: NFKC, single spaces, 1 to 20 characters.

    Raises:
        UnfitNameError: it is too short or too long, or has control characters.
    """
    name = " ".join(part for part in unicodedata.normalize("NFKC", text).split(" ") if part)
    if not 0 < len(name) <= NAME_CHARACTERS or any(_barred(mark) for mark in name) or _piled(name):
        raise UnfitNameError(f"not a name: {text!r}")
    if not any(unicodedata.category(mark)[0] in "LNSP" for mark in name):
        raise UnfitNameError(f"nothing to see in {text!r}")
    return name


# A newcomer's name is compared with that of everybody in the room.
@lru_cache(maxsize=4096)
def look_alike_key(name: str) -> str:
    """A key that is equal for names that a hurried reader confuses: without case, accents and look-alike letters."""
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    as_capitals = _skeleton(bare.translate(_CAPITALS))
    if _has_latin(bare) or (bare == bare.upper() and as_capitals.isascii()):
        return as_capitals
    return _skeleton(bare)


def look_alike_keys(name: str) -> frozenset[str]:
    """Keys of which nobody else's name may have any: a name in another script may look like another one in capitals."""
    return frozenset(map(look_alike_key, (name, name.lower(), name.upper())))


def _has_latin(text: str) -> bool:
    return any("a" <= mark <= "z" for mark in text.casefold())


def _skeleton(bare: str) -> str:
    return bare.casefold().translate(_LOOK_ALIKES).replace("rn", "m").replace("vv", "w").replace(" ", "")


def clean_chat(text: str) -> str:
    """A line of chat without control characters and line breaks; may be empty."""
    normal = unicodedata.normalize("NFC", "".join(" " if mark.isspace() else mark for mark in text))
    kept = "".join(mark for mark in normal if mark == _JOINER or not _barred(mark))
    return " ".join(_thinned(kept).split())


def _barred(mark: str) -> bool:
    return unicodedata.category(mark) in _BARRED


def _piled(text: str) -> bool:
    return _thinned(text) != text


def _thinned(text: str) -> str:
    kept: list[str] = []
    run = 0
    for mark in text:
        run = run + 1 if unicodedata.category(mark) in {"Mn", "Me"} else 0
        if run <= _MARKS_IN_A_ROW:
            kept.append(mark)
    return "".join(kept)
