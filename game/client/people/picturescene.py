"""Choosing a picture of oneself: a file that is dropped on the window, or whose path is typed or pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from game.client import texts
from game.client.art.widgets.portrait import Portrait
from game.client.kit import theme
from game.client.kit.input import FileDropped, is_paste
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.textfield import TextField
from game.client.people.faces import OWN
from game.client.picturefile import CannotUse, paste
from game.client.screens.dialog import Dialog

if TYPE_CHECKING:
    from game.client.context import Context
    from game.client.kit.input import Input

WIDTH, HEIGHT = 560.0, 400.0
_FACE: Final = 150.0
_PATH_LIMIT: Final = 1_000


class PictureScene(Dialog):
    """What is chosen counts at once; Esc goes back."""

    name = "picture"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._title = Label(texts.FACE_TITLE, size=Size.TITLE, face=Face.HEADING)
        self._face = Portrait(context.faces.own(context.settings))
        self._text = Label(texts.FACE_HOW, color=theme.QUIET, wrap=True)
        self._path = TextField(self._look_at, placeholder=texts.FACE_PATH, limit=_PATH_LIMIT, name="path")
        self._open = Button(texts.FACE_OPEN, lambda: self._look_at(self._path.text))
        self._said = Label(size=Size.SMALL, color=theme.ROSE, wrap=True)
        self._back = Button(texts.BACK, context.pop, kind="primary")
        self.group.add(self._title, self._face, self._text)
        self.group.add(self._path, self._open, self._said, self._back)
        self.group.begin_at(self._path)

    @property
    def said(self) -> str:
        """What is wrong with a file, or is being done with it."""
        return self._said.text

    def layout(self, width: float, height: float) -> None:
        inner = self.put(WIDTH, HEIGHT, width, height)
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._face.place(inner.x, inner.y + 50, _FACE, _FACE)
        self._text.place(inner.x + _FACE + theme.MARGIN, inner.y + 50, inner.w - _FACE - theme.MARGIN, _FACE)
        y = inner.y + 50 + _FACE + theme.PAD
        self._path.place(inner.x, y, inner.w - 120 - theme.GAP, theme.FIELD_HEIGHT)
        self._open.place(inner.right - 120, y, 120, theme.FIELD_HEIGHT)
        self._said.place(inner.x, y + theme.FIELD_HEIGHT + theme.GRID, inner.w, 40)
        self._back.place(inner.right - 160, inner.bottom - theme.BUTTON_HEIGHT, 160, theme.BUTTON_HEIGHT)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        context = self._context
        try:
            image = context.faces.shrinking.take()
        except CannotUse as error:
            self._say(str(error), theme.ROSE)
            return
        if image is not None:
            self._say(context.faces.keep(image), theme.ROSE)
            self._path.set_text("")
            context.change_settings(replace(context.settings, picture=OWN))
        self._face.show(context.faces.own(context.settings))

    def due_ms(self, now_ms: int) -> int | None:
        return self._path.due_ms(now_ms)

    def handle(self, event: Input) -> bool:
        if isinstance(event, FileDropped):
            self._look_at(event.path)
            return True
        if is_paste(event) and paste(self._look_at, lambda sentence: self._say(sentence, theme.ROSE)):
            return True
        return super().handle(event)

    def _look_at(self, path: str) -> None:
        self._context.faces.shrinking.begin(path)
        self._say(texts.FACE_LOOKING, theme.QUIET)

    def _say(self, sentence: str, color: theme.Color) -> None:
        self._said.set_text(sentence)
        self._said.set_color(color)
