"""The plain WebSocket gateway: one JSON object with one key each way, and the room's code in the URL.

For the page, bots, and clients in other languages. The query of the URL becomes a first request to join; everything
after that goes through the same service as on every other transport. A URL without a room is for requests outside of
rooms.
"""

from __future__ import annotations

import asyncio
import itertools
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec
from aiohttp import WSMsgType, web

from netcode.messages import ActionSuccess, JoinGame, Rejoin, encode
from netcode.refusals import Refusal
from server.gateways.versions import check_query
from server.gateways.websocket_link import GOODBYE_S, MESSAGES_IN_A_TURN, WebSocketLink, text_frame
from server.refused import Refused, refusal_answer
from server.rooms.connections import Ending

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiohttp import WSMessage

    from server.gateways.peers import Proxies
    from server.rooms.sessions import Session
    from server.service import Service

# The numbers from 4000 on are an application's own (RFC 6455, 7.4.2); these are HTTP's, as far as it has them.
CLOSE_CODES: Final[dict[str, int]] = {
    Refusal.BAD_TOKEN: 4401,
    Refusal.BANNED: 4403,
    Refusal.ROOM_NOT_FOUND: 4404,
    Refusal.ROOM_FULL: 4409,
    Refusal.NAME_TAKEN: 4409,
    Refusal.ELSEWHERE: 4421,
    Refusal.TOO_FAST: 4429,
    Refusal.SERVER_FULL: Ending.TRY_LATER,
    Refusal.SHUTTING_DOWN: Ending.GOING_AWAY,
}
OTHERWISE: Final = 4400

_ENVELOPE: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_NO_FIELDS: Final = msgspec.Raw(b"{}")
_ENDS: Final = frozenset({WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR})


def attach(app: web.Application, service: Service, proxies: Proxies) -> None:
    """Serve plain WebSockets."""
    door = partial(_come_in, service, proxies)
    app.router.add_get("/rooms/{code:(?!create$)[^/]+}", door)
    app.router.add_get("/rooms/{code}/ws", door)
    app.router.add_get("/api/v1/rooms/{code}/ws", door)
    # The menu: no room yet, or none at all.
    app.router.add_get("/ws", door)
    app.router.add_get("/api/v1/ws", door)


def envelope_frame(name: str, fields: bytes) -> bytes:
    """The frame of a message."""
    return text_frame(b'{"%b":%b}' % (name.encode(), fields))


def read_envelope(text: str) -> tuple[str, msgspec.Raw]:
    """Name and fields of `{"<name>": <fields>}`; the name is empty if the text is nothing like that."""
    try:
        ((name, fields),) = _ENVELOPE.decode(text).items()
    except (ValueError, RecursionError):
        return "", _NO_FIELDS
    # A message without fields may be written {"Buzz": null}.
    return name, _NO_FIELDS if bytes(fields) == b"null" else fields


def request_of(code: str, query: Mapping[str, str]) -> tuple[str, bytes]:
    """The first request that the URL of a connection means, as name and fields. The decoder checks them."""
    if "token" in query:
        pid = query.get("playerID", "0")
        number = int(pid) if pid.isdecimal() and len(pid) < 10 else pid
        fields = {"code": code, "pid": number, "token": query["token"], "targets": _is_on(query, "targets")}
        return Rejoin.wire_name, msgspec.json.encode(fields)
    asked: dict[str, object] = {"code": code, "targets": _is_on(query, "targets")}
    if "playerName" in query:
        asked["name"] = query["playerName"]
    if "key" in query:
        asked["key"] = query["key"]
    for role in ("watch", "screen"):
        if role in query:
            asked[role] = _is_on(query, role)
    return JoinGame.wire_name, msgspec.json.encode(asked)


def _is_on(query: Mapping[str, str], name: str) -> bool:
    return query.get(name, "") not in {"", "0", "false"}


