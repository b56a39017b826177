"""Premoves: a queue of moves, kept in step with the positions in which they would be played. No pygame.

More moves can be queued than could be played: the opponent's reply may open a line, or put a piece on a square that is
one's own now. Whether a queued move is legal is decided in the real position, at the moment when it is played.
"""

from __future__ import annotations

import chess
from msgspec import Struct

from game.chess.rules.board import Board
from game.chess.rules.premoves import Targets, premoves

MOST = 10
"""How many moves can be queued."""


class Queued(Struct, frozen=True):
    """One move, and the piece that it is meant for: another piece on that square must not make it."""

    move: chess.Move
    piece: str
    """FEN letter."""


class Premoves:
    """The queue of one player."""

    def __init__(self) -> None:
        self._queue: list[Queued] = []
        self.dropped: list[tuple[chess.Square, chess.Square]] = []
        """Heads of the queue that a reply made impossible, from where to where; all behind them went too."""
        self._imagined: tuple[object, Board] | None = None
        self._reach: tuple[Board, Targets, Targets] | None = None
        """What can be queued in an imagined position, and what could be without upgrades."""

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def moves(self) -> list[chess.Move]:
        """The queued moves, in order."""
        return [queued.move for queued in self._queue]

    def clear(self) -> bool:
        """Drop all. Whether there were any."""
        had = bool(self._queue)
        self._queue.clear()
        self._imagined = None
        return had

    def drop_last(self) -> bool:
        """Drop the last one. Whether there was one."""
        if not self._queue:
            return False
        self._queue.pop()
        self._imagined = None
        return True

    def add(self, uci: str, position: Board, color: chess.Color) -> bool:
        """Queue a move for `color`. False if there is no such move, or no room."""
        move = chess.Move.from_uci(uci)
        imagined = self.imagined(position, color)
        piece = imagined.piece_at(move.from_square)
        if len(self._queue) >= MOST or piece is None or piece.color != color:
            return False
        if move not in premoves(imagined, color).get(move.from_square, {}).get(move.to_square, []):
            return False
        self._queue.append(Queued(move, piece.symbol()))
        self._imagined = None
        return True

    def take_head(self, position: Board) -> chess.Move | None:
        """Take the first move if it can be played in the real position; otherwise None, and the queue is cleared."""
        if not self._queue:
            return None
        head = self._queue.pop(0)
        self._imagined = None
        piece, move = position.piece_at(head.move.from_square), _if_it_bounces(position, head.move)
        if piece is not None and piece.symbol() == head.piece and position.is_legal(move):
            return move
        self.dropped.append((head.move.from_square, head.move.to_square))
        self._queue.clear()
        return None

    def imagined(self, position: Board, color: chess.Color) -> Board:
        """The position with all queued moves played, `color` to move again."""
        key = (position.fen(), position.ply(), color)
        if self._imagined is None or self._imagined[0] != key:
            self._imagined = (key, self._play_out(position, color))
        return self._imagined[1]

    def _play_out(self, position: Board, color: chess.Color) -> Board:
        board = position.copy(stack=False)
        for queued in self._queue:
            piece = board.piece_at(queued.move.from_square)
            if piece is None or piece.symbol() != queued.piece:
                # It died of poison, or bounced off a shield: nobody is there for this and what follows.
                break
            board.turn = color
            board.push(queued.move)
        board.turn = color
        # A capture in passing is the opponent's next move's doing.
        board.ep_square = None
        return board

    def targets(self, position: Board, color: chess.Color) -> Targets:
        """From-square -> to-square -> the moves that can be queued next."""
        if len(self._queue) >= MOST:
            return {}
        return premoves(self.imagined(position, color), color)

    def only_by_upgrade(self, position: Board, color: chess.Color, origin: chess.Square, target: chess.Square) -> bool:
        """Whether the move, or a promotion of it, could be queued only by an upgrade."""
        imagined = self.imagined(position, color)
        if self._reach is None or self._reach[0] is not imagined:
            self._reach = (imagined, premoves(imagined, color), premoves(Board(imagined.fen()), color))
        ours, standard = (targets.get(origin, {}).get(target, []) for targets in self._reach[1:])
        return any(move not in standard for move in ours)


def _if_it_bounces(position: Board, move: chess.Move) -> chess.Move:
    """If a promotion turns out to break a shield, the pawn stays a pawn on its square."""
    plain = chess.Move(move.from_square, move.to_square)
    return plain if move.promotion and position.breaks_shield(plain) else move
