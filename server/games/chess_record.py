"""The record of a finished match: its games as they were shown, and how each upgrade did. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from game.chess.match import events
from netcode import messages
from server.games.chess_history import Finished, History
from server.games.interface import GameEnd, Outcome, Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.chess.match.machine import Match

RECORD_FORMAT: Final = 1

_encode = msgspec.msgpack.Encoder().encode
_board = msgspec.msgpack.Decoder(messages.BoardState).decode


class Record(Struct, frozen=True):
    """A match, as small as possible: each game's last state with all moves, clocks and upgrades. No game is replayed to
    make it, because other matches go on meanwhile.
    """

    format: int
    best_of: int
    base_seconds: int
    comeback: messages.Comeback
    games: list[Finished]


def outcome_of(
    match: Match, number: int, history: History, ended: events.MatchEnded, last: messages.BoardState
) -> Outcome:
    """The outcome of the match that has just ended. `last` is the last state of its last game, with all moves."""
    games = _with_unfinished(history.results, match, ended, last)
    score, options = match.score(), match.options
    record = Record(RECORD_FORMAT, options.best_of, options.base_ms // 1000, options.comeback, games)
    return Outcome(
        "chess",
        number,
        score,
        ended.reason,
        rated=not match.chosen_cards,
        places={pid: 1 if ended.winner in {None, pid} else 2 for pid in score},
        aborted=not history.results and last.ply < len(score),
        games=[GameEnd(each.event.winner, each.event.reason) for each in games],
        upgrades=_usages(history.results),
        replay=_encode(record),
    )


def _with_unfinished(
    finished: list[Finished], match: Match, ended: events.MatchEnded, last: messages.BoardState
) -> list[Finished]:
    """All games. A game that was cut short because somebody left ends like the match."""
    if not last.moves or (finished and finished[-1].event.game == last.game):
        return finished
    cut_short = events.GameEnded(last.game, ended.winner, ended.reason)
    return [*finished, Finished(cut_short, match.score(), _encode(last))]


def _usages(finished: Sequence[Finished]) -> list[Usage]:
    """How each player's upgrades did. Games that were cut short do not count."""
    taken: Counter[tuple[int, str]] = Counter()
    played: Counter[tuple[int, str]] = Counter()
    won: Counter[tuple[int, str]] = Counter()
    for game in finished:
        board = _board(game.board)
        for pid, owned in (
            (board.players["white"], board.upgrades.white),
            (board.players["black"], board.upgrades.black),
        ):
            for upgrade in set(owned):
                played[pid, upgrade] += 1
                won[pid, upgrade] += game.event.winner == pid
        taken.update((each.player, each.upgrade) for each in game.chosen)
    return [Usage(*each, taken[each], played[each], won[each]) for each in sorted(played | taken)]
