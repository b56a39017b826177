"""Whose time it was: the credit for the network's time rests on what the server itself has measured, and a late timer
takes nothing from anybody.
"""

from __future__ import annotations

import asyncio
import sys

import pytest

from netcode.heartbeat import RoundTrip
from netcode.messages import BoardState, DoHeartbeat, GameOver, MakeMove, Player, Resign
from server.gateways.tcpinfo import smallest_rtt_ms
from tests.helpers.matches import SHUFFLE
from tests.helpers.server import Client, Room, a_room

MOVES = 40
THOUGHT_MS = 500


class Line:
    """Somebody in a room whose line takes so long there and back, for heartbeats and for moves."""

    def __init__(self, room: Room, client: Client, beat_ms: float, kernel_rtt_ms: float | None) -> None:
        client.answers_beats = False
        client.kernel_rtt_ms = kernel_rtt_ms
        self.room, self.client, self._beat_ms = room, client, beat_ms
        self._due: list[tuple[float, int]] = []
        self._seen = 0

    def pass_ms(self, ms: int) -> None:
        """Time passes for all, and beats are answered when they are due."""
        for _ in range(ms // 10):
            self.room.clock.pass_ms(10)
            now = self.room.clock.now_ms()
            beats = self.client.all(DoHeartbeat)
            self._due += [(now + self._beat_ms - 10, beat.hbid) for beat in beats[self._seen :]]
            self._seen = len(beats)
            for _, hbid in [each for each in self._due if each[0] <= now]:
                self.client.raw("Heartbeat", b'{"hbid":%d,"t_recv":1,"t_reply":1}' % hbid)
                self.client.raw("LatencyOfHeartbeat", b'{"hbid":%d,"t_lat":4}' % hbid)
            self._due = [each for each in self._due if each[0] > now]


def charged_ms(beat_ms: float, kernel_rtt_ms: float | None, claim_ms: int | None, arrives_after_ms: int) -> int:
    """What forty moves cost White, whose heartbeats and moves take this long, whatever is claimed."""
    room = a_room(beat_s=1.0, start=True)
    line = Line(room, room.white, beat_ms, kernel_rtt_ms)
    # Until the line is known.
    line.pass_ms(8_000)
    room.play(*SHUFFLE[:2])
    before = room.white.last(BoardState).clocks_ms.white
    for ply in range(2, 2 + 2 * MOVES, 2):
        line.pass_ms(arrives_after_ms)
        assert room.white.ask(MakeMove(SHUFFLE[ply], ply, lag_ms=claim_ms)).ok
        room.play(SHUFFLE[ply + 1])
    return before - room.white.last(BoardState).clocks_ms.white


@pytest.mark.parametrize("beat_ms", [10, 340, 1_000])
def test_a_liar_on_a_direct_line_gains_less_than_two_seconds_in_forty_moves(beat_ms: int) -> None:
    """Late heartbeats and huge claims: the kernel knows better, also when acknowledgements are held back a little."""
    assert MOVES * THOUGHT_MS - charged_ms(beat_ms, 1.0, 100_000, THOUGHT_MS) <= 2_000


def test_a_liar_where_the_system_knows_nothing_gains_no_more_than_a_games_credit() -> None:
    assert MOVES * THOUGHT_MS - charged_ms(340, None, 100_000, THOUGHT_MS) <= 7_200


@pytest.mark.parametrize("kernel_rtt_ms", [150.0, None])
@pytest.mark.parametrize("claim_ms", [150, None])
def test_an_honest_player_on_a_slow_line_is_charged_for_thinking(
    kernel_rtt_ms: float | None, claim_ms: int | None
) -> None:
    """150 ms there and back, forty moves: within 40 ms a move of what was thought."""
    charged = charged_ms(150, kernel_rtt_ms, claim_ms, THOUGHT_MS + 150)
    assert abs(charged - MOVES * THOUGHT_MS) <= MOVES * 40


def player(client: Client, pid: int) -> Player:
    return next(each for each in client.members if each.pid == pid)


def test_the_opponent_is_shown_the_servers_own_figure() -> None:
    """What a client says of its latency is shown to nobody."""
    room = a_room(beat_s=1.0, start=True)
    line = Line(room, room.white, 340, None)
    line.pass_ms(8_000)
    assert player(room.black, room.white.pid).latency_ms == pytest.approx(340, abs=10)


def test_both_players_see_the_credit_that_was_used() -> None:
    room = a_room(beat_s=1.0, start=True)
    line = Line(room, room.white, 340, None)
    line.pass_ms(8_000)
    room.play("e2e4")
    for client in (room.white, room.black):
        assert client.last(BoardState).credit_ms.white == pytest.approx(340, abs=15)


def test_the_system_s_smallest_figure_only_gets_smaller() -> None:
    """Holding back acknowledgements until the kernel has forgotten the line's best time stretches nothing."""
    room = a_room(beat_s=1.0)
    line = Line(room, room.host, 400, 2.0)
    line.pass_ms(3_000)
    room.host.kernel_rtt_ms = 390.0
    line.pass_ms(3_000)
    assert room.host.session.rtt_ms == 27.0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the figure")
def test_linux_tells_the_smallest_round_trip_of_a_connection() -> None:
    """On a connection within this machine that is a fraction of a millisecond."""

    async def script() -> float | None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readexactly(1))
            writer.close()
            await writer.wait_closed()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"x")
            await reader.readexactly(1)
            found = smallest_rtt_ms(writer.transport)
            writer.close()
            await writer.wait_closed()
        return found

    found = asyncio.run(script())
    assert found is not None
    assert 0 < found < 100


# --- a late timer -----------------------------------------------------------------------------------------


@pytest.fixture
def short_of_time() -> Room:
    """White has 300 ms, and a line that was measured at 40 ms."""
    room = a_room(beat_s=1.0, start=True)
    line = Line(room, room.white, 40, None)
    line.pass_ms(59_700)
    return room


def test_a_flag_that_was_due_falls_before_a_move_that_came_after_it(short_of_time: Room) -> None:
    """With a punctual timer the move finds the game over; so it does with a late one."""
    room = short_of_time
    room.clock.stand_still_ms(400)
    assert room.white.error(MakeMove("e2e4", 0, lag_ms=400)) == "NOT_NOW"
    assert room.black.last(GameOver).reason == "flag"
    assert room.black.last(BoardState).phase_ms == pytest.approx(3_000 - 45, abs=10)


def test_a_round_trip_measured_after_the_flag_was_due_raises_it_no_more(short_of_time: Room) -> None:
    room = short_of_time
    room.white.session.round_trip = RoundTrip()
    room.white.session.round_trip.sent(7, room.clock.now_ms())
    room.clock.stand_still_ms(400)
    assert room.white.raw("Heartbeat", b'{"hbid":7}').ok
    assert room.black.last(GameOver).reason == "flag"


def test_an_offer_that_came_after_the_flag_was_due_is_refused(short_of_time: Room) -> None:
    """As with moves, so with everything that is asked too late."""
    short_of_time.clock.stand_still_ms(400)
    assert short_of_time.white.error(Resign()) == "NOT_NOW"
