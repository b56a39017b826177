"""The first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client import texts, theme
from game.client.scene import Scene
from game.client.scenes.settings import SettingsScene
from game.client.scenes.setup import computer_setup, host_setup
from game.client.theme import Face, Size
from game.client.widgets.button import Button
from game.client.widgets.label import Label, Picture
from game.client.widgets.textfield import TextField

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.context import Context
    from game.client.painter import Painter

COLUMN = 420.0
PUP = 196.0
JOIN_LIMIT = 80


class HomeScene(Scene):
    """Host, join, play the computer, settings, quit."""

    name = "home"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._pup = Picture("pictures/pup")
        self._title = Label(texts.TITLE, size=Size.GIANT, face=Face.HEADING, align="center")
        self._tagline = Label(texts.TAGLINE, size=Size.LARGE, face=Face.DISPLAY, color=theme.AMBER, align="center")
        self._host = Button(
            texts.HOST,
            lambda: context.push(host_setup(context)),
            kind="primary",
            size=Size.LARGE,
            icon="icons/crown",
        )
        self._rejoin = Button(texts.REJOIN, context.rejoin, kind="primary", size=Size.LARGE)
        self._rejoin.set_visible(False)
        self._field = TextField(self._join, placeholder=texts.JOIN_PLACEHOLDER, limit=JOIN_LIMIT, name="join field")
        self._join_button = Button(texts.JOIN, lambda: self._join(self._field.text))
        self._computer = Button(
            texts.COMPUTER_BUTTON, lambda: context.push(computer_setup(context)), icon="icons/robot"
        )
        self._settings = Button(texts.SETTINGS, lambda: context.push(SettingsScene(context)), icon="icons/gear")
        self._quit = Button(texts.QUIT, context.quit, icon="icons/door")
        self._who = Label(size=Size.SMALL, color=theme.FAINT, align="center")
        self.group.add(self._pup, self._title, self._tagline, self._rejoin, self._host, self._field, self._join_button)
        self.group.add(self._computer, self._settings, self._quit, self._who)

    def layout(self, width: float, height: float) -> None:
        gap = theme.GAP
        again = self._rejoin.visible
        tall = PUP + 84 + 36 + 20 + (1 + again) * (56 + gap) - gap + 3 * (theme.BUTTON_HEIGHT + gap) + 40
        x, y = (width - COLUMN) / 2, max(theme.GAP, (height - tall) / 2)
        self._pup.place(width / 2 - PUP / 2, y, PUP, PUP)
        y += PUP
        self._title.place(0, y, width, 80)
        self._tagline.place(0, y + 78, width, 32)
        y += 84 + 36 + 20
        self._rejoin.place(x, y, COLUMN, 56)
        y += again * (56 + gap)
        self._host.place(x, y, COLUMN, 56)
        y += 56 + gap
        self._field.place(x, y, COLUMN - 120 - gap, theme.FIELD_HEIGHT)
        self._join_button.place(x + COLUMN - 120, y, 120, theme.BUTTON_HEIGHT)
        y += theme.BUTTON_HEIGHT + gap
        self._computer.place(x, y, COLUMN, theme.BUTTON_HEIGHT)
        y += theme.BUTTON_HEIGHT + gap
        half = (COLUMN - gap) / 2
        self._settings.place(x, y, half, theme.BUTTON_HEIGHT)
        self._quit.place(x + half + gap, y, half, theme.BUTTON_HEIGHT)
        self._who.place(x, y + theme.BUTTON_HEIGHT + 10, COLUMN, 22)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        again = self._context.session.keepsake is not None
        if again != self._rejoin.visible:
            self._rejoin.set_visible(again)
            self._host.set_kind("secondary" if again else "primary")
            self.relayout()
        self._who.set_text(texts.playing_as(self._context.settings.name))

    def due_ms(self, now_ms: int) -> int | None:
        return self._field.due_ms(now_ms)

    def paint_background(self, painter: Painter) -> None:
        painter.fill(theme.ROOM)
        rect: FRect = self._pup.rect
        painter.glow(rect.center, 330, theme.AMBER, 0.2)

    def pilot_facts(self) -> dict[str, object]:
        return {"join": self._field.text}

    def _join(self, text: str) -> None:
        self._context.join(text)
