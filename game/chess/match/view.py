"""What one viewer may see of a match: plain data that needs nothing else to be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from game.chess.rules.bycolor import ByColor

if TYPE_CHECKING:
    import chess

    from game.chess.match.state import MatchState
    from game.chess.rules import Game

Phase: TypeAlias = Literal["countdown", "playing", "result", "draft", "reveal", "over"]
ColorName: TypeAlias = Literal["white", "black"]


class Offer(Struct, frozen=True):
    """An open draft: who chooses, and between what. Both players see it."""

    player: int
    upgrades: tuple[str, ...]
    ms: int
    picked: bool = False
    """Whether the player has chosen: what, is hidden until all have."""


class MatchView(Struct, frozen=True):
    """The match as seen by one viewer at one instant.

    Times are in ms and relative to that instant, so no machine's clock needs to agree with another's.
    """

    game: int
    best_of: int
    phase: Phase
    phase_ms: int | None
    wins: dict[int, int]
    draws: int
    players: ByColor[int]
    color: ColorName | None
    turn: ColorName
    fen: str
    layers: str
    """What the FEN cannot say (`game.chess.rules.layers`); empty when there is nothing."""
    start_fen: str
    start_layers: str
    ply: int
    last_move: str | None
    check: bool
    clocks_ms: ByColor[int]
    bank_ms: ByColor[int]
    credit_ms: ByColor[int]
    """How much lag credit each side has had in this game."""
    running: ColorName | None
    upgrades: ByColor[tuple[str, ...]]
    armageddon: bool
    draw_offer: ColorName | None
    draw_wait: ByColor[int]
    """After how many more moves of their own each side may offer a draw (again); 0: now."""
    by_standin: bool
    """Whether the last move was made for a player who was away."""


class GameRecord(Struct, frozen=True):
    """What whoever comes in late must know of a game, besides the view."""

    moves: list[str]
    start_ms: ByColor[int]
    """What the clocks showed before the first one."""
    left_ms: list[int]
    """For each move, what the mover's clock showed after it."""
    standin_plies: list[int]
    """After how many moves a stand-in had made the last one."""


def view_of(state: MatchState, game: Game, viewer: int | None, now_ms: int) -> MatchView:
    """A match with its running game as `viewer` sees it; anyone who does not play sees it as a spectator."""
    series, clock = state.series, state.clock
    return MatchView(
        game=state.game,
        best_of=series.best_of,
        phase=state.phase,
        phase_ms=None if state.phase_ends is None else max(0, state.phase_ends - now_ms),
        wins=dict(zip(series.players, series.wins, strict=True)),
        draws=series.draws,
        players=state.colors,
        color=_color_of(state, viewer),
        turn=_name(game.board.turn),
        fen=game.fen,
        layers=game.layers,
        start_fen=game.start_fen,
        start_layers=game.start_layers,
        ply=game.ply,
        last_move=game.moves[-1] if game.moves else None,
        check=game.check,
        clocks_ms=clock.times(now_ms),
        bank_ms=clock.bank,
        credit_ms=clock.credit,
        running=None if clock.running is None else _name(clock.running),
        upgrades=state.upgrades,
        armageddon=state.armageddon,
        draw_offer=_color_of(state, state.draws.offered_by),
        by_standin=game.ply in state.standin_plies[-1:],
        draw_wait=state.colors.map(state.draws.missing),
    )


def record_of(state: MatchState) -> GameRecord:
    """How the current game came to where it is."""
    return GameRecord(list(state.moves), state.start_ms, list(state.left_ms), list(state.standin_plies))


def _name(color: chess.Color) -> ColorName:
    return "white" if color else "black"


def _color_of(state: MatchState, player: int | None) -> ColorName | None:
    if player == state.colors.white:
        return "white"
    return "black" if player == state.colors.black else None
