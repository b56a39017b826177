"""Who is in a room, as a client follows it: a list to begin with, then what has changed. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import asdict, replace

from netcode.messages.rooms import Latencies, PlayerChanged, PlayerJoined, PlayerLeft, PlayerList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcode.messages.rooms import Player

Change: TypeAlias = PlayerList | PlayerJoined | PlayerChanged | PlayerLeft | Latencies


def members_after(members: Sequence[Player], change: Change) -> list[Player]:
    """The members when they were `members` and this has been told; whoever is not known cannot change."""
    match change:
        case PlayerList(players):
            return list(players)
        case PlayerJoined(player):
            return sorted([*(each for each in members if each.pid != player.pid), player], key=lambda each: each.pid)
        case PlayerLeft(pid):
            return [each for each in members if each.pid != pid]
        case PlayerChanged(pid):
            told = {name: value for name, value in asdict(change).items() if value is not None}
            return [replace(each, **told) if each.pid == pid else each for each in members]
        case Latencies(ms):
            return [replace(each, latency_ms=ms.get(str(each.pid), each.latency_ms)) for each in members]


def watchers_among(members: Sequence[Player]) -> int:
    """How many spectators are there now."""
    return sum(each.connected for each in members if each.role == "spectator")
