"""Random games with upgrades stacked on both sides, from starts and from the middle of things."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import chess

from game.chess.rules import REWIND, Board, ByColor, Game
from game.chess.rules.layers import REVIVABLE, Charges, Layers
from game.chess.rules.side import STANDARD
from game.chess.upgrades import CATALOGUE, board_from, new_board, rules_with
from tests.helpers.oracle import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.chess.upgrades import Upgrade

STARTS = (
    "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1",
    "r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1",
    "r3k2r/8/8/2nN4/2Nn4/8/8/R3K2R b KQkq - 0 1",
    "4k3/pppppppp/8/8/8/8/PPPPPPPP/4K3 w - - 0 1",
    "8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1",
)
LONGEST = 60


def changes_moves(upgrade: Upgrade) -> bool:
    """Whether a board with this upgrade has moves of which FEN and layers do not tell."""
    return upgrade.is_movement or rules_with([upgrade.id]) != STANDARD


def some_upgrades(rng: Random) -> tuple[str, ...]:
    """Up to four of those that the mailbox can judge, whatever the draft would say of them: the board must bear it."""
    judged = [upgrade.id for upgrade in CATALOGUE.values() if upgrade.id in KNOWN or not changes_moves(upgrade)]
    return tuple(rng.sample(sorted(judged), rng.randint(0, 4)))


def some_layers(rng: Random, board: Board) -> Layers:
    """Heroes, shields, charges and fallen pieces, as a game could have left them."""
    charges = ByColor(*(Charges(rng.randint(0, 1), rng.randint(0, 2), rng.randint(0, 1)) for _ in chess.COLORS))
    fallen = ByColor(*(tuple(rng.randint(0, 1) for _ in REVIVABLE) for _ in chess.COLORS))
    return Layers(_some_pieces(rng, board), _some_pieces(rng, board), charges, fallen)


def _some_pieces(rng: Random, board: Board) -> chess.Bitboard:
    return sum(square for square in chess.BB_SQUARES if board.occupied & ~board.kings & square and rng.random() < 0.2)


def positions(seed: int) -> Iterator[tuple[Game, ByColor[tuple[str, ...]]]]:
    """A random game, paused at each position."""
    rng = Random(seed)
    upgrades = ByColor(some_upgrades(rng), some_upgrades(rng))
    board = new_board(upgrades) if seed % 2 else board_from(rng.choice(STARTS), upgrades)
    if not seed % 2:
        board.set_layers(some_layers(rng, board))
    # What hangs at once is no position of a game.
    if board.was_into_check():
        return
    game = Game(board)
    for _ in range(LONGEST):
        yield game, upgrades
        if game.result:
            return
        rewind = [REWIND] if game.can_rewind and rng.random() < 0.1 else []
        game.play(rng.choice(rewind or [move.uci() for move in board.legal_moves]))
