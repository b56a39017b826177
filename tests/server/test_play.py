"""The match over the service: who is told what, when, in how many encodings; and time that passes without anybody."""

from __future__ import annotations

from typing import Literal
from unittest.mock import Mock

import pytest

from netcode.messages import (
    REQUESTS,
    BoardState,
    ChooseUpgrade,
    ClientDisconnected,
    DoHeartbeat,
    GameOver,
    GameStarted,
    JoinGame,
    MakeMove,
    MatchOver,
    PlayAgain,
    Resign,
    Terms,
    UpgradeChosen,
    UpgradeOffer,
    Witness,
)
from server.games.chess import ChessMachine
from server.rooms.room import Room as ServerRoom
from server.tokens import digest
from tests.helpers.chess_wire import board_of, chess_of, create_chess
from tests.helpers.clock import HeldClock
from tests.helpers.server import KINDS, Client, Room, a_room, a_server

FOOLS_MATE = ("f2f3", "e7e5", "g2g4", "d8h4")


def test_the_start_comes_before_the_first_board() -> None:
    room = a_room(start=True)
    kinds = [type(notice) for notice in room.guest.told if isinstance(notice, GameStarted | BoardState)]
    assert kinds == [GameStarted, BoardState, BoardState]
    assert room.guest.last(BoardState).phase == "playing"


def test_a_move_reaches_both_and_each_sees_their_own_colour() -> None:
    room = a_room(start=True)
    room.play("e2e4")
    assert room.white.last(BoardState).color == "white"
    assert room.black.last(BoardState).color == "black"
    assert {each.last(BoardState).last_move for each in (room.host, room.guest)} == {"e2e4"}


@pytest.mark.parametrize("color", ["white", "black"])
@pytest.mark.parametrize("name", ["Ann", "Zoe", "Kim"])
def test_the_host_begins_with_the_colour_that_was_agreed(color: Literal["white", "black"], name: str) -> None:
    room = a_room(start=True, options=create_chess(name=name, host_color=color))
    assert room.host.last(BoardState).color == color
    assert room.guest.last(BoardState).color != color


def test_spectators_share_one_encoding() -> None:
    room = a_room(start=True, options=create_chess(name="Ann", spectators=True))
    watchers = [room.client(), room.client()]
    for number, watcher in enumerate(watchers):
        assert watcher.ask(JoinGame(room.host.code, f"Eve {number}x", watch=True)).ok
    room.play("e2e4")
    first, second = (watcher.last(BoardState) for watcher in watchers)
    assert first is second
    assert first.color is None


@pytest.mark.parametrize(
    ("move", "ply", "code"), [("e2e5", 0, "ILLEGAL_MOVE"), ("e2e4", 1, "STALE_PLY"), ("zz", 0, "ILLEGAL_MOVE")]
)
def test_a_refused_move_tells_nobody_else(move: str, ply: int, code: str) -> None:
    room = a_room(start=True)
    told = len(room.black.told)
    assert room.white.error(MakeMove(move, ply)) == code
    assert len(room.black.told) == told


def test_a_move_out_of_turn_is_refused() -> None:
    assert a_room(start=True).black.error(MakeMove("e7e5", 0)) == "NOT_YOUR_TURN"


def test_a_resent_move_is_harmless() -> None:
    room = a_room(start=True)
    mover = room.white
    room.play("e2e4")
    assert mover.error(MakeMove("e2e4", 0)) == "STALE_PLY"


def test_a_move_before_the_start_is_refused() -> None:
    assert a_room().host.error(MakeMove("e2e4", 0)) == "NOT_NOW"


def test_mate_is_told_after_the_board_with_the_last_move() -> None:
    room = a_room(start=True)
    white, black = room.white, room.black
    room.play(*FOOLS_MATE)
    board, over = [notice for notice in white.told if isinstance(notice, BoardState | GameOver)][-2:]
    assert isinstance(board, BoardState)
    assert (board.last_move, board.phase) == ("d8h4", "result")
    assert isinstance(over, GameOver)
    assert (over.result, over.reason) == ("Lose", "checkmate")
    assert black.last(GameOver).result == "Win"


def test_the_flag_falls_when_nobody_is_there() -> None:
    room = a_room(start=True)
    white = room.white
    room.host.close()
    room.guest.close()
    room.clock.pass_ms(63_000)
    snapshot = room.client().back(white).snapshot
    assert snapshot is not None
    assert sum(board_of(snapshot).wins.values()) == 1


def test_the_loser_drafts_while_both_look_on() -> None:
    room = a_room(start=True)
    loser, winner = room.white, room.black
    room.play(*FOOLS_MATE)
    room.clock.pass_ms(3_001)
    offer = winner.last(UpgradeOffer)
    assert offer == loser.last(UpgradeOffer)
    assert winner.error(ChooseUpgrade(offer.upgrades[0])) == "NOT_NOW"
    assert loser.ask(ChooseUpgrade(offer.upgrades[1])).ok
    assert winner.last(UpgradeChosen).upgrade == offer.upgrades[1]


