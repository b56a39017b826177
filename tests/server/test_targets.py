"""Programs that know no rules ask for targets, and are told what their player may do; others are not."""

from __future__ import annotations

from unittest.mock import patch

from game.chess.match import Match
from netcode.messages import BoardState, JoinGame, MakeMove, Rejoin
from tests.helpers.chess_wire import board_of, create_chess
from tests.helpers.clock import HeldClock
from tests.helpers.server import Client, Room, a_room, a_server


def a_phone_and_a_window() -> tuple[Room, Client]:
    """The host's window and the guest's phone, with White's clock running; and a watcher's phone."""
    clock = HeldClock()
    service = a_server(clock)
    host, guest, watcher = Client(service), Client(service), Client(service)
    code = host.ask(create_chess(name="Ann", host_color="white", spectators=True)).code or ""
    assert guest.ask(JoinGame(code, "Bob", targets=True)).ok
    assert watcher.ask(JoinGame(code, "Cem", watch=True, targets=True)).ok
    room = Room(service, clock, host, guest)
    room.start()
    return room, watcher


def test_whoever_asked_is_told_their_targets_and_nobody_else() -> None:
    room, watcher = a_phone_and_a_window()
    room.play("e2e4")
    assert room.host.last(BoardState).targets is None
    assert watcher.last(BoardState).targets is None
    targets = room.guest.last(BoardState).targets
    assert targets is not None
    assert sorted(targets["g8"]) == ["f6", "h6"]


def test_out_of_turn_they_are_what_may_be_premoved() -> None:
    room, _ = a_phone_and_a_window()
    targets = room.guest.last(BoardState).targets
    assert targets is not None
    assert "d7" in targets["d8"], "what stands there may be taken, and retaken"


def test_a_snapshot_has_them_too() -> None:
    room, _ = a_phone_and_a_window()
    answer = room.client().ask(Rejoin(room.guest.code, room.guest.pid, room.guest.token, targets=True))
    assert board_of(answer.snapshot).targets


def test_the_program_that_comes_back_says_whether_it_wants_them() -> None:
    room, _ = a_phone_and_a_window()
    window = room.client()
    assert window.back(room.guest).ok
    room.play("e2e4")
    assert window.last(BoardState).targets is None


def test_a_move_among_windows_lists_no_moves() -> None:
    room = a_room(start=True)
    with patch.object(Match, "choices", side_effect=AssertionError("nobody asked")):
        assert room.white.ask(MakeMove("e2e4", 0)).ok
