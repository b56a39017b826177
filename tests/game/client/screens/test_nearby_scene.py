"""The list of what is open on this network, and the button that opens it."""

from __future__ import annotations

import pygame
import pytest

from game.client import texts
from game.client.kit import theme
from game.client.net.nearby import NearbyServer
from game.client.screens.home import HomeScene
from game.client.screens.nearby import NearbyScene
from netcode.discovery import Announcement
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext, FakeNearby

ROOM = NearbyServer("Bob", Announcement("Bob", 8765, "WXYZ").at("192.168.1.7"))
SERVER = NearbyServer("attic", Announcement("attic", 9000).at("192.168.1.8"))


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch) -> FakeContext:
    monkeypatch.setattr(FakeNearby, "places", (ROOM, SERVER))
    return FakeContext()


def opened(context: FakeContext) -> tuple[NearbyScene, Pilot]:
    scene = NearbyScene(context)
    pilot = Pilot(scene=scene)
    pilot.advance(100)
    scene.refresh(pilot.clock.now_ms)
    pilot.advance(2 * theme.GUARD_MS)
    return scene, pilot


def test_matches_and_servers_are_told_apart(context: FakeContext) -> None:
    scene, _ = opened(context)
    rows = [(row.host.text, row.facts.text, row.go.text) for row in scene._rows if row.host.visible]
    assert rows == [
        ("Bob", "an open match  ·  192.168.1.7:8765", texts.JOIN),
        ("attic", "a server  ·  192.168.1.8:9000", texts.NEARBY_OPEN),
    ]


def test_a_click_goes_there(context: FakeContext) -> None:
    scene, pilot = opened(context)
    pilot.click(scene._rows[0].go)
    assert context.asked == ["pop", "join http://192.168.1.7:8765 WXYZ"]


def typed(context: FakeContext, text: str) -> None:
    pilot = Pilot(scene=HomeScene(context))
    pilot.click("join field")
    pilot.type(text)
    pilot.key(pygame.K_RETURN)


def test_a_code_alone_is_joined_where_it_is_announced(context: FakeContext) -> None:
    typed(context, "wxyz")
    assert context.asked == ["join http://192.168.1.7:8765 WXYZ"]


@pytest.mark.parametrize("text", ["klmn", "192.168.1.9 wxyz"])
def test_what_nobody_announces_is_joined_as_it_was_typed(context: FakeContext, text: str) -> None:
    typed(context, text)
    assert context.asked == [f"join {text}"]


def test_a_code_that_two_servers_announce_is_not_guessed(context: FakeContext, monkeypatch: pytest.MonkeyPatch) -> None:
    other = NearbyServer("Bob", Announcement("Bob", 8765, "WXYZ").at("192.168.1.66"))
    monkeypatch.setattr(FakeNearby, "places", (ROOM, other))
    typed(context, "wxyz")
    assert context.asked == ["join wxyz"]


def looks_around(context: FakeContext) -> bool:
    return context.nearby._nearby is not None


def test_the_first_screen_looks_around_from_the_first_letter_until_it_is_left() -> None:
    context = FakeContext()
    scene = HomeScene(context)
    pilot = Pilot(scene=scene)
    assert not looks_around(context)
    pilot.click("join field")
    pilot.type("w")
    assert looks_around(context)
    scene.left()
    assert not looks_around(context)


def test_it_looks_around_only_while_it_is_open() -> None:
    context = FakeContext()
    scene = NearbyScene(context)
    scene.entered()
    nearby = context.nearby._nearby
    assert nearby is not None
    assert nearby.looking  # type: ignore[attr-defined]
    scene.left()
    assert not nearby.looking  # type: ignore[attr-defined]


def test_while_nobody_is_found_it_says_what_else_to_do() -> None:
    scene, _ = opened(FakeContext())
    assert scene._none.text == texts.NEARBY_NONE


def test_a_network_that_forbids_it_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeNearby, "failed", True)
    scene, _ = opened(FakeContext())
    assert scene._none.text == texts.NEARBY_FAILED


def test_streamers_show_no_addresses_of_others(context: FakeContext) -> None:
    context.settings = type(context.settings)(streamer=True)
    scene, _ = opened(context)
    assert scene._rows[0].facts.text == "an open match"


def test_whoever_has_typed_nothing_is_shown_what_is_nearby() -> None:
    context = FakeContext()
    scene = HomeScene(context)
    pilot = Pilot(scene=scene)
    assert scene._join_button.text == texts.NEARBY
    pilot.click(scene._join_button)
    assert context.asked == ["push nearby"]


def test_whoever_has_typed_something_joins() -> None:
    context = FakeContext()
    scene = HomeScene(context)
    pilot = Pilot(scene=scene)
    pilot.click(scene._field)
    pilot.type("wxyz")
    assert scene._join_button.text == texts.JOIN
    pilot.click(scene._join_button)
    assert context.asked == ["join wxyz"]
