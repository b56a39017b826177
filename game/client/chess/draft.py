"""The draft screen: cards drop in, turn over, and the loser picks one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.client import texts
from game.client.chess.board import BoardWidget
from game.client.chess.draft_logic import Hand, hands
from game.client.chess.ending import fallen_kings
from game.client.chess.match_logic import facts, last_move, placement, signs
from game.client.chess.widgets import card
from game.client.chess.widgets.card import UpgradeCard
from game.client.kit import theme
from game.client.kit.input import Key
from game.client.kit.scene import Scene
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.guard import Guard
from game.client.kit.widgets.label import Label, Picture
from game.client.kit.widgets.ring import TimeRing
from game.client.screens.menu import MenuScene
from netcode.messages.chess import ChooseUpgrade

if TYPE_CHECKING:
    from game.client.chess.model import ChessModel
    from game.client.context import Context
    from game.client.kit.input import Input

MOST_CARDS = 3
SPACE = 28.0
MOST_WIDTH = MOST_CARDS * (card.WIDTH + SPACE) - SPACE
LEAST_BOARD = 200.0
RING = 88.0
RING_STEP_MS = 100


class DraftScene(Scene):
    """Both players see the same cards. Who may take one depends on the hand."""

    name = "draft"
    modal = True

    def __init__(self, context: Context, match: ChessModel) -> None:
        super().__init__()
        self._context, self._match = context, match
        self._title = Label(size=Size.HUGE, face=Face.HEADING, color=theme.AMBER, align="center")
        self._line = Label(size=Size.LARGE, face=Face.DISPLAY, align="center")
        self._hint = Label(size=Size.SMALL, color=theme.QUIET, align="center")
        self._pup = Picture("pictures/pup_happy")
        self._ring = TimeRing()
        self._guard = Guard()
        """Opens a moment after the last card has turned: nobody takes one that they have not seen."""
        self._cards = [UpgradeCard(number, self._take, self._guard) for number in range(1, MOST_CARDS + 1)]
        self._hand: Hand | None = None
        self._turned = 0
        """How many cards showed their face when it was last looked."""
        self._board = BoardWidget(lambda _uci: None)
        """The game that has just ended stays to be seen."""
        self._board.set_enabled(False)
        self._how = Label(size=Size.SMALL, face=Face.HEADING, color=theme.QUIET, align="center")
        self.group.add(self._board, self._how)
        self.group.add(self._title, self._line, self._hint, self._ring, self._pup, *self._cards)

    def layout(self, width: float, height: float) -> None:
        top = max(theme.MARGIN, (height - 640) / 2)
        shown = [each for each in self._cards if each.visible]
        cards = max(1, len(shown)) * (card.WIDTH + SPACE) - SPACE
        side = max(LEAST_BOARD, min(card.HEIGHT, width - MOST_WIDTH - SPACE - 2 * theme.MARGIN))
        left = (width - side - SPACE - MOST_WIDTH) / 2
        self._board.place(left, top + 184, side, side)
        self._how.place(left, top + 184 + side + theme.GAP, side, 24)
        left += side + SPACE
        self._ring.place(left + MOST_WIDTH / 2 - RING / 2, top - 4, RING, RING)
        self._pup.place(left + MOST_WIDTH / 2 - 30, top + RING / 2 - 34, 60, 60)
        self._title.place(left, top + 76, MOST_WIDTH, 52)
        self._line.place(left, top + 130, MOST_WIDTH, 32)
        x = left + (MOST_WIDTH - cards) / 2
        for each in shown:
            each.place(x, top + 184, card.WIDTH, card.HEIGHT)
            x += card.WIDTH + SPACE
        self._hint.place(left, top + 184 + card.HEIGHT + theme.MARGIN, MOST_WIDTH, 24)

    # --- following the match ----------------------------------------------------------------------------------------

    def refresh(self, now_ms: int) -> None:
        del now_ms
        self._refresh_board()
        hand = hands(self._match, self._hand)
        if hand is None or hand == self._hand:
            return
        if self._hand is None or hand.cards != self._hand.cards:
            self._guard.close()
        self._hand = hand
        self._title.set_text(hand.title)
        self._line.set_text(hand.line)
        self._hint.set_text(texts.DRAFT_KEYS.format(count=len(hand.cards)) if hand.mine else "")
        for i, each in enumerate(self._cards):
            upgrade = hand.cards[i] if i < len(hand.cards) else None
            each.reduced_motion = self._context.settings.reduced_motion
            each.set_visible(upgrade is not None)
            each.set_upgrade(upgrade, color=hand.white != (hand.both and i > 0))
            taken = hand.both or (None if hand.taken is None else upgrade == hand.taken)
            each.set_state(usable=hand.mine, taken=taken, face_up=hand.known or bool(taken))
        self._ring.set_visible(hand.open)
        self.relayout()

    def _refresh_board(self) -> None:
        match, settings = self._match, self._context.settings
        position = match.position()
        if position is None:
            return
        self._board.set_colors(settings.board)
        self._board.set_flipped(match.color == "black")
        self._board.set_position(placement(position), last_move=last_move(match), check=None, animate=False)
        self._board.set_signs(signs(match, position))
        self._board.set_fallen(fallen_kings(match), at_once=True)
        self._how.set_text(texts.result_headline(match.results[-1].reason) if match.results else "")

    def tick(self, now_ms: int) -> int | None:
        if self._hand is not None and self._hand.open:
            self._ring.set_share(self._match.draft.left_ms(now_ms) / max(1, self._hand.ms))
        wanted = super().tick(now_ms)
        shown = [each for each in self._cards if each.visible]
        if not self._guard.open and all(each.settled for each in shown):
            self._guard.tick(now_ms)
            wanted = theme.FRAME_MS
            for each in shown:
                each.invalidate()
        turned = sum(each.turned for each in shown)
        if turned > self._turned:
            self._context.sound("flip")
        self._turned = turned
        return wanted

    def due_ms(self, now_ms: int) -> int | None:
        del now_ms
        return RING_STEP_MS if self._hand is not None and self._hand.open else None

    # --- what the person does -------------------------------------------------------------------------------------

    def _take(self, upgrade: str) -> None:
        self._match.ask(ChooseUpgrade(upgrade))

    def unhandled(self, event: Input) -> bool:
        if not isinstance(event, Key):
            return False
        if event.key == pygame.K_ESCAPE:
            # The one way out of a draft whose server is gone.
            self._context.push(MenuScene(self._context))
            return True
        shown = [each for each in self._cards if each.visible]
        number = event.key - pygame.K_1
        if 0 <= number < len(shown):
            shown[number].take()
        elif event.key in {pygame.K_LEFT, pygame.K_RIGHT} and shown:
            step = 1 if event.key == pygame.K_RIGHT else -1
            at = next((i for i, each in enumerate(shown) if each.focused), -1 if step > 0 else 0)
            self.group.set_focus(shown[(at + step) % len(shown)])
        else:
            return False
        return True

    def pilot_facts(self) -> dict[str, object]:
        session = self._context.session
        return {**facts(self._match), "banner": session.banner(session.lost_at)}
