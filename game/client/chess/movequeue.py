"""Premoves, and the board with them played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.chess.premoves import Premoves

if TYPE_CHECKING:
    import chess

    from game.chess.rules.board import Board
    from game.client.chess.model import ChessModel


class MoveQueue:
    """The premoves of the game that a model follows."""

    def __init__(self, model: ChessModel) -> None:
        self._model = model
        self.premoves = Premoves()

    @property
    def moves(self) -> list[chess.Move]:
        """The queued moves, in order."""
        return self.premoves.moves

    @property
    def can_add(self) -> bool:
        """Whether a move can be queued: the person plays, and it is the opponent's turn."""
        state = self._model.board
        if state is None or state.color is None or not self._model.room.online:
            return False
        return state.phase in {"countdown", "playing"} and not self._model.can_move

    def add(self, uci: str) -> None:
        """Queue a move, to be played as soon as possible."""
        position = self._model.position()
        if position is not None and self.can_add and self.premoves.add(uci, position, self._white):
            self._model.changed()

    def cancel(self) -> bool:
        """Drop all queued moves. Whether there were any."""
        return self._noticed(self.premoves.clear())

    def drop_last(self) -> bool:
        """Drop the last queued move. Whether there was one."""
        return self._noticed(self.premoves.drop_last())

    def imagined(self) -> Board | None:
        """The position with all queued moves played."""
        position = self._model.position()
        if position is None or not self.premoves:
            return position
        return self.premoves.imagined(position, self._white)

    def targets(self) -> dict[int, dict[int, list[chess.Move]]]:
        """What can be queued next, like `ChessModel.legal_targets`."""
        position = self._model.position()
        if position is None or not self.can_add:
            return {}
        return self.premoves.targets(position, self._white)

    def granted(self, origin: int, target: int) -> bool:
        """Whether only an upgrade makes this queued move possible."""
        position = self._model.position()
        return position is not None and self.premoves.only_by_upgrade(position, self._white, origin, target)

    def play_head(self, now_ms: int) -> None:
        """Play the first move if it is possible now; if it no longer is, drop the queue."""
        position = self._model.position()
        if not self.premoves or position is None or not self._model.can_move:
            return
        head = self.premoves.take_head(position)
        if head is not None:
            self._model.move(head.uci(), now_ms)

    @property
    def _white(self) -> bool:
        return self._model.color == "white"

    def _noticed(self, had: bool) -> bool:
        if had:
            self._model.changed()
        return had
