from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from game.client.chess.soundcues import sound_of
from game.client.games import GAMES
from game.client.net.session import Session
from game.client.roomsounds import RoomSounds
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import ME, OTHER, Line, a_snapshot, in_game, in_lobby, players

if TYPE_CHECKING:
    from game.client.kit.sound import Cue


class Listener:
    """Sounds that has been at this table for a while."""

    def __init__(self, line: Line) -> None:
        self.line, self.sounds = line, RoomSounds()
        self.hear()

    def hear(self, later_ms: int = 0) -> list[Cue]:
        self.line.poll(later_ms)
        return self.sounds.listen(self.line.session, self.line.now_ms)

    def say(self, *notices: m.Notice) -> list[Cue]:
        self.line.say(*notices)
        return self.hear()


def moved(*moves: str, **changes: object) -> m.BoardState:
    running = "white" if len(moves) % 2 == 0 else "black"
    facts = {"seq": 9, "ply": len(moves), "moves": list(moves), "last_move": moves[-1], "turn": running}
    return board_state(**{**facts, "running": running, **changes})


@pytest.mark.parametrize(
    ("san", "cue"),
    [
        ("Nf3", "move"),
        ("exd5", "capture"),
        ("Qxf7#", "check"),
        ("O-O", "castle"),
        ("e8=Q", "promote"),
        ("O-O+", "check"),
    ],
)
def test_a_move_sounds_like_the_weightiest_thing_about_it(san: str, cue: Cue) -> None:
    assert sound_of(san, mine=True) == cue


def test_ones_own_moves_and_the_opponents_sound_different() -> None:
    listener = Listener(in_game())
    listener.line.match.move("e2e4", listener.line.now_ms)
    assert listener.hear() == ["move"]
    assert listener.say(moved("e2e4")) == []
    assert listener.say(moved("e2e4", "e7e5")) == ["theirs"]


def test_the_heart_beats_once_a_second_when_ones_own_time_is_short() -> None:
    listener = Listener(in_game(clocks_ms=m.Clocks(10_400, 60_000)))
    assert listener.hear(300) == []
    assert listener.hear(200) == ["heartbeat"]
    assert listener.hear(100) == []
    assert listener.hear(900) == ["heartbeat"]


def test_nobody_hears_the_opponents_heart() -> None:
    listener = Listener(in_game(clocks_ms=m.Clocks(60_000, 9_000), running="black", turn="black"))
    assert listener.hear(1_000) == []


def test_words_of_others_are_heard_and_ones_own_are_not() -> None:
    listener = Listener(in_lobby())
    assert listener.say(m.ChatLine(OTHER, "hello", "Bob")) == ["message"]
    assert listener.say(m.ChatLine(ME, "hi", "Ann")) == []


def test_somebody_comes_and_goes() -> None:
    listener = Listener(in_lobby())
    assert listener.say(m.PlayerList(players()[:1])) == ["gone"]
    assert listener.say(m.PlayerList(players())) == ["arrive"]


@pytest.mark.parametrize(
    ("reason", "winner", "cues"),
    [
        ("checkmate", ME, ["win"]),
        ("checkmate", OTHER, ["loss"]),
        ("flag", OTHER, ["flag", "loss"]),
        ("stalemate", None, ["draw"]),
    ],
)
def test_how_a_game_ended_can_be_heard(reason: str, winner: int | None, cues: list[Cue]) -> None:
    listener = Listener(in_game())
    assert listener.say(m.GameOver("Tie", reason, {"1": 0.5, "2": 0.5}, winner)) == cues


def test_the_draft_opens_and_somebody_picks() -> None:
    listener = Listener(in_game())
    assert listener.say(m.UpgradeOffer(ME, ["trotters", "siege"], 12_000)) == ["draft"]
    assert listener.say(m.UpgradeChosen(ME, "trotters", auto=False)) == ["pick"]


def test_the_countdown_ticks_and_then_it_goes() -> None:
    listener = Listener(in_lobby())
    state = board_state(phase="countdown", phase_ms=3_000, running=None)
    heard = listener.say(m.GameStarted(1, {"white": ME, "black": OTHER}, 3_000), state)
    assert heard == ["count"]
    assert listener.hear(1_100) == ["count"]
    assert listener.hear(100) == []
    assert listener.say(board_state(seq=2)) == ["go"]


def test_who_comes_into_a_room_hears_nothing_of_what_was_before() -> None:
    line = Line()
    line.open(m.JoinGame("KLMN", "Ann"))
    line.server.answer(code="KLMN", pid=ME, token="t", snapshot=a_snapshot(chat=[m.ChatLine(OTHER, "psst", "Bob")]))
    line.poll()
    assert Listener(line).hear() == []


def test_in_the_menu_it_is_quiet() -> None:
    assert RoomSounds().listen(Session(lambda _: pytest.fail("no line"), GAMES), 0) == []


def test_messages_are_heard_however_many_there_were_before() -> None:
    listener = Listener(in_game())
    for number in range(205):
        assert listener.say(m.ChatLine(OTHER, str(number), "Bob")) == ["message"]
