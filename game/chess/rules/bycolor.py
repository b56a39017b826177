"""A pair with one value for each colour, in place of pairs of fields such as `white_x` and `black_x`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

    import chess

T = TypeVar("T")
U = TypeVar("U")


class ByColor(Struct, Generic[T], frozen=True):
    """One value for each colour; indexed by python-chess's colours (`chess.WHITE` is True)."""

    white: T
    black: T

    def __getitem__(self, color: chess.Color) -> T:
        return self.white if color else self.black

    def map(self, change: Callable[[T], U]) -> ByColor[U]:
        """The pair with `change` applied to each value."""
        return ByColor(change(self.white), change(self.black))

    def replace(self, color: chess.Color, value: T) -> ByColor[T]:
        """The same pair with `color`'s value changed."""
        return ByColor(value, self.black) if color else ByColor(self.white, value)
