"""What a position is worth, in centipawns, with whatever upgrades are in play.

Every (colour, piece type) has a table of 64 values: the standard piece's value and its placement, plus what
its upgraded movement reaches more than the standard piece does from that square, measured on the board
itself. So a new upgrade needs no entry here. No search; nothing about clocks.

Values and placement: Tomasz Michniewski's Simplified Evaluation Function
(https://www.chessprogramming.org/Simplified_Evaluation_Function).
"""

from __future__ import annotations

from typing import TypeAlias

import chess

from game.rules.board import Board

Table: TypeAlias = tuple[int, ...]

VALUES: dict[chess.PieceType, int] = {
    chess.PAWN: 100,
    chess.KNIGHT: 320,
    chess.BISHOP: 330,
    chess.ROOK: 500,
    chess.QUEEN: 900,
    chess.KING: 0,
}
# A standard piece is worth 35 to 55 centipawns for each square it reaches on average; of one square more,
# most is the capture's: quiet-only upgrades measure 50 to 60 Elo for a pair of pieces, capturing ones 240
# (UPGRADES, "Balance").
CAPTURE_CP = 25
QUIET_CP = 9
# From this many pieces besides pawns and kings on down, kings belong in the centre and pawns forward.
ENDGAME_PIECES = 5
WINNING_CP = 300

# Each table is written as White sees the board: a8 first, h1 last.
# fmt: off
_PAWN = (
     0,   0,   0,   0,   0,   0,   0,   0,
    50,  50,  50,  50,  50,  50,  50,  50,
    10,  10,  20,  30,  30,  20,  10,  10,
     5,   5,  10,  25,  25,  10,   5,   5,
     0,   0,   0,  20,  20,   0,   0,   0,
     5,  -5, -10,   0,   0, -10,  -5,   5,
     5,  10,  10, -20, -20,  10,  10,   5,
     0,   0,   0,   0,   0,   0,   0,   0,
)
_KNIGHT = (
   -50, -40, -30, -30, -30, -30, -40, -50,
   -40, -20,   0,   0,   0,   0, -20, -40,
   -30,   0,  10,  15,  15,  10,   0, -30,
   -30,   5,  15,  20,  20,  15,   5, -30,
   -30,   0,  15,  20,  20,  15,   0, -30,
   -30,   5,  10,  15,  15,  10,   5, -30,
   -40, -20,   0,   5,   5,   0, -20, -40,
   -50, -40, -30, -30, -30, -30, -40, -50,
)
_BISHOP = (
   -20, -10, -10, -10, -10, -10, -10, -20,
   -10,   0,   0,   0,   0,   0,   0, -10,
   -10,   0,   5,  10,  10,   5,   0, -10,
   -10,   5,   5,  10,  10,   5,   5, -10,
   -10,   0,  10,  10,  10,  10,   0, -10,
   -10,  10,  10,  10,  10,  10,  10, -10,
   -10,   5,   0,   0,   0,   0,   5, -10,
   -20, -10, -10, -10, -10, -10, -10, -20,
)
_ROOK = (
     0,   0,   0,   0,   0,   0,   0,   0,
     5,  10,  10,  10,  10,  10,  10,   5,
    -5,   0,   0,   0,   0,   0,   0,  -5,
    -5,   0,   0,   0,   0,   0,   0,  -5,
    -5,   0,   0,   0,   0,   0,   0,  -5,
    -5,   0,   0,   0,   0,   0,   0,  -5,
    -5,   0,   0,   0,   0,   0,   0,  -5,
     0,   0,   0,   5,   5,   0,   0,   0,
)
_QUEEN = (
   -20, -10, -10,  -5,  -5, -10, -10, -20,
   -10,   0,   0,   0,   0,   0,   0, -10,
   -10,   0,   5,   5,   5,   5,   0, -10,
    -5,   0,   5,   5,   5,   5,   0,  -5,
     0,   0,   5,   5,   5,   5,   0,  -5,
   -10,   5,   5,   5,   5,   5,   0, -10,
   -10,   0,   5,   0,   0,   0,   0, -10,
   -20, -10, -10,  -5,  -5, -10, -10, -20,
)
_KING = (
   -30, -40, -40, -50, -50, -40, -40, -30,
   -30, -40, -40, -50, -50, -40, -40, -30,
   -30, -40, -40, -50, -50, -40, -40, -30,
   -30, -40, -40, -50, -50, -40, -40, -30,
   -20, -30, -30, -40, -40, -30, -30, -20,
   -10, -20, -20, -20, -20, -20, -20, -10,
    20,  20,   0,   0,   0,   0,  20,  20,
    20,  30,  10,   0,   0,  10,  30,  20,
)
_KING_ENDGAME = (
   -50, -40, -30, -20, -20, -30, -40, -50,
   -30, -20, -10,   0,   0, -10, -20, -30,
   -30, -10,  20,  30,  30,  20, -10, -30,
   -30, -10,  30,  40,  40,  30, -10, -30,
   -30, -10,  30,  40,  40,  30, -10, -30,
   -30, -10,  20,  30,  30,  20, -10, -30,
   -30, -30,   0,   0,   0,   0, -30, -30,
   -50, -30, -30, -30, -30, -30, -30, -50,
)
_PAWN_ENDGAME = (
     0,   0,   0,   0,   0,   0,   0,   0,
   110, 110, 110, 110, 110, 110, 110, 110,
    70,  70,  70,  70,  70,  70,  70,  70,
    40,  40,  40,  40,  40,  40,  40,  40,
    20,  20,  20,  20,  20,  20,  20,  20,
     5,   5,   5,   5,   5,   5,   5,   5,
     0,   0,   0,   0,   0,   0,   0,   0,
     0,   0,   0,   0,   0,   0,   0,   0,
)
# fmt: on
_MIDDLEGAME: dict[chess.PieceType, Table] = {
    chess.PAWN: _PAWN,
    chess.KNIGHT: _KNIGHT,
    chess.BISHOP: _BISHOP,
    chess.ROOK: _ROOK,
    chess.QUEEN: _QUEEN,
    chess.KING: _KING,
}
_ENDGAME = _MIDDLEGAME | {chess.PAWN: _PAWN_ENDGAME, chess.KING: _KING_ENDGAME}


