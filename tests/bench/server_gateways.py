"""What a move costs over each transport, and what counting it for operators adds: no sockets, one process, as ratios.

    python -m tests.bench.server_gateways [--rounds 15] [--plies 200]

Every round plays one game over each variant in turn, so that a machine that slows down slows all; printed is the
median over the rounds of the time against that of Socket.IO in the same round.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Any

import msgspec

from netcode.messages import ActionSuccess, encode
from server.config import Config
from server.games.chess import ChessMachine
from server.games.chess_news import TARGETS
from server.gateways import frames
from server.gateways.socketio import SocketIOLink
from server.gateways.websocket import PlainLink, envelope_frame, read_envelope
from server.service import Service
from server.store.memory import MemoryStore
from tests.bench.server_load import scripted_game
from tests.helpers.clock import HeldClock

if TYPE_CHECKING:
    from server.gateways.websocket_link import WebSocketLink


class NoWire:
    """A transport that everything leaves at once."""

    def is_closing(self) -> bool:
        return False

    def get_protocol(self) -> None:
        """There is no socket behind it."""

    def get_write_buffer_size(self) -> int:
        return 0

    def write(self, data: bytes) -> None:
        pass


class NoCounter(Counter[str]):
    """Counts nothing."""

    def __setitem__(self, key: str, value: int) -> None:
        pass


class Person:
    """One connection, at the point where its gateway hands a text on."""

    def __init__(self, service: Service, kind: type[WebSocketLink]) -> None:
        wire: Any = NoWire()
        self.service = service
        self.link = kind(wire, service.config, 0)
        self.session = service.open(self.link, "10.0.0.1")
        self.answer = ActionSuccess("")

    def text_of(self, name: str, **fields: object) -> str:
        if isinstance(self.link, PlainLink):
            return msgspec.json.encode({name: fields}).decode()
        return "421" + msgspec.json.encode([name, fields]).decode()

    def hear(self, text: str) -> None:
        if isinstance(self.link, PlainLink):
            name, raw = read_envelope(text)
        else:
            _, name, raw = frames.read_event(text)
        self.link.hold()
        self.service.receive(self.session, name, raw, self.reply)
        self.link.release()

    def reply(self, answer: ActionSuccess) -> None:
        self.answer = answer
        if isinstance(self.link, PlainLink):
            self.link.write(envelope_frame(answer.wire_name, encode(answer)))
        else:
            self.link.write(frames.ack_frame("1", answer))


def game_s(
    kinds: tuple[type[WebSocketLink], type[WebSocketLink]],
    moves: list[str],
    *,
    counting: bool = True,
    phones: bool = False,
) -> float:
    """Seconds that a game takes the server. `phones`: both ask to be told what they may do."""
    clock = HeldClock()
    config = Config(messages_per_s=0.0, beat_s=0.0, list_s=0.0)
    service = Service(config, clock, MemoryStore(clock), random.Random(7).randbytes)
    if not counting:
        service.meters.requests = NoCounter()
    host, guest = (Person(service, kind) for kind in kinds)
    host.hear(host.text_of("CreateGame", base_seconds=600))
    guest.hear(guest.text_of("JoinGame", code=host.answer.code))
    host.hear(host.text_of("StartGame"))
    clock.pass_ms(3_001)
    white, black = _by_colour(host, guest)
    if phones:
        for who in (host, guest):
            who.session.seated()[1].wants = frozenset({TARGETS})
    said = [
        (who := (white, black)[ply % 2], who.text_of("MakeMove", move=move, ply=ply)) for ply, move in enumerate(moves)
    ]
    started_s = time.perf_counter()
    for who, text in said:
        who.hear(text)
    took_s = time.perf_counter() - started_s
    assert host.answer.ok, host.answer
    return took_s


def _by_colour(host: Person, guest: Person) -> tuple[Person, Person]:
    host.hear(host.text_of("Rejoin", code=host.session.seated()[0].code, pid=0, token=host.answer.token or ""))
    room, member = host.session.seated()
    assert isinstance(room.game, ChessMachine)
    return (host, guest) if room.game.match.view(None, 0).players.white == member.pid else (guest, host)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--plies", type=int, default=200)
    arguments = parser.parse_args()
    moves = scripted_game(arguments.plies)
    variants: dict[str, Any] = {
        "Socket.IO": lambda: game_s((SocketIOLink, SocketIOLink), moves),
        "Socket.IO, not counted": lambda: game_s((SocketIOLink, SocketIOLink), moves, counting=False),
        "plain WebSocket": lambda: game_s((PlainLink, PlainLink), moves),
        "two phones": lambda: game_s((PlainLink, PlainLink), moves, phones=True),
        "one of each": lambda: game_s((SocketIOLink, PlainLink), moves),
    }
    rounds = [{name: measure() for name, measure in variants.items()} for _ in range(arguments.rounds)]
    for name in variants:
        ratio = median(each[name] / each["Socket.IO"] for each in rounds)
        cost_us = median(each[name] for each in rounds) / len(moves) * 1e6
        print(f"{name:>24}: {ratio:.3f} of Socket.IO's time, {cost_us:6.1f} us a move")


if __name__ == "__main__":
    main()
