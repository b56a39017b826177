"""A monkey at the match screen while a game goes on: nothing breaks, and frames in parts are as whole ones would be."""

from __future__ import annotations

import random

import chess
import pygame
import pytest

from game.chess.rules import ByColor
from game.chess.rules.game import Game
from game.chess.upgrades import new_board
from game.client.chess.match import MatchScene
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.extent import repeated
from tests.helpers.fake_transport import Line, in_game
from tests.helpers.golden import share_different
from tests.helpers.pilot import FRAME_MS, Pilot
from tests.helpers.sessions import FakeContext

KEYS = [
    *(pygame.K_LEFT, pygame.K_RIGHT, pygame.K_HOME, pygame.K_END, pygame.K_TAB, pygame.K_RETURN, pygame.K_ESCAPE),
    *(pygame.K_t, pygame.K_SPACE, pygame.K_UP, pygame.K_BACKSPACE, pygame.K_q, pygame.K_w, pygame.K_3),
]
LETTERS = "abcdefgh12345678NBRQKOx+=@p"
WHITES, BLACKS = ("trotters", "revival", "breather", "knight_hero"), ("amazon", "rewind", "poison_pawns", "shield")


class Table:
    """The monkey's board, and a server that plays at random against it."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.game = Game(new_board(ByColor(WHITES, BLACKS)))
        self.seq = 1
        start = {"fen": self.game.fen, "start_fen": self.game.start_fen, "start_layers": self.game.start_layers}
        self.facts = {**start, "upgrades": m.Badges(list(WHITES), list(BLACKS)), "layers": self.game.layers}
        self.line: Line = in_game(**self.facts)
        self.heard = len(self.line.server.sent)
        context = FakeContext(self.line)
        context.change_settings(type(context.settings)())
        self.scene = MatchScene(context, context.match)
        self.pilot = Pilot(scene=self.scene)
        context.now_ms = lambda: self.pilot.clock.now_ms  # type: ignore[method-assign]

    def serve(self) -> None:
        """Take in what the monkey has sent, and now and then move for Black."""
        for request in self.line.server.sent[self.heard :]:
            if isinstance(request, m.MakeMove):
                assert request.ply == self.game.ply
                self.game.play(request.move)
                self.tell()
        self.heard = len(self.line.server.sent)
        if self.game.board.turn == chess.BLACK and not self.game.result and self.dice.random() < 0.2:
            self.game.play(self.dice.choice(list(self.game.board.legal_moves)).uci())
            self.tell()

    def tell(self) -> None:
        self.seq += 1
        game = self.game
        turn = "white" if game.board.turn else "black"
        state = {"seq": self.seq, "fen": game.fen, "layers": game.layers, "ply": game.ply, "last_move": game.moves[-1]}
        clocks = m.Clocks(60_000 - 400 * game.ply, 60_000)
        phase = "result" if game.result else "playing"
        facts = {**self.facts, **state, "turn": turn, "running": turn, "phase": phase, "clocks_ms": clocks}
        self.line.say(board_state(**facts))

    def play(self) -> None:
        """One thing that a monkey does."""
        pilot, dice = self.pilot, self.dice
        spot = (dice.uniform(0, 1279), dice.uniform(0, 799))
        square = self.scene._board.square_rect(dice.randrange(64)).center
        match dice.randrange(9):
            case 0:
                pilot.move(dice.choice([spot, square]))
            case 1 | 2:
                self.try_a_move()
            case 3:
                pilot.click(square, dice.choice(["left", "left", "right"]))
            case 4:
                pilot.press(square, dice.choice(["left", "right"]))
            case 5:
                pilot.release(square, dice.choice(["left", "right"]))
            case 6:
                pilot.key(dice.choice(KEYS))
            case 7:
                pilot.type(dice.choice(LETTERS))
            case _:
                pilot.wheel(dice.choice([spot, square]), dice.choice([-1, 1]))

    def try_a_move(self) -> None:
        """Now and then it does something sensible."""
        targets = self.scene._board.state.targets
        if targets:
            origin = self.dice.choice(list(targets))
            at = self.scene._board.square_rect
            self.pilot.drag(at(origin).center, at(self.dice.choice(list(targets[origin]))).center)

    def check(self) -> None:
        """Painted as a whole, nothing looks different."""
        shown = self.pilot.shot()
        self.scene.invalidate()
        self.pilot.step()
        assert share_different(shown, self.pilot.shot()) == 0


def sit_down(seed: int, charge_actions: int) -> Table:
    table = Table(seed)
    for i in range(charge_actions):
        table.play()
        table.serve()
        table.pilot.clock.now_ms += table.dice.choice([0, FRAME_MS, 40, 200])
        table.pilot.step()
        if i % 8 == 0:
            table.check()
    return table


@pytest.mark.parametrize("seed", range(2))
def test_a_monkey_breaks_nothing(seed: int) -> None:
    assert sit_down(seed, 80).game.ply > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, repeated(115, 105)))
def test_many_monkeys_break_nothing(seed: int) -> None:
    sit_down(seed, 600)