class _Sums(dict[int, int]):
    """The worth of all pieces of one kind by the bitboard of their squares.

    A move changes one or two bitboards of twelve, so nearly every sum is already there: this makes a whole
    evaluation as cheap as keeping it up to date move by move, and right for any effect that a move may have.
    """

    LIMIT = 1 << 15

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, squares: int) -> int:
        if len(self) >= self.LIMIT:
            self.clear()
        value = self[squares] = sum(self._table[square] for square in chess.scan_forward(squares))
        return value


class Evaluator:
    """Static values for one pair of upgrade sets."""

    def __init__(self, board: Board) -> None:
        """Measure the pieces of `board`'s two sides; where they stand on it does not matter."""
        self._middlegame = _sums(board, _MIDDLEGAME)
        self._endgame = _sums(board, _ENDGAME)

    def score(self, board: chess.Board) -> int:
        """The worth of `board` in centipawns for the side to move."""
        score = self.white_score(board)
        return score if board.turn else -score

    def white_score(self, board: chess.Board) -> int:
        """The worth of `board` in centipawns for White."""
        pieces = board.occupied & ~board.pawns & ~board.kings
        if pieces.bit_count() > ENDGAME_PIECES:
            return _balance(self._middlegame, board)
        score = _balance(self._endgame, board)
        return score + _mop_up(board, score)


def _balance(sums: tuple[list[_Sums], list[_Sums]], board: chess.Board) -> int:
    black, white = board.occupied_co
    score = 0
    kinds = (board.pawns, board.knights, board.bishops, board.rooks, board.queens, board.kings)
    for squares, of_black, of_white in zip(kinds, *sums, strict=True):
        score += of_white[squares & white] - of_black[squares & black]
    return score


def _mop_up(board: chess.Board, score: int) -> int:
    """Whoever is winning an endgame brings the king nearer, or a bare king is never mated."""
    white, black = board.king(chess.WHITE), board.king(chess.BLACK)
    if abs(score) < WINNING_CP or white is None or black is None:
        return 0
    nearness = 6 * (7 - chess.square_distance(white, black))
    return nearness if score > 0 else -nearness


def _sums(board: Board, placement: dict[chess.PieceType, Table]) -> tuple[list[_Sums], list[_Sums]]:
    black, white = (
        [_Sums(_worth(board, chess.Piece(kind, color), placement[kind])) for kind in chess.PIECE_TYPES]
        for color in chess.COLORS[::-1]
    )
    return black, white


def _worth(board: Board, piece: chess.Piece, placement: Table) -> Table:
    value = VALUES[piece.piece_type]
    extra = extra_reach(board, piece)
    as_white = chess.square_mirror if piece.color else int
    return tuple(value + placement[as_white(square)] + extra[square] for square in chess.SQUARES)


def extra_reach(board: Board, piece: chess.Piece) -> Table:
    """By square, in centipawns: what `piece` reaches on an empty `board` beyond (or short of) the standard
    piece.

    A king's reach is not counted: its safety is worth more than its activity, and it is never traded.
    """
    if piece.piece_type == chess.KING:
        return (0,) * 64
    upgraded, standard = board.copy(stack=False), Board()
    return tuple(_reach_cp(upgraded, piece, s) - _reach_cp(standard, piece, s) for s in chess.SQUARES)


def _reach_cp(board: Board, piece: chess.Piece, square: chess.Square) -> int:
    board.clear_board()
    board.turn = piece.color
    board.set_piece_at(square, piece)
    captures = board.attacks_mask(square)
    quiets = {move.to_square for move in board.generate_pseudo_legal_moves()}
    return CAPTURE_CP * captures.bit_count() + QUIET_CP * len(quiets)
