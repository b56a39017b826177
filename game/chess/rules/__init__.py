"""Chess by FIDE's rules, with room for pieces that move further: positions, endings, notation.

Nothing here knows what an upgrade is called, who plays, or what time it is.
"""

from game.chess.rules.board import REWIND, Board
from game.chess.rules.bycolor import ByColor
from game.chess.rules.game import Game, IllegalMove
from game.chess.rules.result import GameResult, Reason

__all__ = ["REWIND", "Board", "ByColor", "Game", "GameResult", "IllegalMove", "Reason"]
