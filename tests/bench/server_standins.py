"""How late stand-ins are when many players are absent at once.

    python -m tests.bench.server_standins [--rooms 50] [--processes N] [--seconds 30] [--level easy]

All players of one side lose their connection at the same moment; the others answer each of their stand-ins' moves at
once. A stand-in is late by what its move takes beyond its level's normal pace. Real time and real processes, but no
sockets.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import secrets
import time
from typing import TYPE_CHECKING

from game.chess.bot.levels import LEVELS, pause_ms
from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import board_from
from netcode.messages import BoardState, JoinGame, MakeMove, StartGame
from server.clock import SystemClock
from server.config import Config
from server.games.bots import BotProcesses
from server.service import Service
from server.store.memory import MemoryStore
from tests.helpers.chess_wire import create_chess
from tests.helpers.server import Client

if TYPE_CHECKING:
    from server.packets import Packet


class Waiting(Client):
    """Somebody whose opponent is away: answers at once, and notes how long each of the stand-in's moves took."""

    def __init__(self, service: Service, address: str, level: str, late_ms: list[float]) -> None:
        self._dice = random.Random(address)
        self._level = LEVELS[level]
        self._late_ms = late_ms
        self._since_ms = 0.0
        super().__init__(service, address)

    def deliver(self, packet: Packet) -> None:
        super().deliver(packet)
        if isinstance(packet.notice, BoardState):
            self._on_board(packet.notice)
            del self.told[:-8]

    def _on_board(self, board: BoardState) -> None:
        now_ms = time.monotonic() * 1000
        if board.phase != "playing":
            return
        if board.turn != board.color:
            self._since_ms = now_ms
            return
        if board.ply > 2 and self._since_ms:
            own_clock_ms = getattr(board.clocks_ms, "white" if board.color == "black" else "black")
            pace_ms = pause_ms(self._level, own_clock_ms, board.ply - 1)
            self._late_ms.append(max(0.0, now_ms - self._since_ms - pace_ms))
        asyncio.get_running_loop().call_soon(self._move, board)

    def _move(self, board: BoardState) -> None:
        upgrades = ByColor(tuple(board.upgrades.white), tuple(board.upgrades.black))
        moves = [move.uci() for move in board_from(board.fen, upgrades, board.layers).legal_moves]
        self.ask(MakeMove(self._dice.choice(moves), board.ply))


async def measure(rooms: int, processes: int, seconds: float, level: str) -> list[float]:
    """How late each move of a stand-in was, in ms."""
    clock = SystemClock()
    config = Config(beat_s=0.0, messages_per_s=0.0, rooms_per_address=0, connections_per_address=0, bot_processes=1)
    service = Service(config, clock, MemoryStore(clock), secrets.token_bytes, BotProcesses(processes))
    service.start()
    late_ms: list[float] = []
    pairs = []
    for number in range(rooms):
        host = Client(service, f"10.0.{number}.1")
        code = host.ask(create_chess(name="Ann", best_of=7, host_color="white", standin_level=level)).code
        guest = Waiting(service, f"10.0.{number}.2", level, late_ms)
        guest.ask(JoinGame(code or "", "Bob"))
        host.ask(StartGame())
        pairs.append((host, guest))
    await asyncio.sleep(3.2)
    for host, _ in pairs:
        host.close()
    # Five seconds of their own clocks, and the measurement.
    await asyncio.sleep(5 + seconds)
    service.stop()
    return sorted(late_ms)


def main() -> None:
    """Measure and print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rooms", type=int, default=50)
    parser.add_argument("--processes", type=int, default=Config().bot_processes)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--level", default="easy")
    chosen = parser.parse_args()
    late = asyncio.run(measure(chosen.rooms, chosen.processes, chosen.seconds, chosen.level))
    p50, p99 = late[len(late) // 2], late[len(late) * 99 // 100]
    print(
        f"{chosen.rooms} rooms, {len(late)} moves: late by {p50:.0f} ms (p50), {p99:.0f} (p99), {late[-1]:.0f} at most"
    )


if __name__ == "__main__":
    main()
