"""Leaderboard, profiles, histories and replays over HTTP, as JSON (`netcode.messages.records`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec
from aiohttp import web

from netcode.refusals import SENTENCES, Refusal
from server.gateways.answers import error_response
from server.gateways.versions import check_query
from server.names import NAME_CHARACTERS
from server.people.queries import PERIODS, NoReplayError, Whose
from server.people.unavailable import UnavailableError
from server.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.gateways.peers import Proxies
    from server.people.reading import Reader
    from server.service import Service

ME: Final = "me"
BEARER: Final = "Bearer "
MOST_PAGE: Final = 100_000
_GAME: Final = re.compile(r"[a-z0-9-]{1,20}")
_ID: Final = "{id:[a-z0-9]{1,22}}"
NOBODY: Final = "Nobody of that name is known here."
NOT_KNOWN: Final = "This server does not know you (any more)."
# It may be another one after each match.
_FRESH: Final = {"Cache-Control": "no-cache"}
NO_SUCH_REPLAY: Final = "There is no such match, or it is not on record yet."


class PeopleSource(Protocol):
    """Gives the reader of people once the database is open."""

    async def reader(self) -> Reader:
        """The reader. Raises UnavailableError while the database cannot be asked."""


def attach(app: web.Application, service: Service, proxies: Proxies, people: PeopleSource) -> None:
    """Add the routes to the application."""
    routes = _Routes(service, proxies, people)
    app.router.add_get("/leaderboard", routes.answered(routes.leaderboard))
    app.router.add_get("/players/{name}", routes.answered(routes.profile))
    app.router.add_get("/players/{name}/matches", routes.answered(routes.matches))
    app.router.add_get("/players/{name}/against/{other}", routes.answered(routes.against))
    app.router.add_get(f"/replays/{_ID}.json", routes.answered(routes.replay))
    app.router.add_get(f"/replays/{_ID}.pgn", routes.answered(routes.notation))


class _Routes:
    def __init__(self, service: Service, proxies: Proxies, people: PeopleSource) -> None:
        self._service = service
        self._proxies = proxies
        self._people = people

    def answered(
        self, ask: Callable[[web.Request, Reader], Awaitable[web.Response]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """A handler for this question, which checks limits and answers 503 while the database cannot be asked."""

        async def handle(request: web.Request) -> web.Response:
            try:
                self._check(request)
                return await ask(request, await self._people.reader())
            except UnavailableError:
                return error_response(503, Refusal.PEOPLE_AWAY, SENTENCES[Refusal.PEOPLE_AWAY])
            except NoReplayError as gone:
                return error_response(410, "GONE", str(gone))
            except Refused as refused:
                self._service.meters.refusals[refused.refusal] += 1
                status = 429 if refused.refusal is Refusal.TOO_FAST else 400
                return error_response(status, refused.refusal, refused.sentence)

        return handle

    def _check(self, request: web.Request) -> None:
        """Raises Refused for clients over their limit, or of another version."""
        if not self._service.may_look_up(self._proxies.peer(request)):
            raise Refused(Refusal.TOO_FAST)
        check_query(request.query)

    async def leaderboard(self, request: web.Request, reader: Reader) -> web.Response:
        """A page of the leaderboard."""
        game, period = request.query.get("game", "chess"), request.query.get("period", "all")
        known = next((each for each in PERIODS if each == period), None)
        if known is None or not _GAME.fullmatch(game):
            raise Refused(Refusal.BAD_MESSAGE)
        return _told(await reader.leaderboard(game, known, _page(request)), NOBODY)

    async def profile(self, request: web.Request, reader: Reader) -> web.Response:
        """A person's profile."""
        return _told(await reader.profile(_whose(request)), _missing(request))

    async def matches(self, request: web.Request, reader: Reader) -> web.Response:
        """A page of a person's matches."""
        return _told(await reader.matches(_whose(request), _page(request)), _missing(request))

    async def against(self, request: web.Request, reader: Reader) -> web.Response:
        """A person's matches against another one."""
        other = _name(request.match_info["other"])
        return _told(await reader.against(_whose(request), other, _page(request)), NOBODY)

    async def replay(self, request: web.Request, reader: Reader) -> web.Response:
        """A finished match."""
        return _told(await reader.replay(request.match_info["id"]), NO_SUCH_REPLAY)

    async def notation(self, request: web.Request, reader: Reader) -> web.Response:
        """A finished match in a notation for other programs: chess in PGN."""
        id_ = request.match_info["id"]
        text = await reader.notation(id_)
        if text is None:
            return error_response(404, "NOT_FOUND", NO_SUCH_REPLAY)
        named = {"Content-Disposition": f'attachment; filename="underdog-{id_}.pgn"'}
        return web.Response(text=text, content_type="application/vnd.chess-pgn", charset="utf-8", headers=named)


def _told(value: Any, otherwise: str) -> web.Response:
    if value is None:
        return error_response(404, "NOT_FOUND", otherwise)
    return web.Response(body=msgspec.json.encode(value), content_type="application/json", headers=_FRESH)


def _whose(request: web.Request) -> Whose:
    """A person by their username, or oneself by a secret in a header. Never by a secret in the URL, because URLs are
    logged.
    """
    name = request.match_info["name"]
    if name != ME:
        return Whose(name=_name(name))
    given = request.headers.get("Authorization", "")
    if not given.startswith(BEARER):
        raise web.HTTPUnauthorized
    return Whose(secret=given.removeprefix(BEARER).strip())


def _name(text: str) -> str:
    """The text if it can be somebody's name, else "", which is nobody's."""
    return text if text.isprintable() and len(text) <= NAME_CHARACTERS else ""


def _missing(request: web.Request) -> str:
    return NOT_KNOWN if request.match_info["name"] == ME else NOBODY


def _page(request: web.Request) -> int:
    page = request.query.get("page", "1")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < len(str(MOST_PAGE)) else 1
    return max(1, number)