class PlainLink(WebSocketLink):
    """One connection. See `server.rooms.connections.Connection`."""

    kind = "websocket"
    # A ping without payload (RFC 6455, 5.5.2): every WebSocket answers it by itself.
    ping_frame = b"\x89\x00"
    notice_frame = staticmethod(envelope_frame)


async def _come_in(service: Service, proxies: Proxies, request: web.Request) -> web.StreamResponse:
    config = service.config
    socket = web.WebSocketResponse(
        max_msg_size=config.picture_message_bytes, compress=False, timeout=GOODBYE_S, autoping=False, autoclose=False
    )
    if not socket.can_prepare(request):
        raise web.HTTPUpgradeRequired(headers={"Upgrade": "websocket"})
    await socket.prepare(request)
    transport = request.transport
    if transport is None:
        return socket
    link = PlainLink(transport, config, service.clock.now_ms(), direct=proxies.directly_from(request))
    await _Conversation(service, proxies, link, socket).hold(request)
    return socket


class _Conversation:
    """One connection, from the first request to its end."""

    def __init__(self, service: Service, proxies: Proxies, link: PlainLink, socket: web.WebSocketResponse) -> None:
        self._service = service
        self._proxies = proxies
        self._link = link
        self._socket = socket
        # Messages in a row that were none.
        self._malformed = 0

    async def hold(self, request: web.Request) -> None:
        """Let the client in, or say why not; then serve the connection."""
        address = self._proxies.peer(request)
        try:
            check_query(request.query)
            session = self._service.open(self._link, address, request.query.get("clientKey"))
            session.secure = self._proxies.secures(request)
        except Refused as refused:
            self._turn_away(refusal_answer("connect", refused))
            await self._link.down()
            return
        self._link.then(partial(self._service.close, session))
        self._link.let_pictures_in(lambda: bool(session.person))
        try:
            if code := request.match_info.get("code"):
                name, fields = request_of(code, request.query)
                self._ask(session, name, fields, self._enter)
            await self._listen(session)
        finally:
            self._link.over()

    def _enter(self, answer: ActionSuccess) -> None:
        if answer.ok:
            self._link.write(envelope_frame(answer.wire_name, encode(answer)))
        else:
            self._turn_away(answer)

    def _turn_away(self, answer: ActionSuccess) -> None:
        self._link.write(envelope_frame(answer.wire_name, encode(answer)))
        self._link.close(CLOSE_CODES.get(answer.error or "", OTHERWISE))

    def _answer(self, answer: ActionSuccess) -> None:
        self._link.write(envelope_frame(answer.wire_name, encode(answer)))
        self._malformed = self._malformed + 1 if answer.error == Refusal.BAD_MESSAGE else 0
        limit = self._service.config.malformed_before_closing
        if limit and self._malformed >= limit:
            self._link.close(Ending.POLICY)

    def _ask(
        self, session: Session, name: str, fields: bytes | msgspec.Raw, reply: Callable[[ActionSuccess], None]
    ) -> None:
        self._link.hold()
        try:
            self._service.receive(session, name, fields, reply)
        finally:
            self._link.release()

    async def _listen(self, session: Session) -> None:
        for taken in itertools.count(1):
            if self._link.ended:
                break
            if not taken % MESSAGES_IN_A_TURN:
                await asyncio.sleep(0)
            message = await self._socket.receive()
            if message.type in _ENDS:
                break
            if not self._link.ended:
                if message.type is WSMsgType.TEXT:
                    self._ask(session, *read_envelope(message.data), self._answer)
                else:
                    await self._take_other(session, message)
        # Nothing more is parsed, whichever side ended it; aiohttp would read on for a second.
        self._link.close()
        await self._link.down()

    async def _take_other(self, session: Session, message: WSMessage) -> None:
        if message.type is WSMsgType.BINARY:
            self._ask(session, "", _NO_FIELDS, self._answer)
        elif message.type is WSMsgType.PONG and self._link.pong():
            pass
        elif self._service.idle_talk(session) and message.type is WSMsgType.PING:
            await self._socket.pong(message.data)
