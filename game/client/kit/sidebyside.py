"""Two scenes in use at once: one that cannot wait, and the dialog beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.kit.input import OUTSIDE, Interrupted, Key, PointerDown, PointerMove, PointerUp, Wheel
from game.client.kit.widgets.base import ESCAPE, TAB
from game.client.kit.widgets.focus import is_stop

if TYPE_CHECKING:
    from game.client.kit.input import Input, Position
    from game.client.kit.scene import Scene
    from game.client.kit.widgets.base import Widget


class SideBySide:
    """Routes inputs: the pointer's to the scene below it, keys to the scene that was used last."""

    def __init__(self) -> None:
        self._below_writes = False
        """Whether keys go to the scene, and not to the dialog."""
        self._held_by: Scene | None = None
        """Where the pointer was pressed and is still down."""
        self._focus: tuple[Scene, Widget] | None = None
        """What had the focus in the scene before."""

    def begin(self, scene: Scene) -> None:
        """A dialog appeared beside the scene and gets the keyboard."""
        self._below_writes, self._held_by = False, None
        focus = scene.group.focus
        if focus is not None and focus.ringed:
            self._focus = scene, focus
        scene.group.set_focus(None)

    def end(self, scene: Scene) -> None:
        """Nothing is beside the scene any more: it has the keyboard again, where it was."""
        before, self._focus = self._focus, None
        if before is not None and before[0] is scene and scene.group.focus is None and is_stop(before[1]):
            scene.group.set_focus(before[1])

    def handle(self, scene: Scene, dialog: Scene, event: Input) -> bool:
        """Take an input; True when it was used up."""
        match event:
            case PointerDown(at):
                self._held_by = self._at(scene, dialog, at)
                self._write_in(self._held_by, scene, dialog)
                return self._held_by.handle(event)
            case PointerUp(at):
                held, self._held_by = self._held_by, None
                return (held or self._at(scene, dialog, at)).handle(event)
            case PointerMove(at):
                return self._move(scene, dialog, event, at)
            case Wheel(at):
                return self._at(scene, dialog, at).handle(event)
            case Interrupted():
                self._held_by = None
                return any([scene.handle(event), dialog.handle(event)])
            case _:
                return self._write(scene, dialog, event)

    def _at(self, scene: Scene, dialog: Scene, at: Position) -> Scene:
        return dialog if dialog.box is not None and dialog.box.collidepoint(at) else scene

    def _move(self, scene: Scene, dialog: Scene, event: PointerMove, at: Position) -> bool:
        mine = self._held_by or self._at(scene, dialog, at)
        other = scene if mine is dialog else dialog
        other.handle(PointerMove(OUTSIDE))
        return mine.handle(event)

    def _write_in(self, mine: Scene, scene: Scene, dialog: Scene) -> None:
        """Keys go to this scene from now on, and the focus is nowhere else."""
        self._below_writes = mine is scene
        (dialog if mine is scene else scene).group.set_focus(None)

    def _write(self, scene: Scene, dialog: Scene, event: Input) -> bool:
        if isinstance(event, Key) and event.key == ESCAPE:
            return scene.escape() or dialog.handle(event)
        if isinstance(event, Key) and event.key == TAB and not self._below_writes:
            return dialog.handle(event)
        first, second = (scene, dialog) if self._below_writes else (dialog, scene)
        if first.handle(event):
            return True
        if second.handle(event):
            self._write_in(second, scene, dialog)
            return True
        return False
