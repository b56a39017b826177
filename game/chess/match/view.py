"""What one viewer may see of a match, as plain data. A client needs nothing else to draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from msgspec import Struct

from game.chess.match.phases import Phase
from game.chess.rules.bycolor import ByColor

if TYPE_CHECKING:
    import chess

    from game.chess.match.state import MatchState
    from game.chess.rules import Game

_NO_WAIT: Final = ByColor(0, 0)

ColorName: TypeAlias = Literal["white", "black"]


class Offer(Struct, frozen=True):
    """The upgrades between which one player chooses in a draft. Everybody sees it."""

    player: int
    upgrades: tuple[str, ...]
    """Catalogue ids."""
    ms: int
    """The time left to choose."""
    picked: bool = False
    """Whether the player has picked. What they picked stays hidden until both have."""


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
        draw_offer=_color_of(state, state.draw_offers.offered_by),
        by_standin=game.ply in state.standin_plies[-1:],
        draw_wait=state.colors.map(state.draw_offers.moves_to_wait) if state.draw_offers.wait else _NO_WAIT,
    )


def record_of(state: MatchState) -> GameRecord:
    """The history of the current game."""
    return GameRecord(list(state.moves), state.start_ms, list(state.left_ms), list(state.standin_plies))


def _name(color: chess.Color) -> ColorName:
    return "white" if color else "black"


def _color_of(state: MatchState, player: int | None) -> ColorName | None:
    if player == state.colors.white:
        return "white"
    return "black" if player == state.colors.black else None
