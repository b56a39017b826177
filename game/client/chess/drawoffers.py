"""The widgets for draw offers beside the board: offer one, withdraw it, or answer one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client import texts
from game.client.chess.drawoffers_logic import DrawOffer, draw_offer
from game.client.kit import theme
from game.client.kit.theme import Size
from game.client.kit.widgets.button import Button
from netcode.messages.chess import AnswerDraw, OfferDraw, WithdrawDraw

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.chess.model import ChessModel
    from game.client.kit.input import Position
    from game.client.kit.widgets.base import Widget


class DrawOffers:
    """One button, and the two answers in the same place."""

    def __init__(self, match: ChessModel) -> None:
        self._match = match
        self._facts = DrawOffer()
        self._offer = Button(texts.OFFER_DRAW, lambda: match.ask(OfferDraw()), icon="icons/handshake", size=Size.SMALL)
        self._withdraw = Button(
            texts.WITHDRAW_DRAW,
            lambda: match.ask(WithdrawDraw()),
            icon="icons/handshake",
            size=Size.SMALL,
            guarded=True,
        )
        self._accept = Button(
            texts.ACCEPT_DRAW,
            lambda: match.ask(AnswerDraw(accept=True)),
            kind="primary",
            size=Size.SMALL,
            name="draw: accept",
            guarded=True,
        )
        self._decline = Button(
            texts.DECLINE_DRAW,
            lambda: match.ask(AnswerDraw(accept=False)),
            size=Size.SMALL,
            name="draw: decline",
            guarded=True,
        )
        self.widgets: tuple[Widget, ...] = (self._offer, self._withdraw, self._accept, self._decline)

    def place(self, box: FRect) -> None:
        """Set the rectangle of all of it."""
        half = (box.w - theme.GRID) / 2
        self._offer.place(*box)
        self._withdraw.place(*box)
        self._decline.place(box.x, box.y, half, box.h)
        self._accept.place(box.x + half + theme.GRID, box.y, half, box.h)

    def refresh(self) -> None:
        """Follow the state of the offers."""
        self._facts = facts = draw_offer(self._match)
        self._offer.set_visible(facts.stage == "may offer")
        self._offer.set_enabled(facts.usable)
        self._withdraw.set_visible(facts.stage == "offered")
        self._withdraw.set_enabled(facts.usable)
        for answer in (self._accept, self._decline):
            answer.set_visible(facts.stage == "asked")
            answer.set_enabled(facts.usable)

    def hint_at(self, at: Position) -> str:
        """The hint for the button under the pointer."""
        return self._facts.hint if any(each.visible and each.contains(at) for each in self.widgets[:2]) else ""
