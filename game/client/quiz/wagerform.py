"""How much a player wagers: a number, or one of three quick choices."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label, Panel
from game.client.kit.widgets.textfield import TextField
from game.client.quiz import texts
from netcode import messages as m

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.kit.widgets.base import Widget
    from game.client.quiz.model import QuizModel

WIDTH = 560.0
HEIGHT = 352.0
LIMIT = 8


class WagerForm:
    """A part of a scene, which adds its `widgets`."""

    def __init__(self, model: QuizModel) -> None:
        self._model = model
        self._panel = Panel(border=theme.AMBER, shadow=True)
        self._title = Label(size=34, face=Face.HEADING, color=theme.AMBER, align="center")
        self._hint = Label(size=Size.LARGE, color=theme.TEXT, align="center", wrap=True)
        self.field = TextField(self._stake, placeholder=texts.STAKE_FIELD, limit=LIMIT, name="stake", size=Size.TITLE)
        self._most = Label(size=Size.LARGE, color=theme.QUIET, align="center", name="most")
        self._shares = [
            Button(text, partial(self._set_share, share), size=Size.LARGE, name=f"stake {share}")
            for text, share in ((texts.NONE, 0.0), (texts.HALF, 0.5), (texts.ALL, 1.0))
        ]
        self._do = Button(texts.STAKE_IT, lambda: self._stake(self.field.text), kind="primary", size=Size.LARGE)
        self.widgets: list[Widget] = [self._panel, self._title, self._hint, self.field, self._most, *self._shares]
        self.widgets.append(self._do)
        self._asked = False

    def place(self, box: FRect) -> None:
        """Lay it out in the middle of the box."""
        panel = box.copy()
        panel.w, panel.h = min(WIDTH, box.w), min(HEIGHT, box.h)
        panel.center = box.center
        self._panel.place(*panel)
        inner = panel.inflate(-2 * theme.MARGIN, -2 * theme.PAD)
        self._title.place(inner.x, inner.y, inner.w, 44)
        self._hint.place(inner.x, inner.y + 50, inner.w, 56)
        self.field.place(inner.x, inner.y + 112, inner.w, 52)
        self._most.place(inner.x, inner.y + 168, inner.w, 28)
        width = (inner.w - 2 * theme.GAP) / 3
        for i, button in enumerate(self._shares):
            button.place(inner.x + i * (width + theme.GAP), inner.y + 204, width, 44)
        self._do.place(inner.x, inner.bottom - 56, inner.w, 56)

    def refresh(self) -> bool:
        """Follow the quiz. Whether the form has just appeared."""
        own = self._model.own
        asked = own.may_wager
        for widget in self.widgets:
            widget.set_visible(asked)
        fresh, self._asked = asked and not self._asked, asked
        if fresh:
            self._ask()
        return fresh

    def _ask(self) -> None:
        state = self._model.own.state
        final = state.final.category if state.final is not None else ""
        self._title.set_text(f"{texts.FINAL}: {final}" if final else texts.DOUBLE)
        self._hint.set_text(texts.FINAL_WAGER if final else texts.DOUBLE_YOURS)
        self._most.set_text(texts.at_most(self.most))
        self._set_share(0.5)

    @property
    def most(self) -> int:
        """The highest wager."""
        return self._model.own.state.most or 0

    def _set_share(self, share: float) -> None:
        self.field.set_text(str(int(self.most * share)))

    def _stake(self, text: str) -> None:
        if not text.strip().isdecimal() or int(text) > self.most:
            self._model.tell(texts.stake_between(self.most))
            return
        self._model.own.wagered = int(text)
        self._model.ask(m.Wager(int(text)))
