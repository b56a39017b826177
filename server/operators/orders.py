"""Orders of operators and their results; see `control` and `commands`."""

from __future__ import annotations

import msgspec


class CannotDoError(Exception):
    """The order is not possible; the text is a sentence."""


class Order(msgspec.Struct, frozen=True):
    """An order. `name` is whom or what it is about, `text` and `page` are which part of a list. `text` of a reset is
    the new password.
    """

    area: str
    command: str
    name: str = ""
    text: str = ""
    page: int = 1


class Report(msgspec.Struct, frozen=True):
    """The result of an order: what to print, or the sentence that says why it was not possible."""

    text: str = ""
    error: str = ""
