"""Pictures compared with the ones kept in tests/golden/, with a little tolerance for another platform's rounding."""

from __future__ import annotations

from pathlib import Path

import pygame

GOLDEN = Path(__file__).parents[1] / "golden"
ARTEFACTS = Path(__file__).parents[2] / "artefacts"
TOLERANCE = 24
"""By how much of 255 a channel may be off."""
MOST_DIFFERENT = 0.001
"""The share of pixels that may be off by more."""


def share_different(one: pygame.Surface, other: pygame.Surface) -> float:
    """The share of pixels that differ visibly (0 to 1); pictures of different sizes differ altogether."""
    if one.get_size() != other.get_size():
        return 1.0
    difference = _plain(one)
    difference.blit(_plain(other), (0, 0), special_flags=pygame.BLEND_RGB_SUB)
    back = _plain(other)
    back.blit(_plain(one), (0, 0), special_flags=pygame.BLEND_RGB_SUB)
    difference.blit(back, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
    width, height = difference.get_size()
    # A pixel within the threshold of black has hardly changed.
    limit = (TOLERANCE, TOLERANCE, TOLERANCE, 255)
    alike = pygame.mask.from_threshold(difference, (0, 0, 0), limit).count()
    return 1 - alike / (width * height)


def _plain(surface: pygame.Surface) -> pygame.Surface:
    """Without alpha: that is not to be seen in a window."""
    plain = pygame.Surface(surface.get_size(), depth=32)
    plain.blit(surface, (0, 0))
    return plain


def check_golden(name: str, shown: pygame.Surface, *, update: bool) -> None:
    """Fail if the picture is not as the kept one; what was shown is left in artefacts/ then."""
    kept = GOLDEN / f"{name}.png"
    share = share_different(shown, pygame.image.load(kept)) if kept.exists() else 1.0
    if update and share > MOST_DIFFERENT:
        pygame.image.save(shown, kept)
        return
    if share > MOST_DIFFERENT:
        ARTEFACTS.mkdir(exist_ok=True)
        pygame.image.save(shown, ARTEFACTS / f"{name}.png")
        raise AssertionError(f"{share:.2%} of {name} has changed: look at artefacts/{name}.png, or --update-golden")
