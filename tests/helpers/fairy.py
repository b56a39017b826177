"""Fairy-Stockfish as an oracle for every upgrade that its variant files can express.

Each colour's upgraded pieces become pieces of their own, with letters of their own, and so does a hero. Kings that move
differently for the two sides, shields, poison and charges cannot be expressed.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Final

import chess
import pyffish

from game.chess.upgrades import CATALOGUE, rules_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.chess.rules import Board, ByColor
    from game.chess.rules.side import SideRules

_STANDARD = {chess.KNIGHT: "N", chess.BISHOP: "B", chess.ROOK: "R", chess.QUEEN: "Q", chess.PAWN: "fmWfcFifmnD"}
_FREE_LETTERS: Final = "acdefghijlmo"
_PROMOTIONS = (chess.QUEEN, chess.ROOK, chess.BISHOP, chess.KNIGHT)
_numbers = count(1)

EXPRESSIBLE = tuple(
    upgrade.id
    for upgrade in CATALOGUE.values()
    if (upgrade.is_movement or upgrade.places or not upgrade.opponent_castling)
    and chess.KING not in upgrade.pieces
    and chess.KING not in upgrade.places.values()
)

Kind = tuple[chess.PieceType, chess.Color, bool]
"""A piece's type and colour, and whether it is a hero."""


class Variant:
    """The game under these upgrades, made known to Fairy-Stockfish."""

    def __init__(self, upgrades: ByColor[tuple[str, ...]]) -> None:
        self._name = f"underdog{next(_numbers)}"
        self._rules = upgrades.map(rules_with)
        self._letters: dict[Kind, str] = {}
        config = "\n".join([f"[{self._name}:chess]", *self._pieces(), *self._sides()])
        pyffish.load_variant_config(config)
        assert self._name in pyffish.variants(), f"Fairy-Stockfish does not take this:\n{config}"

    def legal_moves(self, board: Board) -> set[str]:
        """The legal moves of a position, UCI, but for those that our rules choose to do without."""
        letters = {self._letter((kind, board.turn, False)): chess.piece_symbol(kind) for kind in _PROMOTIONS}
        moves = pyffish.legal_moves(self._name, self._fen(board), [])
        ours = (move if len(move) < 5 else move[:4] + letters[move[4]] for move in moves)
        return {uci for uci in ours if not _pawn_goes_home(board, chess.Move.from_uci(uci))}

    # --- the variant ----------------------------------------------------------------------------------------------

    def _pieces(self) -> Iterator[str]:
        for color in chess.COLORS:
            rules = self._rules[color]
            for kind, hero in _changed(rules):
                letter = _FREE_LETTERS[len(self._letters)]
                self._letters[kind, color, hero] = letter
                yield f"customPiece{len(self._letters)} = {letter}:{_betza(rules, kind, hero=hero)}"

    def _sides(self) -> Iterator[str]:
        pawns = {color: self._letter((chess.PAWN, color, False)) for color in chess.COLORS}
        for color, name in ((chess.WHITE, "White"), (chess.BLACK, "Black")):
            ranks = (2, *self._rules[color].double_steps)
            yield f"promotionPieceTypes{name} = {''.join(self._letter((kind, color, False)) for kind in _PROMOTIONS)}"
            yield f"promotionPawnTypes{name} = {pawns[color]}"
            yield f"enPassantTypes{name} = {pawns[color]}"
            yield f"castlingRookPieces{name} = {self._letter((chess.ROOK, color, False))}"
            yield f"doubleStepRegion{name} = {' '.join(f'*{rank if color else 9 - rank}' for rank in ranks)}"
        yield f"pawnTypes = {''.join(sorted({'p', *pawns.values()}))}"

    def _letter(self, kind: Kind) -> str:
        return self._letters.get(kind, chess.piece_symbol(kind[0]))

    def _fen(self, board: Board) -> str:
        """The position with our letters in the place of those of the standard pieces."""
        letters = ["1"] * 64
        for square, piece in board.piece_map().items():
            kind = (piece.piece_type, piece.color, bool(board.layers.heroes & chess.BB_SQUARES[square]))
            letter = self._letter(kind if kind in self._letters else (*kind[:2], False))
            letters[square] = letter.upper() if piece.color else letter
        rows = (re.sub("1+", _count, "".join(letters[first : first + 8])) for first in range(56, -1, -8))
        return " ".join(["/".join(rows), *board.fen(en_passant="fen").split()[1:]])


def _count(ones: re.Match[str]) -> str:
    return str(len(ones[0]))


def _changed(rules: SideRules) -> list[tuple[chess.PieceType, bool]]:
    types = {(kind, False) for kind, _ in rules.additions} | {(kind, True) for kind, _ in rules.hero_additions}
    return sorted(types)


def _betza(rules: SideRules, kind: chess.PieceType, *, hero: bool) -> str:
    own = "".join(betza for each, betza in rules.hero_additions if hero and each == kind).replace(" ", "")
    added = "".join(betza for each, betza in rules.additions if each == kind).replace(" ", "")
    # A rider's notation holds the leaper's. And the hero's own come first, for an atom that followed the same one would
    # be read as a rider.
    return own + (added if "NN" in added else _STANDARD[kind] + added)


def _pawn_goes_home(board: Board, move: chess.Move) -> bool:
    home = chess.BB_RANK_1 if board.turn else chess.BB_RANK_8
    return bool(board.pawns & chess.BB_SQUARES[move.from_square] and home & chess.BB_SQUARES[move.to_square])
