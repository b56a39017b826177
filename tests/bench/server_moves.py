"""What one move costs in the server without any socket: from a client's frame to the frames that go out.

    python -m tests.bench.server_moves [--games 30] [--plies 200] [--profile]

The best of many games, in processor time, and the number of calls of Python a move, which no busy machine changes.
Run it in two checkouts in turn to compare them.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from typing import TYPE_CHECKING

from server.config import Config
from server.games.interface import NoBots
from server.gateways.frames import ack_frame, event_frame, read_event
from server.rooms.connections import Ending
from server.service import Service
from server.store.memory import MemoryStore
from tests.bench.server_load import scripted_game
from tests.helpers.clock import HeldClock

if TYPE_CHECKING:
    from netcode.messages import ActionSuccess
    from server.packets import Packet

COUNTDOWN_MS = 3_001
BETWEEN_MOVES_MS = 20


class Line:
    """A connection of which only the frames are made."""

    kind = "bench"

    def __init__(self, service: Service) -> None:
        self.frames: list[bytes] = []
        self._service = service
        self._session = service.open(self, "127.0.0.1")

    def say(self, text: str) -> None:
        """What the gateway does with an event."""
        ack_id, name, fields = read_event(text)

        def reply(answer: ActionSuccess) -> None:
            self.frames.append(ack_frame(ack_id, answer))

        self._service.receive(self._session, name, fields, reply)

    def deliver(self, packet: Packet) -> None:
        """See `Connection.deliver`."""
        self.frames.append(packet.framed(event_frame))

    def beat(self, now_ms: float) -> None:
        """See `Connection.beat`."""

    def smallest_rtt_ms(self) -> float | None:
        """See `Connection.smallest_rtt_ms`."""
        return None

    def close(self, ending: Ending = Ending.DONE, farewell: str = "") -> None:
        """See `Connection.close`."""


def one_game(texts: list[str], profile: cProfile.Profile | None = None) -> tuple[float, list[bytes]]:
    """Processor time of a move in µs, and all frames of the game."""
    clock = HeldClock()
    unlimited = Config(messages_per_s=0, rooms_per_address=0)
    service = Service(unlimited, clock, MemoryStore(clock), bytes, NoBots())
    host, guest = Line(service), Line(service)
    host.say('421["CreateGame",{"base_seconds":600,"host_color":"white"}]')
    code = next(iter(service.rooms)).code
    guest.say(f'421["JoinGame",{{"code":"{code}"}}]')
    host.say('421["StartGame",{}]')
    clock.pass_ms(COUNTDOWN_MS)
    before_s = time.process_time()
    if profile:
        profile.enable()
    for ply, text in enumerate(texts):
        clock.pass_ms(BETWEEN_MOVES_MS)
        (guest if ply % 2 else host).say(text)
    if profile:
        profile.disable()
    took_s = time.process_time() - before_s
    assert f'"ply":{len(texts)},'.encode() in host.frames[-1], host.frames[-1]
    return took_s / len(texts) * 1e6, host.frames + guest.frames


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--games", type=int, default=30)
    parser.add_argument("--plies", type=int, default=200)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    texts = [
        f'421["MakeMove",{{"move":"{move}","ply":{ply},"lag_ms":20,"n":{ply + 9}}}]'
        for ply, move in enumerate(scripted_game(arguments.plies))
    ]
    best_us = min(one_game(texts)[0] for _ in range(arguments.games))
    profile = cProfile.Profile()
    one_game(texts, profile)
    figures = pstats.Stats(profile)
    calls = figures.total_calls / len(texts)  # type: ignore[attr-defined]
    print(f"{best_us:.1f} us a move at best, {calls:.0f} calls")
    if arguments.profile:
        figures.sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
