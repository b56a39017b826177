"""What whoever operates a server asks of it, and what comes of that; see `control` and `commands`."""

from __future__ import annotations

import msgspec


class CannotDoError(Exception):
    """What an operator asks for is not possible; the text is a sentence."""


class Order(msgspec.Struct, frozen=True):
    """What an operator asks for. `name`: whom or what it is about; `text` and `page`: which part of a list;
    `text` of a reset: the new password.
    """

    area: str
    command: str
    name: str = ""
    text: str = ""
    page: int = 1


class Report(msgspec.Struct, frozen=True):
    """What came of it: what to print, or the sentence that says why not."""

    text: str = ""
    error: str = ""
