"""Finds texts that a screen cuts off: elided lines, lost lines of paragraphs, words beyond the window's edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.client.kit.painter import Painter
from game.client.kit.theme import Size
from game.client.settings import NAME_LIMIT

if TYPE_CHECKING:
    import pytest


class CutTexts:
    """Watches all painters. `found` has every text that was not shown whole.

    The beginning of a person's name is enough, as long as nothing else of the text is lost.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]) -> None:
        self.found: set[str] = set()
        self._names = {shown for name in names for shown in (name, name[:NAME_LIMIT])}
        self._elide, self._paragraph, self._text = Painter.elide, Painter.paragraph, Painter.text
        for name in ("elide", "paragraph", "text"):
            watching = getattr(self, f"_watch_{name}")
            monkeypatch.setattr(
                Painter, name, lambda painter, *args, _watch=watching, **how: _watch(painter, *args, **how)
            )

    def _watch_elide(self, painter: Painter, text: str, *args: Any, **how: Any) -> str:
        shown = self._elide(painter, text, *args, **how)
        kept = len(shown) - 1
        if shown != text and not any(text.endswith(name) and kept >= len(text) - len(name) for name in self._names):
            self.found.add(text)
        return shown

    def _watch_paragraph(self, painter: Painter, text: str, rect: Any, *, size: float = Size.BODY, **how: Any) -> float:
        face = {"face": how["face"]} if "face" in how else {}
        lines = painter.wrap(text, rect.w, size=Size.TINY, **face)
        if text and len(lines) * painter.line_height(min(size, Size.TINY)) > rect.h + 1:
            self.found.add(text)
        return self._paragraph(painter, text, rect, size=size, **how)

    def _watch_text(self, painter: Painter, text: str, at: tuple[float, float], **how: Any) -> float:
        width = self._text(painter, text, at, **how)
        left = at[0] - {"left": 0, "center": width / 2, "right": width}[how.get("align", "left")]
        if left < -1 or left + width > painter.surface.get_width() / painter.scale + 1:
            self.found.add(text)
        return width
