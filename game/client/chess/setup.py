"""The options before a match: how many games and, against the computer, how strong it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from pygame import FRect

from game.client import texts
from game.client.art import pups
from game.client.art.widgets.portrait import Portrait
from game.client.chess.opponent import computer
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.choice import Choice
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.toggle import Toggle
from game.client.screens.dialog import Dialog
from netcode.messages.chess import ChessOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.context import Context
    from game.client.settings import Settings
    from netcode.messages.chess import AiLevel, BestOf, HostColor

WIDTH = 520.0
TABLE_WIDTH = 780.0
CAPTION_WIDTH = 220.0
LABEL_HEIGHT = 26.0
TOGGLE_HEIGHT = 40.0
OPPONENT_HEIGHT = 56.0


class Opponent:
    """A level's picture, and one line about how it plays."""

    def __init__(self, level: str) -> None:
        self._face = Portrait()
        self._line = Label(size=Size.SMALL, color=theme.QUIET, wrap=True)
        self.widgets = (self._face, self._line)
        self.show(level)

    def show(self, level: str) -> None:
        """Another level."""
        self._face.show(pups.COMPUTERS[level])
        self._line.set_text(texts.LEVEL_LINES[level])

    def place(self, box: FRect) -> None:
        """Side by side."""
        self._face.place(box.x, box.y, box.h, box.h)
        x = box.x + box.h + theme.GAP
        self._line.place(x, box.y + theme.GRID, box.right - x, box.h - theme.GRID)


class SetupScene(Dialog):
    """A few options, and the button that begins."""

    name = "setup"

    def __init__(
        self,
        context: Context,
        *,
        title: str,
        text: str,
        go: str,
        on_go: Callable[[AiLevel, BestOf], None],
        levels: bool = False,
        table: bool = False,
    ) -> None:
        super().__init__(context)
        self._on_go = on_go
        self._table = table
        self._best_of: BestOf = context.settings.best_of
        self._level: AiLevel = context.settings.level
        self._title = Label(title, size=Size.TITLE, face=Face.HEADING)
        self._text = Label(text, color=theme.QUIET, wrap=True)
        self._rows: list[tuple[Label, Choice[Any]]] = [
            (_caption(texts.BEST_OF), Choice(texts.BEST_OF_OPTIONS, self._best_of, self._set_best_of, name="best of"))
        ]
        if levels:
            choice = Choice(texts.LEVELS, self._level, self._set_level, name="level")
            self._rows.append((_caption(texts.LEVEL), choice))
            color = Choice(texts.COLORS, context.settings.color, self._setter("color"), name="color")
            self._rows.append((_caption(texts.COLOR), color))
        self._opponent = Opponent(self._level) if levels else None
        self._toggles: list[Toggle] = []
        if table:
            self._add_table_rules(context.settings)
        self._back = Button(texts.BACK, context.pop)
        self._go = Button(go, self._begin, kind="primary")
        self.group.add(self._title, self._text, *(widget for row in self._rows for widget in row))
        self.group.add(*self._toggles, *(self._opponent.widgets if self._opponent else ()))
        self.group.add(self._back, self._go)
        self.group.begin_at(self._go)

    def _add_table_rules(self, settings: Settings) -> None:
        for caption, options, chosen, field in (
            (texts.BASE_TIME, texts.BASE_TIMES, settings.base_seconds, "base_seconds"),
            (texts.COMEBACK, texts.COMEBACKS, settings.comeback, "comeback"),
            (texts.TAKEOVER, texts.TAKEOVERS, settings.takeover, "takeover"),
            (texts.STANDIN, texts.STANDINS, settings.standin, "standin"),
        ):
            choice: Choice[Any] = Choice(options, chosen, self._setter(field), name=field)
            self._rows.append((_caption(caption), choice))
        delay = settings.watch_delay if settings.watchers else None
        watching = Choice(texts.WATCH_DELAYS, delay, self._set_watching, name="watching")
        self._rows.append((_caption(texts.WATCHING), watching))
        self._toggles.append(Toggle(texts.PRIVATE, settings.private, self._setter("private")))

    def layout(self, width: float, height: float) -> None:
        # Where there are many, captions stand beside the choices and not above them.
        above = 0 if self._table else LABEL_HEIGHT
        row_height = above + theme.FIELD_HEIGHT + (theme.GAP / 2 if self._table else theme.GAP)
        rows = row_height * len(self._rows) + self._toggles_height + self._opponent_height
        tall = 2 * theme.MARGIN + 100 + rows + theme.BUTTON_HEIGHT
        inner = self.put(TABLE_WIDTH if self._table else WIDTH, tall, width, height)
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._text.place(inner.x, inner.y + 42, inner.w, 50)
        y = inner.y + 100
        for caption, choice in self._rows:
            if self._table:
                caption.place(inner.x, y, CAPTION_WIDTH, theme.FIELD_HEIGHT)
                choice.place(inner.x + CAPTION_WIDTH, y, inner.w - CAPTION_WIDTH, theme.FIELD_HEIGHT)
            else:
                caption.place(inner.x, y, inner.w, LABEL_HEIGHT)
                choice.place(inner.x, y + LABEL_HEIGHT, inner.w, theme.FIELD_HEIGHT)
            y += row_height
            if self._opponent is not None and choice.name == "level":
                self._opponent.place(FRect(inner.x, y, inner.w, OPPONENT_HEIGHT))
                y += self._opponent_height
        for i, toggle in enumerate(self._toggles):
            toggle.place(inner.x, y + i * TOGGLE_HEIGHT, inner.w, TOGGLE_HEIGHT - theme.GRID)
        half = (inner.w - theme.GAP) / 2
        y = inner.bottom - theme.BUTTON_HEIGHT
        self._back.place(inner.x, y, half, theme.BUTTON_HEIGHT)
        self._go.place(inner.x + half + theme.GAP, y, half, theme.BUTTON_HEIGHT)

    @property
    def _toggles_height(self) -> float:
        return TOGGLE_HEIGHT * len(self._toggles) + theme.GAP

    @property
    def _opponent_height(self) -> float:
        return OPPONENT_HEIGHT + theme.GAP if self._opponent is not None else 0.0

    def _setter(self, field: str) -> Callable[[Any], None]:
        return lambda value: self._context.change_settings(replace(self._context.settings, **{field: value}))

    def _set_watching(self, delay: Any) -> None:
        how = {"watchers": False} if delay is None else {"watchers": True, "watch_delay": delay}
        self._context.change_settings(replace(self._context.settings, **how))

    def _set_best_of(self, best_of: BestOf) -> None:
        self._best_of = best_of

    def _set_level(self, level: AiLevel) -> None:
        self._level = level
        if self._opponent is not None:
            self._opponent.show(level)

    def _begin(self) -> None:
        self._context.pop()
        self._on_go(self._level, self._best_of)


