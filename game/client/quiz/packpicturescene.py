"""The dialog for a question's picture: a file is dropped, or its path typed or pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from game.client.kit import theme
from game.client.kit.theme import Face, Size
from game.client.kit.widgets.button import Button
from game.client.kit.widgets.label import Label
from game.client.picturefile import Shrinking
from game.client.quiz import texts
from game.client.quiz.packpictures import content_of, data_url
from game.client.quiz.pictures import Pictures
from game.client.quiz.widgets.picture import PictureBox
from game.client.screens.picturefiledialog import PictureFileDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.context import Context
    from game.client.quiz.drafting import PackDraft

WIDTH, HEIGHT = 720.0, 480.0
BOX: Final = (320.0, 240.0)
LOOK_AGAIN_MS: Final = 60


class PackPictureScene(PictureFileDialog):
    """A choice is in the draft at once; Esc goes back."""

    name = "pack picture"

    def __init__(
        self,
        context: Context,
        draft: PackDraft,
        on_done: Callable[[], None],
        shrinking: Shrinking | None = None,
    ) -> None:
        """`on_done` is called when the dialog closes."""
        super().__init__(
            context,
            shrinking or Shrinking(data_url),
            placeholder=texts.PICTURE_PATH,
            open_text=texts.PICTURE_OPEN,
            busy=texts.PICTURE_LOOKING,
        )
        self._draft, self._on_done = draft, on_done
        self._pictures = Pictures(content_of)
        self._title = Label(texts.PICTURE_TITLE, size=Size.TITLE, face=Face.HEADING)
        self._box = PictureBox(self._pictures)
        self._text = Label(texts.PICTURE_HOW, color=theme.QUIET, wrap=True)
        self._remove = Button(texts.PICTURE_REMOVE, self._take_away, kind="danger", name="remove picture")
        self._done = Button(texts.DONE, self.dismiss, kind="primary", name="done")
        self.group.add(self._title, self._box, self._text, self._path, self._open, self._said)
        self.group.add(self._remove, self._done)
        self.group.begin_at(self._path)
        self._show()

    def layout(self, width: float, height: float) -> None:
        inner = self.put(WIDTH, HEIGHT, width, height)
        self._title.place(inner.x, inner.y, inner.w, 34)
        self._box.place(inner.x, inner.y + 46, *BOX)
        beside = inner.x + BOX[0] + theme.MARGIN
        self._text.place(beside, inner.y + 46, inner.right - beside, BOX[1])
        self.place_path(inner, inner.y + 46 + BOX[1] + theme.PAD)
        foot = inner.bottom - theme.BUTTON_HEIGHT
        self._remove.place(inner.x, foot, 200, theme.BUTTON_HEIGHT)
        self._done.place(inner.right - 160, foot, 160, theme.BUTTON_HEIGHT)

    def due_ms(self, now_ms: int) -> int | None:
        self._take_in()
        self._box.show(self._draft.image)
        if self._shrinking.running or self._pictures.coming:
            return LOOK_AGAIN_MS
        return super().due_ms(now_ms)

    def _take_in(self) -> None:
        url = self.take()
        if url is not None:
            self._draft.set_image(url.decode())
            self.say(texts.picture_size(len(url)), theme.QUIET)
            self._show()

    def _take_away(self) -> None:
        self._draft.set_image("")
        self.say("", theme.QUIET)
        self._show()

    def _show(self) -> None:
        self._box.show(self._draft.image)
        self._remove.set_enabled(bool(self._draft.image))

    def left(self) -> None:
        self._shrinking.close()
        self._pictures.close()
        self._on_done()
