from __future__ import annotations

from typing import Any

import pygame
import pytest

from game.client import texts
from game.client.art import pups
from game.client.kit import keys
from game.client.kit.input import Key
from game.client.screens.settings import SettingsScene
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext


class Screen:
    """The settings, opened at a page."""

    def __init__(self, page: str, **settings: Any) -> None:
        self.context = FakeContext(**settings)
        self.scene = SettingsScene(self.context, page)
        self.pilot = Pilot(scene=self.scene)


def test_only_the_chosen_page_is_there() -> None:
    screen = Screen("you")
    field = screen.pilot.group.named("name")
    assert field.visible
    screen.pilot.group.set_focus(screen.pilot.group.named("page"))
    screen.pilot.key(pygame.K_RIGHT)
    assert not screen.pilot.group.named("name").visible
    assert screen.pilot.group.named("board").visible


def test_a_pup_is_chosen_by_a_click_and_by_arrows() -> None:
    screen = Screen("you", picture="biscuit")
    choice = screen.pilot.group.named("picture")
    x, y = choice.rect.x + choice.rect.w * 0.5, choice.rect.y + choice.rect.h * 0.25
    screen.pilot.click((x, y))
    assert screen.context.settings.picture == list(pups.PORTRAITS)[2]
    screen.pilot.key(pygame.K_DOWN)
    assert screen.context.settings.picture == list(pups.PORTRAITS)[7]


def test_a_slider_is_dragged_and_lets_hear_what_it_does() -> None:
    screen = Screen("sound")
    slider = screen.pilot.group.named("pieces")
    screen.pilot.press((slider.rect.centerx, slider.rect.centery))
    screen.pilot.move((slider.rect.x, slider.rect.centery))
    assert screen.context.settings.volumes.pieces == 0
    assert screen.context.asked == []
    screen.pilot.release((slider.rect.x, slider.rect.centery))
    assert screen.context.asked == ["sound capture"]


def test_a_slider_goes_by_arrows() -> None:
    screen = Screen("sound")
    screen.pilot.group.set_focus(screen.pilot.group.named("social"))
    screen.pilot.key(pygame.K_LEFT)
    assert screen.context.settings.volumes.social == 50
    for _ in range(9):
        screen.pilot.key(pygame.K_RIGHT)
    assert screen.context.settings.volumes.social == 100


@pytest.mark.parametrize(
    ("page", "toggle", "field"),
    [
        ("look", texts.SETTINGS_SAFE, "safe_colors"),
        ("look", texts.SETTINGS_MOTION, "reduced_motion"),
        ("sound", texts.SETTINGS_HIDE_EMOTES, "hush_emotes"),
        ("play", texts.SETTINGS_PREMOVES, "premoves"),
    ],
)
def test_a_switch_is_kept_at_once(page: str, toggle: str, field: str) -> None:
    screen = Screen(page)
    before = getattr(screen.context.settings, field)
    screen.pilot.click(toggle)
    assert getattr(screen.context.settings, field) is not before


def test_a_key_is_chosen_by_pressing_it() -> None:
    screen = Screen("keys")
    screen.pilot.click("key turn")
    screen.pilot.key(pygame.K_y)
    assert screen.context.settings.keys == {"turn": "y"}
    assert keys.means("turn", Key(pygame.K_y), screen.context.settings.keys)
    assert not keys.means("turn", Key(pygame.K_t), screen.context.settings.keys)


@pytest.mark.parametrize("key", [pygame.K_e, pygame.K_4, pygame.K_p, pygame.K_w, pygame.K_TAB])
def test_a_key_that_is_needed_elsewhere_is_not_taken_and_that_is_said(key: int) -> None:
    screen = Screen("keys")
    screen.pilot.click("key turn")
    screen.pilot.key(key)
    assert screen.context.settings.keys == {}
    assert len(screen.context.session.take_sentences()) == 1


def test_esc_leaves_a_key_as_it_is_and_the_screen_open() -> None:
    screen = Screen("keys")
    screen.pilot.click("key turn")
    screen.pilot.key(pygame.K_ESCAPE)
    assert screen.context.settings.keys == {}
    assert screen.context.asked == []
    screen.pilot.key(pygame.K_ESCAPE)
    assert screen.context.asked == ["pop"]


def test_the_usual_keys_come_back() -> None:
    screen = Screen("keys", keys={"turn": "y"})
    screen.pilot.click(texts.KEYS_USUAL)
    assert screen.context.settings.keys == {}


def test_a_key_of_a_broken_file_counts_for_nothing() -> None:
    assert keys.key_of("turn", {"turn": "no such key"}) == "t"


def test_no_usual_key_begins_a_move_or_is_another_ones() -> None:
    assert not any(keys.objection(action, name, {}) for action, name in keys.USUAL.items())


def test_every_action_has_a_name() -> None:
    assert set(texts.ACTIONS) == set(keys.USUAL)


def test_a_name_that_cannot_be_shown_is_refused_in_a_sentence() -> None:
    screen = Screen("you", name="Ann")
    screen.pilot.group.set_focus(screen.scene._name)
    screen.pilot.type("สม")
    assert screen.context.settings.name == "Ann"
    assert "สม" in screen.context.session.take_sentences()[-1]


def test_whoever_changes_their_name_keeps_their_pup() -> None:
    """At home as in the settings: only who chooses another pup gets another one."""
    screen = Screen("you", name="Ann")
    before = pups.portrait_for("Ann", "")
    for name in ("B", "Bo", "Bob", "Bobby"):
        screen.scene._set_name(name)
        settings = screen.context.settings
        assert settings.name == name
        assert pups.portrait_for(settings.name, settings.picture) == before
