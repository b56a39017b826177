"""Random games with upgrades stacked on both sides, each position compared with the naive mailbox."""

from __future__ import annotations

import pickle
from itertools import islice
from random import Random

import chess
import pytest

from game.chess.rules import REWIND, Board
from game.chess.rules.layers import Layers
from game.chess.rules.pushing import push_plain
from game.chess.upgrades import CATALOGUE, board_from
from tests.helpers.extent import repeated
from tests.helpers.oracle import KNOWN, Mailbox
from tests.helpers.random_games import changes_moves, positions

QUICK_GAMES = 50
LONG_GAMES, PARTS = repeated(1_200, 240), 5
AROUND_GAMES = repeated(500, 100)
"""The long comparison runs in so many pieces, so that several processes can share it."""


def everything_about(board: Board) -> tuple[object, ...]:
    stack = len(board.move_stack)
    return board.fen(en_passant="fen"), board.promoted, board.castling_rights, board.layers, stack


def ours(board: chess.Board) -> list[str]:
    return sorted(move.uci() for move in board.legal_moves)


def compare(seed: int) -> int:
    """Play a game on both boards and compare each position and its moves; returns how many positions there were."""
    count, oracle = 0, None
    for game, upgrades in positions(seed):
        board = game.board
        if oracle is None:
            oracle = Mailbox(board.fen(en_passant="fen"), upgrades.white, upgrades.black, board.layers.text())
        else:
            oracle.play(game.moves[-1])
        told = (game.start_fen, game.start_layers, upgrades, game.moves)
        assert (board.fen(en_passant="fen"), board.layers.text()) == (oracle.fen(), oracle.layers()), told
        assert ours(board) == sorted(oracle.legal_moves()), told
        count += 1
    return count


def go_around(seed: int) -> int:
    """Make and unmake every move of a game's positions, and take each through text, bytes and copies."""
    count = 0
    for game, upgrades in positions(seed):
        board = game.board
        before, moves = everything_about(board), list(board.legal_moves)
        for move in moves:
            board.push(move)
            board.pop()
            assert everything_about(board) == before
        texts = board.fen(en_passant="fen"), upgrades, board.layers.text()
        twins = (board_from(*texts), board.copy(), board.copy(stack=False), pickle.loads(pickle.dumps(board)))  # noqa: S301
        for twin in twins:
            assert twin == board
            assert (twin.fen(en_passant="fen"), twin.layers) == (texts[0], board.layers)
        assert list(twins[count % len(twins)].legal_moves) == moves
        count += 1
    return count


def unwind(seed: int) -> None:
    """Take back a whole game on a copy, and compare with its root and its start; only spent rewinds stay spent."""
    game, _ = list(positions(seed))[-1]
    root, copy = game.board.root(), game.board.copy()
    while copy.move_stack:
        copy.pop()
    assert (root.fen(), root.layers) == (copy.fen(), copy.layers)
    assert root.fen() == game.start_fen
    if REWIND not in game.moves:
        assert root.layers == Layers.parse(game.start_layers)


@pytest.mark.parametrize("seed", range(QUICK_GAMES))
def test_positions_and_their_moves_are_those_of_the_oracle(seed: int) -> None:
    """Both boards make the same moves: no legal one is missing, invented or listed twice, and each does the same."""
    compare(seed)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_positions_and_their_moves_are_those_of_the_oracle_many_times(part: int) -> None:
    """The same over fifty thousand positions, or a fifth of them."""
    assert sum(compare(seed) for seed in range(1_000 + part, 1_000 + LONG_GAMES, PARTS)) > 36 * LONG_GAMES / PARTS


@pytest.mark.parametrize("seed", range(700, 730))
def test_there_is_a_legal_move_exactly_where_the_list_has_one(seed: int) -> None:
    """However that is found out: most positions have a pawn that may step ahead, and no list is made for them."""
    for game, _ in positions(seed):
        assert game.board.has_legal_move(check=game.check) == bool(list(game.board.generate_legal_moves()))
        assert (
            not game.board._has_free_pawn(game.board._free_origins())
            or game.check
            or any(game.board.pawns & chess.BB_SQUARES[move.from_square] for move in game.board.legal_moves)
        )


@pytest.mark.parametrize("seed", range(900, 930))
def test_the_text_of_a_position_is_as_if_written_from_scratch(seed: int) -> None:
    """Move by move, also after a rewind; and two texts are the same exactly if python-chess's keys are."""
    keys: dict[str, object] = {}
    for game, _ in positions(seed):
        assert game.fen == game.board.fen()
        position, key = game.fen.rsplit(" ", 2)[0], chess.Board._transposition_key(game.board)
        assert keys.setdefault(position, key) == key
    assert len(set(keys.values())) == len(keys)


