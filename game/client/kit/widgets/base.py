"""The base of all widgets: a rectangle in logical units that paints itself, handles inputs, and says when it has
changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import (
    OUTSIDE,
    FileDropped,
    Interrupted,
    Key,
    PointerDown,
    PointerMove,
    PointerUp,
    TextComposing,
    TextTyped,
    Wheel,
    is_press,
)
from game.client.kit.widgets.focus import heir_of, is_stop, next_stop
from game.client.kit.widgets.guard import Guard

if TYPE_CHECKING:
    from game.client.kit.input import Button, Input, Position
    from game.client.kit.painter import Painter


class Widget:
    """A leaf. It changes only in `handle`, `tick` and its setters, and calls `invalidate` when it must be repainted."""

    focusable = False
    """Whether Tab stops here."""
    takes_text = False
    """Whether letters are written in it."""
    left_by_escape = False
    """Whether Esc takes the keyboard's focus away from it, and does no more than that."""
    overdraw: ClassVar[float | None] = None
    """How far it paints beyond its rectangle. None: anywhere, so that the whole screen is painted with it."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        """What tests, journeys and the pilot call it."""
        self.rect = FRect(0, 0, 0, 0)
        self.visible = True
        self.enabled = True
        self.hovered = False
        self.focused = False
        self.ringed = False
        """Whether the focus is shown: not to whoever brought it here with the pointer."""
        self.dirty = True
        self.moved = True
        """Whether it was somewhere else when it was last painted."""
        self.tooltip = ""

    def invalidate(self) -> None:
        """Mark the widget as changed."""
        self.dirty = True

    def place(self, x: float, y: float, w: float, h: float) -> None:
        """Set its rectangle (logical units)."""
        rect = FRect(x, y, w, h)
        if rect != self.rect:
            self.rect = rect
            self.moved = True
            self.invalidate()

    def extent(self) -> FRect | None:
        """The part of the window that it paints on; None: any."""
        return None if self.overdraw is None else self.rect.inflate(2 * self.overdraw, 2 * self.overdraw)

    def damage(self) -> list[FRect] | None:
        """The part of the window that has changed, if it is dirty; None: perhaps everything."""
        extent = self.extent()
        return None if extent is None else [extent]

    def contains(self, at: Position) -> bool:
        """Whether the position is on it."""
        return bool(self.rect.collidepoint(at))

    def set_visible(self, visible: bool) -> None:
        """Show or hide it."""
        if visible != self.visible:
            self.visible = visible
            self.invalidate()

    def set_enabled(self, enabled: bool) -> None:
        """Set whether it can be used."""
        if enabled != self.enabled:
            self.enabled = enabled
            self.invalidate()

    def set_hovered(self, hovered: bool) -> None:
        """The pointer came or went."""
        if hovered != self.hovered:
            self.hovered = hovered
            self.invalidate()

    def set_focused(self, focused: bool) -> None:
        """The keyboard's focus came or went."""
        if focused != self.focused:
            self.focused = focused
            self.invalidate()

    @property
    def spoken(self) -> str:
        """What is read aloud when it has the focus."""
        return self.name

    @property
    def ready(self) -> bool:
        """Whether a press that begins now counts."""
        return self.enabled

    def handle(self, event: Input) -> bool:
        """Handle an input that is meant for it; True if it was used."""
        del event
        return False

    def tick(self, now_ms: int) -> bool:
        """Advance its animation; True while it is running (and another frame is wanted)."""
        del now_ms
        return False

    def paint(self, painter: Painter) -> None:
        """Paint it."""
        raise NotImplementedError


def paint_focus_ring(painter: Painter, rect: FRect, radius: float = theme.RADIUS) -> None:
    """Paint the ring around the widget with the keyboard focus."""
    painter.panel(rect.inflate(8, 8), (0, 0, 0, 0), radius=radius + 4, border=theme.TEAL, border_width=2.5)


