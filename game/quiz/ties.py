"""Ties: who shares a place, and the knockout of games that settles it.

A tie belongs to exactly those with the same points. They play in pairs, in a random order. If their number is odd, the
last one goes through without a game, and plays first in the next round. Whoever comes further gets the better place.
Players who come equally far still share one, which can be played for in the same way. If a score changes and other
players have the same points, the tie and its games no longer count, until the scores are as before. In teams nobody
plays for a place: the places are the teams'.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec.structs import replace

from game.quiz import events as e
from game.quiz.state import NotNow, Tie

if TYPE_CHECKING:
    from game.quiz.state import State

Pair: TypeAlias = tuple[int, int]
Rank: TypeAlias = tuple[int, ...]
"""What decides places, the greatest first: the score, and how far a player has come in each tie that was played for."""


class Course(NamedTuple):
    """The state of a knockout: how many rounds each player has survived, this round's games to come, and who is
    through.
    """

    survived: dict[int, int]
    games: tuple[Pair, ...]
    through: tuple[int, ...]


class Upcoming(NamedTuple):
    """The next game. `place`: what it is about. `games`: this round's, the next one first. Players who are `through`
    play in the next round.
    """

    place: int
    games: tuple[Pair, ...]
    through: tuple[int, ...]


def course(tie: Tie) -> Course:
    """The state after these games."""
    survived, playing = dict.fromkeys(tie.players, 0), tie.players
    while True:
        even = len(playing) & ~1
        pairs = [(playing[i], playing[i + 1]) for i in range(0, even, 2)]
        winners = [_winner(tie, pair) for pair in pairs]
        through = (*playing[even:], *(winner for winner in winners if winner is not None))
        to_come = tuple(pair for pair, winner in zip(pairs, winners, strict=True) if winner is None)
        if not pairs:
            return Course(survived, (), ())
        for pid in through:
            survived[pid] += 1
        if to_come:
            return Course(survived, to_come, through)
        playing = through


def _winner(tie: Tie, pair: Pair) -> int | None:
    return next((winner for winner, loser in tie.games if {winner, loser} == set(pair)), None)


def without_leavers(state: State) -> None:
    """A player who has left loses their next game without playing it."""
    state.ties = tuple(_with_walkovers(state, tie) for tie in state.ties)


def _with_walkovers(state: State, tie: Tie) -> Tie:
    while True:
        given_up = [pair for pair in course(tie).games if any(map(state.has_left, pair))]
        if not given_up:
            return tie
        one, other = given_up[0]
        won = (other, one) if state.has_left(one) else (one, other)
        tie = replace(tie, games=(*tie.games, won))


def ranks(state: State) -> dict[int, Rank]:
    """What decides each player's place."""
    return _stands(state)[0]


def _stands(state: State) -> tuple[dict[int, Rank], list[Tie]]:
    """Everybody's rank, and the ties that count: those whose players still have the same points."""
    found: dict[int, Rank] = {pid: (player.score,) for pid, player in state.players.items()}
    counting: list[Tie] = []
    # Each tie may be one of those who came equally far in an earlier one.
    for tie in state.ties:
        sharing = [pid for pid, rank in found.items() if rank == tie.rank]
        if {pid for pid in sharing if not state.has_left(pid)} != _present(state, tie):
            continue
        counting.append(tie)
        survived = course(tie).survived
        # Somebody who had left before shares the last place of them.
        found |= {pid: (*tie.rank, survived.get(pid, 0)) for pid in sharing}
    return found, counting


def _present(state: State, tie: Tie) -> set[int]:
    return {pid for pid in tie.players if not state.has_left(pid)}


def tie_ranks(state: State) -> dict[int, int]:
    """For players with the same points: how many of the others each one ranks above."""
    if not state.ties:
        return {}
    found = ranks(state)
    distinct: dict[int, list[Rank]] = defaultdict(list)
    for rank in sorted(set(found.values())):
        distinct[rank[0]].append(rank)
    above = {pid: distinct[rank[0]].index(rank) for pid, rank in found.items()}
    return {pid: number for pid, number in above.items() if number}


def upcoming(state: State) -> Upcoming | None:
    """The next game for a place: of a knockout that has begun, or else for the best shared place."""
    if state.phase != "over" or state.in_teams:
        return None
    tie = _next_tie(state)
    if tie is None:
        return None
    stands = course(tie)
    place = 1 + sum(rank[: len(tie.rank)] > tie.rank for rank in ranks(state).values())
    return Upcoming(place, stands.games, stands.through)


def _next_tie(state: State) -> Tie | None:
    found, counting = _stands(state)
    for tie in counting:
        if course(tie).games:
            return tie
    sharing: dict[Rank, list[int]] = defaultdict(list)
    for pid, rank in found.items():
        if not state.has_left(pid):
            sharing[rank].append(pid)
    shared = max((rank for rank, pids in sharing.items() if len(pids) > 1), default=None)
    if shared is None:
        return None
    return Tie(shared, tuple(sorted(sharing[shared], key=lambda pid: _lot(state, pid))))


def _lot(state: State, pid: int) -> bytes:
    return hashlib.sha256(state.lots + pid.to_bytes(8)).digest()


def settle(state: State, winner: int, loser: int) -> list[e.Event]:
    """The next game was won by this player."""
    to_come = upcoming(state)
    tie = _next_tie(state)
    if to_come is None or tie is None or {winner, loser} != set(to_come.games[0]):
        raise NotNow
    played = _with_walkovers(state, replace(tie, games=(*tie.games, (winner, loser))))
    state.ties = (*(each for each in state.ties if each != tie), played)
    return [e.Settled(winner, loser)]
