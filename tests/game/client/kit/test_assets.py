"""Everything in assets/ can be shown, and comes from where CREDITS.md says."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import chess.svg
import pytest

from game.client.kit.theme import Face
from game.client.kit.window import Window
from tests.helpers.pilot import Pilot

ROOT = Path(__file__).parents[4]
ASSETS = ROOT / "assets"
PICTURES = sorted(str(path.relative_to(ASSETS).with_suffix("")) for path in ASSETS.rglob("*.svg"))


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_can_be_rasterised(name: str) -> None:
    surface = Pilot().window.assets.picture(name, 64)
    assert surface.get_bounding_rect().w > 16


@pytest.mark.parametrize("letter", "KQRBNPkqrbnp")
def test_the_pieces_are_those_of_python_chess(letter: str) -> None:
    name = f"{'w' if letter.isupper() else 'b'}{letter.upper()}.svg"
    drawn = (ASSETS / "pieces" / name).read_text(encoding="utf-8")
    assert chess.svg.PIECES[letter] in drawn


def test_every_picture_that_the_code_names_is_there() -> None:
    named = {
        name
        for path in (ROOT / "game").rglob("*.py")
        for name in re.findall(r'"((?:pictures|icons)/[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert named <= set(PICTURES)


def test_every_font_comes_with_its_licence() -> None:
    fonts = {path.name.split("-")[0].lower() for path in (ASSETS / "fonts").glob("*.*tf*")} | {
        path.name.split("-")[0] for path in (ASSETS / "fonts").glob("*.woff2")
    }
    licences = " ".join(path.name for path in (ASSETS / "fonts").glob("*.txt"))
    assert fonts
    assert all(font.split("sans")[0].split(".")[0] in licences for font in fonts)


def test_the_package_finds_its_assets() -> None:
    assert (files("assets") / "pictures" / "pup.svg").is_file()


@pytest.mark.parametrize("pixels", [12, 16, 28])
def test_letters_of_several_files_stand_on_one_line_and_lose_nothing(pixels: int) -> None:
    window = Window((200, 200), "Underdog")
    plain = window.assets.render("Wg", Face.STRONG, pixels, (255, 255, 255))
    accented = window.assets.render("Ŵg", Face.STRONG, pixels, (255, 255, 255))
    # The g hangs as far below the middle as ever.
    below = [shown.get_bounding_rect().bottom - shown.height / 2 for shown in (plain, accented)]
    assert below[0] == pytest.approx(below[1], abs=0.6)
    assert accented.get_bounding_rect().height > plain.get_bounding_rect().height
