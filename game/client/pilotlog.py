"""Tells tests that drive the real window where the widgets are: one JSON line for each change, in pixels of the window.

{"scene": "home", "widgets": {"Join": [x, y, w, h], ...}}
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from game.client.kit.scene import Scene


class PilotLog:
    """Appends to a file whenever the visible widgets have changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = ""

    def write(self, scene: Scene, scale: float) -> None:
        """Log the scene, unless it is unchanged."""
        widgets = {
            widget.name: [round(edge * scale) for edge in widget.rect]
            for widget in scene.group.widgets
            if widget.visible and widget.ready and widget.name
        }
        line = json.dumps({"scene": scene.name, "widgets": widgets, **scene.pilot_facts()})
        if line != self._last:
            self._last = line
            with self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
