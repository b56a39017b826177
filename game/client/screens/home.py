"""The home screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pygame import FRect

from game.client import texts
from game.client.art import pups
from game.client.art.widgets.mascot import Mascot, paint_lit_board
from game.client.art.widgets.portrait import Portrait
from game.client.kit import theme
from game.client.kit.scene import Scene
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.textfield import TextField
from game.client.people.opening import open_profile
from game.client.screens.about import AboutScene
from game.client.screens.nearby import NearbyScene
from game.client.screens.settings import SettingsScene

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.gameview import HomeButton
    from game.client.kit.painter import Painter

COLUMN = 420.0
HERO = 460.0
BETWEEN = 88.0
PUP = 330.0
TITLE_HEIGHT = 132.0
JOIN_LIMIT = 80
JOIN_WIDTH = 116.0
CHIP = 52.0


class HomeScene(Scene):
    """Host, join, play the computer; upgrades, settings, about, quit."""

    name = "home"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._board: str = context.settings.board
        self._mascot = Mascot(on_pet=partial(context.sound, "emote_hi"))
        self._title = Label(texts.TITLE, size=Size.GIANT, face=Face.HEADING, align="center")
        self._tagline = Label(texts.TAGLINE, size=Size.LARGE, face=Face.DISPLAY, color=theme.AMBER, align="center")
        self._portrait = Portrait()
        self._who = Button("", lambda: open_profile(context), kind="quiet", name="who")
        self._rejoin = Button(texts.REJOIN, context.rejoin, kind="primary", size=Size.LARGE)
        games = context.games.values()
        self._hosting = [self._button(game.host, size=Size.LARGE) for game in games]
        self._field = TextField(
            self._join,
            placeholder=texts.JOIN_PLACEHOLDER,
            limit=JOIN_LIMIT,
            name="join field",
            on_change=self._typed,
        )
        self._join_button = Button(texts.NEARBY, lambda: self._join(self._field.text), name=texts.JOIN)
        self._alone = [self._button(game.alone, size=Size.LARGE) for game in games if game.alone is not None]
        self._small = [
            *(self._button(each) for game in games for each in game.more),
            Button(texts.SETTINGS, lambda: context.push(SettingsScene(context, "look")), icon="icons/gear"),
            Button(texts.ABOUT, lambda: context.push(AboutScene(context)), icon="icons/info"),
            Button(texts.QUIT, context.quit, icon="icons/door"),
        ]
        self.group.add(self._mascot, self._title, self._tagline, self._who, self._portrait, self._rejoin)
        self.group.add(*self._hosting, self._field, self._join_button, *self._alone, *self._small)
        self._emphasize(again=False)

    def _button(self, button: HomeButton, size: Size = Size.BODY) -> Button:
        context = self._context
        return Button(button.text, lambda: context.push(button.scene(context)), icon=button.icon, size=size)

    def _emphasize(self, *, again: bool) -> None:
        """Emphasize returning to a match, if there is one, else hosting."""
        self._rejoin.set_visible(again)
        for i, button in enumerate(self._hosting):
            button.set_kind("secondary" if again or i else "primary")

    def layout(self, width: float, height: float) -> None:
        left = (width - HERO - BETWEEN - COLUMN) / 2
        tall = TITLE_HEIGHT + PUP
        top = (height - tall) / 2 - theme.GAP
        self._title.place(left, top, HERO, 80)
        self._tagline.place(left, top + 82, HERO, 32)
        self._mascot.place(left + (HERO - PUP) / 2, top + TITLE_HEIGHT, PUP, PUP)
        self._place_choices(FRect(left + HERO + BETWEEN, 0, COLUMN, height))

    def _place_choices(self, column: FRect) -> None:
        gap, again, large, field = theme.GAP, self._rejoin.visible, theme.BUTTON_LARGE_HEIGHT, theme.FIELD_HEIGHT
        larges = len(self._hosting) + len(self._alone) + again
        rows = 1 + -(-len(self._small) // 2)
        tall = CHIP + theme.MARGIN + larges * (large + gap) + rows * (field + gap) - gap
        x, y = column.x, (column.h - tall) / 2
        self._who.place(x, y, COLUMN, CHIP)
        self._who.inset = CHIP - theme.GRID
        self._portrait.place(x + theme.GRID, y + theme.GRID, CHIP - 2 * theme.GRID, CHIP - 2 * theme.GRID)
        y += CHIP + theme.MARGIN
        self._rejoin.place(x, y, COLUMN, large)
        y += again * (large + gap)
        for button in self._hosting:
            button.place(x, y, COLUMN, large)
            y += large + gap
        self._field.place(x, y, COLUMN - JOIN_WIDTH - gap, field)
        self._join_button.place(x + COLUMN - JOIN_WIDTH, y, JOIN_WIDTH, field)
        y += field + gap
        for button in self._alone:
            button.place(x, y, COLUMN, large)
            y += large + gap
        half = (COLUMN - gap) / 2
        for i, button in enumerate(self._small):
            button.place(x + i % 2 * (half + gap), y + i // 2 * (field + gap), half, field)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        settings = self._context.settings
        again = self._context.session.saved_seat is not None
        if again != self._rejoin.visible:
            self._emphasize(again=again)
            self.relayout()
        me = self._context.faces.own(settings)
        self._who.set_text(texts.playing_as(settings.name))
        self._portrait.show(me)
        self._mascot.show(pups.portrait_for(settings.name, settings.picture))
        self._mascot.reduced_motion = settings.reduced_motion
        if settings.board != self._board:
            self._board = settings.board
            self.invalidate()

    def due_ms(self, now_ms: int) -> int | None:
        return self._field.due_ms(now_ms)

    def paint_background(self, painter: Painter) -> None:
        painter.fill(theme.ROOM)
        rect = self._mascot.rect
        painter.glow((rect.centerx, rect.centery - 10), 380, theme.GLOW, 0.24)
        paint_lit_board(painter, (rect.centerx, rect.bottom - 46), theme.BOARDS[self._board])

    def pilot_facts(self) -> dict[str, object]:
        return {"join": self._field.text}

    def left(self) -> None:
        self._context.nearby.stop()

    def _typed(self, text: str) -> None:
        self._join_button.set_text(texts.JOIN if text.strip() else texts.NEARBY)
        if text.strip():
            # A code alone says nothing of its server: by the last letter, those on this network are known.
            self._context.nearby.start()

    def _join(self, text: str) -> None:
        """Join what was typed. If nothing was, show what is open on this network."""
        found = self._context.nearby.room(text)
        if found is not None:
            self._context.join_at(found)
        elif text.strip():
            self._context.join(text)
        else:
            self._context.push(NearbyScene(self._context))
