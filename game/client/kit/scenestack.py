"""The stack of scenes: which scene takes inputs, which are seen below it, and which parts are painted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygame import FRect

from game.client.kit import theme
from game.client.kit.input import is_press
from game.client.kit.sidebyside import SideBySide
from game.client.kit.widgets.cachedpicture import CachedPicture
from game.client.kit.widgets.guard import Guard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.client.kit.input import Input
    from game.client.kit.painter import Painter
    from game.client.kit.scene import Scene
    from game.client.kit.widgets.base import Widget


class SceneStack:
    """The scenes of the window, the top one last."""

    def __init__(self) -> None:
        self._scenes: list[Scene] = []
        self._size = (0.0, 0.0)
        self._changed = True
        self._backdrop = CachedPicture()
        self._beside = SideBySide()
        self._guard = Guard(open=True)
        """Open unless another scene has just come on top: a quick second press was meant for the one before."""
        self._guarded: Scene | None = None

    @property
    def top(self) -> Scene:
        """The scene that takes inputs."""
        return self._scenes[-1]

    def __len__(self) -> int:
        return len(self._scenes)

    def __contains__(self, scene: Scene) -> bool:
        return scene in self._scenes

    def push(self, scene: Scene) -> None:
        """Add a scene. A press that began below is cancelled."""
        if self._scenes:
            self.top.group.forget_pointer()
        scene.aside = scene.modal and self._has_room_beside()
        scene.resize(*self._size)
        self._scenes.append(scene)
        self._rearranged()
        if (in_use := self._in_use) is not None:
            self._beside.begin(in_use)
        scene.entered()

    def pop(self) -> None:
        """Take the top scene away."""
        self._scenes.pop().left()
        self._rearranged()
        if self._scenes:
            self.top.invalidate()

    def remove(self, scene: Scene) -> None:
        """Remove a scene, wherever it is. Does nothing if it is already gone."""
        if scene in self._scenes:
            self._scenes.remove(scene)
            scene.left()
            self._rearranged()

    def _rearranged(self) -> None:
        self._changed = True
        if self._scenes:
            self._guard_top()
            if self._in_use is None:
                self._beside.end(self.top)
            self._visible()[0].make_room(None if self._in_use is None else self.top.box)

    def _guard_top(self) -> None:
        """Another scene may be on top now. The first of the program has nothing before it."""
        before, self._guarded = self._guarded, self.top
        if before is not None and before is not self.top:
            self._guard.close()

    @property
    def takes_presses(self) -> bool:
        """Whether a press counts that begins now."""
        return self._guard.open or self.top.cannot_wait or self._in_use is not None

    def _has_room_beside(self) -> bool:
        """Whether one more dialog stands beside a scene that cannot wait; one that is covered already can."""
        if not self._scenes:
            return False
        base, *dialogs = self._visible()
        return base.cannot_wait and all(dialog.box is not None for dialog in dialogs)

    @property
    def _in_use(self) -> Scene | None:
        """The scene that stays usable beside the top one, if there is one."""
        base, *dialogs = self._visible()
        return base if dialogs and self._has_room_beside() else None

    def close_above(self, kind: type[Scene]) -> None:
        """Remove all scenes above the topmost one of this kind. Does nothing if there is none."""
        base = next((i for i, scene in enumerate(self._scenes) if isinstance(scene, kind)), len(self._scenes))
        while len(self._scenes) > base + 1:
            self.pop()

    def replace_all(self, scene: Scene) -> None:
        """Replace everything by another screen."""
        while self._scenes:
            self._scenes.pop().left()
        self.push(scene)

    def resize(self, width: float, height: float) -> None:
        """The window has this logical size now."""
        self._size = (width, height)
        self._backdrop.drop()
        for scene in self._scenes:
            scene.resize(width, height)
        self._rearranged()

    def refresh(self, now_ms: int) -> None:
        """Let every scene follow changes outside."""
        for scene in list(self._scenes):
            scene.refresh(now_ms)

    def handle(self, event: Input) -> bool:
        """Pass an input to the top scene, or to it and the one beside it."""
        if is_press(event) and not self.takes_presses:
            return True
        in_use = self._in_use
        return self.top.handle(event) if in_use is None else self._beside.handle(in_use, self.top, event)

    def tick(self, now_ms: int) -> int | None:
        """The soonest frame that any visible scene wants, in ms."""
        wanted = [due for scene in self._visible() if (due := scene.tick(now_ms)) is not None]
        was_open = self._guard.open
        if self._guard.tick(now_ms):
            wanted.append(theme.GUARD_MS)
        elif not was_open:
            self.top.invalidate()
        return min(wanted, default=None)

    @property
    def dirty(self) -> bool:
        """Whether the window must be painted again."""
        return self._changed or any(scene.dirty for scene in self._visible())

    def damage(self) -> list[FRect] | None:
        """The changed parts of the window, without overlaps; None: all of it."""
        scenes = self._visible()
        damage = None if self._changed or len(scenes) > 1 else scenes[0].damage()
        return None if damage is None else merged(damage)

    def paint(self, painter: Painter, parts: list[FRect] | None = None, over: Sequence[Widget] = ()) -> None:
        """Paint the top screen, the dialogs over it (each dims what is below), and `over` on top, or only `parts` of
        that.
        """
        for part in [None] if parts is None else parts:
            painter.clip(part)
            self._paint_all(painter, part)
            for widget in over:
                if widget.visible:
                    widget.paint(painter)
        painter.clip(None)
        for widget in over:
            widget.dirty = widget.moved = False
        self._changed = False
        for scene in self._visible():
            scene.painted()

    def _paint_all(self, painter: Painter, part: FRect | None = None) -> None:
        *lower, top = self._visible()
        if self._in_use is not None:
            lower[0].paint(painter, part)
        elif lower:
            if self._changed or any(scene.dirty for scene in lower):
                self._backdrop.drop()
            whole = FRect(0, 0, *self._size)
            # A dialog may be in motion while nothing below it is.
            self._backdrop.paint(painter, whole, lambda: self._paint_lower(painter, lower, whole))
        top.paint(painter, part)

    def _paint_lower(self, painter: Painter, lower: list[Scene], whole: FRect) -> None:
        """Paint what is below the top scene, dimmed."""
        for scene in lower:
            if scene.modal:
                painter.rect(whole, theme.SHADE)
            scene.paint(painter)
        painter.rect(whole, theme.SHADE)

    def _visible(self) -> list[Scene]:
        first = max((i for i, scene in enumerate(self._scenes) if not scene.modal), default=0)
        return self._scenes[first:]


def merged(parts: list[FRect]) -> list[FRect]:
    """Rectangles that cover the given ones without overlapping."""
    found: list[FRect] = []
    for part in parts:
        whole = part
        # What it now reaches into may be something that it did not reach into before.
        while (hit := whole.collidelist(found)) >= 0:
            whole = whole.union(found.pop(hit))
        found.append(whole)
    return found
