"""`GET /avatars/HASH.png`: uploaded profile pictures. The name is a hash of the content, so it can be cached for
ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import web

from netcode.refusals import SENTENCES, Refusal
from server.gateways.answers import error_response
from server.people.unavailable import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

KEPT: Final = {"Cache-Control": "public, max-age=31536000, immutable", "Content-Security-Policy": "sandbox"}


def attach(app: web.Application, picture: Callable[[str], Awaitable[bytes | None]]) -> None:
    """Serve `picture(hash)`, which raises UnavailableError while the database cannot be asked."""

    async def avatar(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        etag = f'"{name}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={**KEPT, "ETag": etag})
        try:
            data = await picture(name)
        except UnavailableError:
            return error_response(503, Refusal.PEOPLE_AWAY, SENTENCES[Refusal.PEOPLE_AWAY])
        if data is None:
            return error_response(404, "NOT_FOUND", "There is no such picture.")
        return web.Response(body=data, content_type="image/png", headers={**KEPT, "ETag": etag})

    app.router.add_get("/avatars/{name:[0-9a-f]{64}}.png", avatar)
