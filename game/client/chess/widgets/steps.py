"""Buttons and keys that step through the moves of a game."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pygame

from game.client import texts
from game.client.kit.theme import Size
from game.client.kit.widgets.button import Button

if TYPE_CHECKING:
    from collections.abc import Callable

FAR: Final = 10_000
"""More moves than a game has."""
STEP_KEYS: Final = MappingProxyType(
    {
        pygame.K_LEFT: -1,
        pygame.K_RIGHT: 1,
        pygame.K_UP: -FAR,
        pygame.K_DOWN: FAR,
        pygame.K_HOME: -FAR,
        pygame.K_END: FAR,
    }
)


def step_buttons(on_step: Callable[[int], None], size: float = Size.BODY) -> list[Button]:
    """To the start, back, forward, to the end; `on_step` is told by how many moves."""
    return [
        Button(text, partial(on_step, by), size=size, kind="quiet", name=name)
        for text, by, name in (
            (texts.FIRST, -FAR, "first"),
            (texts.EARLIER, -1, "earlier"),
            (texts.LATER, 1, "later"),
            (texts.LATEST, FAR, "latest"),
        )
    ]
