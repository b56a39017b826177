"""The interface of a bot: it gets a situation as plain data and answers with a move in UCI.

Any search, or a UCI engine in another process, can implement it. Time and random numbers come in as arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import Struct

from game.chess.match.view import ColorName
from game.chess.rules.bycolor import ByColor

if TYPE_CHECKING:
    from game.chess.match.view import MatchView

TimeSource: TypeAlias = Callable[[], int]
"""Returns a monotonic time in ms, of which only differences have a meaning."""


class Situation(Struct, frozen=True):
    """A game in progress, as one of its players sees it.

    The position is given by its history, as in UCI's `position` command: `moves` (UCI) from `start_fen` on. Repetitions
    and layers follow from that. `upgrades` are catalogue ids, the oldest first.
    """

    start_fen: str
    moves: tuple[str, ...]
    upgrades: ByColor[tuple[str, ...]]
    color: ColorName
    clocks_ms: ByColor[int]
    start_layers: str = ""
    """The layers of the start position, as text (`game.chess.rules.layers`)."""

    @classmethod
    def of_view(cls, view: MatchView, color: ColorName, moves: Sequence[str]) -> Situation:
        """The situation of `color` in a match of this process."""
        return cls(view.start_fen, tuple(moves), view.upgrades, color, view.clocks_ms, view.start_layers)

    @property
    def own_clock_ms(self) -> int:
        """The time left on the clock of `color`, in ms."""
        return self.clocks_ms[self.color == "white"]


class Budget(Struct, frozen=True):
    """The limits of one search. The first one that is reached ends it, but a search always finds a move.

    Attributes:
        hard_ms: when to stop at once, from now on.
        soft_ms: when to start no deeper iteration, from now on.
        nodes: the most positions.
        depth: the most plies.
    """

    hard_ms: int | None = None
    soft_ms: int | None = None
    nodes: int | None = None
    depth: int = 32


class Bot(Protocol):
    """Chooses moves and upgrades for a computer player."""

    def choose_move(self, situation: Situation, budget: Budget, clock: TimeSource) -> str:
        """A legal move (UCI) for the player to move.

        Raises:
            NoMove: the game is over in that position.
        """

    def choose_upgrade(self, offered: Sequence[str], owned: Sequence[str]) -> str:
        """One of `offered` (catalogue ids, at least one) for a player who owns `owned`."""

    def accepts_draw(self, situation: Situation, budget: Budget, clock: TimeSource) -> bool:
        """Whether `situation.color` accepts a draw offer; either side may be to move."""

    def offers_draw(self, situation: Situation) -> bool:
        """Whether to offer a draw with the move that was just chosen in this situation. Does not search."""


class NoMove(ValueError):
    """There is no legal move: the game is over."""
