"""A room as spectators see it: where the match is watched with a delay, its players and its end as much later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcode.messages.rooms import Player

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.games.interface import SeenPlayer
    from server.rooms.room import Member, Room


def players_of(room: Room, *, watching: bool = False) -> list[Player]:
    """The members of a room as everybody sees them or, with `watching`, as spectators do."""
    score: Mapping[int, float] = room.game.score() if room.game else {}
    bots = room.game.bots if room.game else frozenset()
    seen = _seen(room) if watching else {}
    host = host_seen(room) if watching else room.host
    return [
        Player(
            pid=member.pid,
            name=member.name,
            role=member.role,
            connected=_is_here(room, member, seen),
            host=member.pid == host,
            picture=member.picture,
            latency_ms=member.latency_ms,
            score=score.get(member.pid, 0.0),
            ai=seen[member.pid].bot if member.pid in seen else member.pid in bots,
        )
        for member in room.members.values()
    ]


def host_seen(room: Room) -> int:
    """The host as spectators see them: the one before, as long as they do not see that they have left."""
    left = (pid for pid, player in _seen(room).items() if player.leaving and room.members[pid].was_host)
    return next(left, room.host)


def is_host(room: Room, member: Member) -> bool:
    """Whether this member is the host. A spectator who becomes it when the players leave is so once that is seen."""
    return room.host == member.pid and (member.role != "spectator" or host_seen(room) == member.pid)


def between_games(room: Room, member: Member) -> bool:
    """Whether no game runs, as far as this member may know."""
    game = room.game
    return game is None or (game.over and not (game.end_unseen and member.role == "spectator"))


def players_seen(room: Room) -> int:
    """How many players spectators see here."""
    seen = _seen(room)
    leaving = sum(member.left and member.pid in seen and seen[member.pid].leaving for member in room.members.values())
    return len(room.players) + leaving


def _seen(room: Room) -> Mapping[int, SeenPlayer]:
    return room.game.seen_players if room.game is not None else {}


def _is_here(room: Room, member: Member, seen: Mapping[int, SeenPlayer]) -> bool:
    if member.pid not in seen:
        return room.is_here(member)
    shown = seen[member.pid]
    return shown.leaving or (shown.here and not member.left)
