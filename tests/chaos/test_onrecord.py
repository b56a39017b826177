"""The checker of results: what it finds wrong with what is on record."""

from __future__ import annotations

import random
from typing import Any

import pytest

from netcode.messages.records import GameRecord, Matches, MatchPlayer, MatchRecord, Profile
from netcode.messages.replays import ChessReplay, ReplayFile, ReplayGame, ReplayPosition
from tests.helpers import onrecord
from tests.helpers.fake_transport import FakeTransport
from tests.helpers.movers import Mover

AT = "2026-11-26T12:00:00Z"
CLOCKS = {"white": 60_000, "black": 60_000}


def a_pair(*moves: str) -> tuple[Mover, Mover]:
    """Two who were told of these moves of game 1."""
    pair = (
        Mover(FakeTransport(""), random.Random(1), "Ann", key="ann"),
        Mover(FakeTransport(""), random.Random(2), "Bob", key="bob"),
    )
    for mover in pair:
        mover.replay, mover.final = "m1", {1: list(moves)}
    pair[0].acked = {(1, 0): moves[0]}
    return pair


def found(
    monkeypatch: pytest.MonkeyPatch,
    *moves: str,
    rows: tuple[str, ...] = ("m1",),
    counted: int = 1,
) -> list[str]:
    """What is wrong when Ann and Bob have played e2e4 e7e5, Ann has won, and this is on record."""

    def get(url: str, kind: type, key: str = "") -> Any:
        won = key == "ann"
        if kind is Matches:
            own = MatchPlayer("", 1.0, "won" if won else "lost", you=True)
            return Matches(1, 1, [MatchRecord(id_, "chess", AT, [own], "score") for id_ in rows])
        if kind is Profile:
            return Profile("", ratings={"chess": GameRecord(1500, counted, counted * won, 0, counted * (not won))})
        assert "/replays/" in url
        clocks: Any = CLOCKS
        positions = [ReplayPosition("", clocks, move=move) for move in (None, *moves)]
        nobody: Any = None
        game = ReplayGame(1, {"white": 1, "black": 2}, nobody, positions, "resign", {})
        return ReplayFile(1, "m1", "chess", AT, [], {}, "score", chess=ChessReplay(3, 60, [game]))

    monkeypatch.setattr(onrecord, "_get", get)
    return list(onrecord.differences(a_pair("e2e4", "e7e5"), ""))


def test_what_both_saw_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(monkeypatch, "e2e4", "e7e5") == []


@pytest.mark.parametrize("rows", [(), ("m1", "m2"), ("m2",)])
def test_a_result_that_is_lost_doubled_or_another_one_is_found(
    monkeypatch: pytest.MonkeyPatch, rows: tuple[str, ...]
) -> None:
    assert found(monkeypatch, "e2e4", "e7e5", rows=rows)


def test_a_result_that_is_counted_twice_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(monkeypatch, "e2e4", "e7e5", counted=2)


@pytest.mark.parametrize("moves", [("e2e4",), ("d2d4", "e7e5"), ()])
def test_a_replay_that_is_not_what_was_seen_is_found(monkeypatch: pytest.MonkeyPatch, moves: tuple[str, ...]) -> None:
    assert found(monkeypatch, *moves)
