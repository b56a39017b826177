"""The members of a room, as a client follows them: a list first, then changes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import asdict, replace

from netcode.messages.rooms import Latencies, PlayerChanged, PlayerJoined, PlayerLeft, PlayerList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcode.messages.rooms import Player

Change: TypeAlias = PlayerList | PlayerJoined | PlayerChanged | PlayerLeft | Latencies


def members_after(members: Sequence[Player], change: Change) -> list[Player]:
    """`members` after this notice. Changes of unknown members are ignored."""
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
    """How many spectators are connected."""
    return sum(each.connected for each in members if each.role == "spectator")
