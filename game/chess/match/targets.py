"""The moves that a player may choose, as squares: for clients that do not know the rules."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import chess
from msgspec import Struct

from game.chess.rules import REWIND
from game.chess.rules.premoves import premove_masks
from game.chess.rules.side import STANDARD, compile_side
from game.chess.rules.unhindered import unhindered

if TYPE_CHECKING:
    from game.chess.match.state import MatchState
    from game.chess.rules import Game


class Choices(Struct, frozen=True):
    """All moves of one colour. An origin followed by one of its targets is a move in UCI.

    An origin is a square, or "N@" for a fallen knight, whose targets are the squares where it can return. "0000" (pass)
    and "rewind" have one target, "".
    """

    targets: dict[str, list[str]] = {}
    granted: list[str] = []
    """The moves that only an upgrade allows."""
    promotions: list[str] = []
    """The moves by which a pawn may promote: a letter (q, r, b or n) follows. Without a letter it stays a pawn, which
    the last rank does not allow.
    """


NO_CHOICES: Final = Choices()


def choices(state: MatchState, game: Game, color: chess.Color) -> Choices:
    """The moves of `color`, or their premoves while it is not their turn."""
    if state.phase not in {"countdown", "playing"}:
        return NO_CHOICES
    upgraded = bool(state.upgrades[color])
    if state.phase == "playing" and game.board.turn == color:
        return _now(game, upgraded=upgraded)
    return _beforehand(game, color, upgraded=upgraded)


def _now(game: Game, *, upgraded: bool) -> Choices:
    board = game.board
    masks, rest = unhindered(board, check=game.check)
    promotes = board.side(board.turn).promotes
    promoting = {
        origin: mask & promotes
        for origin, mask in masks.items()
        if mask & promotes and chess.BB_SQUARES[origin] & board.pawns
    }
    special: dict[str, list[str]] = {REWIND: [""]} if game.can_rewind else {}
    for move in board.generate_legal_moves(rest) if rest else ():
        origin, target = move.from_square, chess.BB_SQUARES[move.to_square]
        if move.drop is not None or not move:
            text = move.uci()
            special.setdefault(text[:2] if move else text, []).append(text[2:] if move else "")
            continue
        masks[origin] = masks.get(origin, chess.BB_EMPTY) | target
        if move.promotion is not None:
            promoting[origin] = promoting.get(origin, chess.BB_EMPTY) | target
    granted = _granted(game, masks, promoting) if upgraded else {}
    return Choices(_by_name(masks) | special, _moves(granted), _moves(promoting))


def _granted(
    game: Game, masks: dict[chess.Square, chess.Bitboard], promoting: dict[chess.Square, chess.Bitboard]
) -> dict[chess.Square, chess.Bitboard]:
    """Those of the moves that the Laws of Chess do not allow."""
    standard = chess.Board(game.fen)
    side = compile_side(STANDARD, standard.turn)
    own = standard.occupied_co[standard.turn]
    granted: dict[chess.Square, chess.Bitboard] = {}
    for origin, mask in masks.items():
        here = chess.BB_SQUARES[origin]
        if here & (standard.pawns | standard.kings):
            plain = sum(
                chess.BB_SQUARES[move.to_square]
                for move in standard.generate_pseudo_legal_moves(here)
                if move.promotion in {None, chess.QUEEN}
            )
        else:
            plain = standard.attacks_mask(origin) & ~own
        beyond = mask & ~plain | promoting.get(origin, chess.BB_EMPTY) & ~side.promotes
        if beyond:
            granted[origin] = beyond
    return granted


def _beforehand(game: Game, color: chess.Color, *, upgraded: bool) -> Choices:
    board = game.board
    masks = premove_masks(board, color)
    pawns, promotes = board.pawns & board.occupied_co[color], board.side(color).promotes
    promoting = {
        origin: squares
        for origin, mask in masks.items()
        if chess.BB_SQUARES[origin] & pawns and (squares := mask & promotes)
    }
    granted: dict[chess.Square, chess.Bitboard] = {}
    if upgraded:
        standard = compile_side(STANDARD, color)
        plain, plainly = premove_masks(board, color, standard), standard.promotes
        granted = {
            origin: mask & ~plain.get(origin, chess.BB_EMPTY) | (promoting.get(origin, chess.BB_EMPTY) & ~plainly)
            for origin, mask in masks.items()
        }
    return Choices(
        _by_name(masks),
        _moves(granted),
        _moves(promoting),
    )


def _by_name(masks: dict[chess.Square, chess.Bitboard]) -> dict[str, list[str]]:
    return {chess.SQUARE_NAMES[origin]: list(_names(mask)) for origin, mask in masks.items()}


def _moves(masks: dict[chess.Square, chess.Bitboard]) -> list[str]:
    return [chess.SQUARE_NAMES[origin] + name for origin, mask in masks.items() for name in _names(mask)]


@lru_cache(maxsize=8192)
def _names(mask: chess.Bitboard) -> tuple[str, ...]:
    return tuple(chess.SQUARE_NAMES[square] for square in chess.scan_forward(mask))
