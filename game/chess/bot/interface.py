"""What a bot is: a player that is told a situation in plain data and answers with a move in UCI.

Only the seam lives here, so that a much stronger search, or a UCI engine in another process, can stand behind
it without a change anywhere else. No board, no search, no wire. Time and dice always come in as arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import Struct

from game.chess.match.view import ColorName
from game.chess.rules.bycolor import ByColor

if TYPE_CHECKING:
    from game.chess.match.view import MatchView

Clock: TypeAlias = Callable[[], int]
"""A monotonic time in ms; only differences mean anything."""


class Situation(Struct, frozen=True):
    """A running game as the player to move sees it.

    The position is given by its history (`moves`, UCI, played from `start_fen`), as UCI's `position` command
    does it: repetition and whatever travels with the pieces follow from it. `upgrades` are catalogue ids,
    oldest first.
    """

    start_fen: str
    moves: tuple[str, ...]
    upgrades: ByColor[tuple[str, ...]]
    color: ColorName
    clocks_ms: ByColor[int]
    start_layers: str = ""
    """What `start_fen` cannot say (`game.chess.rules.layers`)."""

    @classmethod
    def of_view(cls, view: MatchView, color: ColorName, moves: Sequence[str]) -> Situation:
        """The situation of `color` in a match that runs in this process."""
        return cls(view.start_fen, tuple(moves), view.upgrades, color, view.clocks_ms, view.start_layers)

    @property
    def own_clock_ms(self) -> int:
        """What the player to move has left."""
        return self.clocks_ms[self.color == "white"]


class Budget(Struct, frozen=True):
    """How much thought one move may cost. The first limit that is reached ends it; at least one move is
    always found.

    `soft_ms` is when no deeper iteration should be begun any more, `hard_ms` when to stop at once, both from
    now on.
    """

    hard_ms: int | None = None
    soft_ms: int | None = None
    nodes: int | None = None
    depth: int = 32


class Bot(Protocol):
    """Whoever chooses for the computer."""

    def choose_move(self, situation: Situation, budget: Budget, clock: Clock) -> str:
        """A legal move (UCI) for the player to move.

        Raises:
            NoMove: the game is over in that position.
        """

    def choose_upgrade(self, offered: Sequence[str], owned: Sequence[str]) -> str:
        """One of `offered` (catalogue ids, at least one) for a player who owns `owned`."""

    def accepts_draw(self, situation: Situation, budget: Budget, clock: Clock) -> bool:
        """Whether the offer of a draw is welcome to `situation.color`, whoever is to move."""

    def offers_draw(self, situation: Situation) -> bool:
        """Whether to offer a draw with the move just chosen in this situation; costs no thought."""


class NoMove(ValueError):
    """There is no legal move to choose from: the game is over."""
