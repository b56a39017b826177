"""Who follows what is told of comings and goings knows who is there."""

from __future__ import annotations

from netcode.members import members_after, watchers_among
from netcode.messages import Latencies, Player, PlayerChanged, PlayerJoined, PlayerLeft, PlayerList

ANN = Player(1, "Ann", "player", connected=True, host=True)
BOB = Player(2, "Bob", "player", connected=True)
CAT = Player(3, "Cat", "spectator", connected=True)


def test_a_list_is_all_there_is() -> None:
    assert members_after([CAT], PlayerList([ANN, BOB])) == [ANN, BOB]


def test_whoever_joins_is_there_once() -> None:
    assert members_after([ANN, CAT], PlayerJoined(BOB)) == [ANN, BOB, CAT]
    assert members_after([ANN, BOB], PlayerJoined(BOB)) == [ANN, BOB]


def test_a_change_leaves_all_else_as_it_was() -> None:
    (_, bob) = members_after([ANN, BOB], PlayerChanged(2, connected=False, ai=True))
    assert (bob.name, bob.connected, bob.ai) == ("Bob", False, True)


def test_of_whoever_is_not_known_nothing_changes() -> None:
    assert members_after([ANN], PlayerChanged(9, name="Eve")) == [ANN]
    assert members_after([ANN], PlayerLeft(9)) == [ANN]


def test_latencies_come_for_some() -> None:
    assert [each.latency_ms for each in members_after([ANN, BOB], Latencies({"2": 40}))] == [None, 40]


def test_watchers_are_spectators_who_are_there() -> None:
    assert watchers_among([ANN, CAT, Player(4, "Dan", "spectator", connected=False)]) == 1
