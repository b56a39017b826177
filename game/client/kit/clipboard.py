"""The system's clipboard, which does not exist everywhere."""

from __future__ import annotations

import pygame


def copy_text(text: str) -> bool:
    """Copy a text. False if there is no clipboard."""
    try:
        pygame.scrap.put_text(text)
    except pygame.error:
        return False
    return True


def paste_text() -> str:
    """The text on the clipboard; "" if there is none."""
    try:
        return pygame.scrap.get_text()
    except pygame.error:
        return ""
