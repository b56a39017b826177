"""Giving up a game: asked in the button's place, meant, and over when the game is."""

from __future__ import annotations

import pygame
from msgspec.structs import replace

from game.client.chess.match import MatchScene
from game.client.kit import theme
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import in_game
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import FakeContext


class Game:
    """A person at a game that they may want to give up."""

    def __init__(self, **settings: object) -> None:
        self.line = in_game()
        self.context = FakeContext(self.line, **settings)
        self.scene = MatchScene(self.context, self.context.match)
        self.pilot = Pilot(scene=self.scene)

    @property
    def resigned(self) -> int:
        return sum(isinstance(request, m.Resign) for request in self.line.server.sent)

    def shown(self, name: str) -> bool:
        return self.scene.group.named(name).visible


def test_the_question_stands_in_the_buttons_place_and_covers_nothing() -> None:
    game = Game()
    place = game.scene.group.named("Resign").rect.copy()
    game.pilot.click("Resign")
    assert game.context.asked == []
    assert not game.shown("Resign")
    assert all(place.contains(game.scene.group.named(f"resign: {answer}").rect) for answer in ("yes", "no"))


def test_a_double_click_gives_nothing_up() -> None:
    game = Game()
    spot = game.scene.group.named("Resign").rect.move(0, 0)
    at = (spot.x + 20, spot.centery)
    game.pilot.click(at)
    game.pilot.click(at)
    assert game.resigned == 0
    game.pilot.advance(theme.GUARD_MS + 50)
    game.pilot.click(at)
    assert game.resigned == 1


def test_a_move_can_be_made_while_the_question_is_open() -> None:
    game = Game()
    game.pilot.click("Resign")
    game.pilot.type("e4")
    game.pilot.key(pygame.K_RETURN)
    assert isinstance(game.line.server.last, m.MakeMove)


def test_escape_takes_the_question_back_and_opens_no_menu() -> None:
    game = Game()
    game.pilot.click("Resign")
    game.pilot.key(pygame.K_ESCAPE)
    assert game.shown("Resign")
    assert game.context.asked == []


def test_the_key_asks_and_struck_again_gives_up() -> None:
    game = Game()
    game.pilot.key(pygame.K_F8)
    game.pilot.key(pygame.K_F8)
    assert game.resigned == 0
    game.pilot.advance(theme.GUARD_MS + 50)
    game.pilot.key(pygame.K_F8)
    assert game.resigned == 1


def test_by_keyboard_alone_the_button_asks_and_pressed_again_gives_up() -> None:
    game = Game()
    game.scene.group.set_focus(game.scene.group.named("Resign"))
    game.pilot.key(pygame.K_RETURN)
    game.pilot.key(pygame.K_RETURN)
    assert game.resigned == 0
    game.pilot.advance(theme.GUARD_MS + 50)
    game.pilot.key(pygame.K_RETURN)
    assert game.resigned == 1


def test_by_keyboard_alone_one_may_fight_on_and_is_where_one_was() -> None:
    game = Game()
    game.scene.group.set_focus(game.scene.group.named("Resign"))
    for key in (pygame.K_RETURN, pygame.K_TAB, pygame.K_RETURN):
        game.pilot.key(key)
    assert game.resigned == 0
    assert game.scene.group.named("Resign").focused


def test_whoever_does_not_want_to_be_asked_is_not() -> None:
    game = Game(confirm_resign=False)
    game.pilot.click("Resign")
    assert game.resigned == 1


def test_what_was_asked_about_a_game_is_over_with_it() -> None:
    game = Game()
    game.pilot.click("Resign")
    game.line.say(board_state(seq=2, phase="result"))
    game.pilot.step()
    game.line.say(replace(board_state(seq=3), game=2))
    game.pilot.step()
    assert game.shown("Resign")
    assert not game.shown("resign: yes")
