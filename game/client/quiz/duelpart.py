"""A game of chess that settles a tie: its board and clocks, for the players and for everybody who watches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import chess
from pygame import FRect

from game.client.chess.board import BoardWidget
from game.client.chess.widgets.clockface import ClockFace, until_next_change_ms
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.quiz import texts
from game.client.quiz.boards import placement_of, targets_of
from netcode import messages as m

if TYPE_CHECKING:
    from game.client.kit.widgets.base import Widget
    from game.client.quiz.model import QuizModel

ROW: Final = 64.0
CLOCK_WIDTH: Final = 190.0
SIDE_WIDTH: Final = 380.0
COLORS: Final = ("white", "black")


class DuelPart:
    """A part of a scene, which adds its `widgets`."""

    def __init__(self, model: QuizModel, colors: str, *, reduced_motion: bool) -> None:
        self._model = model
        self.board = BoardWidget(self._move, name="duel board")
        self.board.set_colors(colors)
        self.board.state.reduced_motion = reduced_motion
        self._names = [Label(size=30, face=Face.HEADING, name=f"duel {color}") for color in COLORS]
        self._clocks = [ClockFace(f"duel clock {color}") for color in COLORS]
        self._says = Label(size=Size.TITLE, color=theme.AMBER, face=Face.HEADING, wrap=True, name="duel says")
        self._rule = Label(texts.DUEL_YOURS, size=Size.LARGE, color=theme.QUIET, wrap=True)
        self._resign = Button(texts.RESIGN, lambda: model.ask(m.Resign()), kind="danger", size=Size.LARGE)
        self.widgets: list[Widget] = [self.board, *self._names, *self._clocks, self._says, self._rule, self._resign]
        self._box = FRect(0, 0, 0, 0)
        self._heard_ms = 0
        self._shown: m.Duel | None = None
        self._followed: tuple[m.Duel | None, int] = (None, -1)
        """What the board shows: the last known state of the duel, and the ply of the player's unconfirmed move."""

    def place(self, box: FRect) -> None:
        """Lay out the board as large as possible, and the rest beside it."""
        self._box = box
        side = min(box.h, box.w - SIDE_WIDTH - theme.MARGIN)
        x = box.centerx - (side + SIDE_WIDTH + theme.MARGIN) / 2
        self.board.place(x, box.centery - side / 2, side, side)
        at = FRect(x + side + theme.MARGIN, self.board.rect.y, SIDE_WIDTH, side)
        upper, lower = (0, 1) if self.board.state.flipped else (1, 0)
        for index, y in ((upper, at.y), (lower, at.bottom - 2 * ROW)):
            self._names[index].place(at.x, y, at.w, ROW)
            self._clocks[index].place(at.x, y + ROW, CLOCK_WIDTH, ROW)
        middle = FRect(at.x, at.y + 2 * ROW + theme.GAP, at.w, at.h - 4 * ROW - 2 * theme.GAP)
        self._says.place(middle.x, middle.y, middle.w, 40)
        self._rule.place(middle.x, middle.y + 44, middle.w, 84)
        self._resign.place(middle.x, middle.bottom - 52, 160, 48)

    def show(self, *, visible: bool, now_ms: int) -> None:
        """Follow the quiz."""
        for widget in self.widgets:
            widget.set_visible(visible)
        model = self._model
        duel = model.state.duel if visible and model.state is not None else None
        if duel is None:
            self._shown = None
            return
        self._resign.set_visible(model.own.in_duel and duel.starts_ms is None)
        if duel is not self._shown:
            self._shown, self._heard_ms = duel, now_ms
        if (duel, model.own.duel_ply) != self._followed:
            self._followed = (duel, model.own.duel_ply)
            self._follow(duel)
        self.show_time(now_ms)

    def _follow(self, duel: m.Duel) -> None:
        if self._moved(duel):
            # The board shows that already.
            return
        flipped = duel.players[1] == self._model.room.pid
        if flipped != self.board.state.flipped:
            self.board.set_flipped(flipped)
            self.place(self._box)
        for name, pid in zip(self._names, duel.players, strict=True):
            name.set_text(self._model.name_of(pid))
        last = duel.last_move
        squares = (chess.parse_square(last[:2]), chess.parse_square(last[2:4])) if last else None
        king = chess.Board(duel.fen).king(duel.turn == "white") if duel.check else None
        self.board.set_position(placement_of(duel.fen), last_move=squares, check=king)
        self.board.set_targets({} if duel.targets is None else targets_of(duel.fen, duel.targets))

    def show_time(self, now_ms: int) -> None:
        """Show the current clocks."""
        duel = self._shown
        if duel is None:
            return
        for index, clock in enumerate(self._clocks):
            runs = duel.running and COLORS[index] == duel.turn and not self._moved(duel)
            passed = now_ms - self._heard_ms if runs else 0
            clock.set_time(max(0, duel.clocks_ms[index] - passed), running=runs)
        self._says.set_text(self._sentence(duel, now_ms))

    def _sentence(self, duel: m.Duel, now_ms: int) -> str:
        if duel.starts_ms is not None:
            left = max(0, duel.starts_ms - (now_ms - self._heard_ms))
            return texts.duel_starts(-(-left // 1000))
        to_move = duel.players[COLORS.index(duel.turn)]
        return texts.YOU_MOVE if to_move == self._model.room.pid else texts.duel_moves(self._model.name_of(to_move))

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms something looks different by time alone."""
        duel = self._shown
        if duel is None:
            return None
        passed = now_ms - self._heard_ms
        if duel.starts_ms is not None:
            return max(1, (duel.starts_ms - passed) % 1000)
        if not duel.running:
            return None
        return until_next_change_ms(max(0, duel.clocks_ms[COLORS.index(duel.turn)] - passed))

    def _moved(self, duel: m.Duel) -> bool:
        """Whether the player's move was sent and is not confirmed."""
        return self._model.own.duel_ply == duel.ply

    def _move(self, uci: str) -> None:
        duel = self._shown
        if duel is None:
            return
        self._model.own.duel_ply = duel.ply
        board = chess.Board(duel.fen)
        move = chess.Move.from_uci(uci)
        board.push(move)
        self.board.set_position(
            placement_of(board.fen()), last_move=(move.from_square, move.to_square), check=None, animate=False
        )
        self.board.set_targets({})
        self._model.ask(m.MakeMove(uci, duel.ply))
