"""Match after match in the same windows: nothing of one may be left in the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.computer import Computer
from tests.helpers.world import World, here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from game.client.app import App

MATCHES = 5


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, here)
    yield world
    for app in (world.ann, world.bob):
        app.end()


@pytest.fixture
def computer(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world in which Ann plays the computer."""

    def invite(_url: str, code: str, name: str, _level: str, **_: str) -> Computer:
        world.computers.append(Computer(world.service, world.window_clock, code, name))
        return world.computers[-1]

    monkeypatch.setattr("game.chess.bot.process.BotProcess", invite)
    world.ann.play_computer("novice", 3)
    world.house_is_ready()
    world.wait(3_001)
    return world


def lose_the_match(world: World, loser: App) -> None:
    """Resign game after game; a card is taken as time runs out."""
    while loser.session.over is None:
        assert loser.session.board is not None
        if loser.session.board.phase == "playing":
            loser.session.resign()
            world.wake()
        world.wait(3_001)
    world.wait(3_001)


def test_five_matches_in_a_row_between_two_windows(world: World) -> None:
    world.begin()
    for number in range(MATCHES):
        lose_the_match(world, world.ann if number % 2 else world.bob)
        assert world.scenes() == ("matchend", "matchend")
        pair = (world.ann, world.bob) if number % 3 else (world.bob, world.ann)
        for app in pair:
            assert app.session.again.isdisjoint({app.session.pid}), "asked afresh after each match"
            again = app._stack.top.group.named("Play again")
            assert (again.visible, again.enabled) == (True, True)
            app.session.play_again(again=True)
            world.wake()
        assert world.scenes() == ("match", "match")
        assert (world.ann.session.again, world.bob.session.again) == (set(), set())


def test_five_matches_in_a_row_against_the_computer(computer: World) -> None:
    ann = computer.ann
    for _ in range(MATCHES):
        lose_the_match(computer, ann)
        assert ann._stack.top.name == "matchend"
        assert ann.session.pid not in ann.session.again
        ann.session.play_again(again=True)
        computer.wake()
        assert ann._stack.top.name == "match"
        assert (ann.session.results, ann.session.again) == ([], set())
