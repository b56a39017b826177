"""The cards of the draft: how they are taken, how they turn over, what they show."""

from __future__ import annotations

import pygame
import pytest

from game.chess.upgrades import CATALOGUE
from game.client.chess.widgets.card import DROP_MS, FLIP_MS, HEIGHT, STROKES_MS, WIDTH, UpgradeCard, flips_at
from game.client.kit import theme
from game.client.kit.widgets.guard import Guard
from tests.helpers.cuttext import CutTexts
from tests.helpers.golden import share_different
from tests.helpers.pilot import Pilot

LONG_ENOUGH_MS = 3_000


def a_card(taken: list[str], upgrade: str = "trotters", *, reduced_motion: bool = False) -> UpgradeCard:
    card = UpgradeCard(1, taken.append)
    card.reduced_motion = reduced_motion
    card.set_upgrade(upgrade)
    card.place(400, 200, WIDTH, HEIGHT)
    return card


def look_after(card: UpgradeCard, ms: int) -> pygame.Surface:
    """What a window of its own shows of it; there is only one window at a time."""
    pilot = Pilot(card, size=(1024, 640))
    pilot.advance(ms)
    return pilot.shot()


def test_a_click_takes_it() -> None:
    taken: list[str] = []
    pilot = Pilot(a_card(taken))
    pilot.advance(LONG_ENOUGH_MS)
    pilot.click("card 1")
    assert taken == ["trotters"]


@pytest.mark.parametrize("key", [pygame.K_RETURN, pygame.K_SPACE])
def test_a_key_takes_the_focused_one(key: int) -> None:
    taken: list[str] = []
    pilot = Pilot(a_card(taken))
    pilot.key(pygame.K_TAB)
    pilot.key(key)
    assert taken == ["trotters"]


def test_it_cannot_be_taken_while_its_guard_is_closed() -> None:
    taken: list[str] = []
    guard = Guard()
    card = UpgradeCard(1, taken.append, guard)
    card.set_upgrade("trotters")
    card.place(100, 100, WIDTH, HEIGHT)
    pilot = Pilot(card)
    pilot.click("card 1")
    assert taken == []
    guard.open = True
    pilot.click("card 1")
    assert taken == ["trotters"]


def test_let_go_of_elsewhere_it_is_not_taken() -> None:
    taken: list[str] = []
    Pilot(a_card(taken)).drag("card 1", (20.0, 20.0))
    assert taken == []


def test_one_that_only_the_opponent_may_take_does_nothing() -> None:
    taken: list[str] = []
    card = a_card(taken)
    card.set_state(usable=False, taken=None)
    Pilot(card).click("card 1")
    assert taken == []


def test_it_shows_its_back_until_it_turns() -> None:
    one, other = (look_after(a_card([], upgrade), DROP_MS) for upgrade in ("trotters", "amazon"))
    assert share_different(one, other) == 0


def test_it_shows_its_contents_while_it_turns() -> None:
    turning_ms = flips_at(1) + FLIP_MS * 4 // 5
    one, other = (look_after(a_card([], upgrade), turning_ms) for upgrade in ("trotters", "retreat"))
    assert share_different(one, other) > 0.001


def test_whoever_watches_sees_backs_until_the_choice_turns_one_over() -> None:
    card = a_card([])
    card.set_state(usable=False, taken=None, face_up=False)
    pilot = Pilot(card, size=(1024, 640))
    pilot.advance(LONG_ENOUGH_MS)
    back = pilot.shot()
    assert share_different(back, look_after(a_card([]), DROP_MS)) == 0
    card.set_state(usable=False, taken=True, face_up=True)
    pilot.advance(LONG_ENOUGH_MS)
    assert share_different(back, pilot.shot()) > 0.01


def test_its_picture_is_drawn_stroke_by_stroke() -> None:
    early, late = (look_after(a_card([]), flips_at(1) + FLIP_MS + ms) for ms in (100, STROKES_MS))
    assert share_different(early, late) > 0.001


def test_turned_over_it_looks_as_if_it_had_never_moved() -> None:
    turned, faded = (look_after(a_card([], reduced_motion=fades), LONG_ENOUGH_MS) for fades in (False, True))
    assert share_different(turned, faded) == 0


def test_in_reduced_motion_it_is_face_up_at_once_and_only_becomes_clear() -> None:
    half, whole = (look_after(a_card([], reduced_motion=True), ms) for ms in (theme.PANEL_MS // 2, LONG_ENOUGH_MS))
    none = look_after(a_card([], reduced_motion=True), 0)
    assert share_different(none, half) > 0.01
    assert share_different(half, whole) > 0.01


def test_turned_over_it_asks_for_no_further_frame() -> None:
    pilot = Pilot(a_card([]))
    pilot.advance(LONG_ENOUGH_MS)
    assert pilot.step() is None


def test_a_new_upgrade_is_a_new_pack() -> None:
    card = a_card([])
    pilot = Pilot(card)
    pilot.advance(LONG_ENOUGH_MS)
    before = pilot.shot()
    card.set_upgrade("retreat")
    pilot.advance(LONG_ENOUGH_MS)
    assert share_different(before, pilot.shot()) > 0.001


@pytest.mark.parametrize("text", ["normal", "largest"])
@pytest.mark.parametrize("upgrade", sorted(CATALOGUE))
def test_the_sentence_and_the_fine_print_of_every_upgrade_fit(
    upgrade: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = CutTexts(monkeypatch, ())
    pilot = Pilot(a_card([], upgrade, reduced_motion=True), size=theme.SMALLEST_WINDOW)
    pilot.window.set_look(theme.DARK, theme.TEXT_SIZES[text])
    pilot.stage.resize(*pilot.window.logical_size)
    pilot.advance(LONG_ENOUGH_MS)
    assert cut.found == set()


def test_once_the_choice_is_made_it_turns_over_without_waiting_for_its_turn() -> None:
    card = UpgradeCard(3, lambda _: None)
    card.set_upgrade("trotters")
    card.place(400, 200, WIDTH, HEIGHT)
    pilot = Pilot(card, size=(1024, 640))
    pilot.advance(DROP_MS)
    assert not card.turned
    card.set_state(usable=False, taken=True)
    pilot.advance(FLIP_MS)
    assert card.turned
