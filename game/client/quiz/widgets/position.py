"""A chess position in a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
from pygame import FRect

from game.client.chess.widgets.figures import paint_piece
from game.client.kit import theme

if TYPE_CHECKING:
    from game.client.kit.painter import Painter


def paint_position(painter: Painter, fen: str, box: FRect, colors: theme.BoardColors) -> None:
    """Paint the position from the side to move, as large as the box allows."""
    placement, _, rest = fen.partition(" ")
    white = not rest.startswith("b")
    side = min(box.w, box.h)
    board = FRect(0, 0, side, side)
    board.center = box.center
    painter.panel(board.inflate(12, 12), colors.frame, radius=theme.RADIUS_SMALL)
    pieces = chess.BaseBoard(placement).piece_map()
    cell = side / 8
    for square in chess.SQUARES:
        file, rank = chess.square_file(square), chess.square_rank(square)
        column, row = (file, 7 - rank) if white else (7 - file, rank)
        rect = FRect(board.x + column * cell, board.y + row * cell, cell, cell)
        painter.rect(rect, colors.light if (file + rank) % 2 else colors.dark)
        if square in pieces:
            paint_piece(painter, pieces[square].symbol(), rect, colors)