def play_to_the_end(room: Room) -> None:
    """The host resigns every game; drafts run out by themselves."""
    for _ in range(4):
        if room.host.ask(Resign()).ok:
            room.clock.pass_ms(25_000)


def test_a_match_to_its_end_and_again() -> None:
    room = a_room(start=True)
    play_to_the_end(room)
    assert room.guest.last(MatchOver).result == "Win"
    assert room.host.last(MatchOver).result == "Lose"
    assert chess_of(room.snapshot()).over == room.host.last(MatchOver)
    room.host.ask(PlayAgain(again=True))
    assert room.guest.last(Witness).data == {"again": True, "best_of": 3, "base_seconds": 60}
    room.guest.ask(PlayAgain(again=True))
    assert room.guest.last(BoardState).game == 1
    assert chess_of(room.snapshot()).over is None


def test_another_match_on_other_terms() -> None:
    """The other is told what is wanted, also who comes in late; the board and snapshots tell what is played."""
    room = a_room(start=True)
    play_to_the_end(room)
    room.guest.ask(PlayAgain(again=True))
    room.host.ask(PlayAgain(again=True, best_of=5, base_seconds=180))
    assert room.guest.last(Witness).data == {"again": True, "best_of": 5, "base_seconds": 180}
    told = chess_of(room.snapshot())
    assert (told.again, told.again_as) == ([room.host.pid], Terms(5, 180))
    room.guest.ask(PlayAgain(again=True))
    board = room.guest.last(BoardState)
    assert (board.game, board.best_of, board.clocks_ms.white) == (1, 5, 180_000)
    told = chess_of(room.snapshot())
    assert (told.best_of, told.base_seconds, told.again_as) == (5, 180, None)


def test_a_room_tells_how_much_losing_is_worth() -> None:
    room = a_room(options=create_chess(name="Ann", comeback="gentle"))
    assert chess_of(room.snapshot()).comeback == "gentle"


def test_seq_grows_by_one_with_each_change() -> None:
    room = a_room(start=True)
    room.play("e2e4", "e7e5", "g1f3")
    seqs = [state.seq for state in room.guest.all(BoardState)]
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))


def test_a_snapshot_has_the_whole_game() -> None:
    room = a_room(start=True)
    room.play("e2e4", "e7e5")
    board = chess_of(room.snapshot()).board
    assert board is not None
    assert board.moves == ["e2e4", "e7e5"]


def test_a_room_restored_from_its_state_plays_on() -> None:
    room = a_room(start=True)
    room.play("e2e4")
    kept = room.service.rooms.find(room.host.code)
    assert kept is not None
    again = ServerRoom.restore(kept.state(), kept.encoded_options, KINDS)
    assert again.state() == kept.state()
    assert isinstance(again.game, ChessMachine)
    assert again.game.match.moves() == ("e2e4",)
    assert again.members[1].token == digest(room.host.token)


def test_heartbeats_are_spread_over_their_interval_so_that_no_move_waits_long() -> None:
    room = a_room(beat_s=1.0, connections_per_address=0)
    people = [room.host, room.guest, *(room.client() for _ in range(48))]
    at_once: list[int] = []
    for _ in range(100):
        before = sum(len(each.all(DoHeartbeat)) for each in people)
        room.clock.pass_ms(10)
        at_once.append(sum(len(each.all(DoHeartbeat)) for each in people) - before)
    assert max(at_once) == 2
    assert [len(each.all(DoHeartbeat)) for each in people] == [1] * 50


def test_silence_is_a_lost_connection_and_the_other_hears_of_it_within_three_seconds() -> None:
    room = a_room(beat_s=1.0)
    room.clock.pass_ms(2_000)
    assert room.guest.all(DoHeartbeat)
    room.guest.answers_beats = False
    room.clock.pass_ms(3_000)
    assert room.host.all(ClientDisconnected)
    assert room.guest.closed
    assert not room.host.closed


def test_a_connection_whose_system_does_not_give_it_up_is_gone_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    room = a_room(beat_s=1.0)
    room.clock.pass_ms(2_000)
    room.guest.answers_beats = False
    monkeypatch.setattr(room.guest, "close", Mock())
    room.clock.pass_ms(3_000)
    assert room.host.last(ClientDisconnected).pid == room.guest.pid
    assert room.client().back(room.guest).ok


def test_after_a_standstill_of_the_server_nobody_is_given_up_before_being_heard() -> None:
    room = a_room(beat_s=1.0)
    room.clock.pass_ms(2_000)
    room.clock.stand_still_ms(10_000)
    room.clock.pass_ms(100)
    assert not room.guest.closed
    room.clock.pass_ms(5_000)
    assert not room.guest.closed


