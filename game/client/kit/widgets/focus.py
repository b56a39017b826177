"""Where the keyboard's focus goes when the widget that has it goes away, and where Tab goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.client.kit.widgets.base import Widget


def is_stop(widget: Widget) -> bool:
    """Whether Tab stops there."""
    return widget.focusable and widget.visible and widget.enabled


def heir_of(gone: Widget, widgets: Sequence[Widget]) -> Widget | None:
    """The widget that has taken the place of another one, else the next one that can be used; None: there is none.

    Only a text field is followed by a text field, or letters would suddenly be written somewhere.
    """
    stops = [each for each in _from(gone, widgets, 1) if is_stop(each) and (gone.takes_text or not each.takes_text)]
    return max(stops, key=lambda each: _overlap(gone, each), default=None)


def next_stop(widget: Widget | None, widgets: Sequence[Widget], step: int) -> Widget | None:
    """Where Tab goes from a widget, which need not be a stop itself; None: nowhere."""
    return next((each for each in _from(widget, widgets, step) if is_stop(each)), None)


def _from(widget: Widget | None, widgets: Sequence[Widget], step: int) -> list[Widget]:
    """All widgets in Tab's order, from the one after this one round to itself."""
    order = list(widgets[::step])
    at = order.index(widget) + 1 if widget in order else 0
    return order[at:] + order[:at]


def _overlap(one: Widget, other: Widget) -> float:
    both = one.rect.clip(other.rect)
    return both.w * both.h
