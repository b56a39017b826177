"""A match that a server has recorded, shown again in the window."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.client import texts
from game.client.art import pups
from game.client.chess.replay import ReplayScene
from game.client.chess.replayfile import read_replay
from game.client.chess.view import recorded
from game.client.people.replays import CannotReplay
from netcode.messages.replays import ChessReplay, ReplayPlayer
from tests.helpers.fake_transport import ME, OTHER
from tests.helpers.images import picture
from tests.helpers.replayfiles import a_replay, a_replay_game, content
from tests.helpers.sessions import SCHOLARS_MATE, FakeContext

if TYPE_CHECKING:
    from game.client.kit.scene import Scene


def changed(change: dict[str, Any]) -> bytes:
    return json.dumps({**json.loads(content(a_replay())), **change}).encode()


def sentence_for(told: bytes) -> str:
    with pytest.raises(CannotReplay) as refused:
        read_replay(told)
    return str(refused.value)


def test_every_game_is_there_with_its_moves_and_clocks() -> None:
    games = read_replay(content(a_replay())).games
    assert [len(game.feed.history) for game in games] == [8, 8, 5]
    assert [clocks.white for clocks in games[0].feed.clocks if clocks][:4] == [60_000, 58_500, 58_500, 57_000]


def test_who_watches_sits_at_the_bottom_in_every_game() -> None:
    assert [game.near for game in read_replay(content(a_replay()), "Bob").games] == ["black", "white", "black"]


def test_each_game_knows_the_score_before_it_as_whoever_sits_at_the_bottom_sees_it() -> None:
    assert [game.score for game in read_replay(content(a_replay()), "Ann").games] == [(0, 0, 0), (1, 0, 0), (1, 1, 0)]


FACE = "/avatars/" + "a" * 64 + ".png"


def portraits(scene: Scene) -> dict[str, str]:
    """What the replay shows, by name."""
    assert isinstance(scene, ReplayScene)
    scene.refresh(0)
    facts = [plate._facts for plate in scene._rows.plates.values()]
    return {each.name: each.portrait for each in facts}


def test_the_players_have_the_pups_that_they_had() -> None:
    shown = portraits(recorded(FakeContext(), content(a_replay()), "http://attic:8765"))
    assert shown == {"Ann": "biscuit", "Bob": pups.portrait_for("Bob")}


def test_a_player_who_has_a_picture_is_a_pup_until_it_has_come() -> None:
    context = FakeContext()
    context.people.shelf.put(FACE, picture(size=(256, 256)))
    replay = a_replay(players=[ReplayPlayer(ME, "Ann"), ReplayPlayer(OTHER, "Bob", FACE)])
    scene = recorded(context, content(replay), "http://attic:8765")
    assert portraits(scene)["Bob"] == pups.portrait_for("Bob")
    assert context.faces.poll()
    assert portraits(scene) == {"Ann": pups.portrait_for("Ann"), "Bob": FACE}


def test_of_a_replay_in_a_file_nobody_is_asked_for_pictures() -> None:
    context = FakeContext()
    replay = a_replay(players=[ReplayPlayer(ME, "Ann"), ReplayPlayer(OTHER, "Bob", FACE)])
    assert portraits(recorded(context, content(replay), ""))["Bob"] == pups.portrait_for("Bob")
    assert context.people.shelf.asked == []


def test_a_game_without_moves_is_left_out() -> None:
    match = ChessReplay(3, 60, [a_replay_game(1, []), a_replay_game(2, SCHOLARS_MATE)])
    assert [game.number for game in read_replay(content(a_replay(chess=match))).games] == [2]


def test_a_match_in_which_nobody_moved_is_refused_with_a_sentence() -> None:
    assert sentence_for(content(a_replay(chess=ChessReplay(3, 60, [a_replay_game(1, [])])))) == texts.REPLAY_EMPTY


def test_a_replay_of_a_newer_program_is_refused_with_a_sentence() -> None:
    assert sentence_for(changed({"format": 2, "players": "whatever they write then"})) == texts.REPLAY_NEWER


def test_a_replay_whose_cards_worked_differently_is_refused_with_a_sentence() -> None:
    game = a_replay_game(1, SCHOLARS_MATE)
    told = json.loads(content(a_replay(chess=ChessReplay(3, 60, [game]))))
    told["chess"]["games"][0]["positions"][2]["fen"] = told["chess"]["games"][0]["positions"][4]["fen"]
    assert sentence_for(json.dumps(told).encode()) == texts.REPLAY_OTHER_RULES


def test_a_record_of_another_game_is_refused_with_a_sentence() -> None:
    assert sentence_for(content(a_replay(game="quiz", chess=None))) == texts.REPLAY_OTHER_GAME


@pytest.mark.parametrize("told", [b"", b"[]", b"\xff\xfe", b'{"format": 1}', b"<html></html>"])
def test_what_is_no_replay_is_refused_with_a_sentence(told: bytes) -> None:
    assert sentence_for(told) == texts.REPLAY_UNREADABLE


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 6),
    st.sampled_from(["e2e5", "a1a1", "N@b1", "0000", "rewind", "xx", "", "e7e8q", "zzzzzz"]),
    st.sampled_from(["", "b1 d1 - -", "nonsense", "- - w -"]),
)
def test_whatever_a_record_claims_it_is_shown_or_refused(ply: int, move: str, layers: str) -> None:
    told = json.loads(content(a_replay()))
    positions = told["chess"]["games"][0]["positions"]
    positions[ply]["move"] = move
    positions[0]["layers"] = layers
    try:
        read_replay(json.dumps(told).encode())
    except CannotReplay as refused:
        assert str(refused)
