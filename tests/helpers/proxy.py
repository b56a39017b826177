"""A bad network between a client and a server: a TCP proxy that delays, cuts, or lets a line be only half there."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK = 65536


class _Way:
    """One direction of one connection."""

    def __init__(self, proxy: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._proxy = proxy
        self._reader = reader
        self._writer = writer
        self._held: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def run(self) -> None:
        """Until the end that is read from says no more."""
        passing = asyncio.create_task(self._pass_on())
        try:
            loop = asyncio.get_running_loop()
            while data := await self._reader.read(CHUNK):
                delay_ms = self._proxy.delay_ms + self._proxy.jitter_ms()
                self._held.put_nowait((loop.time() + delay_ms / 1000, data))
        except ConnectionError:
            # Cut: nothing more to read.
            return
        finally:
            passing.cancel()

    async def _pass_on(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due, data = await self._held.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            await self._proxy.open.wait()
            self._writer.write(data)


class Proxy:
    """`url` leads to the server, as long as the network is as it should be. Use from the test's thread."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._lines: set[asyncio.Task[None]] = set()
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)
        self.open = asyncio.Event()
        self.delay_ms = 0.0
        """Added to each way, for what comes from now on."""
        self.jitter_ms: Callable[[], float] = float
        """Added besides, asked anew for each piece; nothing, unless it is set."""
        self.accepted = 0
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def freeze(self) -> None:
        """From now on nothing passes, and nobody is told: the line is half open."""
        self._loop.call_soon_threadsafe(self.open.clear)

    def thaw(self) -> None:
        """Everything passes again, late."""
        self._loop.call_soon_threadsafe(self.open.set)

    def lead_to(self, port: int) -> None:
        """Whoever connects from now on reaches this port."""
        self._target = port

    def cut(self) -> None:
        """Every line breaks; what was on its way is lost."""
        self._loop.call_soon_threadsafe(self._cut)

    def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self.open.set()
        server = await asyncio.start_server(self._begin, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        self._cut()
        if self._lines:
            await asyncio.wait(self._lines)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = self._loop.create_task(self._accept(reader, writer))
        self._lines.add(line)
        line.add_done_callback(self._lines.discard)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            # Nobody there.
            writer.transport.abort()
            return
        with contextlib.suppress(OSError):
            ends = {writer, back}
            self._writers |= ends
            ways = [asyncio.create_task(_Way(self, *pair).run()) for pair in ((reader, back), (there, writer))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            for end in ends:
                end.transport.abort()
            self._writers -= ends


@contextlib.contextmanager
def a_bad_network(port: int) -> Iterator[Proxy]:
    """A proxy to a port of this machine."""
    proxy = Proxy(port)
    proxy._thread.start()
    assert proxy._ready.wait(60)
    try:
        yield proxy
    finally:
        proxy._loop.call_soon_threadsafe(proxy._stop.set)
        proxy._thread.join(60)
