"""What is read aloud of the screen: a dialog as it opens, and the widget that has the keyboard's focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client.kit.widgets.label import Label

if TYPE_CHECKING:
    from game.client.kit.scene import Scene
    from game.client.kit.scenestack import SceneStack


class ScreenReading:
    """Compares the top scene with its earlier state."""

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._focus = ""

    def listen(self, stack: SceneStack) -> list[str]:
        """What has come up and what has the focus now, if either has changed."""
        scene = stack.top
        came = scene is not self._scene
        self._scene = scene
        focus = scene.group.focus
        read = focus.spoken if focus is not None and focus.visible and focus.ringed else ""
        changed = read != self._focus or came
        self._focus = read
        return [*(words_of(scene) if came else []), *([read] if read and changed else [])]


def words_of(scene: Scene) -> list[str]:
    """A dialog's texts, in order; of a whole screen only its heading."""
    labels = [each for each in scene.group.widgets if isinstance(each, Label) and each.visible and each.text]
    return [each.text for each in (labels if scene.modal else labels[:1])]
