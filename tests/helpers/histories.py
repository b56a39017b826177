"""Checks what clients were told for linearizability: as if one server had done one thing after the other.

A game is a list that grows by a move at a time. The history is linearizable if everything that anybody was told is a
beginning of one list, if every acknowledged move is in it once and in its place, and if nobody who asks after an
acknowledgement is told an earlier state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Acknowledged(Struct, frozen=True):
    """A move that the server has acknowledged, and when that was heard."""

    at_s: float
    game: int
    ply: int
    move: str


class Saw(Struct, frozen=True):
    """A game as a client was told of it. `asked_s`: when the client had asked; None if it had not."""

    at_s: float
    asked_s: float | None
    game: int
    moves: tuple[str, ...]


class History:
    """One client's log."""

    def __init__(self) -> None:
        self.acks: list[Acknowledged] = []
        self.views: list[Saw] = []
        self._asked_s: float | None = None

    def acknowledged(self, at_s: float, game: int, ply: int, move: str) -> None:
        self.acks.append(Acknowledged(at_s, game, ply, move))

    def answers_from(self, asked_s: float | None) -> None:
        """What is seen next answers what was asked then."""
        self._asked_s = asked_s

    def saw(self, at_s: float, game: int, moves: Sequence[str]) -> None:
        self.views.append(Saw(at_s, self._asked_s, game, tuple(moves)))


def violations(histories: Sequence[History]) -> Iterator[str]:
    """What a single server could not have told the clients of one room."""
    views = [view for history in histories for view in history.views]
    acks = [ack for history in histories for ack in history.acks]
    whole: dict[int, tuple[str, ...]] = {}
    for view in views:
        if len(view.moves) > len(whole.get(view.game, ())):
            whole[view.game] = view.moves
    for view in views:
        if whole.get(view.game, ())[: len(view.moves)] != view.moves:
            yield f"{view} is no beginning of {whole[view.game]}"
    placed: dict[tuple[int, int], str] = {}
    for ack in acks:
        if placed.setdefault((ack.game, ack.ply), ack.move) != ack.move:
            yield f"{ack}, and so was {placed[ack.game, ack.ply]}"
        if whole.get(ack.game, ())[ack.ply : ack.ply + 1] != (ack.move,):
            yield f"{ack} is lost"
    yield from _stale(views, acks)


def _stale(views: Sequence[Saw], acks: Sequence[Acknowledged]) -> Iterator[str]:
    for view in views:
        known = [ack for ack in acks if ack.game == view.game and view.asked_s is not None and ack.at_s < view.asked_s]
        if any(ack.ply >= len(view.moves) for ack in known):
            yield f"{view} was asked for after {known[-1]}"
