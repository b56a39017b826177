"""The match screen: the board, both players, the moves, the chat."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pygame
from msgspec.structs import replace
from pygame import FRect

from game.client import texts
from game.client.chess import armageddon
from game.client.chess import match_logic as logic
from game.client.chess.board import BoardWidget
from game.client.chess.chargebar import ChargeBar
from game.client.chess.charges import left_of
from game.client.chess.drawoffers import DrawOffers
from game.client.chess.effectwatch import EffectWatch
from game.client.chess.ending import LastLook, fallen_kings
from game.client.chess.moveentry import can_begin
from game.client.chess.movespane import MovesPane
from game.client.chess.resigning import Resigning
from game.client.chess.typedmove import TypedMove
from game.client.chess.widgets.announcement import Announcement
from game.client.chess.widgets.badge import ScorePips
from game.client.chess.widgets.clockface import until_next_change_ms
from game.client.chess.widgets.overboard import OverBoard, ResultWords, Strip
from game.client.chess.widgets.playerrows import BADGES_HEIGHT, CLOCK_WIDTH, PLATE_HEIGHT, PlayerRows
from game.client.chess.widgets.steps import FAR, STEP_KEYS
from game.client.kit import keys, theme
from game.client.kit.input import Key, PointerDown, PointerMove, TextTyped, Wheel
from game.client.kit.scene import Scene
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.particles import Particles
from game.client.kit.widgets.tooltip import Tooltip
from game.client.screens.joincard import HEIGHT as JOIN_CARD_HEIGHT
from game.client.screens.joincard import JoinCard
from game.client.screens.menu import MenuScene
from game.client.screens.talk import Talk, portrait_of
from netcode.messages.chess import Resign

if TYPE_CHECKING:
    import chess

    from game.chess.rules.board import Board
    from game.client.chess.gamefeed import GameFeed
    from game.client.chess.model import ChessModel
    from game.client.chess.moveentry import Candidate
    from game.client.chess.platefacts import PlateFacts
    from game.client.chess.played import Played
    from game.client.context import Context
    from game.client.kit.input import Input
    from netcode.messages import Colour

HEADING_HEIGHT = 24.0
COLUMN = 420.0
LEAST_CHAT = 210.0
COUNTDOWN_STEP_MS = 100


class MatchScene(Scene):
    """For players and spectators. Everything on it follows from the match."""

    name = "match"
    cannot_wait = True

    def __init__(self, context: Context, match: ChessModel) -> None:
        super().__init__()
        self._context, self._match = context, match
        self._turned = False
        self._taken: FRect | None = None
        """The part of the window in which a dialog stands."""
        self._followed: Played | None = None
        """The game that is shown."""
        self._particles = Particles()
        self._board = BoardWidget(
            self._move,
            on_cancel=self._cancel_premoves,
            on_capture=self._particles.puff_on,
            threats=self._threats,
        )
        self._effects = EffectWatch()
        self._last_look = LastLook()
        self._over_board = OverBoard()
        self._terms = Announcement()
        self._rows = PlayerRows()
        self._heading = Label(size=Size.SMALL, face=Face.HEADING, color=theme.QUIET)
        self._pips = ScorePips()
        self._pane = MovesPane(match, self._show_again)
        self._charges = ChargeBar(self._board, self._move)
        self._typed = TypedMove(self._candidates, self._move)
        self._deaf = False
        """Whether the text of the key just pressed has had its effect."""
        self._talk = Talk(context, self._seat_of)
        self._card = JoinCard(context)
        self._strip = Strip()
        self._draws = DrawOffers(match)
        self._resigning = Resigning(
            lambda: match.ask(Resign()), lambda: context.settings.confirm_resign, self.group.set_focus
        )
        self._menu = Button(texts.MENU, self._open_menu, size=Size.SMALL)
        self._tooltip = Tooltip()
        self.group.add(
            self._heading, self._pips, self._pane.moves, *self._talk.widgets, *self._card.widgets, self._strip
        )
        self.group.add(*self._rows.widgets)
        self.group.add(*self._pane.steps, *self._draws.widgets, self._menu, *self._resigning.widgets)
        self.group.add(*self._charges.buttons.values(), self._typed.line)
        self.group.add(self._board, self._particles, self._over_board, self._terms)
        self.group.add(*self._talk.overlays, self._tooltip)

    # --- layout ---------------------------------------------------------------------------------------------------

    def layout(self, width: float, height: float) -> None:
        margin = theme.MARGIN
        side = min(height - 2 * margin, width - 3 * margin - 400)
        top = (height - side) / 2
        self._place_board(FRect(margin, top, side, side))
        self._tooltip.place(0, 0, width, height)
        self._place_sides(margin * 2 + side, top, side, width, height)
        if self._taken is not None and self._is_covered(self._taken):
            # Only what a game cannot do without stays in the window.
            self._place_sides(width + margin, top, side, 2 * width - side - 2 * margin, height)
            self._place_beside(self._taken, height)

    def _place_board(self, box: FRect) -> None:
        for widget in (self._board, self._over_board, self._terms, self._particles):
            widget.place(*box)

    def _is_covered(self, taken: FRect) -> bool:
        needed = [self._board, *self._rows.plates.values(), *self._rows.clocks.values()]
        return any(taken.colliderect(widget.rect) for widget in needed)

    def _place_beside(self, taken: FRect, height: float) -> None:
        """Lay out the board with its players to the left of a dialog."""
        gap = theme.GAP
        side = min(taken.x - 2 * gap, height - 2 * (PLATE_HEIGHT + 2 * gap))
        board = FRect((taken.x - side) / 2, (height - side) / 2, side, side)
        self._place_board(board)
        for where, y in (("top", board.y - gap - PLATE_HEIGHT), ("bottom", board.bottom + gap)):
            self._rows.plates[where].place(board.x, y, side - CLOCK_WIDTH - gap, PLATE_HEIGHT)
            self._rows.clocks[where].place(board.right - CLOCK_WIDTH, y, CLOCK_WIDTH, PLATE_HEIGHT)
        self._typed.line.place(board.x, board.y - gap - PLATE_HEIGHT, side, theme.BUTTON_HEIGHT)

    def _place_sides(self, x: float, top: float, side: float, width: float, height: float) -> None:
        """Lay out everything to the right of the board, from `x` on."""
        margin, gap = theme.MARGIN, theme.GAP
        room = width - x - margin
        column = COLUMN if room >= COLUMN + theme.GAP + LEAST_CHAT else room
        self._rows.place("top", FRect(x, top, column, PLATE_HEIGHT))
        self._rows.place("bottom", FRect(x, top + side - PLATE_HEIGHT, column, PLATE_HEIGHT))
        y = top + PLATE_HEIGHT + BADGES_HEIGHT + 2 * gap
        self._heading.place(x, y, column * 0.62, HEADING_HEIGHT)
        self._pips.place(x + column * 0.62, y, column * 0.38, HEADING_HEIGHT)
        y += HEADING_HEIGHT + gap / 2
        bottom = top + side - PLATE_HEIGHT - BADGES_HEIGHT - 2 * gap - theme.BUTTON_HEIGHT
        self._place_buttons(FRect(x, bottom, column, theme.BUTTON_HEIGHT))
        self._typed.line.place(x, bottom, column, theme.BUTTON_HEIGHT)
        if self._charges.shown:
            bottom -= theme.BUTTON_HEIGHT + gap / 2
            self._charges.place(FRect(x, bottom, column, theme.BUTTON_HEIGHT))
        lists = self.news_box = FRect(x, y, column, bottom - gap - y)
        if column < room:
            self._pane.place(lists)
            chat = FRect(x + column + gap, top, room - column - gap, side)
        else:
            self._pane.place(FRect(lists.x, lists.y, lists.w * 0.44 - gap / 2, lists.h))
            chat = FRect(x + lists.w * 0.44 + gap / 2, lists.y, lists.w * 0.56 - gap / 2, lists.h)
        self._talk.place(self._below_card(chat), width, height)
        # Over what does not change while a game runs: never over the newest moves, or the field for words.
        above = self._rows.badges["top"].rect.bottom + theme.GRID
        self._strip.place(x, above, column, lists.y - theme.GRID - above)

    def _below_card(self, chat: FRect) -> FRect:
        """The part of the chat's place that the card for latecomers leaves."""
        if not self._card.visible:
            return chat
        self._card.place(FRect(chat.x, chat.y, chat.w, JOIN_CARD_HEIGHT))
        taken = JOIN_CARD_HEIGHT + theme.GAP / 2
        return FRect(chat.x, chat.y + taken, chat.w, chat.h - taken)

    def _place_buttons(self, row: FRect) -> None:
        gap, menu = theme.GAP / 2, 72.0
        half = (row.w - menu - 2 * gap) / 2
        right = FRect(row.right - half, row.y, half, row.h)
        self._draws.place(FRect(row.x, row.y, half, row.h))
        # The menu keeps the offer of a draw and the end of the game apart.
        self._menu.place(row.x + half + gap, row.y, menu, row.h)
        self._resigning.place(right)

    def make_room(self, box: FRect | None) -> None:
        if box != self._taken:
            self._taken = box
            self.relayout()

    # --- following the match ----------------------------------------------------------------------------------------

    def refresh(self, now_ms: int) -> None:
        match, settings = self._match, self._context.settings
        if match.board is None:
            return
        if not settings.premoves:
            match.queue.cancel()
        self._refresh_board(match)
        self._board.set_colors(settings.board)
        self._board.state.reduced_motion = self._over_board.reduced_motion = settings.reduced_motion
        self._particles.reduced_motion = settings.reduced_motion
        for clock in self._rows.clocks.values():
            clock.reduced_motion = settings.reduced_motion
        self._board.state.promotion_by, self._board.state.premoving = settings.promotion, not match.can_move
        self._board.state.moving_by = settings.moving
        self._board.state.speed = theme.ANIMATION_SPEEDS[settings.animation]
        bottom = logic.bottom_color(match, turned=self._turned)
        for where, color in (("bottom", bottom), ("top", logic.other(bottom))):
            self._rows.plates[where].set_facts(self._plate_facts(match, color))
            self._rows.badges[where].set_upgrades(match.badges(color), left_of(match, color))
        past = self._pane.past.ply is not None
        self._heading.set_text(texts.LOOKING_BACK if past else logic.heading(match))
        self._heading.set_color(theme.TEAL if past else theme.QUIET)
        self._refresh_pips(match, bottom)
        self._pane.refresh()
        self._typed.refresh()
        self._talk.refresh()
        self._strip.say(logic.status_line(match), alarm=bool(logic.absence_line(match)))
        self._refresh_buttons(match)
        came_or_went = self._charges.refresh(match)
        if self._card.refresh() or came_or_went:
            self.relayout()
        self._refresh_times(now_ms)

    def _plate_facts(self, match: ChessModel, color: Colour) -> PlateFacts:
        pid = match.board.players[color] if match.board else None
        return replace(logic.plate_facts(match, color), portrait=portrait_of(self._context, pid))

    def _refresh_board(self, match: ChessModel) -> None:
        position, imagined, feed = match.position(), match.queue.imagined(), match.feed
        if position is None or imagined is None or feed is None:
            return
        self._board.set_flipped(logic.bottom_color(match, turned=self._turned) == "black")
        followed = match.played[-1] if match.played else None
        if followed is not self._followed:
            self._followed = followed
            self._forget_the_last_game()
        effect = self._effects.news(feed, match.queue.premoves)
        self._pane.past.go(
            len(feed.moves) if self._pane.past.ply is None else self._pane.past.ply, len(feed.history) - 1
        )
        if self._pane.past.ply is not None:
            self._show_past(match, feed, self._pane.past.ply)
            return
        self._board.set_position(
            logic.placement(imagined), last_move=logic.last_move(match), check=logic.king_in_check(position)
        )
        self._board.set_signs(logic.signs(match, imagined))
        self._board.set_fallen(fallen_kings(match))
        if effect is not None:
            self._board.tell(effect)
        self._board.set_premoves([(move.from_square, move.to_square) for move in match.queue.premoves.moves])
        targets = logic.onto_rooks(imagined, self._targets(match))
        self._board.set_targets(targets, partial(logic.target_signs, match))

    def _forget_the_last_game(self) -> None:
        """Clear everything of the last game: drawings, held pieces, half-typed moves."""
        self._pane.past.ply = None
        self._typed.clear()
        self._board.clear_drawings()
        self._board.let_go()
        self._board.set_hand("", {})
        self._talk.begin_anew()
        if self.group.focus is not self._board:
            self.group.set_focus(None)

    def _show_past(self, match: ChessModel, feed: GameFeed, ply: int) -> None:
        position = feed.history[ply]
        last = logic.squares_of(feed.moves[ply - 1]) if ply else None
        check = logic.king_in_check(position)
        self._board.set_position(logic.placement(position), last_move=last, check=check)
        self._board.set_fallen(frozenset())
        self._board.stop_effects()
        self._board.set_signs(logic.signs(match, position))
        self._board.set_premoves([])
        self._board.set_targets({})

    def _candidates(self) -> list[Candidate]:
        return logic.candidates(self._match, self._targets(self._match))

    def _targets(self, match: ChessModel) -> dict[int, dict[int, list[chess.Move]]]:
        """The moves that can be made now, or queued."""
        if match.can_move or not self._context.settings.premoves:
            return match.legal_targets()
        return match.queue.targets()

    def _refresh_pips(self, match: ChessModel, bottom: Colour) -> None:
        state = match.board
        if state is None:
            return
        wins = {color: state.wins.get(str(pid), 0) for color, pid in state.players.items()}
        self._pips.set_score(state.best_of, wins[bottom], wins[logic.other(bottom)], state.draws)

    def _seat_of(self, pid: int) -> FRect | None:
        """The place of a player's nameplate; spectators have none."""
        state = self._match.board
        color = next((color for color, player in state.players.items() if player == pid), None) if state else None
        if color is None:
            return None
        bottom = logic.bottom_color(self._match, turned=self._turned)
        return self._rows.plates["bottom" if color == bottom else "top"].rect

    def _refresh_buttons(self, match: ChessModel) -> None:
        running = match.board is not None and match.board.phase == "playing"
        playing = running and match.color is not None and match.room.online
        self._draws.refresh()
        self._resigning.show(visible=match.color is not None, usable=playing)

    def _refresh_times(self, now_ms: int) -> None:
        match = self._match
        bottom = logic.bottom_color(match, turned=self._turned)
        running = match.feed.running() if match.feed else None
        for where, color in (("bottom", bottom), ("top", logic.other(bottom))):
            self._rows.clocks[where].set_time(match.clock_ms(color, now_ms), running=running == color)
        line = texts.NEW_GAME_FOR_YOU[match.color] if match.color else ""
        words, flagged = logic.result_words(match), logic.flagged(match)
        seen = self._last_look.over(match, now_ms)
        banner = ResultWords(*words, logic.result_mood(match)) if words and seen else None
        self._terms.show(armageddon.terms(match))
        self._over_board.show(logic.countdown_number(match, now_ms), line, banner)
        short = logic.own_time_is_short(match, now_ms)
        self._board.set_frame(theme.ROSE if short else theme.TEAL if self._pane.past.ply is not None else None)
        for where, color in (("bottom", bottom), ("top", logic.other(bottom))):
            self._rows.clocks[where].set_tipped(flagged == color)

    def tick(self, now_ms: int) -> int | None:
        self._refresh_times(now_ms)
        return super().tick(now_ms)

    def due_ms(self, now_ms: int) -> int | None:
        match = self._match
        wanted = [self._talk.due_ms(now_ms), self._board.due_ms(now_ms), self._tooltip.due_ms(now_ms)]
        wanted.append(self._last_look.due_ms(now_ms))
        if match.board is not None and match.board.phase == "countdown":
            wanted.append(COUNTDOWN_STEP_MS)
        if match.feed is not None and (running := match.feed.running()) is not None:
            wanted.append(until_next_change_ms(match.clock_ms(running, now_ms)))
        return min((due for due in wanted if due is not None), default=None)

    # --- what the person does -------------------------------------------------------------------------------------

    def handle(self, event: Input) -> bool:
        if self._typed.handle(event):
            return True
        if self._talk.before(event):
            return True
        if isinstance(event, PointerDown):
            self._typed.clear()
            self._tooltip.explain("", event.at)
            if self._pane.past.ply is not None and event.button == "left" and self._board.contains(event.at):
                # A person who picks up a piece wants to play, not to look back.
                self._pane.step(FAR)
        self._deaf = self._board.choosing_promotion or (self._deaf and not isinstance(event, Key))
        used = super().handle(event)
        if isinstance(event, PointerMove):
            text = "" if self._board.holding else self._explanation(event.at)
            self._tooltip.explain(text, event.at, self._board.square_under(event.at))
        return used

    def unhandled(self, event: Input) -> bool:
        match event:
            case TextTyped(text):
                if not self._deaf and can_begin(text) and self._match.color is not None:
                    self._type(text)
            case Key() if self._talk.unhandled(event):
                pass
            case Key() if keys.means("turn", event, self._context.settings.keys):
                self._turned = not self._turned
                self.refresh(self._context.now_ms())
            case Key(pygame.K_ESCAPE):
                if not self.escape():
                    self._open_menu()
            case Key() if keys.means("resign", event, self._context.settings.keys):
                self._resigning.press()
            case Key(pygame.K_RETURN | pygame.K_KP_ENTER) if self._taken is None:
                self.group.set_focus(self._talk.say)
            case Key(pygame.K_BACKSPACE):
                self._match.queue.drop_last()
            case Key(key) if key in STEP_KEYS:
                self._pane.step(STEP_KEYS[key])
            case Wheel(at, steps) if self._board.contains(at):
                self._pane.step(-1 if steps > 0 else 1)
            case _:
                return False
        return True

    def escape(self) -> bool:
        if self._typed.text:
            self._typed.clear()
            return True
        return self._resigning.take_back() or self._board.escape()

    def _show_again(self) -> None:
        self.refresh(self._context.now_ms())

    def _type(self, text: str) -> None:
        self._pane.past.ply = None
        self._typed.add(text)
        self.refresh(self._context.now_ms())

    def _explanation(self, at: tuple[float, float]) -> str:
        if (hint := self._rows.hint_at(at)) is not None:
            return hint
        for widget in self._talk.widgets:
            if widget.tooltip and widget.contains(at):
                return widget.tooltip
        if hint := self._charges.hint_at(at):
            return hint
        if self._talk.wheel.visible and self._talk.wheel.contains(at):
            return ""
        if hint := self._draws.hint_at(at):
            return hint
        if self._pane.moves.contains(at) and self._match.feed is not None:
            return texts.STANDIN_MARK if self._match.feed.standin_plies else ""
        square = self._board.square_at(at)
        position = self._shown_position()
        return logic.explain_piece(self._match, position, square) if square is not None and position else ""

    def _threats(self, square: int) -> frozenset[int]:
        position = self._shown_position()
        return logic.threats(self._match, position, square) if position else frozenset()

    def _shown_position(self) -> Board | None:
        feed, ply = self._match.feed, self._pane.past.ply
        return self._match.queue.imagined() if feed is None or ply is None else feed.history[ply]

    def _move(self, uci: str) -> None:
        self._pane.past.ply = None
        if self._match.can_move:
            self._match.move(uci, self._context.now_ms())
        else:
            self._match.queue.add(uci)

    def _cancel_premoves(self) -> bool:
        return self._match.queue.cancel()

    def _open_menu(self) -> None:
        self._context.push(MenuScene(self._context))

    # --- for tests that drive the real window ---------------------------------------------------------------------

    def pilot_facts(self) -> dict[str, object]:
        return {
            **logic.facts(self._match),
            "banner": self._context.session.banner(self._context.session.lost_at),
            "flipped": self._board.state.flipped,
            "can_move": self._match.can_move and not self._board.moving,
        }
