"""Moves queued while the opponent thinks: what can be queued, when they are played, and when they are gone."""

from __future__ import annotations

import chess
import pytest

from game.chess.rules import ByColor
from game.chess.upgrades import board_from
from game.client.chess.premoves import MOST, Premoves
from netcode import messages as m
from tests.helpers.chess_wire import board_state
from tests.helpers.fake_transport import Line, in_game

AFTER_E4 = "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq - 0 1"
LONE_KNIGHT = "4k3/8/8/8/8/8/8/1N2K3 b - - 0 1"


def queue(fen: str, *moves: str, whites: tuple[str, ...] = ()) -> tuple[Premoves, list[bool]]:
    premoves, position = Premoves(), board_from(fen, ByColor(whites, ()))
    return premoves, [premoves.add(uci, position, chess.WHITE) for uci in moves]


def waiting(**changes: object) -> Line:
    """Ann has played 1 e4 and Bob thinks."""
    line = in_game()
    line.match.move("e2e4", line.now_ms)
    line.server.answer()
    line.say(board_state(seq=2, ply=1, last_move="e2e4", turn="black", running="black", fen=AFTER_E4, **changes))
    return line


def reply(line: Line, uci: str) -> None:
    line.say(board_state(seq=3, ply=2, last_move=uci, turn="white"))


def sent_moves(line: Line) -> list[str]:
    return [request.move for request in line.server.sent if isinstance(request, m.MakeMove)]


# --- what can be queued -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("uci", ["g1f3", "d1h5", "f1a6", "e4e5", "e4d5", "e4f5", "d1e2"])
def test_whatever_might_become_possible_can_be_queued(uci: str) -> None:
    assert queue(AFTER_E4, uci)[1] == [True]


@pytest.mark.parametrize("uci", ["g1g3", "a1a5", "e7e5", "e1e3", "e5e6"])
def test_what_no_reply_makes_possible_cannot_be_queued(uci: str) -> None:
    assert queue(AFTER_E4, uci)[1] == [False]


def test_what_an_own_piece_stands_on_can_be_retaken() -> None:
    assert queue(AFTER_E4, "d1d2")[1] == [True]


def test_castling_can_be_queued_once_its_way_will_be_free() -> None:
    assert queue(AFTER_E4, "e1g1")[1] == [False]
    assert queue(AFTER_E4, "g1f3", "f1c4", "e1g1")[1] == [True, True, True]


def test_an_upgraded_piece_can_queue_its_new_moves_and_a_plain_one_cannot() -> None:
    assert queue(LONE_KNIGHT, "b1b2", whites=("trotters",))[1] == [True]
    assert queue(LONE_KNIGHT, "b1b2")[1] == [False]


def test_queued_moves_build_on_each_other() -> None:
    premoves, added = queue(AFTER_E4, "g1f3", "f3e5", "e5f7")
    assert added == [True] * 3
    assert [move.uci() for move in premoves.moves] == ["g1f3", "f3e5", "e5f7"]


def test_a_promotion_can_be_queued_and_its_piece_moves_on_as_what_it_became() -> None:
    assert queue("4k3/P7/8/8/8/8/8/4K3 b - - 0 1", "a7a8q", "a8h1")[1] == [True, True]


@pytest.mark.parametrize("uci", ["e5e6", "e5e6q", "e5d6", "e5d6q", "e5d6n", "e5f6r"])
def test_an_early_promotion_can_be_queued_as_a_step_and_as_a_capture(uci: str) -> None:
    assert queue("4k3/8/8/4P3/8/8/8/4K3 b - - 0 1", uci, whites=("fast_track",))[1] == [True]


def test_without_the_card_a_capture_on_the_sixth_rank_is_no_promotion() -> None:
    assert queue("4k3/8/8/4P3/8/8/8/4K3 b - - 0 1", "e5d6q")[1] == [False]


def test_a_pawn_that_may_promote_early_is_shown_as_one_that_an_upgrade_helps() -> None:
    premoves, position = Premoves(), board_from("4k3/8/8/4P3/8/8/8/4K3 b - - 0 1", ByColor(("fast_track",), ()))
    assert premoves.only_by_upgrade(position, chess.WHITE, chess.E5, chess.E6)


