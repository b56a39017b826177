"""The row of buttons for what a player's upgrades allow instead of a move. Its layout never changes during a game."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from game.client import texts
from game.client.chess.charges import charge_actions
from game.client.chess.widgets.figures import piece_picture
from game.client.kit import theme
from game.client.kit.theme import Size
from game.client.kit.widgets.button import Button

if TYPE_CHECKING:
    from collections.abc import Callable

    from pygame import FRect

    from game.client.chess.board import BoardWidget
    from game.client.chess.charges import ChargeAction
    from game.client.chess.model import ChessModel

NAMES = ("pass", "rewind", "revive r", "revive b", "revive n", "revive p")
WORD_WIDTH = 1.6
"""How much wider a button with a word is than one with a piece alone."""
FEW = 4
"""Up to so many buttons have room for a word beside their piece."""


class ChargeBar:
    """A button for each charge: bright if it can be used now, faint if not."""

    def __init__(self, board: BoardWidget, play: Callable[[str], None]) -> None:
        """A revived piece is put on the board by hand; everything else is played at once."""
        self._board = board
        self._play = play
        self._actions: dict[str, ChargeAction] = {}
        self._held = ""
        """The action whose piece is in the hand."""
        self.buttons = {name: Button("", partial(self._do, name), size=Size.SMALL, name=name) for name in NAMES}
        for button in self.buttons.values():
            button.set_visible(False)

    @property
    def shown(self) -> bool:
        """Whether there are charges in this game."""
        return bool(self._actions)

    def refresh(self, match: ChessModel) -> bool:
        """Follow the match. Whether the row must be laid out anew, which only another game needs."""
        before, self._actions = self._actions, {action.name: action for action in charge_actions(match)}
        if before != self._actions:
            self._drop_what_is_gone()
        for name, button in self.buttons.items():
            action = self._actions.get(name)
            button.set_visible(action is not None)
            if action is not None:
                self._show(button, action)
        return before.keys() != self._actions.keys()

    def _drop_what_is_gone(self) -> None:
        held = self._actions.get(self._held)
        if self._held and (held is None or not held.moves):
            self._board.set_hand("", {})

    def _show(self, button: Button, action: ChargeAction) -> None:
        held = action.name == self._held and bool(self._board.state.hand[0])
        button.set_enabled(bool(action.moves))
        button.set_kind("primary" if held else "secondary")
        if not action.piece or len(self._actions) <= FEW:
            button.set_text(texts.fallen(action.fallen) if action.fallen > 1 else action.label)
        else:
            button.set_text("")
        button.set_picture(piece_picture(action.piece) if action.piece else "")

    def place(self, row: FRect) -> None:
        """Lay the buttons out side by side."""
        gap = theme.GAP / 2
        many = len(self._actions) > FEW
        shares = {name: 1.0 if action.piece and many else WORD_WIDTH for name, action in self._actions.items()}
        unit = (row.w - gap * (len(shares) - 1)) / max(1.0, sum(shares.values()))
        x = row.x
        for name, share in shares.items():
            self.buttons[name].place(x, row.y, share * unit, row.h)
            x += share * unit + gap

    def _do(self, name: str) -> None:
        """Play the charge at once, or on the square that is chosen next. A second press puts the piece back."""
        action = self._actions.get(name)
        if action is None or not action.moves:
            return
        if not action.piece:
            self._play(action.moves[-1])
        elif self._held == name and self._board.state.hand[0]:
            self._board.set_hand("", {})
        else:
            self._held = name
            self._board.set_hand(action.piece, action.moves)

    def hint_at(self, at: tuple[float, float]) -> str:
        """What the button at this position does."""
        for name, action in self._actions.items():
            if self.buttons[name].contains(at):
                return action.hint
        return ""
