"""What is shipped in assets/ can be shown: every picture is drawn, no piece differs from where it comes from."""

from __future__ import annotations

from importlib.resources import files

import chess.svg
import pygame
import pytest

from game.client.kit.assets import Assets
from game.client.kit.theme import Face

ASSETS = files("assets")
PIECES = ["P", "N", "B", "R", "Q", "K", "p", "n", "b", "r", "q", "k"]
PICTURES = sorted(
    f"{folder}/{file.name.removesuffix('.svg')}"
    for folder in ("pieces", "pictures", "icons")
    for file in (ASSETS / folder).iterdir()
    if file.name.endswith(".svg")
)


def share_covered(picture: pygame.Surface) -> float:
    return pygame.mask.from_surface(picture).count() / (picture.width * picture.height)


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_is_the_one_of_python_chess(piece: str) -> None:
    name = f"{'w' if piece.isupper() else 'b'}{piece.upper()}.svg"
    assert chess.svg.PIECES[piece] in (ASSETS / "pieces" / name).read_text()


@pytest.mark.parametrize("size", [16, 40, 160])
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_drawn_at_any_size(name: str, size: int) -> None:
    picture = Assets().picture(name, size)
    assert max(picture.get_size()) == size
    assert share_covered(picture) > 0.05


@pytest.mark.parametrize("name", [name for name in PICTURES if not name.startswith("icons/")])
def test_a_picture_has_the_same_form_at_any_size(name: str) -> None:
    small, large = (share_covered(Assets().picture(name, size)) for size in (40, 320))
    assert small == pytest.approx(large, abs=0.04)


@pytest.mark.parametrize("face", list(Face))
def test_a_face_can_be_rendered(face: Face) -> None:
    pygame.font.init()
    assert Assets().font(face, 20).size("Underdog")[0] > 40


@pytest.mark.parametrize("licence", ["OFL-inter.txt", "OFL-fredoka.txt", "LICENSE-dejavu.txt"])
def test_a_font_comes_with_its_licence(licence: str) -> None:
    assert len((ASSETS / "fonts" / licence).read_text()) > 1_000
