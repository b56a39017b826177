"""An editable line of text, with selection, clipboard and input methods.

`Editing` is the text and its selection, without pygame; `TextField` is the widget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
from pygame import FRect

from game.client import texts
from game.client.kit import theme
from game.client.kit.clipboard import copy_text, paste_text
from game.client.kit.input import Key, PointerDown, PointerMove, PointerUp, TextComposing, TextTyped
from game.client.kit.theme import Size
from game.client.kit.widgets.base import Widget, paint_focus_ring

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.client.kit.input import Input, Position
    from game.client.kit.painter import Painter

BLINK_MS = 530
MASK = "\u2022"
LAST_LETTER = 0x10FFFF
"""Keys that write have their character's number; those that do not are above."""


class Editing:
    """A text with a caret and an anchor; the text between them is selected."""

    def __init__(self, text: str = "", limit: int = 200) -> None:
        self.text = text
        self.limit = limit
        self.caret = self.anchor = len(text)

    @property
    def selection(self) -> tuple[int, int]:
        """Start and end of the selection; equal if nothing is selected."""
        return min(self.caret, self.anchor), max(self.caret, self.anchor)

    @property
    def selected(self) -> str:
        """The selected text."""
        start, end = self.selection
        return self.text[start:end]

    def replace(self, text: str) -> None:
        """Replace the selection by a text, as far as it fits, on one line."""
        start, end = self.selection
        room = self.limit - len(self.text) + (end - start)
        inserted = " ".join(text.splitlines())[: max(0, room)]
        self.text = self.text[:start] + inserted + self.text[end:]
        self.caret = self.anchor = start + len(inserted)

    def delete(self, step: int, *, word: bool = False) -> None:
        """Delete the selection, or else the character (or word) before or after the caret."""
        if self.caret == self.anchor:
            self.move(self.word_edge(step) if word else self.caret + step, select=True)
        self.replace("")

    def move(self, to: int, *, select: bool = False) -> None:
        """Move the caret. With `select`, the text in between is selected."""
        self.caret = min(max(to, 0), len(self.text))
        if not select:
            self.anchor = self.caret

    def step(self, step: int, *, select: bool = False, word: bool = False) -> None:
        """One character to the left or right; with a selection, to its edge."""
        if not select and not word and self.caret != self.anchor:
            self.move(self.selection[0 if step < 0 else 1])
        else:
            self.move(self.word_edge(step) if word else self.caret + step, select=select)

    def word_edge(self, step: int) -> int:
        """The next beginning of a word to the left, or end of a word to the right."""
        at = self.caret
        while 0 <= at + min(step, 0) < len(self.text) and not self.text[at + min(step, 0)].isalnum():
            at += step
        while 0 <= at + min(step, 0) < len(self.text) and self.text[at + min(step, 0)].isalnum():
            at += step
        return at

    def select_word(self) -> None:
        """The word around the caret."""
        self.anchor = self.word_edge(-1)
        self.caret = self.anchor
        self.caret = self.word_edge(1)

    def select_all(self) -> None:
        """Everything."""
        self.anchor, self.caret = 0, len(self.text)


