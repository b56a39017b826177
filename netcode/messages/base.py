"""What every message is: its base classes, the scalar types of fields, and the codec.

Options, snapshots and lines of the public list have a part that belongs to one game. In code that part is a struct of
the game's own; on the wire options lie flat in their message, and the others under one key named like the game.
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
    """A message that is no message: unknown name, wrong type, missing field, not JSON."""


class Part(Struct, frozen=True):
    """What belongs to one game: of a room's options, of a snapshot, of a line of the list."""

    game: ClassVar[str] = ""
    """The game's name on the wire."""
    beside: ClassVar[tuple[str, ...]] = ()
    """Fields that are also told beside the game's key."""


class Options(Part, frozen=True):
    """What the host of a room may choose of its game."""


class GameMessages(Struct, frozen=True):
    """What one game adds to the wire. `opens`: a field of the options by which they are known without `game`."""

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
    """Anything that crosses the wire."""

    wire_name: ClassVar[str] = ""
    has_parts: ClassVar[bool] = False
    """Whether `with_parts` is to be called for what was read."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "wire_name" not in cls.__dict__:
            cls.wire_name = cls.__name__

    def on_wire(self) -> Any:
        """What is written: the message, or an object in which the parts of a game are in their places."""
        return self

    def with_parts(self, fields: Callable[[], Any], games: Mapping[str, GameMessages]) -> Self:
        """The message with the parts of a game read out of `fields()`, the whole object; raises ValueError."""
        del fields, games
        return self


class Request(Message, frozen=True, kw_only=True):
    """From a client; each is answered by one `ActionSuccess`.

    `n`, if not 0, numbers what a member asks for, growing: one that was done already is answered well and not done
    again, so whoever lost an answer with the connection may send the request again (`Snapshot.n` is the last one done).
    """

    n: Count = 0


class Notice(Message, frozen=True):
    """From the server."""


def declared_in(module: str) -> tuple[type[Message], ...]:
    """All requests and notices of a module."""
    return tuple(cls for kind in (Request, Notice) for cls in kind.__subclasses__() if cls.__module__ == module)


def beside_key(fields: dict[str, Any], part: Part | None) -> dict[str, Any]:
    """The fields with a game's part under the game's name."""
    if part is None:
        return fields
    told = {name: getattr(part, name) for name in part.beside}
    return {**fields, **told, part.game: part}


_encoder = msgspec.json.Encoder()


def encode(message: Message) -> bytes:
    """The fields of a message as a JSON object."""
    return _encoder.encode(message.on_wire())


def fields_of(message: Message) -> Any:
    """The same object as plain values, for whoever encodes it themselves."""
    return msgspec.to_builtins(message.on_wire())


class Codec:
    """Reads messages: those that every room has, and those of each game.

    Where no game is named, the first one is meant.
    """

    def __init__(self, common: Iterable[type[Message]], games: Iterable[GameMessages]) -> None:
        self.games: Final[Mapping[str, GameMessages]] = {each.game: each for each in games}
        messages = [*common, *(cls for game in self.games.values() for cls in game.messages)]
        self.requests: Final = {cls.wire_name: cls for cls in messages if issubclass(cls, Request)}
        self.notices: Final = {cls.wire_name: cls for cls in messages if issubclass(cls, Notice)}
        self._request_decoders = {name: msgspec.json.Decoder(cls) for name, cls in self.requests.items()}
        self._notice_decoders = {name: msgspec.json.Decoder(cls) for name, cls in self.notices.items()}

    def decode_request(self, name: str, fields: bytes | msgspec.Raw) -> Request:
        """A client's message from its name and its JSON object.

        Raises:
            Malformed: unknown name, not JSON, a field missing, of the wrong type or out of its range.
        """
        return self._decode(self._request_decoders, name, fields)

    def decode_notice(self, name: str, fields: bytes | msgspec.Raw) -> Notice:
        """A server's message from its name and its JSON object; raises Malformed like `decode_request`."""
        return self._decode(self._notice_decoders, name, fields)

    def notice_from(self, name: str, fields: Any) -> Notice:
        """A server's message from its name and its fields as plain objects; raises Malformed like `decode_request`."""
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
