"""Chess by FIDE's rules, extended by what upgrades need: positions, results, notation.

Nothing here knows the upgrades by name, the players, or the time.
"""

from game.chess.rules.board import REWIND, Board
from game.chess.rules.bycolor import ByColor
from game.chess.rules.game import Game, IllegalMove
from game.chess.rules.result import GameResult, Reason

__all__ = ["REWIND", "Board", "ByColor", "Game", "GameResult", "IllegalMove", "Reason"]
