"""What one viewer may see of a match, as plain data. A client needs nothing else to draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from msgspec import Struct

from game.chess.match.phases import Phase
from game.chess.rules.bycolor import ByColor

if TYPE_CHECKING:
    from game.chess.match.state import MatchState
    from game.chess.rules import Game

_NO_WAIT: Final = ByColor(0, 0)

ColorName: TypeAlias = Literal["white", "black"]


class MatchView(Struct, frozen=True):
    """The match as one viewer sees it at one instant.

    Times are in ms and relative to that instant, so the clocks of two machines need not agree.
    """

    game: int
    best_of: int
    phase: Phase
    phase_ms: int | None
    """How long until time ends the phase; None if time does not."""
    wins: dict[int, int]
    """Player -> games won."""
    draws: int
    """Drawn games."""
    players: ByColor[int]
    color: ColorName | None
    """The viewer's colour; None for a spectator."""
    turn: ColorName
    fen: str
    layers: str
    """The part of the position that a FEN cannot express (`game.chess.rules.layers`); "" if there is none."""
    start_fen: str
    start_layers: str
    ply: int
    last_move: str | None
    check: bool
    clocks_ms: ByColor[int]
    bank_ms: ByColor[int]
    """How much lag credit each side could still get before its bank is refilled (`Clock`)."""
    credit_ms: ByColor[int]
    """How much lag credit each side has got in this game."""
    running: ColorName | None
    upgrades: ByColor[tuple[str, ...]]
    armageddon: bool
    draw_offer: ColorName | None
    draw_wait: ByColor[int]
    """How many moves each side must still make before it may offer a draw; 0 if it may offer now."""
    by_standin: bool
    """Whether a stand-in made the last move for a player who was away."""


class GameRecord(Struct, frozen=True):
    """The history of a game: what a latecomer needs besides the view."""

    moves: list[str]
    """UCI."""
    start_ms: ByColor[int]
    """What the clocks showed before the first move."""
    left_ms: list[int]
    """For each move, what the mover's clock showed after it."""
    standin_plies: list[int]
    """The plies after which a stand-in had made the last move."""


def view_of(state: MatchState, game: Game, viewer: int | None, now_ms: int) -> MatchView:
    """The match and its current game as `viewer` sees it. Anybody who does not play sees it as a spectator."""
    series, clock, colors = state.series, state.clock, state.colors
    (one, other), (won, won_by_other) = series.players, series.wins
    offers, moves, standin_plies = state.draw_offers, game.moves, state.standin_plies
    # On the path of every move: so many keywords would cost more than everything else here. The order is the fields'.
    return MatchView(
        state.game,
        series.best_of,
        state.phase,
        None if state.phase_ends is None else max(0, state.phase_ends - now_ms),
        {one: won, other: won_by_other},
        series.draws,
        colors,
        _color_of(colors, viewer),
        "white" if game.board.turn else "black",
        game.fen,
        game.layers,
        game.start_fen,
        game.start_layers,
        len(moves),
        moves[-1] if moves else None,
        game.check,
        clock.times(now_ms),
        clock.bank,
        clock.credit,
        None if clock.running is None else "white" if clock.running else "black",
        state.upgrades,
        state.armageddon,
        _color_of(colors, offers.offered_by),
        colors.map(offers.moves_to_wait) if offers.wait else _NO_WAIT,
        bool(standin_plies) and standin_plies[-1] == len(moves),
    )


def record_of(state: MatchState) -> GameRecord:
    """The history of the current game."""
    return GameRecord(list(state.moves), state.start_ms, list(state.left_ms), list(state.standin_plies))


def _color_of(colors: ByColor[int], player: int | None) -> ColorName | None:
    if player is None:
        return None
    if player == colors.white:
        return "white"
    return "black" if player == colors.black else None
