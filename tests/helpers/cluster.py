"""Several processes of one server inside the test's process, on a real Redis, each running only when told."""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from netcode.messages import ActionSuccess, BoardState, MakeMove, Notice, Rejoin, Request, Snapshot, encode
from netcode.refusals import Refusal
from server.cluster.member import ClusterMember
from server.config import Config
from server.rooms.connections import Ending
from server.service import Service
from tests.helpers.redis import DEADLINE_S, Member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.packets import Packet
    from tests.helpers.redis import Redis

N = TypeVar("N", bound=Notice)
LEASE_MS = 10_000.0
"""Longer than any pause of a busy machine: only who is frozen or cut off loses it."""
SHORT_MS = 300.0
"""Where somebody is to lose it."""


class Node(Member):
    """One process. `frozen`: nothing of it runs, as after SIGSTOP or SIGKILL."""

    def __init__(self, redis: Redis, name: str, lease_ms: float, **limits: Any) -> None:
        super().__init__(redis, name, strict=limits.get("durable") != "relaxed", lease_ms=lease_ms)
        usual = {"beat_s": 0.0, "messages_per_s": 0.0, "rooms_per_address": 0, "durable": "strict"}
        config = Config(
            **{**usual, "redis": redis.url, "advertise": f"http://{name}.test", "lease_s": lease_ms / 1000, **limits}
        )
        self.name = name
        self.frozen = False
        self.service = Service(config, self.clock, self.store, random.Random(name).randbytes)
        self.cluster = ClusterMember(self.service, self._opened)
        self.in_loop(self.service.start)
        self.in_loop(self.cluster.start)

    def in_loop(self, call: Callable[[], Any]) -> Any:
        async def run() -> Any:
            return call()

        return self.loop.run_until_complete(run())

    def step(self) -> None:
        if not self.frozen:
            self.loop.run_until_complete(asyncio.sleep(0.001))


class Cluster:
    """Processes on one Redis, driven together."""

    def __init__(self, redis: Redis, *names: str, lease_ms: float = LEASE_MS, **limits: Any) -> None:
        self.redis = redis
        self.nodes = {name: Node(redis, name, lease_ms, **limits) for name in names}
        for node in self:
            # So that each knows of those that came after it.
            node.in_loop(node.lease.renew)
        self.until(lambda: all(len(node.lease.others()) == len(names) - 1 for node in self.nodes.values()))

    def __getitem__(self, name: str) -> Node:
        return self.nodes[name]

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes.values())

    def until(self, so: Callable[[], bool]) -> None:
        ends_s = time.monotonic() + DEADLINE_S
        while not so():
            assert time.monotonic() < ends_s
            for node in self:
                node.step()

    def at(self, name: str, address: str = "10.0.0.1") -> Caller:
        """Somebody who connects to that process."""
        return Caller(self, self[name], address)

    def close(self) -> None:
        for node in self:
            node.close()


class Caller:
    """A client of one process. It asks, waits for the answer, and keeps everything that it is told."""

    kind = "test"

    def __init__(self, cluster: Cluster, node: Node, address: str) -> None:
        self.cluster = cluster
        self.node = node
        self.told: list[Notice] = []
        self.closed = False
        self.code = self.token = ""
        self.pid = 0
        self.snapshot: Snapshot | None = None
        self.session = node.service.open(self, address)

    def deliver(self, packet: Packet) -> None:
        if not self.closed:
            self.told.append(packet.notice)

    def beat(self, now_ms: float) -> None:
        pass

    def smallest_rtt_ms(self) -> float | None:
        return None

    def close(self, ending: Ending = Ending.DONE, farewell: str = "") -> None:
        del ending, farewell
        if not self.closed:
            self.closed = True
            self.node.service.close(self.session)

    def begin(self, *requests: Request) -> list[ActionSuccess]:
        """Send; the answers are put into the list when they come."""
        answers: list[ActionSuccess] = []

        def send() -> None:
            for request in requests:
                fields = msgspec.Raw(encode(request))
                self.node.service.receive(self.session, request.wire_name, fields, answers.append)

        self.node.in_loop(send)
        return answers

    def ask(self, request: Request) -> ActionSuccess:
        answers = self.begin(request)
        self.cluster.until(lambda: bool(answers))
        answer = answers[0]
        if answer.ok and answer.pid is not None:
            self.pid, self.code, self.token = answer.pid, answer.code or "", answer.token or self.token
        return answer

    def seat_at(self, name: str) -> Caller:
        """The same seat from a new connection to that process: it has asked, and the answer is not waited for."""
        other = self.cluster.at(name)
        other.pid, other.code, other.token = self.pid, self.code, self.token
        return other

    def back_at(self, name: str) -> Caller:
        """The same, asking again as long as it is sent elsewhere, as a client does to whom nobody answers there."""
        other = self.seat_at(name)
        answer = other.ask(self.rejoin())
        while answer.error == Refusal.ELSEWHERE:
            there = next((node for node in self.cluster if node.lease.url == answer.url and not node.frozen), None)
            other = self.seat_at(there.name) if there is not None else other
            answer = other.ask(self.rejoin())
        assert answer.ok, answer
        other.snapshot = answer.snapshot
        return other

    def rejoin(self) -> Rejoin:
        return Rejoin(self.code, self.pid, self.token)

    def move(self, move: str) -> MakeMove:
        return MakeMove(move, self.last(BoardState).ply)

    def all(self, kind: type[N]) -> list[N]:
        return [notice for notice in self.told if isinstance(notice, kind)]

    def last(self, kind: type[N]) -> N:
        return self.all(kind)[-1]
