"""The program itself, two of it, over a server in the same process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
import pytest

from game.client import texts
from game.client.app import App
from game.client.hosting import CannotHost
from game.client.input import Key
from game.client.settings import SettingsFile
from game.client.window import Window
from tests.helpers.clock import HeldClock
from tests.helpers.pilot import HeldClock as WindowClock
from tests.helpers.server import a_server, loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from game.client.hosting import LocalServer
    from netcode.transport import Transport

FOOLS_MATE = ("f2f3", "e7e5", "g2g4", "d8h4")
PATIENCE_S = 10


class Here:
    """The local server that hosting would start."""

    port = 8765
    url = "http://127.0.0.1:8765"

    def __init__(self) -> None:
        self.addresses = ["10.0.0.5"]

    def stop(self) -> None:
        """Nothing runs."""


class World:
    """Two programs, one server, one time."""

    def __init__(self, folder: Path, start_server: Callable[..., LocalServer]) -> None:
        self.clock, self.window_clock = HeldClock(), WindowClock()
        self.service = a_server(self.clock)
        self.window = Window((1280, 800), "Underdog", clock=self.window_clock)
        self.ann, self.bob = (self._program(folder, name, start_server) for name in ("Ann", "Bob"))

    def _program(self, folder: Path, name: str, start_server: Callable[..., LocalServer]) -> App:
        def connect(_url: str, _wake: Callable[[], None]) -> Transport:
            return loopback(self.service)

        file = SettingsFile(folder / f"{name}.json")
        app = App(self.window, file, make_transport=connect, default_name="Pup", name=name, start_server=start_server)
        app.resize(1280, 800)
        return app

    def wake(self) -> None:
        """Both take in what has arrived, and draw a frame."""
        # What one does when it wakes may be news for the other, and an answer leads to the next question.
        for app in (self.ann, self.bob) * 4:
            app.wake(self.window_clock.now_ms)
            app.tick(self.window_clock.now_ms)
            app.paint(self.window.painter)

    def wait(self, ms: int) -> None:
        """Time passes."""
        self.clock.pass_ms(ms)
        self.window_clock.now_ms += ms
        self.wake()

    def scenes(self) -> tuple[str, str]:
        """What the two see."""
        return self.ann._stack.top.name, self.bob._stack.top.name

    def host(self) -> None:
        """Ann opens a table."""
        self.ann.host(3)
        self.house_is_ready()

    def house_is_ready(self) -> None:
        """The worker that starts the server has done so."""
        self.ann._house._worker.submit(lambda: None).result(PATIENCE_S)
        self.wake()

    def meet(self) -> None:
        """Both sit at Ann's table."""
        self.host()
        self.bob.join(f"127.0.0.1 {self.ann.session.code}")
        self.wake()

    def begin(self) -> None:
        """The match runs."""
        self.meet()
        self.ann.session.start()
        self.wait(3_001)

    def player(self, color: str) -> App:
        """Who plays this colour now."""
        return self.ann if self.ann.session.color == color else self.bob

    def play(self, *moves: str) -> None:
        """From the game's start, in turn."""
        for i, move in enumerate(moves):
            self.player("black" if i % 2 else "white").session.move(move, self.window_clock.now_ms)
            self.wake()

    def give_up(self, loser: App) -> None:
        """One resigns, and the result has been seen."""
        loser.session.resign()
        self.wake()
        self.wait(3_001)


def here(*, lan: bool) -> LocalServer:
    del lan
    return Here()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, here)
    yield world
    for app in (world.ann, world.bob):
        app.end()


def test_it_begins_at_home(world: World) -> None:
    assert world.scenes() == ("home", "home")


def test_hosting_goes_by_way_of_connecting_to_the_lobby(world: World) -> None:
    world.ann.host(3)
    world.ann._follow_session()
    assert world.scenes()[0] == "connecting"
    world.house_is_ready()
    assert world.scenes()[0] == "lobby"
    assert world.ann.addresses == ["10.0.0.5:8765"]


