"""The big screen: lobby, grid, question, final, podium, and the host's buttons below."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pygame
from pygame import FRect

from game.client.art.emotes import EMOTES
from game.client.art.widgets.emote import EmoteLayer
from game.client.kit import theme
from game.client.kit.input import Key
from game.client.kit.scene import Scene
from game.client.kit.sound import emote_cue
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.quiz import host_logic as logic
from game.client.quiz import screen_logic, texts
from game.client.quiz.duelpart import DuelPart
from game.client.quiz.leaving import leave_question
from game.client.quiz.playerdialog import PlayerDialog
from game.client.quiz.publicwindow import PublicWindow
from game.client.quiz.saving import Saver
from game.client.quiz.setup import QuizSetup
from game.client.quiz.upload import set_up_again
from game.client.quiz.widgets.crowd import Crowd
from game.client.quiz.widgets.finals import FinalCard
from game.client.quiz.widgets.grid import GridBoard
from game.client.quiz.widgets.joining import CORNER_WIDTH, JoinCorner, JoinPanel
from game.client.quiz.widgets.podium import Podium
from game.client.quiz.widgets.question import QuestionCard
from game.client.quiz.widgets.replay import BuzzReplay
from game.client.quiz.widgets.scores import ScoreStrip
from game.client.screens.talk import portrait_of, pup_of
from netcode import messages as m

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.kit.input import Input
    from game.client.kit.widgets.base import Widget
    from game.client.quiz.host_logic import Action, View
    from game.client.quiz.model import QuizModel
    from game.client.quiz.pictures import Pictures
    from game.client.quiz.saving import FileKind
    from game.client.quiz.upload import Upload

EDGE: Final = 20.0
TOP: Final = 56.0
STRIP: Final = 112.0
BAR: Final = 56.0
LONGEST_BUTTON: Final = 320.0
QUIET_SHARE: Final = 0.62
"""How wide a quiet button is, of another's width."""
KEYS_HEIGHT: Final = 40.0
TIE_HEIGHT: Final = 72.0
REPLAY_WIDTH: Final = 420.0
JOIN_SHARE: Final = 0.4
SECOND_MS: Final = 1_000
LATE_MS: Final = 5_000
LOOK_AGAIN_MS: Final = 60
"""How often to look whether a picture has come, or questions have arrived."""
_BUTTONS: Final = (
    *(texts.START, texts.OPEN_BUZZERS, texts.CLOSE_BUZZERS, texts.CLOSE_WAGERS, texts.CLOSE_ANSWERS, texts.RIGHT),
    *(
        texts.WRONG,
        texts.GIVE_UP,
        texts.GO_ON,
        texts.NEXT_ROUND,
        texts.START_FINAL,
        texts.END,
        texts.REPLAY,
        texts.AGAIN,
    ),
    *(texts.SAVE_CSV, texts.SAVE_JSON, texts.PUBLIC, texts.SETTLE, texts.UNDO, texts.REDO, texts.PAUSE),
    *(texts.SKIP, texts.RESUME, texts.LOCK, texts.UNLOCK, texts.CALL_OFF),
)
_KEY_NAMES: Final = {logic.PRIMARY: "Enter"}
_VIEWS: Final[tuple[View, ...]] = ("lobby", "grid", "question", "wager", "final", "over")