def _caption(text: str) -> Label:
    return Label(text, size=Size.SMALL, face=Face.HEADING, color=theme.QUIET)


def host_setup(context: Context) -> SetupScene:
    """Before hosting."""

    def host(_level: AiLevel, best_of: BestOf) -> None:
        context.change_settings(replace(context.settings, best_of=best_of))
        context.host(among_friends(context.settings))

    return SetupScene(
        context,
        title=texts.HOST_TITLE,
        text=texts.HOST_TEXT,
        go=texts.HOST_GO,
        on_go=host,
        table=True,
    )


def computer_setup(context: Context) -> SetupScene:
    """Before a match against the computer."""

    def play(level: AiLevel, best_of: BestOf) -> None:
        context.change_settings(replace(context.settings, best_of=best_of, level=level))
        context.play_alone(against_computer(level, best_of, context.settings.color), partial(computer, level))

    return SetupScene(
        context,
        title=texts.COMPUTER_TITLE,
        text=texts.COMPUTER_TEXT,
        go=texts.COMPUTER_GO,
        on_go=play,
        levels=True,
    )


def among_friends(settings: Settings) -> ChessOptions:
    """A match whose other player is a person."""
    return ChessOptions(
        best_of=settings.best_of,
        base_seconds=settings.base_seconds,
        ai_takeover=settings.takeover,
        ai_level=settings.level,
        standin_level=settings.standin,
        comeback=settings.comeback,
        watch_delay=settings.watch_delay,
    )


def against_computer(level: AiLevel, best_of: BestOf, color: HostColor) -> ChessOptions:
    """A match whose other player is the computer. Nobody is to be asked about its absence."""
    return ChessOptions(best_of=best_of, ai_takeover="auto", ai_level=level, host_color=color)
