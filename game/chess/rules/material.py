"""When a side's pieces can never mate: FIDE 5.2.2 and 6.9 by material, with what upgrades change about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess

if TYPE_CHECKING:
    from game.chess.rules.board import Board


def cannot_mate(board: Board, color: chess.Color, *, standard: bool) -> bool:
    """Whether `color` could not mate even with the opponent's help.

    `standard` is what python-chess says. That holds while the pieces left attack as standard ones do; with any upgraded
    attacker on the board, bishops that can change the colour of their squares, a second king or a revival to come (of
    the opponent's too: what comes back may stand in its own king's way), the game is played on. But a bare king who
    attacks no further than he ever did mates nobody, whatever the opponent's pieces can do. A rewind is no move, and
    does not count.
    """
    if not standard or board.layers.charges[color].revivals:
        return False
    return _has_bare_standard_king(board, color) or not any(_defies_the_rule(board, each) for each in chess.COLORS)


def _has_bare_standard_king(board: Board, color: chess.Color) -> bool:
    bare = not board.occupied_co[color] & ~board.kings and board.king(color) is not None
    return bare and not any(attack.pieces == "kings" for attack in board.side(color).attacks)


def _defies_the_rule(board: Board, color: chess.Color) -> bool:
    ours, side = board.occupied_co[color], board.side(color)
    if board.king(color) is None or board.layers.charges[color].revivals:
        return True
    heroes = board.layers.heroes
    if any(getattr(board, attack.pieces) & ours & (heroes if attack.heroes_only else ours) for attack in side.attacks):
        return True
    # A single bishop needs no partner of the other colour to be useless.
    several = chess.popcount(board.bishops) > 1
    return several and chess.BISHOP in side.upgraded and bool(board.bishops & ours)
