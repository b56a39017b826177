"""The base classes of messages, the scalar types of their fields, and the codec.

Options, snapshots and lines of the public list have a part that belongs to one game. In code that part is a struct of
the game's own. On the wire, options are fields of their message, and the other parts lie under the game's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Self, TypeVar

import msgspec
from msgspec import Meta, Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Code = Annotated[str, Meta(min_length=1, max_length=16)]
Name = Annotated[str, Meta(max_length=64)]
Token = Annotated[str, Meta(max_length=128)]
GuestKey = Annotated[str, Meta(min_length=22, max_length=128, pattern=r"\A[A-Za-z0-9_-]+\Z")]
PicturePath = Annotated[str, Meta(max_length=80, pattern=r"\A(pup:[a-z]{1,20}|/avatars/[0-9a-f]{64}\.png)\Z")]
"""One of the pups that every client can draw, or a picture that the server has."""
Count = Annotated[int, Meta(ge=0, le=2**31)]
Milliseconds = Annotated[int, Meta(ge=0, le=2**53)]


M = TypeVar("M", bound="Message")


class Malformed(ValueError):
    """Not a valid message: unknown name, wrong type, missing field, or not JSON."""


class Part(Struct, frozen=True):
    """The part of a room's options, of a snapshot or of a line of the public list that belongs to one game."""

    game: ClassVar[str] = ""
    """The game's name on the wire."""
    beside: ClassVar[tuple[str, ...]] = ()
    """Fields that are also told beside the game's key."""


class Options(Part, frozen=True):
    """What the host of a room can choose for its game."""


class GameMessages(Struct, frozen=True):
    """What one game adds to the wire. `opens` is a field of the options by which they are recognised without a
    `game`.
    """

    options: type[Options]
    snapshot: type[Part]
    line: type[Part]
    messages: tuple[type[Message], ...]
    opens: str | None = None

    @property
    def game(self) -> str:
        """The game's name on the wire."""
        return self.options.game


class Message(Struct, frozen=True, forbid_unknown_fields=False):
    """Everything that crosses the wire."""

    wire_name: ClassVar[str] = ""
    has_parts: ClassVar[bool] = False
    """Whether `with_parts` is to be called for what was read."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "wire_name" not in cls.__dict__:
            cls.wire_name = cls.__name__

    def on_wire(self) -> Any:
        """What is encoded: the message itself, or a dict that has the game's part where the wire has it."""
        return self

    def with_parts(self, fields: Callable[[], Any], games: Mapping[str, GameMessages]) -> Self:
        """The message with the game's part decoded from `fields()`, the whole JSON object. Raises ValueError."""
        del fields, games
        return self


class Request(Message, frozen=True, kw_only=True):
    """A message from the client. Each is answered by one `ActionSuccess`.

    `n`, if not 0, numbers the requests of a member, growing. A request that was already done is answered with success
    and not done again. So a client that lost the answer with its connection may send the request again (`Snapshot.n` is
    the last one done).
    """

    urgent: ClassVar[bool] = False
    """Whether clients send it at once, however much they have sent lately."""
    each_counts: ClassVar[bool] = False
    """Whether the same request again, before the answer to the first, asks for something more."""
    decides: ClassVar[bool] = False
    """Whether it decides what cannot be decided otherwise afterwards: of several before an answer the first counts."""

    n: Count = 0

    def about(self) -> object:
        """What it is about. Of two requests of a kind about the same, the later one replaces the earlier."""
        return getattr(self, "pid", None), getattr(self, "id", None)


class Notice(Message, frozen=True):
    """A message from the server that answers no request."""


def declared_in(module: str) -> tuple[type[Message], ...]:
    """All requests and notices of a module."""
    return tuple(cls for kind in (Request, Notice) for cls in kind.__subclasses__() if cls.__module__ == module)


def beside_key(fields: dict[str, Any], part: Part | None) -> dict[str, Any]:
    """The message's fields, with the game's part under the game's name."""
    if part is None:
        return fields
    told = {name: getattr(part, name) for name in part.beside}
    return {**fields, **told, part.game: part}


_encoder = msgspec.json.Encoder()


def encode(message: Message) -> bytes:
    """The fields of a message as a JSON object."""
    return _encoder.encode(message.on_wire())


def fields_of(message: Message) -> Any:
    """The fields of a message as plain values, for callers that encode them themselves."""
    return msgspec.to_builtins(message.on_wire())


class Codec:
    """Decodes the messages of every room and of each game.

    Where a message names no game, the first game is meant.
    """

    def __init__(self, common: Iterable[type[Message]], games: Iterable[GameMessages]) -> None:
        self.games: Final[Mapping[str, GameMessages]] = {each.game: each for each in games}
        messages = [*common, *(cls for game in self.games.values() for cls in game.messages)]
        self.requests: Final = {cls.wire_name: cls for cls in messages if issubclass(cls, Request)}
        self.notices: Final = {cls.wire_name: cls for cls in messages if issubclass(cls, Notice)}
        self._request_decoders = {name: msgspec.json.Decoder(cls) for name, cls in self.requests.items()}
        self._notice_decoders = {name: msgspec.json.Decoder(cls) for name, cls in self.notices.items()}

    def decode_request(self, name: str, fields: bytes | msgspec.Raw) -> Request:
        """A client's message, from its name and its JSON object.

        Raises:
            Malformed: unknown name, not JSON, or a field that is missing, of the wrong type or out of its range.
        """
        return self._decode(self._request_decoders, name, fields)

    def decode_notice(self, name: str, fields: bytes | msgspec.Raw) -> Notice:
        """A server's message, from its name and its JSON object. Raises Malformed like `decode_request`."""
        return self._decode(self._notice_decoders, name, fields)

    def notice_from(self, name: str, fields: Any) -> Notice:
        """A server's message, from its name and its fields as plain values. Raises Malformed like `decode_request`."""
        cls = self.notices.get(name)
        if cls is None:
            raise Malformed(f"there is no message {name[:40]!r}")
        try:
            notice = msgspec.convert(fields, cls)
            return notice.with_parts(lambda: fields, self.games) if cls.has_parts else notice
        except (ValueError, RecursionError) as error:
            raise Malformed(str(error)) from error

    def _decode(self, decoders: Mapping[str, msgspec.json.Decoder[M]], name: str, fields: bytes | msgspec.Raw) -> M:
        decoder = decoders.get(name)
        if decoder is None:
            raise Malformed(f"there is no message {name[:40]!r}")
        try:
            message = decoder.decode(fields)
            if message.has_parts:
                return message.with_parts(lambda: msgspec.json.decode(fields), self.games)
        except (ValueError, RecursionError) as error:
            raise Malformed(str(error)) from error
        return message
