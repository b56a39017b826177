"""The match: a state machine without I/O, with its clock, series and draft, and what each viewer may see."""

from game.chess.match.clock import Clock
from game.chess.match.commands import Command
from game.chess.match.draft import Offer
from game.chess.match.events import Event
from game.chess.match.machine import Match, NotNow
from game.chess.match.replay import Replay
from game.chess.match.state import MatchOptions
from game.chess.match.terms import Terms
from game.chess.match.view import MatchView

__all__ = ["Clock", "Command", "Event", "Match", "MatchOptions", "MatchView", "NotNow", "Offer", "Replay", "Terms"]
