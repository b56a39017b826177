"""What a full room costs: so many people come in, then are on line for a while with one event a second.

    python -m tests.bench.server_presence [--people 100] [--seconds 60]

Counts the bytes that all of them are sent, as JSON without heartbeats, and the longest message. Nothing crosses a
socket: what is counted is what the rooms decide to say. The time is held, so that a minute takes no minute.
"""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from netcode.messages import DoHeartbeat, Emote, GotHeartbeat, JoinGame, encode
from tests.helpers.chess_wire import create_chess
from tests.helpers.clock import HeldClock
from tests.helpers.server import Client, a_server

if TYPE_CHECKING:
    from server.packets import Packet


class Counted(Client):
    """Somebody whose bytes are counted, by message."""

    sent: Counter[str]
    heaviest = 0

    def deliver(self, packet: Packet) -> None:
        """See `server.rooms.connections.Connection`."""
        if not isinstance(packet.notice, DoHeartbeat | GotHeartbeat):
            self.count(packet.notice.wire_name, len(encode(packet.notice)))
        super().deliver(packet)

    def count(self, name: str, size: int) -> None:
        """So many bytes have been sent under this name."""
        self.sent[name] += size
        self.heaviest = max(self.heaviest, size)


def measure(people: int, seconds: int) -> tuple[Counter[str], Counter[str], int]:
    """Bytes by message while they come, and while they are there; and the longest message."""
    clock = HeldClock()
    service = a_server(clock, beat_s=1.0, spectators_per_room=people)
    coming: Counter[str] = Counter()
    Counted.sent = coming
    host = Counted(service, "10.0.0.1")
    code = host.ask(create_chess(name="Host", spectators=True)).code or ""
    crowd = [host]
    for number in range(people):
        each = Counted(service, f"10.0.{1 + number}.1")
        answer = each.ask(JoinGame(code, f"Guest {number + 1}", watch=number > 0))
        assert answer.ok, answer
        each.count("ActionSuccess", len(encode(answer)))
        crowd.append(each)
        clock.pass_ms(100)
    there: Counter[str] = Counter()
    Counted.sent = there
    for second in range(seconds):
        crowd[second % 2].ask(Emote("hi"))
        if second % 10 == 9:
            # Now and then somebody's line breaks, and they are back at once.
            lost = crowd[2 + second % people]
            lost.close()
            crowd[crowd.index(lost)] = back = Counted(service, lost.session.address)
            back.count("ActionSuccess", len(encode(back.back(lost))))
        clock.pass_ms(1_000)
    return coming, there, max(each.heaviest for each in crowd)


def main() -> None:
    """Print what was counted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=60)
    flags = parser.parse_args()
    coming, there, heaviest = measure(flags.people, flags.seconds)
    for what, sent in ((f"{flags.people} joins", coming), (f"{flags.seconds} s on line", there)):
        shares = ", ".join(f"{name} {size / 1e6:.2f}" for name, size in sent.most_common(6))
        print(f"{what}: {sent.total() / 1e6:.2f} MB ({shares})")
    print(f"longest message: {heaviest / 1024:.1f} KiB")


if __name__ == "__main__":
    main()
