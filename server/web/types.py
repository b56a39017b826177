"""Generates js/types.js, the messages as types for the page's code: `python -m server.web.types`. A test compares."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import NODEFAULT, inspect

from netcode import messages
from netcode.messages.records import Against, Leaderboard, Matches, Profile
from netcode.messages.replays import ReplayFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TARGET: Final = Path(__file__).parent / "js" / "types.js"
_OVER_HTTP: Final = (Against, Leaderboard, Matches, Profile, ReplayFile)
_HEAD: Final = """/**
 * What crosses the wire, generated from the server's own definitions: `python -m server.web.types`. No code.
 */

/** @typedef {'white' | 'black'} Colour */
"""


def types_text() -> str:
    """The text of the file."""
    requests = [cls for _, cls in sorted(messages.REQUESTS.items())]
    notices = [cls for _, cls in sorted(messages.NOTICES.items())]
    parts = [part for game in messages.CODEC.games.values() for part in (game.snapshot, game.line)]
    structs = _structs(inspect.multi_type_info([*requests, *notices, *parts, *_OVER_HTTP]))
    # What every part has in common is nothing.
    for name in ("Part", "Options"):
        structs.pop(name, None)
    blocks = [_typedef(each) for _, each in sorted(structs.items())]
    blocks += [_index("Requests", requests), _index("Notices", notices)]
    return "\n".join([_HEAD, *blocks, "export {}\n"])


def _structs(found: Iterable[inspect.Type]) -> dict[str, inspect.StructType]:
    """All structs of which these consist, by name."""
    known: dict[str, inspect.StructType] = {}
    waiting = list(found)
    while waiting:
        each = waiting.pop()
        if isinstance(each, inspect.StructType):
            if each.cls.__name__ in known:
                continue
            known[each.cls.__name__] = each
        waiting += _parts(each)
    return known


def _parts(each: inspect.Type) -> Iterator[inspect.Type]:
    match each:
        case inspect.StructType():
            yield from (field.type for field in each.fields)
        case inspect.UnionType():
            yield from each.types
        case inspect.ListType():
            yield each.item_type
        case inspect.DictType():
            yield each.value_type
        case _:
            pass


def _typedef(struct: inspect.StructType) -> str:
    is_request = issubclass(struct.cls, messages.Request)
    # What the server writes has all fields, unless it leaves out those with their default.
    may_lack = is_request or struct.cls.__struct_config__.omit_defaults
    lines = [f"/**\n * @typedef {{object}} {struct.cls.__name__}"]
    lines += _of_games(struct.cls)
    for field in struct.fields:
        # The number of a request is the connection's business.
        if field.name in {"part", "options"} or (is_request and field.name == "n"):
            continue
        optional = may_lack and (field.default is not NODEFAULT or field.default_factory is not NODEFAULT)
        name = f"[{field.encode_name}]" if optional and field.name != "ok" else field.encode_name
        lines.append(f" * @property {{{_name(field.type)}}} {name}")
    return "\n".join([*lines, " */\n"])


def _of_games(cls: type) -> Iterator[str]:
    """What belongs to a game lies under the game's name."""
    if cls in {messages.CreateGame, messages.NewGame}:
        yield f" * @property {{{' | '.join(repr(name) for name in messages.CODEC.games)}}} [game]"
    for game in messages.CODEC.games.values():
        if cls is messages.Snapshot:
            yield f" * @property {{{game.snapshot.__name__}}} [{game.game}]"
        elif cls is messages.RoomLine:
            yield f" * @property {{{game.line.__name__}}} [{game.game}]"
        elif cls in {messages.CreateGame, messages.NewGame}:
            # The options of all games are fields like the others, beside the game's name.
            for field in msgspec.structs.fields(game.options):
                yield f" * @property {{{_name(inspect.type_info(field.type))}}} [{field.name}]"


def _index(name: str, classes: Iterable[type[messages.Message]]) -> str:
    lines = [f" * @property {{{cls.__name__}}} {cls.wire_name}" for cls in classes]
    return "\n".join([f"/**\n * @typedef {{object}} {name} By the name on the wire.", *lines, " */\n"])


def _name(each: inspect.Type) -> str:
    match each:
        case inspect.StructType(cls=cls):
            return cls.__name__
        case inspect.BoolType():
            return "boolean"
        case inspect.IntType() | inspect.FloatType():
            return "number"
        case inspect.StrType():
            return "string"
        case inspect.NoneType():
            return "null"
        case inspect.LiteralType(values=values):
            names = [f"'{value}'" if isinstance(value, str) else str(value) for value in values]
            return "Colour" if set(values) == {"white", "black"} else " | ".join(names)
        case inspect.UnionType(types=types):
            return " | ".join(map(_name, types))
        case inspect.ListType(item_type=item):
            return f"Array<{_name(item)}>"
        case inspect.DictType(key_type=key, value_type=value):
            # Keys may be absent: a colour's pid is there, a person's score perhaps not.
            return f"Record<{_name(key)}, {_name(value)}>"
        case _:
            return "any"


def main() -> None:
    """Write the file."""
    TARGET.write_text(types_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
