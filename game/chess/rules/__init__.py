"""Chess by FIDE's rules, with room for pieces that move further: positions, endings, notation.

Nothing here knows what an upgrade is called, who plays, or what time it is.
"""

from game.chess.rules.board import REWIND, Board
from game.chess.rules.bycolor import ByColor
from game.chess.rules.ending import Ending, Reason
from game.chess.rules.game import Game, IllegalMove

__all__ = ["REWIND", "Board", "ByColor", "Ending", "Game", "IllegalMove", "Reason"]