class Group:
    """The widgets of one screen in painting order. Routes inputs, has the focus, and knows whether to repaint.

    A pressed widget gets all pointer inputs until the button is released. Tab and Shift-Tab move the focus.
    """

    def __init__(self) -> None:
        self.widgets: list[Widget] = []
        self.focus: Widget | None = None
        self._first: Widget | None = None
        self._tab_from: Widget | None = None
        """Where the focus was when it went away."""
        self.hands_on_focus = True
        """Whether the focus goes on to another widget when the one that has it goes away."""
        self._guard = Guard(open=True)
        """Open unless the focus has just moved by itself: a quick second press was meant for what is gone."""
        self._grabbed: Widget | None = None
        self._moving: list[Widget] = []

    def add(self, *widgets: Widget) -> None:
        """Add widgets on top of the others."""
        self.widgets += widgets

    def named(self, name: str) -> Widget:
        """The widget with this name.

        Raises:
            KeyError: there is none.
        """
        for widget in self.widgets:
            if widget.name == name:
                return widget
        raise KeyError(name)

    def at(self, position: Position) -> Widget | None:
        """The topmost visible widget at this position, usable or not."""
        for widget in reversed(self.widgets):
            if widget.visible and widget.contains(position):
                return widget
        return None

    def begin_at(self, widget: Widget) -> None:
        """Give the focus to this widget, now and after presses beside all focusable widgets.

        It also gets Enter when the focused widget does not use it.
        """
        self._first = widget
        self.set_focus(widget)

    def set_focus(self, widget: Widget | None, *, by_pointer: bool = False) -> None:
        """Give the focus to a widget, or to none."""
        self._tab_from = None
        if widget is not None:
            widget.ringed = not by_pointer
        if widget is self.focus:
            return
        if self.focus is not None:
            self.focus.set_focused(False)
        self.focus = widget
        if widget is not None:
            widget.set_focused(True)

    @property
    def _fallback(self) -> Widget | None:
        first = self._first
        return first if first is not None and is_stop(first) else None

    def handle(self, event: Input) -> bool:
        """Route an input; True when a widget has used it up."""
        match event:
            case PointerMove(at):
                return self._move(event, at)
            case PointerDown(at):
                return self._press(event, at)
            case PointerUp():
                grabbed, self._grabbed = self._grabbed, None
                return grabbed is not None and grabbed.handle(event)
            case Wheel(at):
                target = self.at(at)
                return target is not None and target.handle(event)
            case Key() | TextTyped() | TextComposing():
                return self._type(event)
            case Interrupted():
                return self._let_go()
            case FileDropped():
                # Wherever it was dropped: a screen that has a use for files says so itself.
                return False

    def _move(self, event: Input, at: Position) -> bool:
        over = self._grabbed or self.at(at)
        for widget in self.widgets:
            widget.set_hovered(widget is over)
        return over is not None and over.enabled and over.handle(event)

    def _press(self, event: Input, at: Position) -> bool:
        target = self.at(at)
        if target is None or not target.enabled:
            self.set_focus(self._fallback, by_pointer=True)
            return target is not None
        self.set_focus(target if target.focusable else self._fallback, by_pointer=True)
        self._grabbed = target
        return target.handle(event)

    def _let_go(self) -> bool:
        """Cancel the current press, as if the button had been released outside."""
        grabbed, self._grabbed = self._grabbed, None
        if grabbed is not None:
            for button in BUTTONS:
                grabbed.handle(PointerUp(OUTSIDE, button))
        return grabbed is not None

    def _type(self, event: Key | TextTyped | TextComposing) -> bool:
        self.settle_focus()
        if is_press(event) and not self._guard.open:
            return True
        if self.focus is not None and not self.focus.enabled:
            # It may come back into use: until then keys go past it.
            return self._walk(event)
        if self.focus is not None and self.focus.handle(event):
            return True
        if isinstance(event, Key) and event.key == ESCAPE and self.focus is not None and self.focus.left_by_escape:
            self.set_focus(None)
            return True
        if isinstance(event, Key) and event.key in ENTER and self.focus is not None and self._fallback is not None:
            return self._fallback.handle(event)
        return self._walk(event)

    def _walk(self, event: Input) -> bool:
        if not isinstance(event, Key) or event.key != TAB:
            return False
        stop = next_stop(self.focus or self._tab_from, self.widgets, -1 if event.shift else 1)
        if stop is not None:
            self.set_focus(stop)
        return stop is not None

    def settle_focus(self) -> None:
        """If the widget with the focus has gone away, go on from where it was."""
        gone = self.focus
        if gone is None or (gone.visible and gone in self.widgets):
            return
        heir = heir_of(gone, self.widgets) if gone.ringed and self.hands_on_focus else None
        self.set_focus(heir)
        if heir is None:
            self._tab_from = gone
        else:
            self._guard.close()

    def forget_pointer(self) -> None:
        """The pointer is needed elsewhere, as in a dialog that has come up: nothing is held or pointed at any more."""
        self._let_go()
        for widget in self.widgets:
            widget.set_hovered(False)

    def tick(self, now_ms: int) -> bool:
        """Move all animations on; True while one is running."""
        self.settle_focus()
        moving = [widget for widget in self.widgets if widget.visible and widget.tick(now_ms)]
        # What has just come to rest is painted once more, or it would stay a step short of its end.
        for widget in (*self._moving, *moving):
            widget.invalidate()
        self._moving = moving
        return self._guard.tick(now_ms) or bool(moving)

    @property
    def dirty(self) -> bool:
        """Whether any of them looks different from what was painted."""
        return any(widget.dirty for widget in self.widgets)

    def damage(self) -> list[FRect] | None:
        """The changed parts of the window; None: perhaps all of it."""
        parts: list[FRect] = []
        for widget in self.widgets:
            if not widget.dirty:
                continue
            damage = None if widget.moved else widget.damage()
            if damage is None:
                return None
            parts += damage
        return parts

    def paint(self, painter: Painter, part: FRect | None = None) -> None:
        """Paint all widgets, or those that reach into a part of the window."""
        for widget in self.widgets:
            if widget.visible and (part is None or _reaches(widget, part)):
                widget.paint(painter)

    def painted(self) -> None:
        """All widgets were painted."""
        for widget in self.widgets:
            widget.dirty = widget.moved = False


def _reaches(widget: Widget, part: FRect) -> bool:
    extent = widget.extent()
    return extent is None or bool(extent.colliderect(part))


TAB = 9
"""pygame.K_TAB."""
ESCAPE = 27
"""pygame.K_ESCAPE."""
ENTER = frozenset({13, 1073741912})
"""pygame.K_RETURN and pygame.K_KP_ENTER."""
BUTTONS: tuple[Button, ...] = ("left", "middle", "right")
