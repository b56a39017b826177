"""What the lobby says about the match before it starts."""

from __future__ import annotations

import pytest

from game.client import texts
from game.client.screens.invitation import copy_link
from game.client.screens.lobby import LobbyScene
from netcode import messages as m
from netcode.address import parse
from tests.helpers.chess_wire import board_state, create_chess
from tests.helpers.fake_transport import CODE, ME, OTHER, TOKEN, Line, a_snapshot, players
from tests.helpers.sessions import FakeContext


@pytest.mark.parametrize(
    ("takeover", "level", "told"),
    [
        ("auto", "quick", "If somebody drops out, Beagle plays for them."),
        ("ask", "easy", "If somebody drops out, the other may have Scamp play on for them."),
        ("off", "easy", "If somebody drops out, their clock runs on."),
    ],
)
def test_everybody_reads_before_the_start_what_happens_when_somebody_drops_out(
    takeover: str, level: str, told: str
) -> None:
    line = Line()
    line.open(create_chess(name="Ann"))
    line.server.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot(ai_takeover=takeover, standin_level=level))
    line.poll()
    scene = LobbyScene(FakeContext(line))
    scene.refresh(0)
    assert scene._absence.text == told


def test_everybody_reads_before_the_start_that_the_match_is_watched_later() -> None:
    line = Line()
    line.open(create_chess(name="Ann"))
    line.server.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot(watch_delay=30))
    line.poll()
    scene = LobbyScene(FakeContext(line))
    scene.refresh(0)
    assert "watched 30 s later" in scene._length.text


@pytest.mark.parametrize(("host", "title"), [(ME, "Your table"), (OTHER, "Bob's table")])
def test_the_lobby_is_headed_by_whose_table_it_is(host: int, title: str) -> None:
    line = Line()
    line.open(m.JoinGame(CODE, "Ann"))
    line.server.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot(players=players(host=host)))
    line.poll()
    scene = LobbyScene(FakeContext(line))
    scene.refresh(0)
    assert scene._title.text == title


def test_f3_tells_both_latencies_and_the_credit_that_was_used() -> None:
    board = board_state(credit_ms=m.Clocks(1_240, 0), seq=7)
    told = texts.network_facts([*texts.latency_facts(players(), ME), *texts.credit_facts(board)])
    assert told == "net 30 ms · given back 1.2 / 0.0 s · seq 7"


def test_what_is_copied_for_a_friend_has_the_key_of_the_room_and_can_be_typed() -> None:
    line = Line()
    line.open(create_chess(name="Ann"))
    line.server.answer(code=CODE, pid=ME, token=TOKEN, snapshot=a_snapshot(key="AAAABBBBCCCCDDDD"))
    line.poll()
    context = FakeContext(line)
    context.addresses = ["192.168.1.20:8765"]
    copy_link(context)
    (copied,) = [asked.removeprefix("copy ") for asked in context.asked if asked.startswith("copy ")]
    address = parse(copied)
    assert (address.url, address.code, address.key) == ("http://192.168.1.20:8765", CODE, "AAAABBBBCCCCDDDD")
