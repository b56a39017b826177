"""The keys with a meaning on the screens, and which of them the player can change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import pygame

from game.client import texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.client.kit.input import Key

Action: TypeAlias = Literal["turn", "emotes", "mute", "full_screen", "perf", "resign"]

USUAL: dict[Action, str] = {"turn": "t", "emotes": "w", "mute": "m", "full_screen": "f11", "perf": "f3", "resign": "f8"}

_TAKEN = {
    "return", "escape", "tab", "space", "backspace",
    "up", "down", "left", "right", "home", "end", "page up", "page down",
}  # fmt: skip
"""What every screen needs."""
_MOVES = frozenset("abcdefghknopqrx0123456789=-+#@")
"""What a move on the keyboard, or an emote, begins with or goes on with."""


def key_of(action: Action, own: Mapping[str, str]) -> str:
    """The name of the key for an action. A key name that does not exist is ignored."""
    name = own.get(action, "")
    return name if code_of(name) is not None else USUAL[action]


def code_of(name: str) -> int | None:
    """Pygame's constant for a key's name."""
    try:
        return pygame.key.key_code(name) if name else None
    except ValueError:
        return None


def means(action: Action, event: Key, own: Mapping[str, str]) -> bool:
    """Whether this key is the one for that action."""
    return not (event.ctrl or event.alt) and event.key == code_of(key_of(action, own))


def objection(action: Action, name: str, own: Mapping[str, str]) -> str | None:
    """Why a key cannot be used for an action, as a sentence; None if it can."""
    if not name or code_of(name) is None:
        return texts.KEY_UNKNOWN
    if name in _TAKEN:
        return texts.key_needed(name)
    if name in _MOVES:
        return texts.key_for_moves(name)
    for other in USUAL:
        if other != action and key_of(other, own) == name:
            return texts.key_used(name, texts.ACTIONS[other])
    return None
