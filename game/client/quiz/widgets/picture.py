"""A picture as large as its box allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.client.kit import theme
from game.client.kit.theme import Size
from game.client.kit.widgets.label import Backdrop
from game.client.quiz import texts

if TYPE_CHECKING:
    from pygame import FRect

    from game.client.kit.painter import Painter
    from game.client.quiz.pictures import Pictures


class PictureBox(Backdrop):
    """The picture at a URL, or a word that there is none."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.name = "picture"
        self._pictures = pictures
        self._shown: tuple[str, pygame.Surface | None] = ("", None)

    @property
    def picture(self) -> pygame.Surface | None:
        """What is shown."""
        return self._shown[1]

    def show(self, url: str) -> None:
        """Show another picture, or the same one once it has arrived."""
        shown = (url, self._pictures.picture(url))
        if shown != self._shown:
            self._shown = shown
            self.invalidate()

    def paint(self, painter: Painter) -> None:
        painter.panel(self.rect, theme.ROOM, radius=theme.RADIUS_SMALL, border=theme.LINE)
        url, picture = self._shown
        if picture is not None:
            paint_picture(painter, picture, self.rect.inflate(-8, -8))
        elif not self._pictures.coming:
            word = texts.PICTURE_NONE if not url else texts.PICTURE_ELSEWHERE
            painter.text(word, self.rect.center, size=Size.BODY, color=theme.QUIET, align="center")


def paint_picture(painter: Painter, picture: pygame.Surface, box: FRect) -> None:
    """Paint it whole, in the middle."""
    pixels = painter.box(box)
    share = min(pixels.w / picture.get_width(), pixels.h / picture.get_height())
    size = (max(1, round(picture.get_width() * share)), max(1, round(picture.get_height() * share)))
    scaled = painter.cached(
        ("picture", id(picture), size), lambda: pygame.transform.smoothscale(picture.convert_alpha(), size)
    )
    painter.surface.blit(scaled, scaled.get_rect(center=pixels.center))