def test_a_queue_whose_captor_has_died_of_poison_is_imagined_as_far_as_it_goes() -> None:
    """The head captured a poisoned pawn and is gone: nobody is there for what was queued behind it."""
    start = "4k3/2p5/8/3p4/4P3/8/8/4K3 b - - 0 1"
    premoves, added = queue(start, "e4d5", "d5d6", "e1e2")
    assert added == [True] * 3
    upgrades = ByColor((), ("poison_pawns",))
    reply = board_from("4k3/8/8/2pp4/4P3/8/8/4K3 w - - 0 2", upgrades)
    assert premoves.take_head(reply) == chess.Move.from_uci("e4d5")
    gone = board_from("4k3/8/8/2p5/8/8/8/4K3 b - - 0 2", upgrades)
    assert premoves.imagined(gone, chess.WHITE).king(chess.WHITE) == chess.E1
    assert premoves.take_head(board_from("4k3/8/8/8/2p5/8/8/4K3 w - - 0 3", upgrades)) is None
    assert not premoves


def test_ten_is_the_most() -> None:
    there_and_back = ["g1f3", "f3g1"] * (MOST // 2 + 1)
    assert queue(AFTER_E4, *there_and_back)[1] == [True] * MOST + [False] * 2


# --- when they are played -----------------------------------------------------------------------------------------


def test_the_head_is_sent_the_instant_the_reply_arrives() -> None:
    line = waiting()
    line.match.queue.add("g1f3")
    line.match.queue.add("f1c4")
    reply(line, "e7e5")
    assert sent_moves(line) == ["e2e4", "g1f3"]
    assert [move.uci() for move in line.match.queue.premoves.moves] == ["f1c4"]


def test_a_promotion_that_meets_a_shield_breaks_it() -> None:
    """Nobody could know that when it was queued: on a shield a pawn does not promote."""
    premoves, _ = queue("3n3k/2P5/8/8/8/8/8/4K3 b - - 0 1", "c7d8q")
    position = board_from("3n3k/2P5/8/8/8/8/8/4K3 w - - 0 1", ByColor((), ()), "- d8 - -")
    assert premoves.take_head(position) == chess.Move.from_uci("c7d8")


def test_what_poison_has_made_impossible_is_not_imagined() -> None:
    """The opponent puts a poisonous pawn where the first of two was to go: the second has no piece to move."""
    owned: ByColor[tuple[str, ...]] = ByColor((), ("poison_pawns",))
    premoves, before = Premoves(), board_from("4k3/2p5/8/8/3B4/8/8/4K3 b - - 0 1", owned)
    assert [premoves.add(uci, before, chess.WHITE) for uci in ("d4c5", "c5b6")] == [True, True]
    position = board_from("4k3/8/8/2p5/3B4/8/8/4K3 w - - 0 1", owned)
    assert not premoves.imagined(position, chess.WHITE).bishops


def test_what_is_no_longer_legal_is_dropped_with_all_that_follows() -> None:
    line = waiting()
    line.match.queue.add("e4d5")
    line.match.queue.add("g1f3")
    reply(line, "e7e5")
    assert sent_moves(line) == ["e2e4"]
    assert not line.match.queue.premoves


def test_a_capture_that_the_reply_makes_possible_is_played() -> None:
    line = waiting()
    line.match.queue.add("e4d5")
    reply(line, "d7d5")
    assert sent_moves(line)[-1] == "e4d5"


def test_nothing_can_be_queued_when_it_is_ones_turn() -> None:
    line = in_game()
    line.match.queue.add("g1f3")
    assert not line.match.queue.premoves


def test_a_move_queued_in_the_countdown_is_played_when_the_clock_starts() -> None:
    line = in_game(phase="countdown", phase_ms=3_000, running=None)
    line.match.queue.add("e2e4")
    line.say(board_state(seq=2))
    assert sent_moves(line) == ["e2e4"]


# --- when they are gone -------------------------------------------------------------------------------------------


def test_a_queue_can_be_taken_back() -> None:
    line = waiting()
    line.match.queue.add("g1f3")
    assert line.match.queue.cancel()
    assert not line.match.queue.cancel()
    reply(line, "e7e5")
    assert sent_moves(line) == ["e2e4"]


def test_the_end_of_the_game_empties_the_queue() -> None:
    line = waiting()
    line.match.queue.add("g1f3")
    line.say(board_state(seq=3, ply=1, last_move="e2e4", phase="result", turn="black"))
    assert not line.match.queue.premoves


def test_a_refused_move_takes_along_what_was_queued_behind_it() -> None:
    line = in_game()
    line.match.move("e2e4", line.now_ms)
    line.match.queue.add("g1f3")
    line.server.refuse("ILLEGAL_MOVE")
    line.poll()
    assert not line.match.queue.premoves


def test_news_that_are_no_move_leave_the_queue_alone() -> None:
    line = waiting()
    line.match.queue.add("g1f3")
    line.say(board_state(seq=3, ply=1, last_move="e2e4", turn="black", draw_offer="black"))
    assert len(line.match.queue.premoves) == 1
