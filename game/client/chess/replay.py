"""The replay screen: every game of the match again, move by move, with the clocks as they were."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pygame
from pygame import FRect

from game.client import texts
from game.client.chess import match_logic
from game.client.chess.board import BoardWidget
from game.client.chess.ending import kings_beaten
from game.client.chess.platefacts import PlateFacts
from game.client.chess.replay_logic import Playback, game_replays
from game.client.chess.soundcues import sound_of_move
from game.client.chess.widgets.badge import ScorePips
from game.client.chess.widgets.clockface import until_next_change_ms
from game.client.chess.widgets.playerrows import BADGES_HEIGHT, PLATE_HEIGHT, PlayerRows
from game.client.chess.widgets.steps import STEP_KEYS, step_buttons
from game.client.kit import keys, theme
from game.client.kit.input import Key, PointerMove, PointerUp, Wheel
from game.client.kit.scene import Scene
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.particles import Particles
from game.client.kit.widgets.scrolling import MoveList
from game.client.kit.widgets.scrubber import Scrubber
from game.client.kit.widgets.tooltip import Tooltip
from game.client.screens.talk import portrait_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.chess.model import ChessModel
    from game.client.chess.replay_logic import GameReplay
    from game.client.context import Context
    from game.client.kit.input import Input
    from netcode import messages as m
    from netcode.messages import Colour

HEADING_HEIGHT = 24.0
COLUMN = 456.0


class ReplayScene(Scene):
    """Lies over the end of the match, or over the list of matches."""

    name = "replay"

    def __init__(
        self, context: Context, games: list[GameReplay], portrait: Callable[[int], str], first_game: int = 1
    ) -> None:
        """`portraits` are the players' pups, by pid."""
        super().__init__()
        self._context = context
        self._playback = Playback(games, first_game)
        self._portrait = portrait
        self._turned = False
        self._particles = Particles()
        self._heard = (self._playback.index, 0)
        """The game and the ply that were shown last."""
        self._board = BoardWidget(lambda _uci: None, on_capture=self._particles.puff_on)
        self._rows = PlayerRows()
        self._heading = Label(size=Size.SMALL, face=Face.HEADING, color=theme.QUIET)
        self._pips = ScorePips()
        self._moves = MoveList(on_pick=self._go)
        self._scrubber = Scrubber(self._go)
        self._games = Choice(
            [(i, str(game.number)) for i, game in enumerate(self._playback.games)],
            self._playback.index,
            self._show_game,
        )
        self._speed = Choice(list(texts.SPEEDS), 1.0, self._set_speed)
        self._play = Button(texts.PLAY_ON, self._toggle, kind="primary", name="play")
        self._steps = step_buttons(self._step)
        self._turn = Button(texts.TURN_BOARD, self._turn_board, size=Size.SMALL)
        self._pgn = Button(texts.COPY_PGN, self._copy_pgn, size=Size.SMALL)
        self._back = Button(texts.BACK, context.pop, size=Size.SMALL)
        several = len(self._playback.games) > 1
        self._games.set_visible(several)
        self._hint = Label(texts.replay_hint(several=several), size=Size.TINY, color=theme.FAINT, shrink=True)
        self._tooltip = Tooltip()
        self.group.add(self._heading, self._pips, self._moves, self._scrubber, self._games, self._speed, self._hint)
        self.group.add(*self._rows.widgets)
        self.group.add(*self._steps[:2], self._play, *self._steps[2:], self._turn, self._pgn, self._back)
        self.group.add(self._board, self._particles, self._tooltip)
        self.group.set_focus(self._play, by_pointer=True)

    # --- layout ---------------------------------------------------------------------------------------------------

    def layout(self, width: float, height: float) -> None:
        margin, gap = theme.MARGIN, theme.GAP
        side = min(height - 2 * margin, width - 3 * margin - 400)
        top = (height - side) / 2
        column = min(width - side - 3 * margin, COLUMN)
        left = (width - side - column - margin) / 2
        self._board.place(left, top, side, side)
        self._particles.place(left, top, side, side)
        self._tooltip.place(0, 0, width, height)
        x = left + side + margin
        self._rows.place("top", FRect(x, top, column, PLATE_HEIGHT))
        self._rows.place("bottom", FRect(x, top + side - PLATE_HEIGHT, column, PLATE_HEIGHT))
        y = top + PLATE_HEIGHT + BADGES_HEIGHT + 2 * gap
        self._heading.place(x, y, column * 0.7 - gap, HEADING_HEIGHT)
        self._pips.place(x + column * 0.7, y, column * 0.3, HEADING_HEIGHT)
        y += HEADING_HEIGHT + gap / 2
        bottom = top + side - PLATE_HEIGHT - BADGES_HEIGHT - 2 * gap
        bottom = self._place_controls(FRect(x, y, column, bottom - y))
        self.news_box = FRect(x, y, column, bottom - gap - y)
        self._moves.place(*self.news_box)

    def _place_controls(self, room: FRect) -> float:
        """Lay the controls out from the bottom up; returns where they begin."""
        gap, tall = theme.GAP / 2, theme.BUTTON_HEIGHT
        y = room.bottom - tall
        small = 72.0
        self._turn.place(room.x, y, small, tall)
        self._pgn.place(room.x + small + gap, y, small, tall)
        self._back.place(room.right - small, y, small, tall)
        self._speed.place(room.x + 2 * (small + gap), y, room.w - 3 * (small + gap), tall)
        y -= tall + gap
        each = (room.w - 4 * gap - 120) / 4
        x = room.x
        for button, width in zip(
            (*self._steps[:2], self._play, *self._steps[2:]), (each, each, 120.0, each, each), strict=True
        ):
            button.place(x, y, width, tall)
            x += width + gap
        y -= 24 + gap
        self._scrubber.place(room.x, y, room.w, 24)
        if self._games.visible:
            y -= tall + gap
            self._games.place(room.x, y, room.w, tall)
        y -= 20
        self._hint.place(room.x, y, room.w, 18)
        return y

    # --- following the playback ---------------------------------------------------------------------------------------

    def refresh(self, now_ms: int) -> None:
        settings = self._context.settings
        self._board.set_colors(settings.board)
        self._board.state.reduced_motion = self._particles.reduced_motion = settings.reduced_motion
        self._board.state.speed = theme.ANIMATION_SPEEDS[settings.animation]
        self._show(now_ms)

    def _show(self, now_ms: int) -> None:
        """Everything that follows from where the playback stands."""
        del now_ms
        playback, game = self._playback, self._playback.game
        self._be_heard()
        near = match_logic.other(game.near) if self._turned else game.near
        position, last = playback.position, game.feed.moves[playback.ply - 1] if playback.ply else None
        self._board.set_flipped(near == "black")
        self._board.set_position(
            match_logic.placement(position),
            last_move=match_logic.squares_of(last) if last else None,
            check=match_logic.king_in_check(position),
        )
        self._board.set_fallen(self._beaten(), at_once=True)
        self._board.set_signs(match_logic.signs_under(game.feed.state.upgrades, position))
        for where, color in (("bottom", near), ("top", match_logic.other(near))):
            self._rows.plates[where].set_facts(self._plate(color))
            self._rows.badges[where].set_upgrades(_owned(game.feed.state.upgrades, color))
        self._heading.set_text(game.heading)
        won, lost, drawn = game.score
        turned = (lost, won) if self._turned else (won, lost)
        self._pips.set_score(game.feed.state.best_of, *turned, drawn)
        self._moves.set_moves(
            game.feed.sans, playback.ply, game.feed.numbers(), game.feed.notes(), game.feed.standin_plies
        )
        self._scrubber.set_place(playback.ply, playback.last_ply)
        self._games.set_value(playback.index)
        self._play.set_text(texts.PAUSE if playback.playing else texts.PLAY_ON)
        self._show_clocks()

    def _be_heard(self) -> None:
        """A move that is made sounds as it did; what is wound over does not."""
        playback, before = self._playback, self._heard
        self._heard = (playback.index, playback.ply)
        if self._heard != before:
            self._board.stop_effects()
        if self._heard == (before[0], before[1] + 1):
            mover = "white" if playback.game.feed.history[playback.ply - 1].turn else "black"
            self._context.sound(sound_of_move(playback.game.feed, playback.ply, mine=mover == playback.game.near))
            if (effect := playback.game.feed.effects[playback.ply - 1]) is not None:
                self._board.tell(effect)

    def _beaten(self) -> frozenset[int]:
        """The loser's kings, where the game has ended."""
        playback, game = self._playback, self._playback.game
        if playback.ply < playback.last_ply or game.result not in {"1-0", "0-1"}:
            return frozenset()
        return kings_beaten(playback.position, game.reason, white_won=game.result == "1-0")

    def _plate(self, color: Colour) -> PlateFacts:
        game, playback = self._playback.game, self._playback
        captured, lead = match_logic.captured_between(game.feed.history[0], playback.position, color)
        portrait = self._portrait(game.feed.state.players[color])
        return PlateFacts(game.names[color], "K" if color == "white" else "k", captured, lead, portrait=portrait)

    def _show_clocks(self) -> None:
        playback = self._playback
        near = match_logic.other(playback.game.near) if self._turned else playback.game.near
        for where, color in (("bottom", near), ("top", match_logic.other(near))):
            self._rows.clocks[where].reduced_motion = self._context.settings.reduced_motion
            self._rows.clocks[where].set_time(playback.clock_ms(color), running=playback.running() == color)

    def tick(self, now_ms: int) -> int | None:
        playing = self._playback.playing
        if self._playback.tick(now_ms) or playing != self._playback.playing:
            self._show(now_ms)
        else:
            self._show_clocks()
        return super().tick(now_ms)

    def due_ms(self, now_ms: int) -> int | None:
        wanted = [self._tooltip.due_ms(now_ms), self._board.due_ms(now_ms)]
        if self._playback.playing:
            running = self._playback.running()
            change = until_next_change_ms(self._playback.clock_ms(running)) if running else 100
            wanted.append(max(10, min(50, round(change / self._playback.speed))))
        return min((due for due in wanted if due is not None), default=None)

    # --- what the person does -------------------------------------------------------------------------------------

    def handle(self, event: Input) -> bool:
        if isinstance(event, Key) and event.key == pygame.K_SPACE:
            # Whichever button was used last: Space plays and pauses.
            self._toggle()
            return True
        used = super().handle(event)
        if isinstance(event, PointerUp):
            # Arrows step through the game, not through what was clicked on last.
            self.group.set_focus(None)
        if isinstance(event, PointerMove):
            self._tooltip.explain(self._explanation(event.at), event.at, self._board.square_under(event.at))
        return used

    def unhandled(self, event: Input) -> bool:
        match event:
            case Key(pygame.K_ESCAPE):
                self._context.pop()
            case Key() if keys.means("turn", event, self._context.settings.keys):
                self._turn_board()
            case Key(pygame.K_PAGEUP | pygame.K_PAGEDOWN as key):
                self._show_game(self._playback.index + (1 if key == pygame.K_PAGEDOWN else -1))
            case Key(key) if key in STEP_KEYS:
                self._step(STEP_KEYS[key])
            case Wheel(at, steps) if self._board.contains(at):
                self._step(-1 if steps > 0 else 1)
            case _:
                return False
        return True

    def _explanation(self, at: tuple[float, float]) -> str:
        if (hint := self._rows.hint_at(at)) is not None:
            return hint
        if self._pgn.contains(at):
            return texts.COPY_PGN_HINT
        if self._moves.contains(at):
            return texts.STANDIN_MARK if self._playback.game.feed.standin_plies else ""
        square = self._board.square_at(at)
        if square is None:
            return ""
        return match_logic.explained(self._playback.game.feed.state.upgrades, self._playback.position, square)

    def _toggle(self) -> None:
        self._playback.toggle()
        self._show(self._context.now_ms())

    def _step(self, by: int) -> None:
        self._playback.step(by)
        self._show(self._context.now_ms())

    def _go(self, ply: int) -> None:
        self._playback.go(ply)
        self._show(self._context.now_ms())

    def _show_game(self, index: int) -> None:
        self._playback.show_game(index)
        self._show(self._context.now_ms())

    def _set_speed(self, speed: float) -> None:
        self._playback.set_speed(speed)

    def _copy_pgn(self) -> None:
        self._context.copy(self._playback.game.pgn(datetime.now(UTC).astimezone().date()), texts.COPIED_GAME)

    def _turn_board(self) -> None:
        self._turned = not self._turned
        self._show(self._context.now_ms())

    def pilot_facts(self) -> dict[str, object]:
        playback = self._playback
        return {"game": playback.game.number, "ply": playback.ply, "playing": playback.playing}


def replay_of(context: Context, match: ChessModel, first_game: int = 1) -> ReplayScene:
    """The replay of the match that was just played or watched."""
    games = game_replays(match)
    # Copied now, because a player who leaves takes their picture along.
    pids = {pid for game in games for pid in game.feed.state.players.values()}
    portraits = {pid: portrait_of(context, pid) for pid in pids}
    return ReplayScene(context, games, portraits.__getitem__, first_game)


def _owned(upgrades: m.Badges, color: Colour) -> list[str]:
    return upgrades.white if color == "white" else upgrades.black
