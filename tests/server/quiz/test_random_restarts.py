"""Random quizzes that move to another server at random moments: nobody sees a difference once all are back."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from game.quiz.ties import upcoming
from netcode import messages as m
from server.games.quiz import QuizMachine
from tests.server.quiz.test_people import Party

if TYPE_CHECKING:
    from netcode.messages import Request

STEPS = 100
PLAYERS = (1, 2, 3)
"""Where the players are in `Evening.everybody`, behind the host."""


class Evening:
    """A quiz whose people ask anything they may, and what all of them see."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        party = Party("Ann", "Bob", "Cat", options={"teams": self.dice.choice([[], [], ["Reds", "Blues"]])}).begun()
        others = party.join("Wall", screen=True), party.join("Eve", watch=True)
        self.party, self.everybody = party, [party.host, *party.players, *others]

    @property
    def machine(self) -> QuizMachine:
        game = self.party.room.game
        assert isinstance(game, QuizMachine)
        return game

    def seen(self) -> list[Any]:
        """What a snapshot tells each of them."""
        return [without_seq(msgspec.to_builtins(client.back(client).snapshot)) for client in self.everybody]

    def step(self) -> None:
        if self.dice.random() < 0.6:
            self.everybody[0].ask(self._of_host())
        else:
            self.everybody[self.dice.choice(PLAYERS)].ask(self._of_player())
        if self.dice.random() < 0.2:
            self.party.clock.pass_ms(self.dice.choice([50, 300, 3_000, 20_000]))

    def _of_host(self) -> Request:
        dice, state = self.dice, self.machine.quiz.state
        pid = self.everybody[dice.choice(PLAYERS)].pid
        squares = [m.SelectQuestion(category, row) for category in (0, 1) for row in (0, 1)]
        tie = upcoming(state)
        if tie is not None and dice.random() < 0.5:
            return m.SettleTie(list(tie.games[0]))
        if state.phase in {"grid", "judged"} and dice.random() < 0.7:
            return dice.choice([*squares * 3, m.SelectQuestion(0, 1, pid), m.NextRound(), m.StartFinal()])
        return dice.choice(
            [
                m.BuzzEnable(),
                m.BuzzDisable(),
                m.HostChecked(dice.random() < 0.5, pid),
                m.HostChecked(dice.random() < 0.5),
                m.GiveUp(),
                m.ShowGrid(),
                m.CloseAnswers(),
                m.CloseWagers(),
                m.AbortDuel(),
                m.EndGame() if dice.random() < 0.1 else m.Resume(),
                m.SetScore(pid, dice.choice([0, 0, 200])),
                m.SetTeam(pid, None),
                m.SetPace(pid, 1.5),
                m.Undo(),
                m.Redo(),
                m.Pause(),
                m.Resume(),
            ]
        )

    def _of_player(self) -> Request:
        dice = self.dice
        return dice.choice(
            [
                m.Buzz(),
                m.Wager(dice.choice([0, 100])),
                m.FinalAnswer(dice.choice(["A king", "A pawn"])),
                m.AnswerMove(dice.choice(["e1e8", "e1e7"])),
                m.MakeMove(dice.choice(["e2e4", "e7e5"]), dice.choice([0, 1])),
                m.Resign() if dice.random() < 0.2 else m.Buzz(),
            ]
        )

    def move_house(self) -> None:
        """Everybody comes back to another server in any order. Time goes on with the last player."""
        before, last = self.everybody, self.dice.choice(PLAYERS)
        self.party.move_house()
        order = [i for i in range(len(before)) if i != last]
        self.dice.shuffle(order)
        for i in [*order, last]:
            self.party.clock.pass_ms(self.dice.choice([0, 0, 400, 900]))
            client = self.party.back(before[i])
            client.token = before[i].token
            self.everybody = [*self.everybody[:i], client, *self.everybody[i + 1 :]]


def without_seq(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: without_seq(value) for key, value in told.items() if key != "seq"}
    return [without_seq(each) for each in told] if isinstance(told, list) else told


@pytest.mark.parametrize("seed", range(4))
def test_a_new_server_changes_nothing_that_anybody_sees(seed: int) -> None:
    evening = Evening(seed)
    for _ in range(STEPS):
        evening.step()
        # What was refused has changed nothing, and all that was done is stored.
        assert evening.party.room.state() == evening.party.room.committed
        if evening.dice.random() < 0.25:
            before, room = evening.seen(), evening.party.room
            due_ms, now_ms = room.due_ms(), evening.party.clock.now_ms()
            evening.move_house()
            assert evening.seen() == before
            assert evening.party.room.stands_since_ms is None
            later_ms = evening.party.clock.now_ms() - now_ms
            assert evening.party.room.due_ms() == (None if due_ms is None else due_ms + later_ms)
