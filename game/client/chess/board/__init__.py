"""The chess board of the window: plain state, free functions over it, and one widget that joins them.

It knows no rules: what may move where is given to it, and a finished move is reported as UCI. Squares are
python-chess's (0 = a1), pieces are FEN letters.
"""

from game.client.chess.board.widget import BoardWidget

__all__ = ["BoardWidget"]
