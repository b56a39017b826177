"""The row of what one's cards let one do instead of a move. Nothing in it ever changes its place during a game."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from game.client import texts
from game.client.chess.charges import deeds
from game.client.chess.widgets.figures import piece_picture
from game.client.kit import theme
from game.client.kit.theme import Size
from game.client.kit.widgets.button import Button

if TYPE_CHECKING:
    from collections.abc import Callable

    from pygame import FRect

    from game.client.chess.board import BoardWidget
    from game.client.chess.charges import Deed
    from game.client.chess.model import ChessModel

NAMES = ("pass", "rewind", "revive r", "revive b", "revive n", "revive p")
WORD_WIDTH = 1.6
"""How much wider a button with a word is than one with a piece alone."""
FEW = 4
"""Up to so many buttons have room for a word beside their piece."""


class ChargeBar:
    """A button for each thing that a card gives: bright when it can be done now, faint when not, or no longer."""

    def __init__(self, board: BoardWidget, play: Callable[[str], None]) -> None:
        """A piece that comes back is put on the board by hand; all else is played at once."""
        self._board = board
        self._play = play
        self._deeds: dict[str, Deed] = {}
        self._held = ""
        """The deed whose piece is in the hand."""
        self.buttons = {name: Button("", partial(self._do, name), size=Size.SMALL, name=name) for name in NAMES}
        for button in self.buttons.values():
            button.set_visible(False)

    @property
    def shown(self) -> bool:
        """Whether there is anything in this game."""
        return bool(self._deeds)

    def refresh(self, match: ChessModel) -> bool:
        """Follow the match; whether the row must be laid out anew, which only another game makes so."""
        before, self._deeds = self._deeds, {deed.name: deed for deed in deeds(match)}
        if before != self._deeds:
            self._drop_what_is_gone()
        for name, button in self.buttons.items():
            deed = self._deeds.get(name)
            button.set_visible(deed is not None)
            if deed is not None:
                self._show(button, deed)
        return before.keys() != self._deeds.keys()

    def _drop_what_is_gone(self) -> None:
        held = self._deeds.get(self._held)
        if self._held and (held is None or not held.moves):
            self._board.set_hand("", {})

    def _show(self, button: Button, deed: Deed) -> None:
        held = deed.name == self._held and bool(self._board.state.hand[0])
        button.set_enabled(bool(deed.moves))
        button.set_kind("primary" if held else "secondary")
        if not deed.piece or len(self._deeds) <= FEW:
            button.set_text(texts.fallen(deed.fallen) if deed.fallen > 1 else deed.label)
        else:
            button.set_text("")
        button.set_picture(piece_picture(deed.piece) if deed.piece else "")

    def place(self, row: FRect) -> None:
        """Side by side in the row."""
        gap = theme.GAP / 2
        many = len(self._deeds) > FEW
        shares = {name: 1.0 if deed.piece and many else WORD_WIDTH for name, deed in self._deeds.items()}
        unit = (row.w - gap * (len(shares) - 1)) / max(1.0, sum(shares.values()))
        x = row.x
        for name, share in shares.items():
            self.buttons[name].place(x, row.y, share * unit, row.h)
            x += share * unit + gap

    def _do(self, name: str) -> None:
        """At once, or on the square that is chosen next; a second press puts the piece back."""
        deed = self._deeds.get(name)
        if deed is None or not deed.moves:
            return
        if not deed.piece:
            self._play(deed.moves[-1])
        elif self._held == name and self._board.state.hand[0]:
            self._board.set_hand("", {})
        else:
            self._held = name
            self._board.set_hand(deed.piece, deed.moves)

    def hint_at(self, at: tuple[float, float]) -> str:
        """What the button there would do."""
        for name, deed in self._deeds.items():
            if self.buttons[name].contains(at):
                return deed.hint
        return ""
