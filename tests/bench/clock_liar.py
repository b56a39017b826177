"""What lying about one's line gains, over real sockets: forty moves of half a second each, and what the clock charges.

    python -m tests.bench.clock_liar [--moves 40]

The liar answers heartbeats late, claims all the time there is, and has its kernel hold acknowledgements back; once on a
direct line, and once where the server takes it to be behind a proxy, so that the kernel's figure does not count (as on
Windows and macOS). The honest player's line takes 75 ms each way, through a proxy that the server knows.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import socket
from typing import TYPE_CHECKING, Any

import aiohttp

from server.embed import Config, EmbeddedServer
from tests.helpers.matches import SHUFFLE
from tests.helpers.proxy import a_bad_network

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

THOUGHT_S = 0.5
LATE_S = 0.34
WAY_MS = 75


class Player:
    """One player over a plain WebSocket, who answers heartbeats after so long."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse, late_s: float) -> None:
        self._line = line
        self._late_s = late_s
        self.board: dict[str, Any] = {}
        self._news = asyncio.Event()
        self._tasks = {asyncio.create_task(self._read())}

    async def _read(self) -> None:
        async for message in self._line:
            ((name, fields),) = json.loads(message.data).items()
            if self._late_s:
                self._hold_back_acknowledgements()
            if name == "DoHeartbeat":
                self._tasks.add(asyncio.create_task(self._answer(fields["hbid"])))
            elif name == "BoardState":
                self.board = fields
                self._news.set()

    def _hold_back_acknowledgements(self) -> None:
        connection = self._line.get_extra_info("socket")
        if connection is not None and hasattr(socket, "TCP_QUICKACK"):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 0)

    async def _answer(self, hbid: int) -> None:
        await asyncio.sleep(self._late_s)
        await self.say("Heartbeat", hbid=hbid)
        await self.say("LatencyOfHeartbeat", hbid=hbid, t_lat=4.0)

    async def say(self, name: str, **fields: Any) -> None:
        """Send one request."""
        await self._line.send_str(json.dumps({name: fields}))

    async def turn(self, ply: int) -> None:
        """Wait until it is this player's turn at this ply."""
        while self.board.get("phase") != "playing" or self.board["ply"] != ply:
            self._news.clear()
            await self._news.wait()

    def stop(self) -> None:
        """No more reading."""
        for task in self._tasks:
            task.cancel()


async def charged_ms(
    direct: str, slow: str, moves: int, *, late_s: float, claim_ms: int | None
) -> tuple[int, dict[str, int]]:
    """What White's moves cost beyond their thinking, and the credit that both are shown. White comes by `slow`."""
    async with aiohttp.ClientSession() as session, _seated(session, direct, slow, late_s) as (white, black):
        await white.say("StartGame")
        # Until the line is known.
        await white.turn(0)
        await asyncio.sleep(6)
        await white.say("MakeMove", move=SHUFFLE[0], ply=0, lag_ms=0)
        await black.turn(1)
        await black.say("MakeMove", move=SHUFFLE[1], ply=1, lag_ms=0)
        await white.turn(2)
        before = white.board["clocks_ms"]["white"]
        for ply in range(2, 2 + 2 * moves, 2):
            await white.turn(ply)
            await asyncio.sleep(THOUGHT_S)
            claim = {} if claim_ms is None else {"lag_ms": claim_ms}
            await white.say("MakeMove", move=SHUFFLE[ply], ply=ply, **claim)
            await black.turn(ply + 1)
            await black.say("MakeMove", move=SHUFFLE[ply + 1], ply=ply + 1, lag_ms=0)
        await white.turn(2 + 2 * moves)
        cost = before - white.board["clocks_ms"]["white"]
        return round(cost - moves * THOUGHT_S * 1000), white.board["credit_ms"]


@contextlib.asynccontextmanager
async def _seated(
    session: aiohttp.ClientSession, direct: str, slow: str, late_s: float
) -> AsyncIterator[tuple[Player, Player]]:
    async with session.post(f"{direct}/rooms/create", json={"name": "Ann", "host_color": "white"}) as answer:
        room = await answer.json()
    async with (
        session.ws_connect(f"{slow}/rooms/{room['code']}?token={room['token']}") as host,
        session.ws_connect(f"{direct}/rooms/{room['code']}?playerName=Bob") as guest,
    ):
        players = Player(host, late_s), Player(guest, 0)
        try:
            yield players
        finally:
            for player in players:
                player.stop()


def main() -> None:
    """Three lines: who, and what the moves cost beyond their thinking."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moves", type=int, default=40)
    moves = parser.parse_args().moves
    cases = (
        ("a liar on a direct line", "", LATE_S, 100_000, 0),
        ("a liar where only heartbeats count", "127.0.0.1", LATE_S, 100_000, 0),
        ("an honest player at 150 ms", "127.0.0.1", 0.0, None, WAY_MS),
    )
    for who, proxies, late_s, claim_ms, delay_ms in cases:
        server = EmbeddedServer.start(Config(port=0, trusted_proxies=proxies))
        with a_bad_network(server.port) as network:
            network.delay_ms = delay_ms
            slow = network.url if delay_ms else server.url
            beyond, credit = asyncio.run(charged_ms(server.url, slow, moves, late_s=late_s, claim_ms=claim_ms))
            server.stop()
        print(f"{who}: charged {beyond:+d} ms beyond the thinking of {moves} moves; credit shown: {credit}")


if __name__ == "__main__":
    main()
