"""All limits and options of the server, in one frozen value. Units are part of the names.

No other module has a limit of its own. Each field can be set by a flag (`--rooms-per-address 9`) or by the environment
(`UNDERDOG_ROOMS_PER_ADDRESS=9`); the flag wins.
"""

from __future__ import annotations

import argparse
import math
import os
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final, Literal, get_type_hints

from netcode.address import CODE_LENGTH, PUBLIC_CODE_LENGTH
from server.addresses import is_loopback, is_private
from server.configcheck import PREFIX, faults

if TYPE_CHECKING:
    from collections.abc import Mapping

_METAVARS: Final = {int: "N", float: "X", str: "TEXT"}
_KINDS: Final = {int: "a whole number", float: "a number", str: "text"}
LAST_PORT: Final = 65_535
# The least that a read from a socket counts, because a single byte costs as much to receive as many.
BYTES_FOR_A_READ: Final = 512
_BYTES_BESIDE_PICTURE: Final = 1024
# Frames that are no messages of a player's: both answers to five heartbeats a second, and some for pings and the like.
_FRAMES_BESIDE_PER_S: Final = 10
_FRAMES_BESIDE_AT_ONCE: Final = 40
# One core is left to the server itself, if there are several.
_SPARE_CORES: Final = max(1, (os.cpu_count() or 1) - 1)
_SWITCHES: Final = (bool, bool | None)
_YES: Final = frozenset({"1", "true", "yes", "on"})
_NO: Final = frozenset({"", "0", "false", "no", "off"})


