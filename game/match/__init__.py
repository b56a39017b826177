"""The match: a machine of commands and events, without I/O. Clock, series, draft, and what each viewer may see."""

from game.match.clock import Clock
from game.match.commands import Command
from game.match.events import Event
from game.match.machine import Match, MatchOptions, NotNow
from game.match.replay import Replay
from game.match.view import MatchView, Offer

__all__ = ["Clock", "Command", "Event", "Match", "MatchOptions", "MatchView", "NotNow", "Offer", "Replay"]
