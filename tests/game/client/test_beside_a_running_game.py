"""No dialog ever covers a board on which a clock runs: it stands beside it, and the game goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
import pygame
import pytest

from game.client.chess.match import MatchScene
from game.client.kit.input import OUTSIDE, Key, PointerDown, PointerMove, PointerUp, TextTyped
from game.client.screens.confirm import leave_question
from game.client.screens.menu import MenuScene
from game.client.screens.settings import SettingsScene
from game.client.screens.watchers import WatchersScene
from tests.helpers.fake_transport import match_in
from tests.helpers.world import World, here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from game.client.app import App
    from game.client.context import Context
    from game.client.kit.input import Position
    from game.client.kit.scene import Scene


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, here)
    world.begin()
    yield world
    for app in (world.ann, world.bob):
        app.end()


def a_question(context: Context) -> Scene:
    return leave_question(context, context.leave)


def match_of(app: App) -> MatchScene:
    (scene,) = (scene for scene in app._stack._scenes if isinstance(scene, MatchScene))
    return scene


def at(app: App, square: int) -> Position:
    return match_of(app)._board.square_rect(square).center


def click(app: App, spot: Position) -> None:
    for event in (PointerMove(spot), PointerDown(spot), PointerUp(spot)):
        app.handle(event)


def write(app: App, text: str) -> None:
    for char in text:
        app.handle(Key(ord(char.lower()), shift=char.isupper()))
        app.handle(TextTyped(char))


def focused(app: App) -> int:
    return sum(widget.focused for scene in app._stack._scenes for widget in scene.group.widgets)


@pytest.mark.parametrize("size", [(1280.0, 800.0), (1205.0, 753.0), (1920.0, 900.0)])
@pytest.mark.parametrize("dialog", [MenuScene, SettingsScene, WatchersScene, a_question])
def test_board_and_clocks_can_be_seen_beside_a_dialog(
    world: World, dialog: Callable[[Context], Scene], size: tuple[float, float]
) -> None:
    app = world.player("white")
    app.resize(*size)
    app.push(dialog(app))
    scene, box = match_of(app), app._stack.top.box
    assert box is not None
    assert box.left >= 0
    assert box.right <= size[0]
    needed = [scene._board, *scene._rows.plates.values(), *scene._rows.clocks.values()]
    assert all(not box.colliderect(widget.rect) for widget in needed)
    assert all(widget.rect.y >= 0 and widget.rect.bottom <= size[1] for widget in needed)
    assert scene._board.rect.w > 300


@pytest.mark.parametrize("dialog", [MenuScene, SettingsScene])
def test_a_move_can_be_made_by_mouse_beside_a_dialog(world: World, dialog: Callable[[Context], Scene]) -> None:
    app = world.player("white")
    app.push(dialog(app))
    click(app, at(app, chess.E2))
    click(app, at(app, chess.E4))
    assert match_in(app.session).moves == ["e2e4"]
    assert app._stack.top.name == dialog.name  # type: ignore[attr-defined]


def test_a_move_can_be_typed_beside_a_dialog(world: World) -> None:
    app = world.player("white")
    app.handle(Key(pygame.K_ESCAPE))
    assert app._stack.top.name == "menu"
    write(app, "Nf3")
    app.handle(Key(pygame.K_RETURN))
    assert match_in(app.session).moves == ["g1f3"]
    assert app._stack.top.name == "menu"


def test_up_and_down_go_through_the_menu_and_not_through_the_game(world: World) -> None:
    app = world.player("white")
    app.handle(Key(pygame.K_ESCAPE))
    menu = app._stack.top.group
    first = menu.focus
    app.handle(Key(pygame.K_DOWN))
    assert menu.focus not in (None, first)
    app.handle(Key(pygame.K_UP))
    assert menu.focus is first


def test_tab_goes_through_the_actions_from_left_to_right(world: World) -> None:
    app = world.player("white")
    group = match_of(app).group
    row = [group.named(name) for name in ("Offer draw", "Menu", "Resign")]
    group.set_focus(row[0])
    for button in row[1:]:
        app.handle(Key(pygame.K_TAB))
        assert group.focus is button
    assert sorted(row, key=lambda each: each.rect.x) == row


def test_what_is_written_in_a_field_of_the_dialog_makes_no_move(world: World) -> None:
    app = world.player("white")
    app.push(SettingsScene(app))
    name = app._stack.top.group.named("name")
    click(app, name.rect.center)
    write(app, "e4")
    assert app.settings.name.endswith("e4")
    assert match_of(app)._typed.text == ""


def test_whichever_was_used_last_has_the_one_focus(world: World) -> None:
    app = world.player("white")
    app.handle(Key(pygame.K_ESCAPE))
    assert focused(app) == 1
    click(app, at(app, chess.E2))
    assert [scene.name for scene in app._stack._scenes if scene.group.focus is not None] == ["match"]
    app.handle(Key(pygame.K_ESCAPE))
    assert app._stack.top.name == "menu", "the selected piece is let go first"
    app.handle(Key(pygame.K_ESCAPE))
    assert app._stack.top.name == "match"


def test_when_the_dialog_is_gone_all_is_where_it_was(world: World) -> None:
    app = world.player("white")
    before = [widget.rect.copy() for widget in match_of(app).group.widgets]
    app.push(SettingsScene(app))
    app.pop()
    assert [widget.rect for widget in match_of(app).group.widgets] == before


def test_a_piece_that_is_held_may_pass_over_the_dialog(world: World) -> None:
    app = world.player("white")
    app.push(SettingsScene(app))
    box = app._stack.top.box
    assert box is not None
    app.handle(PointerDown(at(app, chess.E2)))
    app.handle(PointerMove(box.center))
    app.handle(PointerMove(OUTSIDE))
    app.handle(PointerMove(at(app, chess.E4)))
    app.handle(PointerUp(at(app, chess.E4)))
    assert match_in(app.session).moves == ["e2e4"]
