"""Which font draws what: mixed scripts, emoji made of several characters, and what no font has."""

from __future__ import annotations

from importlib.resources import files

import pytest

from game.client.kit.assets import Assets, cannot_be_shown
from game.client.kit.fontruns import NEUTRAL, runs
from game.client.kit.theme import Face
from tests.helpers.pilot import Pilot

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
WAVE = "\U0001f44b\U0001f3fd"


@pytest.fixture
def assets() -> Assets:
    return Pilot().window.assets


def files_of(assets: Assets, text: str) -> list[tuple[str, str]]:
    return runs(text, Face.TEXT, assets._covers)


@pytest.mark.parametrize(
    "text", ["你好", "日本語のテスト", "안녕하세요", "\U0001f600", "\U0001f97a", "♞", "Ωμέγα", "Пёс"]
)
def test_what_people_write_is_shown(assets: Assets, text: str) -> None:
    assert assets.missing(text, Face.TEXT) == ""
    assert "".join(run for _, run in files_of(assets, text)) == text


@pytest.mark.parametrize("text", [FAMILY, WAVE, "\u2764\ufe0f", "e\u0301"])
def test_what_belongs_together_is_one_picture(assets: Assets, text: str) -> None:
    assert len(files_of(assets, text)) == 1
    assert assets.text_width(text, Face.TEXT, 20) == assets.text_width(text[0], Face.TEXT, 20)


def test_an_emoji_stands_between_letters_of_the_face(assets: Assets) -> None:
    assert files_of(assets, f"hi {WAVE}!") == [
        ("inter-500.woff2", "hi "),
        ("noto-emoji-500.ttf", WAVE),
        ("inter-500.woff2", "!"),
    ]


@pytest.mark.parametrize("text", ["ส", "\U00012000", "\ufe0f"])
def test_what_no_font_has_is_a_neutral_sign_and_never_an_empty_box(assets: Assets, text: str) -> None:
    assert files_of(assets, text) == [("inter-500.woff2", NEUTRAL)]


def test_what_cannot_be_shown_is_named_once() -> None:
    Pilot()
    assert cannot_be_shown("Ann ส สส ก") == "สก"


def test_the_fallbacks_stay_small() -> None:
    """They are downloaded by everybody."""
    sizes = [len(file.read_bytes()) for file in (files("assets") / "fonts").iterdir() if file.name.startswith("noto")]
    assert len(sizes) == 2
    assert sum(sizes) < 6_000_000
