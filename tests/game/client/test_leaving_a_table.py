"""Whoever leaves a table, and whenever: the other reads who it was, and looks for nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from game.client.chess.matchend_logic import story
from tests.helpers.fake_transport import match_in
from tests.helpers.world import World, here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from game.client.app import App

CLOSED = "Ann has closed the table."


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, here)
    for app in (world.ann, world.bob):
        # The two share one mixer, which whoever goes home first puts away.
        app.change_settings(replace(app.settings, volumes=replace(app.settings.volumes, muted=True)))
    yield world
    for app in (world.ann, world.bob):
        app.end()


def leave(world: World, app: App) -> None:
    app.leave()
    if app is world.ann:
        # The server has hung up, which a loopback line does not show by itself.
        world.lines["Bob"].unplug()
    world.wake()


def last_words(app: App) -> tuple[str, str]:
    told = story(match_in(app.session))
    assert told is not None
    return told.headline, told.wish


def test_a_host_who_leaves_the_lobby_sends_the_guest_home_with_a_sentence(world: World) -> None:
    world.meet()
    world.bob.session.take_sentences()
    world.ann.leave()
    world.lines["Bob"].unplug()
    world.bob.session.poll(world.window_clock.now_ms)
    assert world.bob.session.take_sentences() == [CLOSED]
    world.wake()
    assert world.scenes() == ("home", "home")


def test_a_host_who_leaves_in_mid_game_has_lost_and_nobody_reconnects(world: World) -> None:
    world.begin()
    leave(world, world.ann)
    world.wait(30_000)
    assert last_words(world.bob) == ("Ann has left. You win.", CLOSED)
    assert (world.bob.session.connection, world.scenes()) == ("offline", ("home", "matchend"))


def test_a_host_who_leaves_in_the_draft_has_lost(world: World) -> None:
    world.begin()
    world.give_up(world.bob)
    leave(world, world.ann)
    assert last_words(world.bob) == ("Ann has left. You win.", CLOSED)


@pytest.mark.parametrize("host", [True, False])
def test_after_the_match_the_last_screen_says_who_has_gone(world: World, host: bool) -> None:
    world.begin()
    while match_in(world.bob.session).over is None:
        world.give_up(world.bob)
        world.wait(20_000)
    goes, stays = (world.ann, world.bob) if host else (world.bob, world.ann)
    leave(world, goes)
    told = story(match_in(stays.session))
    assert told is not None
    assert (told.wish, told.can_play_again) == (CLOSED if host else "Bob has left.", False)


def test_a_guest_who_leaves_in_mid_game_has_lost(world: World) -> None:
    world.begin()
    leave(world, world.bob)
    assert last_words(world.ann) == ("Bob has left. You win.", "")