def test_two_meet_in_the_lobby(world: World) -> None:
    world.meet()
    assert world.scenes() == ("lobby", "lobby")
    assert [player.name for player in world.ann.session.players] == ["Ann", "Bob"]


def test_a_server_that_let_us_in_is_remembered(world: World) -> None:
    world.meet()
    assert world.bob.settings.server == "http://127.0.0.1:8765"


def test_a_whole_match_and_another_one(world: World) -> None:
    world.begin()
    assert world.scenes() == ("match", "match")
    winner, loser = world.player("black"), world.player("white")
    world.play(*FOOLS_MATE)
    assert winner.session.results[0].reason == "checkmate"
    world.wait(3_001)
    assert world.scenes() == ("draft", "draft")
    assert loser.session.pid is not None
    loser.session.choose(loser.session.offers[loser.session.pid].upgrades[0])
    world.wake()
    world.wait(3_001)
    assert world.scenes() == ("match", "match")
    world.wait(3_001)
    world.give_up(loser)
    assert world.scenes() == ("matchend", "matchend")
    for app in (winner, loser):
        app.session.play_again(again=True)
    world.wake()
    assert world.scenes() == ("match", "match")


def test_leaving_the_lobby_leads_home(world: World) -> None:
    world.meet()
    world.bob.leave()
    world.wake()
    assert world.scenes() == ("lobby", "home")


def test_closing_in_the_middle_of_a_match_asks_once(world: World) -> None:
    world.begin()
    assert not world.ann.close()
    assert world.scenes()[0] == "confirm"
    assert world.ann.close()


def test_closing_asks_even_while_something_else_is_asked(world: World) -> None:
    world.begin()
    world.ann._stack.top.handle(Key(pygame.K_ESCAPE))
    assert world.scenes()[0] == "menu"
    assert not world.ann.close()
    assert world.scenes()[0] == "confirm"
    assert world.ann.close()


def test_whoever_chose_to_stay_is_asked_again_the_next_time(world: World) -> None:
    world.begin()
    world.ann.close()
    world.ann._stack.top.handle(Key(pygame.K_ESCAPE))
    assert not world.ann.close()


def test_f3_tells_what_drawing_costs_and_then_no_more(world: World) -> None:
    world.ann.handle(Key(pygame.K_F3))
    assert world.ann.tick(world.window_clock.now_ms) is not None
    assert "fps" in world.ann._perf._text
    world.ann.handle(Key(pygame.K_F3))
    assert world.ann.tick(world.window_clock.now_ms) is None


def test_a_host_who_waits_sleeps_until_something_happens(world: World) -> None:
    world.host()
    world.wait(10_000)
    assert world.ann.tick(world.window_clock.now_ms) is None


def test_closing_at_home_just_closes(world: World) -> None:
    assert world.ann.close()


def test_a_wrong_code_is_told_and_one_stays_home(world: World) -> None:
    world.host()
    world.bob.join("127.0.0.1 ZZZZ")
    world.wake()
    assert world.scenes()[1] == "home"
    (toast,) = world.bob._toasts.texts
    assert "no match with that code" in toast


def test_what_is_no_address_is_told_and_nothing_is_tried(world: World) -> None:
    world.bob.join("http://")
    world.wake()
    assert world.scenes()[1] == "home"
    assert len(world.bob._toasts.texts) == 1


def test_when_hosting_fails_one_is_told_why(tmp_path: Path) -> None:
    def fail(*, lan: bool) -> LocalServer:
        raise CannotHost(f"All ports are in use ({lan}).")

    world = World(tmp_path, fail)
    world.host()
    assert world.scenes()[0] == "home"
    assert world.ann._toasts.texts == ["All ports are in use (True)."]
    world.ann.end()
    world.bob.end()


def test_settings_that_cannot_be_read_are_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "Ann.json").write_bytes(b"{")
    world = World(tmp_path, here)
    world.wake()
    assert len(world.ann._toasts.texts) == 1
    world.ann.end()
    world.bob.end()


def test_the_computer_is_not_called_at_a_friends_table(world: World) -> None:
    world.host()
    assert not world.ann._house.has_bots
    assert texts.COMPUTER not in [player.name for player in world.ann.session.players]
