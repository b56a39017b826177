from __future__ import annotations

from typing import Any

import pytest

from game.chess.bot.levels import LEVELS
from game.chess.upgrades import CATALOGUE
from game.client import texts
from game.client.art import pups
from game.client.chess.setup import computer_setup
from game.client.chess.upgrades import UpgradesScene
from game.client.screens.about import AboutScene
from game.client.screens.home import HomeScene
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext


def a_home(**settings: Any) -> tuple[Pilot, FakeContext]:
    context = FakeContext(**settings)
    pilot = Pilot(scene=HomeScene(context))
    pilot.stage.stack.refresh(pilot.clock.now_ms)
    return pilot, context


@pytest.mark.parametrize(
    ("button", "scene"),
    [
        (texts.HOST, "setup"),
        (texts.COMPUTER_BUTTON, "setup"),
        (texts.UPGRADES, "upgrades"),
        (texts.SETTINGS, "settings"),
        (texts.ABOUT, "about"),
        ("who", "profile"),
    ],
)
def test_every_button_leads_somewhere(button: str, scene: str) -> None:
    pilot, context = a_home()
    pilot.click(button)
    assert context.asked == [f"push {scene}"]


def test_the_pup_greets_once_and_then_nothing_is_drawn() -> None:
    pilot, _ = a_home(reduced_motion=False)
    pilot.advance(3_000)
    frames = pilot.frames
    pilot.advance(5_000)
    assert frames > 20
    assert pilot.frames == frames


def test_who_pets_the_pup_is_greeted_again() -> None:
    pilot, context = a_home(reduced_motion=False)
    pilot.advance(3_000)
    frames = pilot.frames
    pilot.click("mascot")
    pilot.advance(500)
    assert pilot.frames > frames + 5
    assert context.asked == ["sound emote_hi"]


@pytest.mark.parametrize("page", ["credits", "licence", "fonts"])
def test_every_licence_can_be_read_to_its_end(page: str) -> None:
    scene = AboutScene(FakeContext())
    pilot = Pilot(scene=scene)
    scene._pages.choose(page)
    pilot.step()
    scene._text.scroll_to(1e9)
    pilot.step()
    before = scene._text._offset
    pilot.wheel(scene._text, -1)
    assert scene._text._offset == before > 0
    pilot.wheel(scene._text, 1)
    assert scene._text._offset < before


def test_the_credits_say_what_the_file_says() -> None:
    shown = " ".join(paragraph.text for paragraph in AboutScene(FakeContext())._text._paragraphs)
    for words in ("Cburnett", "Fredoka", "python-chess", "pygame-ce"):
        assert words in shown
    assert "|" not in shown
    assert "](" not in shown


def test_the_upgrades_are_shown_all_or_by_rarity() -> None:
    scene = UpgradesScene(FakeContext())
    Pilot(scene=scene)
    assert len(scene._grid._upgrades) == sum(upgrade.offered for upgrade in CATALOGUE.values())
    scene._filter.choose("epic")
    assert {upgrade.rarity for upgrade in scene._grid._upgrades} == {"epic"}


@pytest.mark.parametrize("sign", ["assets/", ".py", "tests/", ".toml", ".svg", "OFL-", "constraints"])
def test_the_credits_show_no_file_of_the_project(sign: str) -> None:
    """A player reads who made it, not where it lies."""
    shown = " ".join(paragraph.text for paragraph in AboutScene(FakeContext())._text._paragraphs)
    assert sign not in shown


@pytest.mark.parametrize(("level", "title"), texts.LEVELS)
def test_each_strength_has_a_face_and_a_line_where_one_chooses_it(level: str, title: str) -> None:
    del title
    scene = computer_setup(FakeContext(level="medium"))
    Pilot(scene=scene)
    scene._rows[1][1].choose(level)
    assert scene._opponent is not None
    face, line = scene._opponent.widgets
    assert (face.portrait, line.text) == (pups.COMPUTERS[level], texts.LEVEL_LINES[level])


def test_no_two_strengths_have_the_same_face() -> None:
    assert len(set(pups.COMPUTERS.values())) == len(LEVELS)
    assert list(pups.COMPUTERS) == list(LEVELS) == list(texts.LEVEL_LINES)