@pytest.mark.parametrize("seed", range(800, 830))
def test_a_move_is_made_on_the_board_as_python_chess_makes_it(seed: int) -> None:
    """Also those that are only pseudo-legal, and from a position without a stack."""
    for game, _ in islice(positions(seed), 0, None, 4):
        board = game.board.copy(stack=Random(seed).randint(0, 2))
        for move in board.generate_pseudo_legal_moves():
            made, expected = board.copy(), board.copy()
            chess.Board.push(expected, move)
            if push_plain(made, move):
                assert vars(chess._BoardState(made)) == vars(chess._BoardState(expected)), (game.fen, move)
                assert made.move_stack == expected.move_stack
                made.pop()
            assert vars(chess._BoardState(made)) == vars(chess._BoardState(board))


@pytest.mark.parametrize("seed", range(100, 112))
def test_is_legal_says_what_the_list_says(seed: int) -> None:
    """`is_legal` holds for exactly the listed moves, among all pairs of squares."""
    rng = Random(seed)
    for game, _ in positions(seed):
        legal = set(game.board.legal_moves)
        tried = {chess.Move(rng.randrange(64), rng.randrange(64), rng.choice((None, 2, 5, 6))) for _ in range(60)}
        tried |= legal | set(game.board.pseudo_legal_moves)
        assert {move for move in tried if game.board.is_legal(move)} == legal
        assert {move for move in tried if game.board.is_legal(move, check=game.check)} == legal


@pytest.mark.parametrize("seed", range(200, 215))
def test_moves_are_unmade_and_positions_kept_without_loss(seed: int) -> None:
    """After push and pop nothing differs; nor in a copy, a pickle, or what FEN and layers say."""
    go_around(seed)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
def test_moves_are_unmade_and_positions_kept_without_loss_many_times(part: int) -> None:
    """The same over twenty thousand positions, or a fifth of them."""
    assert sum(go_around(seed) for seed in range(1_000 + part, 1_000 + AROUND_GAMES, 2)) > 18 * AROUND_GAMES


@pytest.mark.parametrize("seed", range(800, 815))
def test_a_whole_game_is_taken_back(seed: int) -> None:
    """Move by move, and at once by `root`."""
    if any(True for _ in positions(seed)):
        unwind(seed)


@pytest.mark.parametrize("seed", range(300, 320))
def test_the_kept_fen_is_the_written_one(seed: int) -> None:
    """The FEN that a game keeps up to date is the one that python-chess would write."""
    for game, _ in positions(seed):
        assert game.fen == game.board.fen()


@pytest.mark.parametrize("seed", range(500, 520))
def test_pawns_stay_between_the_first_and_last_rank(seed: int) -> None:
    """No pawn ever stands on the first or last rank, and none promotes elsewhere."""
    for game, upgrades in positions(seed):
        assert not game.board.pawns & (chess.BB_RANK_1 | chess.BB_RANK_8)
        for move in game.board.legal_moves:
            last = chess.BB_RANK_8 if game.board.turn else chess.BB_RANK_1
            arrives = game.board.pawns & chess.BB_SQUARES[move.from_square] and last & chess.BB_SQUARES[move.to_square]
            early = "fast_track" in upgrades[game.board.turn] and chess.square_rank(move.to_square) in (1, 2, 5, 6)
            bounces = game.board.breaks_shield(move)
            assert bool(move.promotion) == bool(arrives and not bounces) or early


@pytest.mark.parametrize("seed", range(600, 620))
def test_check_is_what_the_oracle_calls_check(seed: int) -> None:
    """The side to move is in check when its king, left where it is, could be captured."""
    for game, upgrades in positions(seed):
        assert game.check == Mailbox(game.fen, upgrades.white, upgrades.black, game.layers).check()


def test_every_upgrade_that_changes_moves_has_an_oracle() -> None:
    """The mailbox knows it by name, or Fairy-Stockfish takes it from the catalogue; else it would go unchecked."""
    fairy = pytest.importorskip(
        "tests.helpers.fairy", reason="Fairy-Stockfish (pyffish) is not installed", exc_type=ImportError
    )
    changing = {upgrade.id for upgrade in CATALOGUE.values() if changes_moves(upgrade)}
    assert changing - KNOWN <= set(fairy.EXPRESSIBLE)
    assert changing >= KNOWN
