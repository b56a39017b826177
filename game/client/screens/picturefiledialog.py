"""The base of dialogs in which a person chooses a picture file: dropped, pasted, or named by its path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.client.kit import theme
from game.client.kit.input import FileDropped, is_paste
from game.client.kit.theme import Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.kit.widgets.textfield import TextField
from game.client.picturefile import Shrinking, paste
from game.client.screens.dialog import Dialog
from game.client.typedpath import CannotUse

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.context import Context
    from game.client.kit.input import Input

_PATH_LIMIT: Final = 1_000
_OPEN_WIDTH: Final = 120.0
_SAID_HEIGHT: Final = 40.0


class PictureFileDialog(Dialog):
    """Has a field for the path, a button that opens it, and a line about the file. Subclasses call `take`."""

    def __init__(self, context: Context, shrinking: Shrinking, *, placeholder: str, open_text: str, busy: str) -> None:
        """`shrinking` reads the file; `busy` is shown while it does."""
        super().__init__(context)
        self._shrinking = shrinking
        self._busy = busy
        self._path = TextField(self.look_at, placeholder=placeholder, limit=_PATH_LIMIT, name="path")
        self._open = Button(open_text, lambda: self.look_at(self._path.text), name="open")
        self._said = Label(size=Size.SMALL, color=theme.ROSE, wrap=True, name="said")

    @property
    def said(self) -> str:
        """What is wrong with the file, or is being done with it."""
        return self._said.text

    def place_path(self, inner: FRect, y: float) -> None:
        """Lay out the field, the button and the line from `y` down."""
        self._path.place(inner.x, y, inner.w - _OPEN_WIDTH - theme.GAP, theme.FIELD_HEIGHT)
        self._open.place(inner.right - _OPEN_WIDTH, y, _OPEN_WIDTH, theme.FIELD_HEIGHT)
        self._said.place(inner.x, y + theme.FIELD_HEIGHT + theme.GRID, inner.w, _SAID_HEIGHT)

    def handle(self, event: Input) -> bool:
        if isinstance(event, FileDropped):
            self.look_at(event.path)
            return True
        if is_paste(event) and paste(self.look_at, lambda sentence: self.say(sentence, theme.ROSE)):
            return True
        return super().handle(event)

    def look_at(self, path: str) -> None:
        """Read the picture in this file, in the background."""
        self._shrinking.begin(path)
        self.say(self._busy, theme.QUIET)

    def take(self) -> bytes | None:
        """The picture, once it was read. If it cannot be used, say why."""
        try:
            image = self._shrinking.take()
        except CannotUse as error:
            self.say(str(error), theme.ROSE)
            return None
        if image is not None:
            self._path.set_text("")
        return image

    def say(self, sentence: str, color: theme.Color) -> None:
        """Set the line about the file."""
        self._said.set_text(sentence)
        self._said.set_color(color)

    def due_ms(self, now_ms: int) -> int | None:
        return self._path.due_ms(now_ms)
