"""What the search must never get wrong, with standard and with upgraded pieces."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import chess
import pytest

from game.chess.bot.interface import Budget, NoMove
from game.chess.bot.search import Search, SearchResult
from game.chess.bot.tree import DRAW, MATE
from game.chess.rules.board import Board
from game.chess.rules.bycolor import ByColor
from game.chess.rules.side import STANDARD, SideRules

if TYPE_CHECKING:
    from collections.abc import Iterator

KING_STEPPING_KNIGHTS = SideRules(((chess.KNIGHT, "K"),))
UPGRADES = (
    KING_STEPPING_KNIGHTS,
    SideRules(((chess.ROOK, "N"),)),
    SideRules(((chess.PAWN, "smW"),)),
    SideRules(((chess.PAWN, "bmW"), (chess.BISHOP, "mW")), double_steps=(3, 4)),
    SideRules(((chess.QUEEN, "N"), (chess.KING, "mN"))),
)


def found(board: Board, *, depth: int = 32, nodes: int = 3_000) -> SearchResult:
    return Search(board.rules).find(board, Budget(nodes=nodes, depth=depth), lambda: 0)


def board_with(fen: str, *, white: SideRules = STANDARD, black: SideRules = STANDARD) -> Board:
    return Board(fen, ByColor(white, black))


def random_positions(games: int, plies: int) -> Iterator[Board]:
    """Random games with random upgrades on both sides, a position every few plies."""
    rng = Random(7)
    for _ in range(games):
        board = Board(chess.STARTING_FEN, ByColor(rng.choice(UPGRADES), rng.choice(UPGRADES)))
        for ply in range(plies):
            moves = list(board.legal_moves)
            if not moves:
                break
            if ply % 6 == 5:
                yield board
            board.push(rng.choice(moves))


@pytest.mark.parametrize(
    ("fen", "move"),
    [
        ("r1bqkb1r/pppp1ppp/2n2n2/4p2Q/2B1P3/8/PPPP1PPP/RNB1K1NR w KQkq - 4 4", "h5f7"),
        ("6k1/5ppp/8/8/8/8/8/4R1K1 w - - 0 1", "e1e8"),
        ("rnbqkbnr/pppp1ppp/8/4p3/6P1/5P2/PPPPP2P/RNBQKBNR b KQkq - 0 2", "d8h4"),
    ],
)
def test_finds_mate_in_one(fen: str, move: str) -> None:
    result = found(Board(fen))
    assert (result.move, result.score) == (move, MATE - 1)


@pytest.mark.parametrize(
    "fen",
    [
        # Morphy's problem: a quiet sacrifice and zugzwang, where a null move would lie.
        "kbK5/pp6/1P6/8/8/8/8/R7 w - - 0 1",
        "6k1/pp4p1/2p5/2bp4/8/P5Pb/1P3rrP/2BRRN1K b - - 0 1",
    ],
)
def test_finds_mate_in_two(fen: str) -> None:
    assert found(Board(fen), nodes=8_000).score == MATE - 3


def test_mates_as_only_an_upgraded_knight_does() -> None:
    fen = "7k/8/6KN/8/8/8/8/8 w - - 0 1"
    upgraded, standard = board_with(fen, white=KING_STEPPING_KNIGHTS), Board(fen)
    mating = found(upgraded).move
    for board in (upgraded, standard):
        board.push(chess.Move.from_uci(mating))
    assert (upgraded.is_checkmate(), standard.is_checkmate()) == (True, False)


@pytest.mark.parametrize(("black", "takes"), [(STANDARD, True), (SideRules(((chess.ROOK, "N"),)), False)])
def test_knows_what_upgraded_pieces_defend(black: SideRules, *, takes: bool) -> None:
    """A rook on b5 that leaps like a knight as well defends the pawn on c3 against the queen."""
    board = board_with("6k1/8/8/1r6/8/2p5/8/Q5K1 w - - 0 1", black=black)
    assert (found(board, depth=2).move == "a1c3") is takes


def test_repeats_the_position_when_behind() -> None:
    board = Board("7k/8/8/8/8/8/R7/K7 w - - 0 1")
    for move in ("a2b2", "h8g8", "b2a2", "g8h8", "a2b2"):
        board.push_uci(move)
    assert found(board, depth=4).score == DRAW


def test_repeats_no_position_when_ahead() -> None:
    """Going back to where the pieces were would be a step towards threefold."""
    board = Board("7k/8/8/8/8/8/R7/K7 w - - 0 1")
    for move in ("a2b2", "h8g8", "b2a2", "g8h8", "a2b2", "h8g8"):
        board.push_uci(move)
    assert found(board).move != "b2a2"


def test_fifty_moves_are_a_draw() -> None:
    assert found(Board("7k/8/8/8/8/8/R7/K7 w - - 99 90"), depth=3).score == DRAW


def test_mate_comes_before_fifty_moves() -> None:
    assert found(Board("7k/8/6K1/8/8/8/8/R7 w - - 99 90"), depth=2).score == MATE - 1


def test_finds_a_winning_promotion() -> None:
    assert found(Board("8/P6k/8/8/8/8/7p/7K w - - 0 1")).move == "a7a8q"


def test_no_move_after_the_end() -> None:
    with pytest.raises(NoMove):
        found(Board("7k/6Q1/6K1/8/8/8/8/8 b - - 0 1"))


def test_leaves_the_board_as_it_was() -> None:
    board = Board()
    board.push_uci("e2e4")
    before = board.copy()
    found(board, nodes=500)
    assert (board.fen(), board.move_stack) == (before.fen(), before.move_stack)


def test_always_a_legal_move() -> None:
    for board in random_positions(games=10, plies=60):
        assert chess.Move.from_uci(found(board, nodes=60).move) in board.legal_moves


def test_the_same_nodes_give_the_same_move() -> None:
    board = Board("r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1")
    assert found(board, nodes=2_000) == found(board, nodes=2_000)


def test_stops_within_its_hard_limit() -> None:
    """The clock is read every so many nodes; each reading here is a millisecond later."""
    times = iter(range(1_000_000))
    Search(Board().rules).find(Board(), Budget(hard_ms=20), lambda: next(times))
    assert next(times) <= 30


def test_a_single_reply_is_played_at_once() -> None:
    assert found(Board("k7/8/8/8/8/8/1r6/K7 w - - 0 1"), nodes=2_000).nodes < 2_000


def test_takes_the_first_king_when_the_second_is_mated_by_it() -> None:
    """Of Black's two kings one falls, and the other is royal at once, in check and without a way out."""
    board = Board("k5k1/1R6/8/8/8/8/8/R6K w - - 0 1")
    assert board.king(chess.BLACK) is None
    result = found(board, depth=3)
    assert (result.move, result.score) == ("a1a8", MATE - 1)
