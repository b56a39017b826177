"""Animations: pieces that move, and the light of a check."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.client.chess.board.geometry import square_rect
from game.client.chess.board.state import BREATHS, Flight
from game.client.kit import theme

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.chess.board.state import State


def animate(state: State, after: dict[int, str]) -> None:
    """Let every piece whose square has changed move there. A capture puffs."""
    before = state.placement
    vacated = {square: piece for square, piece in before.items() if after.get(square) != piece}
    arrived = {square: piece for square, piece in after.items() if before.get(square) != piece}
    # More than two moves (a new game, a jump in the move list) just appears.
    if not before or len(arrived) > 4 or len(vacated) > 5:
        state.flights.clear()
        return
    for target, piece in arrived.items():
        origin = _origin_of(piece, vacated)
        victim = before.get(target)
        if origin is None or target == state.dropped:
            _puff(state, target, victim)
            continue
        vacated.pop(origin)
        state.flights = [flight for flight in state.flights if flight.target != target]
        state.flights.append(Flight(piece, origin, target, victim))


def _origin_of(piece: str, vacated: dict[int, str]) -> int | None:
    """Where an arriving piece came from. A promoted piece was a pawn."""
    pawn = "P" if piece.isupper() else "p"
    for wanted in (piece, pawn):
        origin = next((square for square, other in vacated.items() if other == wanted), None)
        if origin is not None:
            return origin
    return None


def step(state: State) -> bool:
    """Advance the time; True while a piece is moving."""
    state.flights = [_started(state, flight) for flight in state.flights if not _landed(state, flight)]
    _breathe(state)
    return bool(state.flights)


def _started(state: State, flight: Flight) -> Flight:
    return flight if flight.since is not None else flight._replace(since=state.now)


def _landed(state: State, flight: Flight) -> bool:
    landed = flight.since is not None and state.now - flight.since >= _flight_ms(state)
    if landed:
        _puff(state, flight.target, flight.victim)
    return landed


def _puff(state: State, square: int, victim: str | None) -> None:
    if victim is not None:
        state.events.on_capture(square_rect(state, square))


def _flight_ms(state: State) -> float:
    return theme.PIECE_MS * state.speed


def flight_share(state: State, flight: Flight) -> float:
    """How much of its way a piece has made, 0 to 1."""
    return 0.0 if flight.since is None else (state.now - flight.since) / max(1.0, _flight_ms(state))


def flight_rect(state: State, flight: Flight) -> FRect:
    """Where a moving piece is now."""
    target = square_rect(state, flight.target)
    if state.reduced_motion:
        return target
    origin, left = square_rect(state, flight.origin), 1 - theme.ease_out(flight_share(state, flight))
    return target.move((origin.x - target.x) * left, (origin.y - target.y) * left)


def _breathe(state: State) -> None:
    phase = 0.5 + 0.5 * math.sin(state.now * math.tau / theme.BREATH_MS)
    breath = round(phase * BREATHS) if state.breathing else BREATHS
    if breath != state.breath:
        state.breath = breath
        state.redraw()


def due_ms(state: State) -> int | None:
    """In how many ms the light of a check looks different."""
    return theme.BREATH_MS // (2 * BREATHS) if state.breathing else None
