"""A player's screen in the window: what a phone shows, with a keyboard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import chess
import pygame
from pygame import FRect

from game.client.art.emotes import Restraint
from game.client.art.widgets.emote import EmoteWheel
from game.client.chess.board import BoardWidget
from game.client.kit import keys, theme
from game.client.kit.input import Key, PointerDown
from game.client.kit.scene import Scene
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.textfield import TextField
from game.client.quiz import host_logic as logic
from game.client.quiz import playerscreen_logic, screen_logic, texts
from game.client.quiz.boards import black_to_move, placement_of, targets_of
from game.client.quiz.duelpart import DuelPart
from game.client.quiz.leaving import leave_question
from game.client.quiz.wagerform import WagerForm
from game.client.quiz.widgets.finals import FinalCard
from game.client.quiz.widgets.grid import GridBoard
from game.client.quiz.widgets.me import MePlate
from game.client.quiz.widgets.pad import SLIM, Pad
from game.client.quiz.widgets.podium import Podium
from game.client.quiz.widgets.question import QuestionCard
from game.client.screens.talk import portrait_of, pup_of
from game.client.texts import EMOTES_TOO_FAST
from netcode import messages as m

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.kit.input import Input
    from game.client.kit.widgets.base import Widget
    from game.client.quiz.model import QuizModel
    from game.client.quiz.pictures import Pictures

EDGE: Final = 20.0
HEAD: Final = 72.0
TIMER: Final = 110.0
PAD_SHARE: Final = 0.36
SLIM_PAD: Final = 96.0
LONGEST_ANSWER: Final = 200
FIELD: Final = 56.0
LOOK_AGAIN_MS: Final = 60
SECOND_MS: Final = 1_000
LATE_MS: Final = 5_000
_ENTER: Final = frozenset({pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE})


class PlayerScene(Scene):
    """Space, Enter or a click buzzes, W opens the emotes, Esc asks whether to leave."""

    name = "quiz player"

    def __init__(self, context: Context, model: QuizModel, pictures: Pictures) -> None:
        super().__init__()
        self._context, self._model, self._pictures = context, model, pictures
        settings = context.settings
        self._me = MePlate()
        self._timer = Label(size=40, face=Face.STRONG, color=theme.AMBER, align="center", name="timer")
        self._grid, self._podium, self._final = GridBoard(lambda _category, _row: None), Podium(), FinalCard()
        self._question = QuestionCard(pictures)
        self._board = BoardWidget(self._answer_move, name="question board")
        self._board.set_colors(settings.board)
        self._board.state.reduced_motion = settings.reduced_motion
        self._wager = WagerForm(model)
        self._answer = TextField(
            self._send_answer, placeholder=texts.ANSWER_FIELD, limit=LONGEST_ANSWER, name="answer", size=Size.TITLE
        )
        self._send = Button(texts.SEND, lambda: self._send_answer(self._answer.text), kind="primary", size=Size.LARGE)
        self._sent = Label(size=Size.LARGE, color=theme.QUIET, align="center", name="answer sent")
        self._duel = DuelPart(model, settings.board, reduced_motion=settings.reduced_motion)
        self._pad = Pad(self._press)
        self._paw = Button("", self._toggle_wheel, icon="icons/paw", name="emotes")
        self._leave = Button("", self._ask_leave, kind="quiet", icon="icons/door", name="leave")
        self._paw.tooltip, self._leave.tooltip = texts.EMOTES_TIP, texts.LEAVE
        self._wheel = EmoteWheel(self._emote, lambda: self._wheel.set_visible(False))
        self._wheel.reduced_motion = settings.reduced_motion
        self._restraint = Restraint()
        self.group.add(self._me, self._timer, self._grid, self._podium, self._final, self._question, self._board)
        self.group.add(self._pad, self._answer, self._send, self._sent, *self._wager.widgets, *self._duel.widgets)
        self.group.add(self._paw, self._leave, self._wheel)
        for widget in (self._answer, self._send, self._sent):
            widget.set_visible(False)
        self._laid_out: object = None

    # --- where everything is --------------------------------------------------------------------------------------

    def layout(self, width: float, height: float) -> None:
        inner = FRect(EDGE, EDGE / 2, width - 2 * EDGE, height - 1.5 * EDGE)
        tool = HEAD * 0.8
        self._leave.place(inner.right - tool, inner.y + (HEAD - tool) / 2, tool, tool)
        self._paw.place(inner.right - 2 * tool - theme.GAP, inner.y + (HEAD - tool) / 2, tool, tool)
        head = inner.w - 2 * tool - 2 * theme.GAP
        self._me.place(inner.x, inner.y, head - TIMER, HEAD)
        self._timer.place(inner.x + head - TIMER, inner.y, TIMER, HEAD)
        wheel = FRect(0, 0, EmoteWheel.SIDE, EmoteWheel.SIDE)
        wheel.topright = (inner.right, inner.y + HEAD + theme.GAP)
        self._wheel.place(*wheel)
        main = FRect(inner.x, inner.y + HEAD + theme.GAP, inner.w, inner.h - HEAD - theme.GAP)
        pad = self._pad_height(main.h) if self._pad.visible else 0.0
        self._pad.place(main.x, main.bottom - pad, main.w, pad)
        main.h -= pad + (theme.GAP if pad else 0)
        for widget in (self._grid, self._podium):
            widget.place(*main)
        self._wager.place(main)
        self._duel.place(main)
        self._place_question(main)
        self._place_final(main)

    def _pad_height(self, height: float) -> float:
        """The whole height if nothing else is visible."""
        if not any(each.visible for each in (self._grid, self._podium, self._question, self._board)):
            return height
        slim = self._grid.visible or self._podium.visible or self._model.own.may_move
        return SLIM_PAD if slim else max(SLIM, height * PAD_SHARE)

    def _place_question(self, main: FRect) -> None:
        side = min(main.h, main.w * 0.55) if self._board.visible else 0.0
        beside = side + theme.MARGIN if side and self._question.visible else 0.0
        self._board.place(main.right - side if beside else main.centerx - side / 2, main.y, side, side)
        self._question.place(main.x, main.y, main.w - beside, main.h)

    def _place_final(self, main: FRect) -> None:
        low = FIELD + 40 + theme.GAP if self._answer.visible else 0.0
        self._final.place(main.x, main.y, main.w, main.h - low)
        y = main.bottom - FIELD - 40
        self._answer.place(main.x, y, main.w - 180 - theme.GAP, FIELD)
        self._send.place(main.right - 180, y, 180, FIELD)
        self._sent.place(main.x, main.bottom - 36, main.w, 36)

    # --- following the quiz ---------------------------------------------------------------------------------------

    def refresh(self, now_ms: int) -> None:
        model = self._model
        self._show_parts(logic.view_of(model))
        self._me.show(playerscreen_logic.me(model, portrait_of(self._context, model.room.pid)))
        self._fill(now_ms)
        self._show_time(now_ms)
        self._show_pad(now_ms)
        if self._wager.refresh():
            self.group.set_focus(self._wager.field)
        parts = (self._pad, self._grid, self._podium, self._question, self._board, self._answer)
        shape = (*(part.visible for part in parts), model.own.may_move)
        if shape != self._laid_out:
            self._laid_out = shape
            self.relayout()

    def _show_parts(self, view: logic.View) -> None:
        model, own = self._model, self._model.own
        asked = model.state.open if model.state is not None else None
        asks = view == "question" and asked is not None
        board = asks and asked is not None and bool(asked.fen and asked.targets)
        parts: dict[Widget, bool] = {
            self._grid: view == "grid",
            self._podium: view == "over",
            self._question: asks and asked is not None and bool(asked.clue or (asked.fen and not board)),
            self._board: board,
            self._final: view == "final" and not own.may_wager,
            self._pad: view not in {"final", "duel"} and not own.may_wager,
        }
        answering = view == "final" and own.may_answer
        parts |= dict.fromkeys((self._answer, self._send, self._sent), answering)
        if answering and not self._answer.visible:
            self.group.set_focus(self._answer)
        if self._answer.text and view not in {"final", "over"}:
            # An end by mistake is taken back; what was being written is still there then.
            self._answer.set_text("")
        for widget, visible in parts.items():
            widget.set_visible(visible)

    def _fill(self, now_ms: int) -> None:
        context, model = self._context, self._model
        view, state = logic.view_of(model), model.state
        self._duel.show(visible=view == "duel", now_ms=now_ms)
        if state is None:
            return
        match view:
            case "grid":
                self._grid.show(state.grid, can_pick=False)
            case "over":
                self._podium.show(screen_logic.winners(model, partial(portrait_of, context)))
            case "final":
                self._final.show(screen_logic.final(model, partial(portrait_of, context)))
                self._show_sent()
            case "question":
                asked = screen_logic.question(model, context.session.url)
                self._question.show(
                    playerscreen_logic.beside_board(asked, board=self._board.visible), self._board.state.colors
                )
                self._show_board()
            case _:
                pass

    def _show_board(self) -> None:
        own, asked = self._model.own, self._model.own.state.open
        if not self._board.visible or asked is None or own.moved:
            return
        self._board.set_flipped(black_to_move(asked.fen))
        self._board.set_position(placement_of(asked.fen), last_move=None, check=None, animate=False)
        self._board.set_targets(targets_of(asked.fen, asked.targets or {}) if own.may_move else {})
        self._board.set_frame(theme.LEAF if own.may_move else None)

    def _show_sent(self) -> None:
        model = self._model
        sent = model.own.answered or playerscreen_logic.own_answer(model)
        nothing = texts.NOTHING_TO_STAKE if model.nothing_to_stake else ""
        self._sent.set_text(f"{sent}  ·  {texts.ANSWER_SENT}" if sent else nothing)

    def _show_time(self, now_ms: int) -> None:
        left = self._model.time_left(now_ms)
        self._timer.set_text("" if left is None else str(-(-left // SECOND_MS)))
        self._timer.set_color(theme.ROSE if left is not None and left <= LATE_MS else theme.AMBER)

    def _show_pad(self, now_ms: int) -> None:
        model = self._model
        self._pad.show(playerscreen_logic.pad(model, now_ms, portrait_of(self._context, model.room.pid)))

    def due_ms(self, now_ms: int) -> int | None:
        self._show_time(now_ms)
        self._show_pad(now_ms)
        self._duel.show_time(now_ms)
        if self._pictures.coming:
            self._fill(now_ms)
            return LOOK_AGAIN_MS
        model = self._model
        left = None if model.time_stands else model.left_ms(now_ms)
        second = (left - 1) % SECOND_MS + 1 if left else None
        fields = [field.due_ms(now_ms) for field in (self._answer, self._wager.field) if field.visible]
        wanted = (second, model.own.due_ms(now_ms), self._duel.due_ms(now_ms), self._board.due_ms(now_ms), *fields)
        return min((due for due in wanted if due is not None), default=None)

    # --- what the player does -------------------------------------------------------------------------------------

    def handle(self, event: Input) -> bool:
        wheel = self._wheel
        if wheel.visible and isinstance(event, PointerDown) and self.group.at(event.at) not in {wheel, self._paw}:
            wheel.set_visible(False)
        if isinstance(event, Key):
            if wheel.visible and wheel.handle(event):
                return True
            if event.key in _ENTER and self._model.own.listens and not (event.ctrl or event.alt):
                # Whatever has the focus: this is a race.
                self._press()
                return True
        return super().handle(event)

    def unhandled(self, event: Input) -> bool:
        match event:
            case Key(pygame.K_ESCAPE):
                self._ask_leave()
            case Key() if keys.means("emotes", event, self._context.settings.keys):
                self._toggle_wheel()
            case _:
                return False
        return True

    def _press(self) -> None:
        """Send the press first, then update the screen."""
        context, own = self._context, self._model.own
        now_ms = context.now_ms()
        buzz = own.press(now_ms)
        if buzz is not None:
            self._model.ask(buzz)
            self._show_pad(now_ms)

    def _answer_move(self, uci: str) -> None:
        own, asked = self._model.own, self._model.own.state.open
        if asked is None or not own.may_move:
            return
        own.moved = uci
        board = chess.Board(asked.fen)
        move = chess.Move.from_uci(uci)
        board.push(move)
        squares = (move.from_square, move.to_square)
        self._board.set_position(placement_of(board.fen()), last_move=squares, check=None, animate=False)
        self._board.set_targets({})
        self._model.ask(m.AnswerMove(uci))

    def _send_answer(self, text: str) -> None:
        text = text.strip()
        if text and self._model.own.may_answer:
            self._model.own.answered = text
            self._model.ask(m.FinalAnswer(text))

    def _toggle_wheel(self) -> None:
        if self._wheel.visible:
            self._wheel.set_visible(False)
        else:
            self._wheel.coat = pup_of(self._context, self._model.room.pid)
            self._wheel.show()

    def _emote(self, emote: str) -> None:
        self._wheel.set_visible(False)
        if self._restraint.allows(self._context.now_ms()):
            self._context.session.emote(emote)
        else:
            self._context.session.tell(EMOTES_TOO_FAST)

    def _ask_leave(self) -> None:
        context = self._context
        context.push(leave_question(context, context.leave, host=False))

    def pilot_facts(self) -> dict[str, object]:
        model = self._model
        return {
            "view": logic.view_of(model),
            "phase": model.phase,
            "pad": self._pad.shown.state,
            "score": model.score(model.room.pid or 0),
            "board": list(self._board.rect) if self._board.visible else None,
        }
