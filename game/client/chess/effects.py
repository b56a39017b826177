"""The effects of upgrades: what a move did that no standard move can do, in words and for the board. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import chess
from msgspec import Struct

from game.chess.rules import REWIND
from game.client import texts

if TYPE_CHECKING:
    from game.chess.rules.board import Board

EffectKind: TypeAlias = Literal["poison", "shield", "king", "revival", "rewind", "pass", "dropped"]


class Effect(Struct, frozen=True):
    """Something unusual that has just happened on the board."""

    kind: EffectKind
    words: str
    """What is said on the board."""
    note: str = ""
    """The same for the move list, in a few words."""
    square: chess.Square | None = None
    """Where; None: nowhere in particular."""
    origin: chess.Square | None = None
    """Where the piece that moved came from."""
    captor: str = ""
    """FEN letters."""
    victim: str = ""


def poisons(position: Board, move: chess.Move) -> bool:
    """Whether a move is a capture by which the captor dies."""
    _, victim, _ = position.occupancy_after(move)
    return bool(victim & position.poisonous(not position.turn))


def takes_spare_king(position: Board, move: chess.Move) -> bool:
    """Whether a move captures one of two kings."""
    _, victim, _ = position.occupancy_after(move)
    return bool(victim & position.kings)


def effect_of(before: Board, text: str) -> Effect | None:
    """The unusual effect of the move `text` (UCI or `REWIND`), made in `before`; None for an ordinary move."""
    if text == REWIND:
        return Effect("rewind", texts.effect_rewind(before.turn), texts.NOTE_REWIND)
    move = chess.Move.from_uci(text)
    if not move:
        return Effect("pass", texts.effect_pass(before.turn), texts.NOTE_PASS)
    if move.drop:
        name = texts.PIECE_NAMES[move.drop]
        return Effect("revival", texts.effect_revival(name), texts.note_revival(name), move.to_square)
    return _capture_effect(before, move) if before.is_legal(move) and before.is_capture(move) else None


def _capture_effect(before: Board, move: chess.Move) -> Effect | None:
    victim_square = _victim_square(before, move)
    captor, victim = before.piece_at(move.from_square), before.piece_at(victim_square)
    if captor is None or victim is None:
        return None
    captor_name, victim_name = texts.PIECE_NAMES[captor.piece_type], texts.PIECE_NAMES[victim.piece_type]
    if before.breaks_shield(move):
        kind: EffectKind = "shield"
        words, note = texts.effect_shield(captor_name, victim_name), texts.NOTE_SHIELD
    elif poisons(before, move):
        kind, words, note = "poison", texts.effect_poison(captor_name, victim_name), texts.NOTE_POISON
    elif victim.piece_type == chess.KING:
        kind, words, note = "king", texts.EFFECT_KING, texts.NOTE_KING
    else:
        return None
    return Effect(kind, words, note, victim_square, move.from_square, captor.symbol(), victim.symbol())


def _victim_square(before: Board, move: chess.Move) -> chess.Square:
    """The square of the captured piece, which en passant is not the target."""
    if not before.is_en_passant(move):
        return move.to_square
    return move.to_square + (-8 if before.turn else 8)


def premove_dropped(line: tuple[int, int]) -> Effect:
    """A queued move became impossible by the reply."""
    return Effect("dropped", texts.PREMOVE_DROPPED, square=line[1], origin=line[0])