class TextField(Widget):
    """Calls `on_submit` with the text on Enter, and `on_change` with every change."""

    focusable = True
    takes_text = True
    overdraw = 12.0

    def __init__(
        self,
        on_submit: Callable[[str], None] | None = None,
        *,
        placeholder: str = "",
        text: str = "",
        limit: int = 200,
        name: str = "",
        on_change: Callable[[str], None] | None = None,
        size: float = Size.BODY,
        masked: bool = False,
    ) -> None:
        """`masked`: the text is shown as dots and cannot be copied."""
        super().__init__(name)
        self._masked = masked
        self.placeholder = placeholder
        self._on_submit = on_submit
        self._on_change = on_change
        self._size = size
        self._edit = Editing(text, limit)
        self._composing = ""
        self._dragging = False
        self._scroll = 0.0
        self._presses: list[tuple[Position, int, bool]] = []
        """Presses that the next painting, which knows the widths of letters, turns into a caret."""
        self._caret_on = True
        self._blink_since: int | None = None

    @property
    def text(self) -> str:
        """What stands in it."""
        return self._edit.text

    def set_text(self, text: str) -> None:
        """Set the whole text."""
        if text != self._edit.text:
            self._edit = Editing(text, self._edit.limit)
            self.invalidate()

    def set_masked(self, masked: bool) -> None:
        """Set whether the text is shown as dots."""
        if masked != self._masked:
            self._masked = masked
            self.invalidate()

    @property
    def _shown(self) -> str:
        """The visible text: as many characters."""
        return MASK * len(self.text) if self._masked else self.text

    def set_focused(self, focused: bool) -> None:
        if focused == self.focused:
            return
        super().set_focused(focused)
        if self._composing:
            # What an input method has begun here must not end elsewhere. Text input as such is never off: letters
            # mean something outside of fields, too.
            pygame.key.stop_text_input()
            pygame.key.start_text_input()
        self._composing = ""
        if not focused:
            self._edit.anchor = self._edit.caret

    @property
    def spoken(self) -> str:
        return texts.text_field(self.placeholder or self.name)

    def handle(self, event: Input) -> bool:
        before = self._edit.text
        used = self._handle(event)
        if used:
            self._blink_since, self._caret_on = None, True
            self.invalidate()
        if self._edit.text != before and self._on_change is not None:
            self._on_change(self._edit.text)
        return used

    def _handle(self, event: Input) -> bool:
        match event:
            case TextTyped(text):
                self._composing = ""
                self._edit.replace(text)
            case TextComposing(text):
                self._composing = text
            case PointerDown(at, "left", clicks):
                # A hand that trembles in a double click must not shrink the word to a letter.
                self._dragging = clicks == 1
                self._presses.append((at, clicks, False))
            case PointerMove(at) if self._dragging:
                self._presses.append((at, 1, True))
            case PointerUp(_, "left"):
                self._dragging = False
            case Key():
                return self._press(event)
            case _:
                return False
        return True

    def _press(self, event: Key) -> bool:
        edit = self._edit
        # Where words begin and end is told of no password.
        by_word = event.ctrl and not self._masked
        match event.key:
            case pygame.K_BACKSPACE if not self._composing:
                edit.delete(-1, word=by_word)
            case pygame.K_DELETE:
                edit.delete(1, word=by_word)
            case pygame.K_LEFT:
                edit.step(-1, select=event.shift, word=by_word)
            case pygame.K_RIGHT:
                edit.step(1, select=event.shift, word=by_word)
            case pygame.K_HOME | pygame.K_UP:
                edit.move(0, select=event.shift)
            case pygame.K_END | pygame.K_DOWN:
                edit.move(len(edit.text), select=event.shift)
            case pygame.K_RETURN | pygame.K_KP_ENTER if self._on_submit is not None and not self._composing:
                self._on_submit(edit.text)
            case _ if event.ctrl:
                return self._shortcut(event.key)
            case _:
                # The text follows as TextTyped: the letter's key must not be taken for the screen's.
                return event.key <= LAST_LETTER and not event.alt and chr(event.key).isprintable()
        return True

    def _shortcut(self, key: int) -> bool:
        edit = self._edit
        match key:
            case pygame.K_a:
                edit.select_all()
            case pygame.K_c | pygame.K_x:
                if not self._masked and edit.selected and copy_text(edit.selected) and key == pygame.K_x:
                    edit.replace("")
            case pygame.K_v:
                edit.replace(paste_text())
            case _:
                return False
        return True

    def tick(self, now_ms: int) -> bool:
        """The caret blinks without a frame rate of its own: see `due_ms`."""
        if self._blink_since is None:
            self._blink_since = now_ms
        on = (now_ms - self._blink_since) // BLINK_MS % 2 == 0
        if on != self._caret_on and self.focused:
            self._caret_on = on
            self.invalidate()
        return False

    def due_ms(self, now_ms: int) -> int | None:
        if not self.focused:
            return None
        return BLINK_MS - (now_ms - (self._blink_since or now_ms)) % BLINK_MS

    # --- painting -------------------------------------------------------------------------------------------------

    def paint(self, painter: Painter) -> None:
        painter.panel(self.rect, theme.ROOM, border=theme.TEAL if self.focused else theme.LINE, radius=theme.RADIUS)
        if self.focused:
            paint_focus_ring(painter, self.rect)
        self._resolve_presses(painter)
        inner = FRect(self.rect.x + theme.PAD, self.rect.y, self.rect.w - 2 * theme.PAD, self.rect.h)
        self._scroll_to_caret(painter, inner.w)
        before = painter.surface.get_clip()
        painter.surface.set_clip(painter.box(inner.inflate(4, 0)).clip(before))
        self._paint_text(painter, inner)
        painter.surface.set_clip(before)

    def _resolve_presses(self, painter: Painter) -> None:
        presses, self._presses = self._presses, []
        widths = [self._width(painter, end) for end in range(len(self.text) + 1)] if presses else []
        for (x, _), clicks, select in presses:
            self._edit.move(_nearest(widths, x - self.rect.x - theme.PAD + self._scroll), select=select)
            if clicks == 2 and not self._masked:
                self._edit.select_word()
            elif clicks >= 2:
                self._edit.select_all()

    def _width(self, painter: Painter, end: int) -> float:
        return painter.text_width(self._shown[:end], size=self._size) if end else 0.0

    def _scroll_to_caret(self, painter: Painter, room: float) -> None:
        caret = self._width(painter, self._edit.caret)
        whole = self._width(painter, len(self.text))
        self._scroll = min(max(self._scroll, caret - room), caret, max(0.0, whole - room))

    def _paint_text(self, painter: Painter, inner: FRect) -> None:
        x, y = inner.x - self._scroll, inner.centery
        if not self.text and not self._composing:
            size = painter.fitting(self.placeholder, inner.w, size=self._size)
            painter.text(self.placeholder, (x, y), size=size, color=theme.FAINT, max_width=inner.w)
        start, end = self._edit.selection
        if start != end:
            left, right = self._width(painter, start), self._width(painter, end)
            painter.rect(
                FRect(x + left, y - self._size * 0.7, right - left, self._size * 1.4), theme.faded(theme.TEAL, 0.43)
            )
        painter.text(self._shown, (x, y), size=self._size)
        if self.focused:
            self._paint_caret(painter, x + self._width(painter, self._edit.caret), y)

    def _paint_caret(self, painter: Painter, x: float, y: float) -> None:
        """Paint the caret and the text that an input method is composing."""
        composing = MASK * len(self._composing) if self._masked else self._composing
        width = painter.text_width(composing, size=self._size) if composing else 0.0
        if self._composing:
            painter.rect(FRect(x, y - self._size * 0.7, width, self._size * 1.4), theme.RAISED)
            painter.text(composing, (x, y), size=self._size, color=theme.AMBER)
            painter.rect(FRect(x, y + self._size * 0.6, width, 1.5), theme.AMBER)
        if self._caret_on:
            painter.rect(FRect(x + width, y - self._size * 0.65, 1.5, self._size * 1.3), theme.TEXT)
        pygame.key.set_text_input_rect(painter.box(FRect(x, y - self._size, 2, self._size * 2)))


def _nearest(widths: list[float], wanted: float) -> int:
    """The caret position nearest to this distance from the text's start."""
    return min(range(len(widths)), key=lambda i: abs(widths[i] - wanted))
