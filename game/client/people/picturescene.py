"""The dialog in which the player chooses a picture of their own: dropped, or named by its path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from game.client import texts
from game.client.art.widgets.portrait import Portrait
from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.people.faces import OWN
from game.client.screens.picturefiledialog import PictureFileDialog

if TYPE_CHECKING:
    from game.client.context import Context

WIDTH, HEIGHT = 560.0, 400.0
_FACE: Final = 150.0


class PictureScene(PictureFileDialog):
    """What is chosen counts at once; Esc goes back."""

    name = "picture"

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            context.faces.shrinking,
            placeholder=texts.OWN_PICTURE_PATH,
            open_text=texts.OWN_PICTURE_OPEN,
            busy=texts.OWN_PICTURE_READING,
        )
        self._title = Label(texts.OWN_PICTURE_TITLE, size=Size.TITLE, face=Face.HEADING)
        self._face = Portrait(context.faces.own(context.settings))
        self._text = Label(texts.OWN_PICTURE_HOW, color=theme.QUIET, wrap=True)
        self._back = Button(texts.BACK, context.pop, kind="primary")
        self.group.add(self._title, self._face, self._text)
        self.group.add(self._path, self._open, self._said, self._back)
        self.group.begin_at(self._path)

    def layout(self, width: float, height: float) -> None:
        inner = self.put(WIDTH, HEIGHT, width, height)
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._face.place(inner.x, inner.y + 50, _FACE, _FACE)
        self._text.place(inner.x + _FACE + theme.MARGIN, inner.y + 50, inner.w - _FACE - theme.MARGIN, _FACE)
        self.place_path(inner, inner.y + 50 + _FACE + theme.PAD)
        self._back.place(inner.right - 160, inner.bottom - theme.BUTTON_HEIGHT, 160, theme.BUTTON_HEIGHT)

    def refresh(self, now_ms: int) -> None:
        del now_ms
        context = self._context
        image = self.take()
        if image is not None:
            self.say(context.faces.keep(image), theme.ROSE)
            context.change_settings(replace(context.settings, picture=OWN))
        self._face.show(context.faces.own(context.settings))
