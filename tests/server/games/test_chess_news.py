"""What a viewer may see of a match, in the wire's words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from game.chess.match.targets import Choices
from game.chess.match.view import GameRecord, MatchView
from game.chess.rules import ByColor
from netcode.messages import BoardState, encode
from server.games.chess_news import TARGETS, ChessNews, board_state
from server.games.interface import Viewer

if TYPE_CHECKING:
    from server.games.chess import ChessMachine

VIEW = MatchView(
    game=2,
    best_of=5,
    phase="playing",
    phase_ms=3,
    wins={7: 1, 8: 0},
    draws=4,
    players=ByColor(7, 8),
    color="black",
    turn="white",
    fen="fen",
    layers="layers",
    start_fen="start fen",
    start_layers="start layers",
    ply=6,
    last_move="e2e4",
    check=True,
    clocks_ms=ByColor(11, 12),
    bank_ms=ByColor(13, 14),
    credit_ms=ByColor(15, 16),
    running="black",
    upgrades=ByColor(("amazon",), ("torpedo", "rewind")),
    armageddon=False,
    draw_offer="white",
    draw_wait=ByColor(17, 18),
    by_standin=True,
)
RECORD = GameRecord(["e2e4"], ByColor(21, 22), [23], [24])
UNSAID = {"targets": None, "granted": None, "promotions": None}


def told(state: Any) -> dict[str, Any]:
    """All fields, as they are read from JSON."""
    fields: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(state))
    return fields


def test_each_field_of_a_state_is_that_of_the_view() -> None:
    missing = dict.fromkeys(("moves", "start_ms", "left_ms", "standin_plies"))
    assert told(board_state(VIEW, 9)) == {**told(VIEW), "seq": 9, **missing, **UNSAID}


def test_a_latecomers_state_has_the_record_besides() -> None:
    state = told(board_state(VIEW, 9, RECORD))
    assert {name: state[name] for name in told(RECORD)} == told(RECORD)


@given(fen=st.text(), layers=st.text(), last_move=st.none() | st.text())
@example(fen='"color":null', layers='\\"color":null', last_move='{"color":null}')
def test_what_each_viewer_is_sent_is_their_own_state(fen: str, layers: str, last_move: str | None) -> None:
    """What is one's own is put into one encoding for all, and no text is mistaken for it."""
    shown = replace(VIEW, fen=fen, start_fen=fen, layers=layers, last_move=last_move, color=None)
    may = Choices({"e2": ["e4"]}, ["e2e4"], ["e2e4"])
    match = SimpleNamespace(view=lambda _viewer, _now_ms: shown, choices=lambda _color: may)
    machine = cast("ChessMachine", SimpleNamespace(match=match))
    news = ChessNews(machine, [], 9, 0, stands=False)
    phone = Viewer(7, "player", frozenset({TARGETS}))
    viewers = (Viewer(7, "player"), "white"), (Viewer(8, "player"), "black"), (Viewer(9, "spectator"), None)
    for viewer, color in (*viewers, (phone, "white")):
        (packet,) = news.told_to(viewer)
        assert isinstance(packet.notice, BoardState)
        assert packet.notice.color == color
        assert (packet.notice.targets is not None) == (viewer is phone)
        assert packet.body == encode(packet.notice)
