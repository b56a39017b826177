"""Golden pictures: screens compared with those in tests/golden/, tile by tile, with some tolerance for other platforms.

The share of different pixels in the whole picture would miss a button or a name, because they are small.
"""

from __future__ import annotations

from pathlib import Path

import pygame

GOLDEN = Path(__file__).parents[1] / "golden"
ARTEFACTS = Path(__file__).parents[2] / "artefacts"
TOLERANCE = 24
"""By how much of 255 a channel may be off."""
TILE = 32
"""The side of a tile, in pixels."""
MOST_DIFFERENT = 0.05
"""The share of a tile's pixels that may be off by more."""


def share_different(one: pygame.Surface, other: pygame.Surface) -> float:
    """The share of pixels that differ visibly (0 to 1); pictures of different sizes differ altogether."""
    if one.get_size() != other.get_size():
        return 1.0
    width, height = one.get_size()
    return 1 - _alike(_difference(one, other)).count() / (width * height)


def worst_tile(one: pygame.Surface, other: pygame.Surface) -> tuple[float, tuple[int, int]]:
    """The largest share of visibly different pixels in any tile (0 to 1), and that tile's top left corner."""
    if one.get_size() != other.get_size():
        return 1.0, (0, 0)
    alike = _alike(_difference(one, other))
    width, height = one.get_size()
    corners = [(x, y) for y in range(0, height, TILE) for x in range(0, width, TILE)]
    return max((_share_in_tile(alike, corner), corner) for corner in corners)


def _share_in_tile(alike: pygame.Mask, corner: tuple[int, int]) -> float:
    width, height = alike.get_size()
    size = min(TILE, width - corner[0]), min(TILE, height - corner[1])
    return 1 - alike.overlap_area(pygame.Mask(size, fill=True), corner) / (size[0] * size[1])


def _alike(difference: pygame.Surface) -> pygame.Mask:
    """Where a pixel is within the threshold of black: there it has hardly changed."""
    return pygame.mask.from_threshold(difference, (0, 0, 0), (TOLERANCE, TOLERANCE, TOLERANCE, 255))


def _difference(one: pygame.Surface, other: pygame.Surface) -> pygame.Surface:
    difference, back = _opaque(one), _opaque(other)
    difference.blit(_opaque(other), (0, 0), special_flags=pygame.BLEND_RGB_SUB)
    back.blit(_opaque(one), (0, 0), special_flags=pygame.BLEND_RGB_SUB)
    difference.blit(back, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
    return difference


def _opaque(surface: pygame.Surface) -> pygame.Surface:
    """Without alpha: that is not to be seen in a window."""
    opaque = pygame.Surface(surface.get_size(), depth=32)
    opaque.blit(surface, (0, 0))
    return opaque


def check_golden(name: str, shown: pygame.Surface, *, update: bool) -> None:
    """Fail if a tile is not as in the kept picture; then artefacts/ has expected, got and difference side by side."""
    path = GOLDEN / f"{name}.png"
    kept = pygame.image.load(path) if path.exists() else pygame.Surface((1, 1))
    share, corner = worst_tile(shown, kept)
    if share <= MOST_DIFFERENT:
        return
    if update:
        pygame.image.save(shown, path)
        return
    ARTEFACTS.mkdir(exist_ok=True)
    pygame.image.save(_side_by_side(kept, shown), ARTEFACTS / f"{name}.png")
    raise AssertionError(
        f"{name} has changed, most at {corner} ({share:.0%} of the tile): artefacts/{name}.png shows "
        "expected, got and difference; --update-golden keeps what is shown now"
    )


def _side_by_side(kept: pygame.Surface, shown: pygame.Surface) -> pygame.Surface:
    pictures = [kept, shown, *([_difference(kept, shown)] if kept.get_size() == shown.get_size() else [])]
    wide = pygame.Surface((sum(each.get_width() for each in pictures), max(each.get_height() for each in pictures)))
    x = 0
    for each in pictures:
        wide.blit(each, (x, 0))
        x += each.get_width()
    return wide
