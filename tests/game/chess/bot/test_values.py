"""What pieces are worth, upgraded ones too."""

from __future__ import annotations

import chess
import pytest

from game.chess.bot.reach import rays_of
from game.chess.bot.search import worth
from game.chess.bot.values import STAGES, VALUES, GameStage, average_worth, extra_reach, pawn_structure, worth_by_square
from game.chess.rules.board import Board
from game.chess.rules.bycolor import ByColor
from game.chess.rules.side import STANDARD, SideRules


def extra(piece_type: chess.PieceType, betza: str) -> int:
    return average_worth(piece_type, rays_of(piece_type, [betza])) - VALUES[piece_type]


def pawns(*names: str) -> int:
    return sum(chess.BB_SQUARES[chess.parse_square(name)] for name in names)


def test_the_start_position_is_level() -> None:
    assert worth(Board()) == 0


@pytest.mark.parametrize("piece_type", chess.PIECE_TYPES)
def test_standard_pieces_reach_nothing_extra(piece_type: chess.PieceType) -> None:
    assert extra_reach(piece_type, rays_of(piece_type, ())) == (0,) * 64


def test_an_upgrade_counts_for_its_own_colour_only() -> None:
    rules = SideRules(((chess.ROOK, "N"),))
    assert worth(Board(chess.STARTING_FEN, ByColor(rules, STANDARD))) > 100
    assert worth(Board(chess.STARTING_FEN, ByColor(STANDARD, rules))) < -100


def test_capturing_moves_are_worth_more_than_quiet_ones() -> None:
    assert extra(chess.BISHOP, "W") > 2 * extra(chess.BISHOP, "mW") > 0


def test_a_rook_that_leaps_like_a_knight_stays_below_a_queen() -> None:
    assert VALUES[chess.ROOK] + 100 < VALUES[chess.ROOK] + extra(chess.ROOK, "N") < VALUES[chess.QUEEN]


def test_both_colours_see_the_same_board() -> None:
    rays = rays_of(chess.PAWN, ())
    white, black = (worth_by_square(chess.PAWN, rays, color, GameStage(4)) for color in (chess.WHITE, chess.BLACK))
    assert all(white[square] == black[square ^ 56] for square in chess.SQUARES)


def test_a_pawn_that_promotes_early_is_worth_more() -> None:
    rays = rays_of(chess.PAWN, ())
    usual, early = (worth_by_square(chess.PAWN, rays, chess.WHITE, GameStage(2), saved) for saved in (0, 1))
    assert early[chess.A5] == usual[chess.A6] > usual[chess.A5]
    assert early[chess.A2] == usual[chess.A2]


def test_kings_come_out_in_the_endgame() -> None:
    rays = rays_of(chess.KING, ())
    full, empty = (worth_by_square(chess.KING, rays, chess.WHITE, GameStage(each)) for each in (STAGES, 0))
    assert full[chess.G1] > full[chess.E4]
    assert empty[chess.E4] > empty[chess.G1]


def test_the_hunted_king_keeps_away_from_the_corner() -> None:
    stage = GameStage(1, mating_side=chess.WHITE, lone_king=chess.E5)
    rays = rays_of(chess.KING, ())
    hunted = worth_by_square(chess.KING, rays, chess.BLACK, stage)
    mating_side = worth_by_square(chess.KING, rays, chess.WHITE, stage)
    assert hunted[chess.E5] > hunted[chess.E8] > hunted[chess.H8]
    assert mating_side[chess.E3] > mating_side[chess.E1]


def test_a_passed_pawn_is_worth_more_the_further_it_is() -> None:
    enemy = pawns("h7")
    near, far = pawn_structure(pawns("a6", "b5"), enemy, 0), pawn_structure(pawns("a3", "b2"), enemy, 0)
    assert near > far + 30


def test_doubled_and_lonely_pawns_are_worth_less() -> None:
    assert pawn_structure(pawns("a2", "a3"), 0, 8) < pawn_structure(pawns("a2", "b3"), 0, 8)


def test_pawn_structure_is_the_same_for_both() -> None:
    white, black = pawns("a2", "c4", "d5", "h3"), pawns("a7", "b6", "e5")
    white_seen, black_seen = chess.flip_vertical(white), chess.flip_vertical(black)
    assert pawn_structure(white, black, 5) == -pawn_structure(black_seen, white_seen, 5)
