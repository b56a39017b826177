"""What lies above every screen: the connection banner, toasts, and figures for testers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.client import texts
from game.client.kit.scenestack import merged
from game.client.kit.widgets.banner import HEIGHT as BANNER_HEIGHT
from game.client.kit.widgets.banner import Banner
from game.client.kit.widgets.perf import PerfLine
from game.client.kit.widgets.toast import Toasts

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.kit.scenestack import SceneStack
    from game.client.kit.widgets.base import Widget
    from game.client.kit.window import Window
    from game.client.net.session import Session


class TopLayer:
    """Banner, toasts and the performance line."""

    def __init__(self, session: Session, stack: SceneStack) -> None:
        self._session = session
        self._stack = stack
        self._size = (0.0, 0.0)
        self.banner = Banner()
        self.toasts = Toasts()
        self.perf = PerfLine()

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """In the order in which they are painted."""
        return self.banner, self.toasts, self.perf

    def resize(self, width: float, height: float) -> None:
        """The window has this logical size now."""
        self._size = (width, height)
        self.banner.place(0, 0, width, BANNER_HEIGHT)
        self._place_toasts()
        self.perf.settle(width, height)

    def refresh(self, now_ms: int) -> None:
        """Show the state of the connection."""
        self.banner.set_text(self._session.banner(now_ms))
        self._place_toasts()

    def _place_toasts(self) -> None:
        """Where the screen has room for toasts, else below the banner."""
        width, height = self._size
        top = BANNER_HEIGHT if self.banner.text else 0
        box = self._stack.top.news_box if len(self._stack) else None
        self.toasts.place(*(box or (0, top, width, height - top)))

    def tell(self, sentences: list[str], now_ms: int) -> None:
        """Show these sentences for a while."""
        for sentence in sentences:
            self.toasts.add(sentence, now_ms)

    def toggle_perf(self) -> None:
        """Show or hide the figures."""
        self.perf.set_visible(not self.perf.visible)

    def tick(self, now_ms: int, window: Window) -> int | None:
        """Returns in how many ms it looks different."""
        wanted = [self.toasts.due_ms(now_ms), self._measure(now_ms, window)]
        if self._session.connection == "lost":
            self.refresh(now_ms)
            wanted.append(1000 - (now_ms - self._session.lost_at) % 1000)
        return min((due for due in wanted if due is not None), default=None)

    def _measure(self, now_ms: int, window: Window) -> int | None:
        if not self.perf.visible:
            return None
        room, view = self._session.room, self._session.view
        facts = texts.latency_facts(room.people.players, room.pid) + (view.line_facts() if view is not None else [])
        self.perf.measure(now_ms, window.frames, window.frame_ms, texts.network_facts(facts))
        return self.perf.due_ms(now_ms)

    @property
    def dirty(self) -> bool:
        """Whether it must be painted again."""
        return any(widget.dirty for widget in self.widgets)

    def add_damage(self, parts: list[FRect] | None) -> list[FRect] | None:
        """The changed parts of the window plus those of this layer; None: the whole window."""
        for widget in self.widgets:
            if parts is not None and widget.dirty:
                damage = None if widget.moved else widget.damage()
                parts = None if damage is None else merged([*parts, *damage])
        return parts