def test_the_round_trip_that_the_server_measured_goes_to_the_clock() -> None:
    clock = HeldClock()
    server = a_server(clock, beat_s=1.0)
    slow = Client(server)
    slow.answers_beats = False
    clock.pass_ms(1_000)
    hbid = slow.last(DoHeartbeat).hbid
    clock.pass_ms(80)
    assert slow.raw("Heartbeat", b'{"hbid":%d}' % hbid).ok
    assert slow.session.round_trip.rtt_ms == pytest.approx(80)


def test_a_heartbeat_that_nobody_asked_for_is_refused() -> None:
    assert a_room().host.raw("Heartbeat", b'{"hbid":5}').error == "BAD_MESSAGE"


def test_while_the_server_stands_still_nobodys_clock_runs() -> None:
    room = a_room(start=True, beat_s=1.0)
    room.play("e2e4")
    before = room.host.last(BoardState)
    room.clock.stand_still_ms(90_000)
    room.clock.pass_ms(150)
    after = room.host.last(BoardState)
    assert (after.phase, after.running) == ("playing", "black")
    assert after.seq > before.seq
    assert after.clocks_ms.black >= before.clocks_ms.black - 1_000
    room.clock.pass_ms(1_000)
    room.play("e7e5")
    assert room.host.last(BoardState).clocks_ms.black >= before.clocks_ms.black - 3_000


def test_nobody_is_lost_by_a_standstill_of_the_server() -> None:
    """Everybody's next heartbeat may be a whole interval away when it goes on."""
    room = a_room(beat_s=1.0)
    others = [room.client() for _ in range(20)]
    room.clock.pass_ms(5_000)
    room.clock.stand_still_ms(90_000)
    room.clock.pass_ms(5_000)
    assert not any(client.closed for client in (room.host, room.guest, *others))


def test_whoever_falls_silent_is_told_so() -> None:
    room = a_room(beat_s=1.0)
    room.clock.pass_ms(2_000)
    room.guest.answers_beats = False
    room.clock.pass_ms(5_000)
    assert (room.guest.ending, room.guest.farewell) == (4408, "Nothing was heard of you for 2.9 s.")


def test_a_flag_that_fell_before_a_standstill_stays_fallen() -> None:
    room = a_room(start=True, beat_s=1.0)
    room.clock.pass_ms(59_980)
    room.clock.stand_still_ms(5_000)
    room.clock.pass_ms(1_500)
    assert room.host.last(GameOver).reason == "flag"


def test_beats_need_one_timer_however_many_connect() -> None:
    clock = HeldClock()
    server = a_server(clock, beat_s=1.0, connections_per_address=0)
    for _ in range(50):
        Client(server)
    clock.pass_ms(3_000)
    assert clock.timers == 1


def test_too_many_messages_are_refused_and_then_cut_off() -> None:
    room = a_room(messages_per_s=5.0, messages_burst=20, refused_before_closing=3)
    errors = [room.guest.raw("ListGames", b"{}").error for _ in range(22)]
    assert errors[0] is None
    assert errors[-3:] == ["TOO_FAST"] * 3
    assert room.guest.closed
    assert room.host.raw("ListGames", b"{}").ok


@pytest.mark.parametrize("name", sorted(REQUESTS))
@pytest.mark.parametrize("fields", [b"[]", b"nul", b'{"move":NaN}', b"\xff", b'{"hbid":-1,"code":1,"ply":"x"}'])
def test_malformed_fields_are_refused_and_change_nothing(name: str, fields: bytes) -> None:
    room = a_room()
    told = len(room.guest.told)
    answer = room.host.raw(name, fields)
    assert answer.ok == (answer.error is None)
    if fields != b'{"hbid":-1,"code":1,"ply":"x"}':
        assert answer.error == "BAD_MESSAGE"
        assert len(room.guest.told) == told


def test_on_a_server_of_chosen_cards_everybody_in_the_room_is_told_so() -> None:
    """Host, guest, and whoever comes back in the middle of the match."""
    room = a_room(cards="shield,rewind")
    assert chess_of(room.snapshot()).cards == ["shield", "rewind"]
    room.start()
    assert chess_of(room.snapshot()).cards == ["shield", "rewind"]
    room.play(*FOOLS_MATE)
    room.clock.pass_ms(3_001)
    assert room.host.last(UpgradeOffer).upgrades == ["shield", "rewind"]


def test_elsewhere_no_cards_are_chosen() -> None:
    assert chess_of(a_room(start=True).snapshot()).cards == []


def test_a_server_does_not_start_with_cards_that_do_not_exist() -> None:
    with pytest.raises(ValueError, match="There is no upgrade 'nonsense'"):
        a_server(cards="nonsense")
