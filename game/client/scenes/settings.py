"""What a player chooses for good. Every change is kept at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from pygame import FRect

from game.client import texts, theme
from game.client.scenes.dialog import Dialog
from game.client.theme import Face, Size
from game.client.widgets.button import Button
from game.client.widgets.choice import Choice
from game.client.widgets.label import Label, Panel
from game.client.widgets.swatch import BoardSwatch
from game.client.widgets.textfield import TextField
from game.client.widgets.toggle import Toggle

if TYPE_CHECKING:
    from game.client.context import Context

WIDTH, HEIGHT = 560.0, 500.0
NAME_LIMIT = 20


class SettingsScene(Dialog):
    """Over the home screen, or over a running match."""

    name = "settings"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        settings = context.settings
        self._panel = Panel(border=theme.LINE, shadow=True)
        self._title = Label(texts.SETTINGS, size=Size.TITLE, face=Face.HEADING)
        self._saved = Label(texts.SETTINGS_SAVED, size=Size.SMALL, color=theme.FAINT)
        self._name_caption = Label(texts.SETTINGS_NAME, size=Size.SMALL, face=Face.HEADING, color=theme.QUIET)
        self._name = TextField(
            lambda _: context.pop(), text=settings.name, limit=NAME_LIMIT, name="name", on_change=self._set_name
        )
        self._board_caption = Label(texts.SETTINGS_BOARD, size=Size.SMALL, face=Face.HEADING, color=theme.QUIET)
        self._boards = Choice(
            [(name, name.capitalize()) for name in theme.BOARDS], settings.board, self._set_board, name="board"
        )
        self._swatches = [BoardSwatch(name) for name in theme.BOARDS]
        self._toggles = [
            Toggle(texts.SETTINGS_QUEEN, settings.auto_queen, self._set_auto_queen),
            Toggle(texts.SETTINGS_MOTION, settings.reduced_motion, self._set_reduced_motion),
            Toggle(texts.SETTINGS_SCREEN, settings.full_screen, self._set_full_screen),
        ]
        self._back = Button(texts.BACK, context.pop, kind="primary")
        self.group.add(self._panel, self._title, self._saved, self._name_caption, self._name, self._board_caption)
        self.group.add(self._boards, *self._swatches, *self._toggles, self._back)

    def layout(self, width: float, height: float) -> None:
        box = FRect(0, 0, WIDTH, HEIGHT)
        box.center = (width / 2, height / 2)
        self._panel.place(*box)
        inner = box.inflate(-2 * theme.MARGIN, -2 * theme.MARGIN)
        self._title.place(inner.x, inner.y, inner.w, 34)
        y = inner.y + 50
        self._name_caption.place(inner.x, y, inner.w, 24)
        self._name.place(inner.x, y + 26, inner.w, theme.FIELD_HEIGHT)
        y += 26 + theme.FIELD_HEIGHT + theme.GAP
        self._board_caption.place(inner.x, y, inner.w, 24)
        self._boards.place(inner.x, y + 26, inner.w, theme.FIELD_HEIGHT)
        y += 26 + theme.FIELD_HEIGHT + theme.GRID
        each = inner.w / len(self._swatches)
        for i, swatch in enumerate(self._swatches):
            swatch.place(inner.x + i * each + each / 2 - 32, y, 64, 32)
        y += 32 + theme.GAP
        for toggle in self._toggles:
            toggle.place(inner.x, y, inner.w, 40)
            y += 40
        self._saved.place(inner.x, inner.bottom - theme.BUTTON_HEIGHT, inner.w / 2, theme.BUTTON_HEIGHT)
        self._back.place(inner.right - 160, inner.bottom - theme.BUTTON_HEIGHT, 160, theme.BUTTON_HEIGHT)

    def due_ms(self, now_ms: int) -> int | None:
        return self._name.due_ms(now_ms)

    def _set_name(self, name: str) -> None:
        if name.strip():
            self._context.change_settings(replace(self._context.settings, name=name.strip()))

    def _set_board(self, board: str) -> None:
        self._context.change_settings(replace(self._context.settings, board=board))

    def _set_auto_queen(self, on: bool) -> None:
        self._context.change_settings(replace(self._context.settings, auto_queen=on))

    def _set_reduced_motion(self, on: bool) -> None:
        self._context.change_settings(replace(self._context.settings, reduced_motion=on))

    def _set_full_screen(self, on: bool) -> None:
        self._context.change_settings(replace(self._context.settings, full_screen=on))
