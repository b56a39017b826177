"""Checks a configuration for settings that probably do not mean what the operator thinks, with a sentence for each.

A setting that cannot make sense is a fault, and the server does not start. All others are remarks in the log.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from server.addresses import parse_networks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from server.config import Config

PREFIX: Final = "UNDERDOG_"
# Less would not even hold a request to join.
LEAST_MESSAGE_BYTES: Final = 512
# The longest delay that a host can choose.
LONGEST_WATCH_DELAY_S: Final = 60
# Sockets beside the players': listening, log, files of the store, processes of bots.
OTHER_DESCRIPTORS: Final = 100
_EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound
_NAME: Final = re.compile(r"[\w.-]+")


def faults(config: Config) -> Iterator[str]:
    """The reasons for which the server cannot start."""
    yield from _faults_of_numbers(config)
    yield from _faults_of_names(config)
    if config.durable == "strict" and not (config.data or config.redis):
        yield "--durable strict keeps nothing without --data: say in which directory the rooms are to be kept."
    if config.redis and config.data:
        yield "--redis and --data both keep the rooms: choose one of them."
    if config.workers and not config.redis:
        yield "--workers without --redis: only through that can several processes share their rooms."
    if config.workers and not config.port:
        yield "--workers with --port 0: the workers share one port, and take the ones after it. Say which."
    if config.redis and not _listed(config.advertise) and not config.workers:
        yield (
            "--redis without --advertise: say first where clients reach this very process, as http://10.0.0.5:8765, as"
            " the others send them there."
        )
    yield from _faults_of_lists(config)


def _faults_of_numbers(config: Config) -> Iterator[str]:
    if config.message_bytes < LEAST_MESSAGE_BYTES:
        yield f"--message-bytes is {config.message_bytes}: no request fits into less than {LEAST_MESSAGE_BYTES}."
    for name, what in (
        ("handshake_s", "nobody could ever finish connecting"),
        ("outgoing_messages", "whoever is a moment late would be cut off"),
        ("outgoing_bytes", "whoever is a moment late would be cut off"),
        ("games_per_page", "nobody would find a game"),
        ("empty_room_s", "a room would end before its host has come in"),
        ("unentered_room_s", "a room would end before its host has come in"),
        ("silence_s", "everybody would be hung up on at once"),
        ("lease_s", "no process could have a room"),
    ):
        if not getattr(config, name):
            yield f"--{name.replace('_', '-')} is 0: {what}."
    for name in ("watch_delay_s", "least_watch_delay_s"):
        if (seconds := getattr(config, name)) > LONGEST_WATCH_DELAY_S:
            yield f"--{name.replace('_', '-')} is {seconds}, and must be {LONGEST_WATCH_DELAY_S} or less."
    if config.silence_s <= config.beat_s:
        yield (
            f"--silence-s is {config.silence_s:g}, no longer than --beat-s of {config.beat_s:g}: everybody would be"
            " hung up on between two heartbeats."
        )


def _faults_of_names(config: Config) -> Iterator[str]:
    if not config.host.strip():
        yield "--host is empty: give an address of this computer, or 0.0.0.0 for all of them."
    for name in _listed(config.names):
        if not _NAME.fullmatch(name):
            yield f"--names has “{name}”: a name stands alone there, as play.example.org, without http:// and port."


def _faults_of_lists(config: Config) -> Iterator[str]:
    for flag, text in (("--origins", config.origins), ("--advertise", config.advertise)):
        for url in _listed(text):
            if not _is_base(url) and not (url == "*" and flag == "--origins"):
                yield f"{flag} has “{url}”: it takes a scheme and a host and nothing more, as https://play.example.org."
    try:
        parse_networks(config.trusted_proxies)
    except ValueError as error:
        yield f"--trusted-proxies: {error}"
    if config.metrics_host and metrics_place(config) is None:
        yield f"--metrics-host is “{config.metrics_host}”: it takes an address and a port, as 127.0.0.1:9464."


def metrics_place(config: Config) -> tuple[str, int] | None:
    """The host and port of a separate /metrics; None if there is none or it cannot be parsed."""
    host, _, port = config.metrics_host.rpartition(":")
    if not host or not port.isdecimal() or not int(port) < 65_536:
        return None
    return host.strip("[]"), int(port)


def _is_base(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    plain = not parts.query and not parts.fragment and "@" not in parts.netloc
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.path in {"", "/"} and plain


def remarks(config: Config, environment: Mapping[str, str], descriptors: int | None = None) -> Iterator[str]:
    """What the operator should know. `descriptors`: how many files and sockets a process may have open."""
    yield from _remarks_on_environment(config, environment)
    yield from _remarks_on_the_public(config)
    if not config.beat_s:
        yield "--beat-s 0 stops the pings, too: nobody notices a connection that is only half there."
    needed = 2 * config.connections + OTHER_DESCRIPTORS
    if descriptors is not None and descriptors < (needed if config.connections else OTHER_DESCRIPTORS):
        yield (
            f"This system lets the server have {descriptors} files and sockets open, and --connections"
            f" {config.connections} may need {needed}: raise that limit (ulimit -n), or allow fewer connections."
        )
    yield from _remarks_on_people(config)


def _remarks_on_environment(config: Config, environment: Mapping[str, str]) -> Iterator[str]:
    known = {each.name.upper() for each in fields(config)}
    for variable in sorted(environment):
        name = variable.removeprefix(PREFIX)
        if variable.startswith(PREFIX) and name not in known:
            likeliest = difflib.get_close_matches(name, known, n=1)
            hint = f" Is {PREFIX}{likeliest[0]} meant?" if likeliest else ""
            yield f"{variable} is in the environment, but is no setting of this server.{hint}"


def _remarks_on_the_public(config: Config) -> Iterator[str]:
    if config.host in _EVERYWHERE and not config.public:
        yield (
            "Codes have four letters, which is enough among friends on one network. If this port can be reached from"
            " the internet, add --public for six."
        )
    if config.host == "::":
        yield "--host :: listens on IPv6, and on IPv4 where the system allows both on one socket."
    if not config.public:
        return
    if not any((config.names, config.advertise, config.origins)):
        yield (
            "--public without --names: only this computer's own name and its addresses are answered. Say with --names"
            " how people call the server."
        )
    if not config.metrics_host and not config.metrics_token:
        yield "/metrics is off, as with --public it takes --metrics-host or --metrics-token."


def _remarks_on_people(config: Config) -> Iterator[str]:
    if config.redis and not config.database_url:
        yield (
            "--redis without --database-url: nobody can log in, and no results are kept. Say in which database all of"
            " these servers know people, as --database-url postgresql://name:password@host/database."
        )
    elif not any((config.data, config.people_file, config.database_url)):
        yield (
            "Accounts, pictures and results are in memory only, and end with the server. Say with --data DIR where they"
            " are to be kept."
        )
    if config.public and not config.cert and not config.trusted_proxies:
        yield (
            "--public without --cert, and without a proxy named by --trusted-proxies that has a certificate: passwords"
            " could be read on their way, so nobody can log in. Everybody can play as a guest."
        )


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]
