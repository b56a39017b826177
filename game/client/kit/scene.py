"""Scenes: what the window shows, one screen or dialog each.

A scene has two halves: its logic (state and possible actions, without pygame), and its view, the subclass of `Scene`,
which lays out widgets and passes on what they report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.kit import theme
from game.client.kit.widgets.base import Group

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.kit.input import Input
    from game.client.kit.painter import Painter

ANIMATING_MS = theme.FRAME_MS


class Scene:
    """One screen, or one dialog over a screen."""

    name = "scene"
    modal = False
    """A modal scene is painted over the dimmed scene below it and takes all inputs."""
    cannot_wait = False
    """Dialogs do not cover such a scene: they stand beside it, and it stays bright and can be used."""
    news_box: FRect | None = None
    """Where passing sentences may lie and cover nothing that is needed; None: at the top of the window."""
    box: FRect | None = None
    """Where the panel of a dialog is that can stand beside such a scene."""

    def __init__(self) -> None:
        self.group = Group()
        self.size = (0.0, 0.0)
        self.aside = False
        """Whether it stands beside a scene that cannot wait."""
        self._repaint = True

    # --- what subclasses say --------------------------------------------------------------------------------------

    def layout(self, width: float, height: float) -> None:
        """Place the widgets in a window of this logical size."""

    def refresh(self, now_ms: int) -> None:
        """Follow changes outside: of the session, of the settings."""

    def entered(self) -> None:
        """The scene is now on top."""

    def left(self) -> None:
        """The scene was removed from the stack."""

    def make_room(self, box: FRect | None) -> None:
        """A dialog stands in this part of the window; None: no longer."""

    def escape(self) -> bool:
        """Cancel what is under way here. Whether there was anything."""
        return False

    def paint_background(self, painter: Painter) -> None:
        """Paint what lies below the widgets."""
        if not self.modal:
            painter.fill(theme.ROOM)

    def unhandled(self, event: Input) -> bool:
        """An input that no widget used, such as a key for the whole screen."""
        del event
        return False

    def due_ms(self, now_ms: int) -> int | None:
        """In how many ms something changes by time alone (such as a clock's second); None: nothing does."""
        del now_ms
        return None

    def pilot_facts(self) -> dict[str, object]:
        """More facts about this screen for tests that drive the real window."""
        return {}

    # --- what the loop calls --------------------------------------------------------------------------------------

    def resize(self, width: float, height: float) -> None:
        """The window has a new logical size."""
        self.size = (width, height)
        self.layout(width, height)
        self._repaint = True

    def relayout(self) -> None:
        """Lay out again after widgets came or went."""
        self.resize(*self.size)

    def handle(self, event: Input) -> bool:
        """Handle an input; True if it was used."""
        return self.group.handle(event) or self.unhandled(event)

    def tick(self, now_ms: int) -> int | None:
        """Advance animations. Returns in how many ms the next frame is wanted; None: when something happens."""
        if self.group.tick(now_ms):
            return ANIMATING_MS
        return self.due_ms(now_ms)

    @property
    def dirty(self) -> bool:
        """Whether the scene must be painted again."""
        return self._repaint or self.group.dirty

    def invalidate(self) -> None:
        """Paint it again."""
        self._repaint = True

    def damage(self) -> list[FRect] | None:
        """The changed parts of the window; None: perhaps all of it."""
        return None if self._repaint or self.modal else self.group.damage()

    def paint(self, painter: Painter, part: FRect | None = None) -> None:
        """Paint the scene, or with a `part` (the painter's clip) at least what reaches into it."""
        self.paint_background(painter)
        self.group.paint(painter, part)

    def painted(self) -> None:
        """The scene was painted."""
        self._repaint = False
        self.group.painted()