def _limit(default: Any, text: str, choices: tuple[str, ...] | None = None) -> Any:
    return field(default=default, metadata={"help": text, "choices": choices})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The configuration of a server. 0 for a rate, a number per address or the heartbeat means: no limit, or none."""

    host: str = _limit("127.0.0.1", "address to listen on; 0.0.0.0 lets others in")
    port: int = _limit(8765, "port to listen on; 0 takes a free one")
    public: bool = _limit(
        default=False,
        text="anybody may come, not just a LAN: codes have 6 letters instead of 4, so that few are guessed",
    )
    cert: str = _limit("", "certificate for TLS, with its chain, in PEM form; none: no TLS")
    key: str = _limit("", "private key of the certificate, in PEM form and without a password")
    origins: str = _limit(
        "",
        "web pages besides the server's own that may use it, as https://example.org; commas between, * for all",
    )
    names: str = _limit(
        "", "names besides localhost and the machine's own by which the server is called; commas between"
    )
    advertise: str = _limit(
        "", "addresses at which players reach the server, as https://play.example.org; commas between"
    )
    announce: bool | None = _limit(
        None,
        "tell the local network that the server is there, so that nobody needs its address (default: if others can"
        " reach it and it is not --public)",
    )
    trusted_proxies: str = _limit(
        "",
        "networks of reverse proxies in front of the server, as 10.0.0.0/8: Forwarded and X-Forwarded-For are read from"
        " them; commas between",
    )
    metrics_host: str = _limit("", "address and port for /metrics alone, as 127.0.0.1:9464")
    metrics_token: str = _limit("", "what whoever reads /metrics must send, as Authorization: Bearer TOKEN")
    message_bytes: int = _limit(8192, "largest message from a client")
    picture_bytes: int = _limit(1_048_576, "largest picture that somebody may upload of themselves")
    pictures: int = _limit(2_000, "such pictures that are kept in all; 0: as many as there are")
    pictures_per_address: int = _limit(
        100, "people of one public address who may upload their first such picture within a day; 0: any number"
    )
    pictures_per_min: float = _limit(2.0, "such pictures a minute that a person may send, in the long run")
    pictures_burst: int = _limit(4, "such pictures that a person may send at once")
    pack_bytes: int = _limit(5_000_000, "largest pack of questions")
    pack_s: float = _limit(60.0, "time for a pack of questions to arrive")
    packs_at_once: int = _limit(4, "packs of questions that may be arriving at the same time")
    messages_per_s: float = _limit(
        5.0, "messages a connection may send per second, in the long run; 0: no limit of messages, frames and bytes"
    )
    messages_burst: int = _limit(20, "messages a connection may send at once")
    refused_before_closing: int = _limit(40, "messages refused as too fast, in a row, before the connection closes")
    malformed_before_closing: int = _limit(
        5, "messages in a row that are none, after which a plain WebSocket is closed"
    )
    connections_per_address: int = _limit(40, "connections that one address may hold")
    connections_per_private_address: int = _limit(
        150, "connections that one address of a private network may hold: a party behind one router"
    )
    connections: int = _limit(5000, "connections in all")
    connects_per_s: float = _limit(10.0, "connections that one address may open per second, in the long run")
    connects_burst: int = _limit(200, "connections that one address may open at once")
    requests_per_s: float = _limit(5.0, "HTTP requests for rooms per second that one address may send, in the long run")
    requests_burst: int = _limit(20, "HTTP requests for rooms that one address may send at once")
    rooms_per_address: int = _limit(5, "open rooms that one address may have created")
    rooms: int = _limit(2000, "rooms in all")
    spectators_per_room: int = _limit(50, "spectators that one room lets in")
    wrong_codes_per_min: int = _limit(10, "wrong codes that one address may try in a minute")
    outgoing_messages: int = _limit(64, "messages that may wait for a slow connection before it is dropped")
    outgoing_bytes: int = _limit(262_144, "bytes that may wait for a slow connection before it is dropped")
    handshake_s: float = _limit(5.0, "time for a connection to say what it wants")
    keepalive_s: float = _limit(15.0, "time that an idle HTTP connection is kept")
    ping_s: int = _limit(5, "seconds between pings of Engine.IO, a whole number")
    ping_timeout_s: int = _limit(3, "seconds without any sign of life, after a ping, until a connection is lost")
    beat_s: float = _limit(1.0, "seconds between heartbeats of our own")
    silence_s: float = _limit(2.9, "seconds of silence until a connection that answers heartbeats is lost")
    empty_room_s: float = _limit(300.0, "seconds that a room lives on with nobody connected")
    unentered_room_s: float = _limit(
        60.0, "seconds that a room that was opened by HTTP waits for the first to come in: its answer may be lost"
    )
    return_s: float = _limit(6.0, "seconds after a restart that a match waits, clocks standing, for its players")
    drain_s: float = _limit(5.0, "seconds that running matches are given to end when the server is told to stop")
    cards: str = _limit(
        "",
        "for testers: the upgrades that every draft offers, by id, commas between; such matches are never rated",
    )
    data: str = _limit("", "directory in which rooms survive the server, even killed; none: they are only in memory")
    control: str = _limit(
        "", "directory in which the server says where it takes orders from who operates it (default: --data)"
    )
    people_file: str = _limit("", "file in which people are kept, as SQLite (default: people.sqlite in --data)")
    database_url: str = _limit(
        "", "database in which people are kept instead, as postgresql://name:password@host/database"
    )
    accounts_per_hour: int = _limit(50, "accounts that one address may make in an hour; 0: as many as it likes")
    guests_per_s: float = _limit(0.2, "guests with new keys that one address may bring per second, in the long run")
    guests_burst: int = _limit(150, "guests with new keys that one address may bring at once")
    wrong_passwords_per_account: int = _limit(
        5, "wrong passwords for an account that may come from one address without a pause"
    )
    wrong_passwords_account_s: float = _limit(60.0, "seconds of that pause")
    wrong_passwords_per_address: int = _limit(10, "wrong passwords that may come from one address without a pause")
    wrong_passwords_address_s: float = _limit(600.0, "seconds of that pause")
    durable: str = _limit(
        "relaxed",
        "with --data or --redis: stored before anybody is told (strict), or 50 ms later",
        ("strict", "relaxed"),
    )
    redis: str = _limit(
        "",
        "Redis or Valkey through which several servers share their rooms, as redis://localhost:6379; each then says"
        " with --advertise where it is reached, itself first; none: this server is alone",
    )
    workers: int = _limit(
        0,
        "with --redis: processes on this machine that share --port; each listens on a port of its own besides, the"
        " ones after --port, and advertises that; 0: just this one",
    )
    own_port: int = _limit(
        0, "port of this process alone, when it shares --port with others on this machine; 0: it does not"
    )
    lease_s: float = _limit(
        0.75, "with --redis: seconds without a sign of life after which another server may take a room over"
    )
    closes_with_host: bool = _limit(default=False, text="a room ends when its host leaves, as at home")
    absent_host_s: float = _limit(60.0, "seconds that a host may be away until somebody else is made host; 0: for ever")
    games_per_page: int = _limit(50, "lines on a page of the list of games")
    replay_days: int = _limit(365, "days that replays of matches are kept; their results stay. 0: for ever")
    guest_days: int = _limit(
        90, "days after which a guest is forgotten who has finished no match and was not here since; 0: never"
    )
    records_per_page: int = _limit(25, "lines on a page of the leaderboard, or of somebody's matches")
    ranked_from: int = _limit(5, "matches from which on somebody has a rank on the leaderboard")
    ranked_from_this_week: int = _limit(2, "the same on the leaderboard of this week")
    list_s: float = _limit(1.0, "least seconds between two lists of open games to somebody who watches them")
    bot_processes: int = _limit(
        _SPARE_CORES, "processes that play for absent players; 0: nobody does, the clock decides"
    )
    verbose: bool = _limit(default=False, text="tell of every connection and room, not just of trouble")
    log_json: bool = _limit(default=False, text="tell all that as one JSON object a line on stderr, for machines")
    watch_delay_s: int = _limit(
        0,
        "seconds after the players that those who watch see a match of chess, where its host has not said; 60 at most",
    )
    least_watch_delay_s: int = _limit(0, "the least such seconds that a host may choose")
    chat_characters: int = _limit(200, "longest chat message")
    spectator_talk_per_s: float = _limit(
        1.0, "lines, emotes and new names per second of spectators from one address, in the long run"
    )
    spectator_talk_burst: int = _limit(10, "lines, emotes and new names of spectators from one address at once")
    room_talk_per_s: float = _limit(2.0, "the same of all spectators of one room together, in the long run")
    room_talk_burst: int = _limit(20, "the same of all spectators of one room together, at once")
    lists_per_s: float = _limit(4.0, "lists of members per second that a room is sent because of spectators and names")
    lists_burst: int = _limit(8, "such lists at once")
    chat_lines: int = _limit(50, "chat lines that a newcomer is shown")

    def __post_init__(self) -> None:
        """Raises ValueError, with a sentence, if a number makes no sense."""
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, int | float) and not (math.isfinite(value) and value >= 0):
                raise ValueError(f"{_flag(each.name)} is {value}, and must be 0 or more.")
        for name, last in (("port", self.port + self.workers), ("own_port", self.own_port)):
            if last > LAST_PORT:
                raise ValueError(f"{_flag(name)} is {getattr(self, name)}, and must be {LAST_PORT} or less.")
        for name in ("connects", "messages", "requests", "lists", "room_talk", "spectator_talk"):
            if getattr(self, f"{name}_per_s") and not getattr(self, f"{name}_burst"):
                raise ValueError(f"{_flag(name)}-burst is 0: nothing could ever be sent.")
        if fault := next(faults(self), None):
            raise ValueError(fault)

    def connections_of(self, address: str) -> int:
        """How many connections this address may hold; 0: any number."""
        private = self.connections_per_address and is_private(address)
        return self.connections_per_private_address if private else self.connections_per_address

    @property
    def picture_message_bytes(self) -> int:
        """The largest message with a picture: a third more as base64, plus the JSON around it."""
        return self.picture_bytes * 4 // 3 + _BYTES_BESIDE_PICTURE

    @property
    def frames_per_s(self) -> float:
        """How many WebSocket frames of any kind a socket may send per second in the long run."""
        return 2 * self.messages_per_s + _FRAMES_BESIDE_PER_S

    @property
    def frames_burst(self) -> int:
        """How many WebSocket frames of any kind a socket may send at once."""
        return self.messages_burst + self.refused_before_closing + _FRAMES_BESIDE_AT_ONCE

    @property
    def bytes_per_s(self) -> float:
        """How many bytes a socket may send per second in the long run."""
        return self.messages_per_s * self.message_bytes + self.frames_per_s * BYTES_FOR_A_READ

    @property
    def bytes_burst(self) -> int:
        """How many bytes a socket may send at once."""
        return (self.messages_burst + self.refused_before_closing) * self.message_bytes

    @property
    def standin_level(self) -> Literal["easy", "quick"]:
        """The level of the bot that plays for absent players, if the host has not chosen one: weaker where strangers
        play.
        """
        return "easy" if self.public else "quick"

    @property
    def announced(self) -> bool:
        """Whether the server is announced on the local network."""
        if self.announce is not None:
            return self.announce
        return not self.public and not is_loopback(self.host)

    @property
    def code_characters(self) -> int:
        """The length of the codes of new rooms."""
        return PUBLIC_CODE_LENGTH if self.public or self.redis else CODE_LENGTH


def add_flags(parser: argparse.ArgumentParser) -> None:
    """Add a flag for each field. A flag that is not given is None, so that `from_flags` can ask the environment."""
    hints = get_type_hints(Config)
    for each in fields(Config):
        flag = _flag(each.name)
        text = f"{each.metadata['help']} (default {'none' if each.default == '' else each.default})"
        if hints[each.name] in _SWITCHES:
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=None, help=each.metadata["help"])
            continue
        choices = each.metadata["choices"]
        metavar = "|".join(choices) if choices else _METAVARS[hints[each.name]]
        parser.add_argument(flag, type=hints[each.name], default=None, choices=choices, metavar=metavar, help=text)


def from_flags(flags: argparse.Namespace, environment: Mapping[str, str]) -> Config:
    """The configuration from flags, the environment and the defaults, in this order.

    Raises:
        ValueError: a variable of the environment is not a number, or none of the choices; the text names it.
    """
    given = from_environment(environment)
    given |= {each.name: value for each in fields(Config) if (value := getattr(flags, each.name)) is not None}
    return Config(**given)


def from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """The fields that the environment sets. Raises ValueError like `from_flags`."""
    hints = get_type_hints(Config)
    given: dict[str, Any] = {}
    for each in fields(Config):
        variable = PREFIX + each.name.upper()
        if variable in environment:
            given[each.name] = _value(hints[each.name], variable, environment[variable])
            choices = each.metadata["choices"]
            if choices and given[each.name] not in choices:
                raise ValueError(f"{variable} is {environment[variable]!r}, and must be {' or '.join(choices)}.")
    return given


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _value(kind: Any, variable: str, text: str) -> Any:
    if kind in _SWITCHES:
        if text.lower() not in _YES | _NO:
            raise ValueError(f"{variable} is {text!r}, and must be yes or no.")
        return text.lower() in _YES
    try:
        return kind(text)
    except ValueError:
        raise ValueError(f"{variable} is {text!r}, and must be {_KINDS[kind]}.") from None
