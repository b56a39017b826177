"""The chess board of the window: plain state, free functions over it, and one widget that joins them.

It knows no rules: the caller says which moves are possible, and finished moves are reported as UCI. Squares are
python-chess's (0 = a1), pieces are FEN letters.
"""

from game.client.chess.board.widget import BoardWidget

__all__ = ["BoardWidget"]
