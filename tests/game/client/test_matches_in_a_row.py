"""Match after match in the same windows: nothing of one may be left in the next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pygame
import pytest

from game.client.chess.match import MatchScene
from game.client.chess.opponent import computer
from game.client.kit import theme
from game.client.kit.input import Key, TextTyped
from game.client.screens.menu import MenuScene
from game.client.screens.settings import SettingsScene
from netcode import messages as m
from tests.helpers.computer import Computer
from tests.helpers.fake_transport import board_in, match_in
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
def against_computer(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world in which Ann plays the computer."""

    def invite(_url: str, code: str, name: str, _level: str, **_: str) -> Computer:
        world.computers.append(Computer(world.service, world.window_clock, code, name))
        return world.computers[-1]

    monkeypatch.setattr("game.chess.bot.process.BotProcess", invite)
    world.ann.play_alone(m.ChessOptions(ai_level="novice"), partial(computer, "novice"))
    world.house_is_ready()
    world.wait(3_001)
    return world


def lose_the_match(world: World, loser: App) -> None:
    """Resign game after game; a card is taken as time runs out."""
    while match_in(loser.session).over is None:
        assert match_in(loser.session).board is not None
        if board_in(loser.session).phase == "playing":
            loser.session.ask(m.Resign())
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
            assert match_in(app.session).again.isdisjoint({app.session.room.pid}), "asked afresh after each match"
            again = app._stack.top.group.named("Play again")
            assert (again.visible, again.enabled) == (True, True)
            app.session.ask(m.PlayAgain(again=True))
            world.wake()
        assert world.scenes() == ("match", "match")
        assert (match_in(world.ann.session).again, match_in(world.bob.session).again) == (set(), set())


def test_five_matches_in_a_row_against_the_computer(against_computer: World) -> None:
    ann = against_computer.ann
    for _ in range(MATCHES):
        lose_the_match(against_computer, ann)
        assert ann._stack.top.name == "matchend"
        assert ann.session.room.pid not in match_in(ann.session).again
        ann.session.ask(m.PlayAgain(again=True))
        against_computer.wake()
        assert ann._stack.top.name == "match"
        assert (match_in(ann.session).results, match_in(ann.session).again) == ([], set())


# --- by hand, with things left open ---------------------------------------------------------------------------


def strike(app: App, *keys: int) -> None:
    """These keys, one after the other."""
    for key in keys:
        app.handle(Key(key))


def write(app: App, text: str) -> None:
    """Letters, as a keyboard sends them."""
    for char in text:
        app.handle(Key(ord(char.lower()), shift=char.isupper()))
        app.handle(TextTyped(char))


def leave_things_open(app: App, game: int) -> None:
    """The chat with half a sentence, a menu, the settings, the question about resigning."""
    match game % 3:
        case 0:
            strike(app, pygame.K_RETURN)
            write(app, "good g")
        case 1:
            strike(app, pygame.K_ESCAPE)
        case _:
            app.push(MenuScene(app))
            app.push(SettingsScene(app))
    strike(app, pygame.K_F8)


def lose_by_hand(world: World, loser: App, others: tuple[App, ...]) -> None:
    """A match given up by keys; each game begins with a typed move, and ends with things left open."""
    game = 0
    while match_in(loser.session).over is None:
        board = match_in(loser.session).board
        assert board is not None
        if board.phase == "playing" and board.turn == board.color and not match_in(loser.session).moves:
            write(loser, "a3" if board.color == "white" else "a6")
            strike(loser, pygame.K_RETURN)
            world.wake()
            assert match_in(loser.session).moves, "a letter opens the line of a move at the beginning of each game"
            leave_things_open(loser, game)
        if board.phase == "playing":
            for app in others:
                leave_things_open(app, game + 1)
            loser.session.ask(m.Resign())
            world.wake()
            game += 1
        if board.phase == "draft":
            # While the cards are still turning over.
            strike(loser, pygame.K_1, pygame.K_2)
            world.wake()
            assert match_in(loser.session).draft.chosen == {}, "nobody takes a card that they have not seen"
            world.wait(2_400)
            world.wait(theme.GUARD_MS)
            strike(loser, pygame.K_1)
            world.wake()
            assert loser.session.room.pid in match_in(loser.session).draft.chosen
        world.wait(3_001)


def ask_by_hand(world: World, *apps: App) -> None:
    """Return on the last screen: at first too early, then in earnest."""
    world.wait(3_001)
    for app in apps:
        assert app._stack.top.name == "matchend"
        strike(app, pygame.K_RETURN)
        assert app.session.room.pid not in match_in(app.session).again
    world.wait(theme.GUARD_MS)
    for app in apps:
        strike(app, pygame.K_RETURN)
    world.wake()


def nothing_is_left(app: App) -> None:
    """A new game, and only that."""
    scene = app._stack.top
    assert isinstance(scene, MatchScene)
    assert len(app._stack) == 1
    assert scene.group.focus is None
    assert (scene._talk.say.text, scene._typed.text, scene._resigning.asking) == ("", "", False)


def test_three_matches_between_two_windows_by_keyboard_alone(world: World) -> None:
    world.begin()
    for number in range(3):
        loser, winner = (world.ann, world.bob) if number % 2 else (world.bob, world.ann)
        lose_by_hand(world, loser, (winner,))
        ask_by_hand(world, loser, winner)
        for app in (world.ann, world.bob):
            nothing_is_left(app)
        world.wait(3_001)


def test_three_matches_against_the_computer_by_keyboard_alone(against_computer: World) -> None:
    for _ in range(3):
        lose_by_hand(against_computer, against_computer.ann, ())
        ask_by_hand(against_computer, against_computer.ann)
        nothing_is_left(against_computer.ann)
        against_computer.wait(3_001)
