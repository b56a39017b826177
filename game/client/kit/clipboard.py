"""The system's clipboard, which some systems do not have."""

from __future__ import annotations

import pygame


def copy_text(text: str) -> bool:
    """Put a text on it; False where there is none."""
    try:
        pygame.scrap.put_text(text)
    except pygame.error:
        return False
    return True


def paste_text() -> str:
    """The text on it; empty where there is none."""
    try:
        return pygame.scrap.get_text()
    except pygame.error:
        return ""
