"""A real Redis for a test, on a port of its own and without a disk; it can be killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from typing import TYPE_CHECKING, Any

import msgspec
import redis

from server.store import Commit
from server.store.redis_keys import BUCKETS, LEASES, ProcessStatus, results_key, room_key
from server.store.redis_open import open_redis
from tests.helpers.missing import not_run
from tests.helpers.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.store import Conflict
    from server.store.redis_open import Opened

DEADLINE_S = 60.0
PROGRAM = shutil.which("redis-server") or shutil.which("valkey-server")


class Redis:
    """A server that keeps nothing when it ends, unless it is given a directory."""

    def __init__(self, directory: str = "") -> None:
        if PROGRAM is None:
            not_run("there is no redis-server here: install Debian's package of that name")
        self.port: int = free_port()
        self._command = [PROGRAM, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._command += ["--loglevel", "warning"]
        self._command += ["--appendonly", "yes" if directory else "no", "--dir", directory or tempfile.gettempdir()]
        # A replica writes what it is sent to a file before it loads it.
        self._command += ["--dbfilename", f"tests-{self.port}.rdb", "--rdb-del-sync-files", "yes"]
        self._process = self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> subprocess.Popen[bytes]:
        """Start, and return when it answers."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        ends_s = time.monotonic() + DEADLINE_S
        while not self._answers():
            assert self._process.poll() is None
            assert time.monotonic() < ends_s
            time.sleep(0.01)
        return self._process

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), DEADLINE_S) as line:
            line.sendall(b"PING\r\n")
            return line.recv(7) == b"+PONG\r\n"
        return False

    def kill(self) -> None:
        """SIGKILL: what it has in memory is gone."""
        self._process.kill()
        self._process.wait(DEADLINE_S)

    def follow(self, leader: Redis | None) -> None:
        """Be a replica of that one from now on; of none: be one that others may follow."""
        said = f"REPLICAOF 127.0.0.1 {leader.port}" if leader is not None else "REPLICAOF NO ONE"
        with socket.create_connection(("127.0.0.1", self.port), DEADLINE_S) as line:
            line.sendall(f"{said}\r\n".encode())
            assert line.recv(3) == b"+OK"

    def forget_everything(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), DEADLINE_S) as line:
            line.sendall(b"FLUSHALL\r\n")
            assert line.recv(5) == b"+OK\r\n"

    def counted(self, rooms: list[str]) -> tuple[int, int]:
        """How many of these rooms it has, and how many results."""
        with redis.Redis(port=self.port) as client, client.pipeline(transaction=False) as pipe:
            for code in rooms:
                pipe.exists(room_key(code))
            for bucket in range(BUCKETS):
                pipe.hlen(results_key(bucket))
            found = pipe.execute()
        return sum(found[: len(rooms)]), sum(found[len(rooms) :])

    def room(self, code: str) -> dict[bytes, bytes]:
        """All that it has of a room."""
        with redis.Redis(port=self.port) as client:
            fields: dict[bytes, bytes] = client.hgetall(room_key(code))
        return fields

    def put_room(self, code: str, fields: dict[bytes, bytes]) -> None:
        """Make the room what it was once."""
        with redis.Redis(port=self.port) as client:
            client.hset(room_key(code), mapping=fields)

    def places(self, rooms: list[str]) -> list[str]:
        """Where the owners of these rooms are, for each room; '': nowhere."""
        _, told = LEASES
        with redis.Redis(port=self.port) as client, client.pipeline(transaction=False) as pipe:
            for code in rooms:
                pipe.hget(room_key(code), "owner")
            pipe.hgetall(told)
            *owners, processes = pipe.execute()
        urls = {name: msgspec.json.decode(said, type=ProcessStatus).url for name, said in processes.items()}
        return [urls.get(owner, "") for owner in owners]

    def freeze(self) -> None:
        """It answers nothing, and connections stay up."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)


class LoopClock:
    """Real time, on a loop that need not be running when something is planned."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def now_ms(self) -> float:
        return time.monotonic() * 1000

    def wall_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def call_at(self, when_ms: float, call: Callable[[], None]) -> asyncio.TimerHandle:
        return self._loop.call_later(max(0.0, when_ms - self.now_ms()) / 1000, call)


class Member:
    """One process's store on that Redis, driven by the test: nothing happens but in `until`."""

    def __init__(
        self, redis: Redis, name: str = "one", *, strict: bool = True, lease_ms: float = 1000.0, port: int = 0
    ) -> None:
        """`port`: the way to that Redis, if there is anything in between."""
        self._url = f"redis://127.0.0.1:{port or redis.port}"
        self.loop = asyncio.new_event_loop()
        self.clock = LoopClock(self.loop)
        self._opened = self.loop.run_until_complete(self._open(name, strict, lease_ms))
        self.store, self.lease, self.connection = self._opened.store, self._opened.lease, self._opened.connection
        self.until(lambda: self.lease.valid)

    async def _open(self, name: str, strict: bool, lease_ms: float) -> Opened:
        return open_redis(self._url, name, f"http://{name}.test", lease_ms, self.clock, strict=strict)

    def until(self, so: Callable[[], bool]) -> None:
        """Let the process run until something is so."""
        ends_s = time.monotonic() + DEADLINE_S
        while not so():
            assert time.monotonic() < ends_s
            self.loop.run_until_complete(asyncio.sleep(0.001))

    def written(self) -> None:
        """Let it run until Redis has answered all that was said."""
        told: list[frozenset[str]] = []
        self.until(lambda: self.connection.is_up)
        self.store.flush(told.append)
        self.until(lambda: bool(told))

    def commit(self, version: int, state: bytes = b"state", code: str = "ABCD", due_ms: float | None = None) -> Any:
        """What comes of a commit."""
        told: list[Conflict | None] = []
        self.store.commit(Commit(code, version, state, due_ms), told.append)
        self.until(lambda: bool(told))
        return told[0]

    def close(self) -> None:
        """End as a process does that is told to."""
        self.store.close()
        self.end()

    def end(self) -> None:
        """End as a process does that is killed."""
        self.lease.close()
        self.connection.close()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.run_until_complete(asyncio.sleep(0.01))
        self.loop.close()


@contextlib.contextmanager
def a_redis(directory: str = "") -> Iterator[Redis]:
    """A running one."""
    server = Redis(directory)
    try:
        yield server
    finally:
        server.kill()