class QuizScene(Scene):
    """Keys do what the buttons say. J hides how to join, A the answers."""

    name = "quiz"

    def __init__(self, context: Context, model: QuizModel, pictures: Pictures, upload: Upload) -> None:
        super().__init__()
        self._context, self._model, self._pictures, self._upload = context, model, pictures, upload
        self._round = Label(size=Size.LARGE, color=theme.QUIET, name="round")
        self._headline = Label(size=34, face=Face.HEADING, align="center", name="headline")
        self._timer = Label(size=34, face=Face.STRONG, color=theme.AMBER, align="right", name="timer")
        self._grid = GridBoard(self._pick)
        self._question = QuestionCard(pictures)
        self._final, self._podium = FinalCard(), Podium()
        self._tie = Label(size=24, color=theme.QUIET, align="center", wrap=True, name="tie")
        self._crowd, self._join = Crowd(self._open_player), JoinPanel()
        self._keys = Label(texts.KEYS, size=Size.LARGE, color=theme.FAINT, align="center", shrink=True, name="keys")
        self._replay = BuzzReplay()
        self._scores = ScoreStrip(self._open_player)
        self._corner = JoinCorner()
        self._duel = DuelPart(model, context.settings.board, reduced_motion=context.settings.reduced_motion)
        self._buttons = {
            text: Button(text, partial(self._press, text), size=Size.LARGE, guarded=True) for text in _BUTTONS
        }
        self.group.add(self._round, self._headline, self._timer, self._grid, self._question, self._final)
        self.group.add(
            self._podium, self._tie, self._crowd, self._join, self._keys, self._replay, self._scores, self._corner
        )
        self.group.add(*self._duel.widgets)
        self.group.add(*self._buttons.values())
        # Enter does what usually comes next, and never judges an answer because a button stood there before.
        self.group.hands_on_focus = False
        self._laid_out: object = None
        self._public, self._saver = PublicWindow(), Saver()
        if context.settings.streamer:
            # Strangers see this window: how to join is shown on demand.
            model.join_shown = False
        self._emotes = EmoteLayer()
        self._emotes.reduced_motion = context.settings.reduced_motion
        self._emotes_seen = context.session.room.emotes_shown
        self.group.add(self._emotes)

    # --- where everything is --------------------------------------------------------------------------------------

    def layout(self, width: float, height: float) -> None:
        inner = FRect(EDGE, 8, width - 2 * EDGE, height - 8 - EDGE / 2)
        self._round.place(inner.x, inner.y, inner.w * 0.2, TOP)
        self._headline.place(inner.x + inner.w * 0.2, inner.y, inner.w * 0.6, TOP)
        self._timer.place(inner.right - inner.w * 0.15, inner.y, inner.w * 0.15, TOP)
        actions = self._actions()
        bottom = inner.bottom - (BAR + theme.GAP if actions else 0)
        self._place_buttons(actions, FRect(inner.x, inner.bottom - BAR, inner.w, BAR))
        view = logic.view_of(self._model)
        strip = 0.0 if view in {"lobby", "duel", "over"} else STRIP + theme.GAP
        corner = CORNER_WIDTH + theme.GAP if self._corner.visible else 0.0
        self._scores.place(inner.x, bottom - STRIP, inner.w - corner, STRIP)
        self._corner.place(inner.right - CORNER_WIDTH, bottom - STRIP, CORNER_WIDTH, STRIP)
        main = FRect(inner.x, inner.y + TOP, inner.w, bottom - strip - inner.y - TOP)
        for widget in (self._grid, self._final):
            widget.place(*main)
        tie = TIE_HEIGHT if self._tie.text else 0.0
        self._podium.place(main.x, main.y, main.w, main.h - tie)
        self._tie.place(main.x, main.bottom - tie + theme.GRID, main.w, tie)
        self._duel.place(main)
        self._place_question(main)
        join = main.w * JOIN_SHARE
        self._join.place(main.x, main.y, join, main.h)
        beside = FRect(main.x + join + theme.MARGIN, main.y, main.w - join - theme.MARGIN, main.h - KEYS_HEIGHT)
        self._crowd.place(*beside)
        self._keys.place(beside.x, beside.bottom, beside.w, KEYS_HEIGHT)

    def _place_question(self, main: FRect) -> None:
        beside = REPLAY_WIDTH + theme.GAP if self._replay.visible else 0.0
        self._question.place(main.x, main.y, main.w - beside, main.h)
        height = min(main.h, self._replay.wanted_height())
        self._replay.place(main.right - REPLAY_WIDTH, main.y, REPLAY_WIDTH, height)

    def _place_buttons(self, actions: list[Action], bar: FRect) -> None:
        """Lay the buttons out in a row; the most important ones are wider."""
        shares = [QUIET_SHARE if action.kind == "quiet" else 1.0 for action in actions]
        room = bar.w - theme.GAP * (len(actions) - 1)
        wide = min(LONGEST_BUTTON, room / max(1.0, sum(shares)))
        x = bar.centerx - (wide * sum(shares) + theme.GAP * (len(actions) - 1)) / 2
        for action, share in zip(actions, shares, strict=True):
            self._buttons[action.text].place(x, bar.y, wide * share, bar.h)
            x += wide * share + theme.GAP

    # --- following the quiz ---------------------------------------------------------------------------------------

    def _actions(self) -> list[Action]:
        return logic.actions(self._model)

    def refresh(self, now_ms: int) -> None:
        model, view = self._model, logic.view_of(self._model)
        self._show_parts(view)
        self._headline.set_text(logic.headline(model))
        self._tie.set_text(logic.tie_sentence(model))
        state = model.state
        played = state is not None and view in {"grid", "question", "wager"}
        self._round.set_text(texts.round_of(state.round, state.rounds) if state is not None and played else "")
        self._show_time(now_ms)
        self._fill(view)
        self._duel.show(visible=view == "duel", now_ms=now_ms)
        self._show_buttons()
        self._show_emotes()
        actions = [action.text for action in self._actions()]
        shape = (view, actions, self._corner.visible, len(self._replay.marks), bool(self._tie.text))
        if shape != self._laid_out:
            self._laid_out = shape
            self.relayout()

    def _show_parts(self, view: View) -> None:
        model = self._model
        parts: dict[Widget, bool] = {
            self._grid: view == "grid",
            self._question: view in {"question", "wager"},
            self._final: view == "final",
            self._podium: view == "over",
            self._tie: view == "over",
            self._crowd: view == "lobby",
            self._join: model.join_shown and view == "lobby",
            self._keys: view == "lobby" and model.is_host,
            self._scores: view not in {"lobby", "duel", "over"},
            self._corner: model.join_shown and view not in {"lobby", "duel", "over"},
            self._replay: view == "question" and model.replay_shown and bool(screen_logic.presses(model)),
        }
        for widget, visible in parts.items():
            widget.set_visible(visible)

    def _fill(self, view: View) -> None:
        context, model = self._context, self._model
        pup_of = partial(portrait_of, context)
        url = context.session.url
        chips = screen_logic.chips(model, pup_of)
        invitation = screen_logic.invitation(model, url, context.addresses)
        self._corner.show(invitation)
        self._scores.show(chips)
        self._replay.show(screen_logic.presses(model))
        self._crowd.reduced_motion = context.settings.reduced_motion
        match view:
            case "lobby":
                self._crowd.show(chips)
                self._join.show(invitation)
            case "grid":
                assert model.state is not None
                self._grid.show(model.state.grid, can_pick=model.is_host and not model.state.paused)
            case "final":
                self._final.show(screen_logic.final(model, pup_of))
            case "duel":
                # A part of its own.
                pass
            case "over":
                self._podium.show(screen_logic.winners(model, pup_of))
            case _:
                self._question.show(screen_logic.question(model, url), theme.BOARDS[context.settings.board])

    def _show_emotes(self) -> None:
        """Let players' pups leap up from their places."""
        context, room = self._context, self._context.session.room
        new = min(room.emotes_shown - self._emotes_seen, len(room.emotes))
        self._emotes_seen = room.emotes_shown
        order = [player.pid for player in self._model.players]
        for told in room.emotes[len(room.emotes) - new :]:
            # A newer server may know more emotes.
            hushed = context.settings.hush_emotes or context.session.muting.mutes(told.pid)
            if hushed or told.pid not in order or told.emote not in EMOTES:
                continue
            width, height = self.size
            x = EDGE + (width - 2 * EDGE) * (order.index(told.pid) + 0.5) / len(order)
            start, end = (x, height - STRIP), (x, height * 0.45)
            self._emotes.leap(told.emote, start, end, theme.AMBER, pup_of(context, told.pid))
            context.sound(emote_cue(told.emote))

    def _show_time(self, now_ms: int) -> None:
        left = self._model.time_left(now_ms)
        self._timer.set_text("" if left is None else str(-(-left // SECOND_MS)))
        self._timer.set_color(theme.ROSE if left is not None and left <= LATE_MS else theme.AMBER)

    def _show_buttons(self) -> None:
        actions = {action.text: action for action in self._actions()}
        for text, button in self._buttons.items():
            button.set_visible(text in actions)
            if text in actions:
                action = actions[text]
                key = _KEY_NAMES.get(action.keys[:1], action.keys[:1].upper())
                button.set_text(texts.with_key(text, key))
                button.set_kind(action.kind)

    def due_ms(self, now_ms: int) -> int | None:
        self._show_time(now_ms)
        self._duel.show_time(now_ms)
        if self._pictures.coming or self._upload.running:
            self._fill(logic.view_of(self._model))
            return LOOK_AGAIN_MS
        left = self._model.left_ms(now_ms)
        if self._model.time_stands or not left:
            return self._duel.due_ms(now_ms)
        return (left - 1) % SECOND_MS + 1

    # --- what the host does ---------------------------------------------------------------------------------------

    def handle(self, event: Input) -> bool:
        if isinstance(event, Key) and self._by_key(event):
            return True
        return super().handle(event)

    def _by_key(self, event: Key) -> bool:
        """A key does what its button says, except Enter and Space if Tab has moved the focus to another button."""
        if event.alt or not 0 < event.key < 128:
            return False
        if event.ctrl:
            return event.key == pygame.K_z and self._do_key("d" if event.shift else "u")
        key = logic.PRIMARY if event.key in {pygame.K_RETURN, pygame.K_SPACE} else chr(event.key)
        focus = self.group.focus
        if key == logic.PRIMARY and focus is not None and focus.ringed and focus.visible:
            return False
        return self._do_key(key)

    def _do_key(self, key: str) -> bool:
        action = next((each for each in self._actions() if key in each.keys), None)
        if action is not None:
            self._do(action)
        return action is not None

    def unhandled(self, event: Input) -> bool:
        model = self._model
        match event:
            case Key(pygame.K_ESCAPE):
                self._ask_leave()
            case Key(pygame.K_j):
                model.show(join_shown=not model.join_shown)
            case Key(pygame.K_a) if model.is_host:
                model.show(answers_hidden=not model.answers_hidden)
            case Key(pygame.K_v) if model.is_host:
                self._open_public_window()
            case Key(pygame.K_l) if model.is_host:
                model.ask(m.LockRoom(not model.locked))
            case _:
                return False
        return True

    def _press(self, text: str) -> None:
        action = next((each for each in self._actions() if each.text == text), None)
        if action is not None:
            self._do(action)

    def _do(self, action: Action) -> None:
        model = self._model
        match action.does:
            case "replay":
                model.show(replay_shown=not model.replay_shown)
            case "public":
                self._open_public_window()
            case "csv" | "json" as kind:
                self._save(kind)
            case m.NewGame():
                self._context.push(QuizSetup(self._context, self._next_quiz, model.played))
            case request:
                model.ask(request)

    def _open_public_window(self) -> None:
        """Open it at the address that others use, because it also shows how to join."""
        context = self._context
        try:
            link = screen_logic.invitation(self._model, context.session.url, context.addresses).link
            if not self._public.open(link):
                self._model.tell(texts.PUBLIC_OPEN)
        except OSError as error:
            self._model.tell(texts.no_window(error.strerror or str(error)))

    def _save(self, kind: FileKind) -> None:
        try:
            self._model.tell(texts.saved(str(self._saver.save(self._model, kind))))
        except OSError as error:
            self._model.tell(texts.not_saved(error.strerror or str(error)))

    def _next_quiz(self, options: m.QuizOptions) -> None:
        session = self._context.session
        seat = session.room.seat
        if seat is not None:
            self._upload.begin(partial(set_up_again, session.url, seat, m.NewGame(options)))

    def _pick(self, category: int, row: int) -> None:
        self._model.ask(m.SelectQuestion(category, row))

    def _open_player(self, pid: int) -> None:
        if self._model.is_host:
            self._context.push(PlayerDialog(self._context, self._model, pid))

    def _ask_leave(self) -> None:
        context = self._context
        context.push(leave_question(context, context.leave, host=self._model.is_host))

    def pilot_facts(self) -> dict[str, object]:
        model, session = self._model, self._context.session
        return {
            "view": logic.view_of(model),
            "phase": model.phase,
            "code": session.room.code,
            "address": session.url,
            "players": len(model.players),
            "grid": self._grid.squares(),
            "judging": logic.to_judge(model),
            "scores": {str(each.pid): model.score(each.pid) for each in model.players},
        }
