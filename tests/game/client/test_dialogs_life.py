"""What lies over the board does not outlast what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.client.chess.replay import replay_of
from game.client.screens.confirm import leave_question
from game.client.screens.menu import MenuScene
from game.client.screens.settings import SettingsScene
from game.client.screens.watchers import WatchersScene
from netcode import messages as m
from tests.helpers.fake_transport import board_in, match_in
from tests.helpers.world import World, here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from game.client.context import Context
    from game.client.kit.scene import Scene


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, here)
    yield world
    for app in (world.ann, world.bob):
        app.end()


def a_question(context: Context) -> Scene:
    return leave_question(context, context.leave)


DIALOGS = [MenuScene, SettingsScene, WatchersScene, a_question]


@pytest.mark.parametrize("dialog", DIALOGS)
def test_a_dialog_stays_while_the_game_goes_on_and_is_gone_when_the_draft_begins(
    world: World, dialog: Callable[[Context], Scene]
) -> None:
    world.begin()
    world.ann.push(dialog(world.ann))
    name = world.ann._stack.top.name
    world.play("e2e4")
    assert world.scenes()[0] == name
    world.bob.session.ask(m.Resign())
    world.wake()
    assert world.scenes()[0] == name
    world.wait(3_001)
    assert world.scenes()[0] == "draft"
    assert len(world.ann._stack) == 2


@pytest.mark.parametrize("dialog", DIALOGS)
def test_a_dialog_over_the_draft_is_gone_at_the_next_countdown(
    world: World, dialog: Callable[[Context], Scene]
) -> None:
    world.begin()
    world.give_up(world.bob)
    world.ann.push(dialog(world.ann))
    world.wait(15_001)
    assert match_in(world.ann.session).board is not None
    assert board_in(world.ann.session).phase == "countdown"
    assert world.scenes()[0] == "match"


def test_what_lies_over_the_end_of_a_match_is_gone_when_the_next_one_begins(world: World) -> None:
    world.begin()
    world.play("e2e4")
    while match_in(world.ann.session).over is None:
        world.give_up(world.bob)
        world.wait(20_000)
    world.ann.push(replay_of(world.ann, match_in(world.ann.session)))
    world.ann.push(MenuScene(world.ann))
    world.wake()
    for app in (world.ann, world.bob):
        app.session.ask(m.PlayAgain(again=True))
    world.wake()
    assert world.scenes() == ("match", "match")
    assert len(world.ann._stack) == 1
