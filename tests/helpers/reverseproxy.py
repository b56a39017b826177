"""A reverse proxy as people run one: all lies below a path, of which the server behind it knows nothing."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import trustme
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOP_BY_HOP = {"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding", "upgrade"}


@contextlib.contextmanager
def below(prefix: str, behind: str, *, tls: bool = False) -> Iterator[str]:
    """The address of a proxy, in a thread of its own, that serves `behind` below `prefix`; with `tls` as one that also
    sees to encryption, by a certificate that no browser knows.
    """
    started: asyncio.Queue[int] = asyncio.Queue()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        async with aiohttp.ClientSession(auto_decompress=False) as session:
            app = web.Application()
            app.router.add_route("*", f"{prefix}{{path:.*}}", partial(_forward, session, behind))
            runner = web.AppRunner(app, shutdown_timeout=0.1)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=_certified() if tls else None)
            await site.start()
            started.put_nowait(runner.addresses[0][1])
            await stop.wait()
            await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    port = asyncio.run_coroutine_threadsafe(started.get(), loop).result(60)
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{port}{prefix}"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(60)
        loop.close()


def _certified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    return context


async def _forward(session: aiohttp.ClientSession, behind: str, request: web.Request) -> web.StreamResponse:
    url = f"{behind}/{request.match_info['path']}?{request.query_string}"
    if request.headers.get("Upgrade", "").lower() == "websocket":
        return await _join(session, url, request)
    headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP_BY_HOP}
    async with session.request(request.method, url, headers=headers, data=await request.read()) as answer:
        kept = {"Content-Encoding"} & set(answer.headers)
        told = {name: value for name, value in answer.headers.items() if name.lower() not in _HOP_BY_HOP}
        return web.Response(
            status=answer.status, body=await answer.read(), headers={**told, **{n: answer.headers[n] for n in kept}}
        )


async def _join(session: aiohttp.ClientSession, url: str, request: web.Request) -> web.StreamResponse:
    near = web.WebSocketResponse()
    await near.prepare(request)
    origin = {name: request.headers[name] for name in ("Origin", "Host") if name in request.headers}
    async with session.ws_connect(url, headers=origin) as far:

        async def outwards() -> None:
            async for message in near:
                await far.send_str(message.data)
            await far.close()

        task = asyncio.ensure_future(outwards())
        async for message in far:
            await near.send_str(message.data)
        await near.close(code=far.close_code or 1000)
        await task
    return near
