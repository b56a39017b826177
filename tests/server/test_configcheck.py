"""A configuration that means something else than it seems to gets a sentence when the server starts."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from server.config import Config
from server.configcheck import metrics_place, remarks


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"durable": "strict"}, "--durable strict keeps nothing without --data"),
        ({"message_bytes": 0}, "--message-bytes is 0: no request fits into less than 512"),
        ({"message_bytes": 100}, "--message-bytes is 100"),
        ({"silence_s": 1.0}, "--silence-s is 1, no longer than --beat-s of 1"),
        ({"silence_s": 0.0, "beat_s": 0.0}, "--silence-s is 0: everybody would be hung up on at once"),
        ({"handshake_s": 0.0}, "--handshake-s is 0: nobody could ever finish connecting"),
        ({"outgoing_messages": 0}, "--outgoing-messages is 0"),
        ({"outgoing_bytes": 0}, "--outgoing-bytes is 0"),
        ({"games_per_page": 0}, "--games-per-page is 0: nobody would find a game"),
        ({"empty_room_s": 0.0}, "--empty-room-s is 0: a room would end before its host has come in"),
        ({"unentered_room_s": 0.0}, "--unentered-room-s is 0: a room would end before its host has come in"),
        ({"origins": "play.example.org"}, "--origins has “play.example.org”: it takes a scheme and a host"),
        ({"origins": "https://a.example, https://b.example/page"}, "--origins has “https://b.example/page”"),
        ({"origins": "https://a.example:port"}, "--origins has “https://a.example:port”"),
        ({"advertise": "ws://a.example"}, "--advertise has “ws://a.example”"),
        ({"advertise": "*"}, "--advertise has “\\*”"),
        ({"names": "https://a.example"}, "--names has “https://a.example”: a name stands alone"),
        ({"names": "a.example:8765"}, "--names has “a.example:8765”"),
        ({"trusted_proxies": "10.0.0.0/8, proxy"}, "--trusted-proxies: “proxy” is no address and no network"),
        ({"metrics_host": "127.0.0.1"}, "--metrics-host is “127.0.0.1”: it takes an address and a port"),
        ({"metrics_host": "127.0.0.1:99999"}, "--metrics-host is “127.0.0.1:99999”"),
        ({"host": ""}, "--host is empty"),
    ],
)
def test_what_nobody_can_mean_is_an_error(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Config(**settings)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"beat_s": 0.0}, "--beat-s 0 stops the pings, too"),
        ({"host": "0.0.0.0"}, "Codes have four letters"),  # noqa: S104
        ({"host": "::", "public": True}, "--host :: listens on IPv6, and on IPv4"),
        ({"public": True}, "--public without --names"),
        ({"public": True}, "/metrics is off"),
        ({"public": True}, "--public without --cert"),
        ({"redis": "redis://r", "advertise": "http://a"}, "--redis without --database-url: nobody can log in"),
        ({}, "Accounts, pictures and results are in memory only"),
        ({"connections": 500}, "lets the server have 1000 files and sockets open, and --connections 500 may need 1100"),
    ],
)
def test_what_may_surprise_is_remarked_on(settings: dict[str, Any], sentence: str) -> None:
    quiet = {"connections": 100}
    assert any(sentence in remark for remark in remarks(Config(**{**quiet, **settings}), {}, 1000))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"data": "", "people_file": "people.sqlite"},
        {"data": "", "database_url": "postgresql://db/people"},
        {"origins": "*"},
        {"origins": "https://a.example/, http://b.example:81", "advertise": "https://[2001:db8::1]:8765"},
        {"public": True, "names": "play.example.org", "metrics_token": "t", "cert": "c", "key": "k"},
        {"public": True, "names": "play.example.org", "metrics_token": "t", "trusted_proxies": "10.0.0.0/8"},
        {"durable": "strict", "data": "rooms"},
    ],
)
def test_what_is_plain_needs_no_remark(settings: dict[str, Any]) -> None:
    assert list(remarks(Config(**{"data": "rooms", **settings}), {"UNDERDOG_PORT": "9", "HOME": "x"}, 1_000_000)) == []


@pytest.mark.parametrize(
    ("variable", "hint"),
    [
        ("UNDERDOG_PROT", " Is UNDERDOG_PORT meant?"),
        ("UNDERDOG_ROOM_PER_ADDRESS", " Is UNDERDOG_ROOMS_PER_ADDRESS meant?"),
        ("UNDERDOG_QQQQQQQQ", ""),
    ],
)
def test_a_misspelt_variable_is_named_with_what_may_be_meant(variable: str, hint: str) -> None:
    wanted = f"{variable} is in the environment, but is no setting of this server.{hint}"
    assert list(remarks(Config(data="rooms"), {variable: "1"})) == [wanted]


def test_the_program_says_it_before_it_listens() -> None:
    command = [sys.executable, "-m", "server", "--host=nowhere.invalid", "--beat-s=0"]
    environment = {**os.environ, "UNDERDOG_PROT": "80"}
    ended = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, env=environment)
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[0].startswith("UNDERDOG_PROT is in the environment")
    assert ended.stderr.splitlines()[1].startswith("--beat-s 0 stops the pings")


@pytest.mark.parametrize(
    ("text", "place"), [("127.0.0.1:9464", ("127.0.0.1", 9464)), ("[::1]:0", ("::1", 0)), ("", None)]
)
def test_where_metrics_are_served(text: str, place: tuple[str, int] | None) -> None:
    assert metrics_place(Config(metrics_host=text)) == place


def test_the_limit_of_open_files_is_raised_as_far_as_it_goes() -> None:
    script = (
        "import resource; from server.descriptors import raise_descriptor_limit as up;"
        "hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1];"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard)); print(up() == hard,"
        "resource.getrlimit(resource.RLIMIT_NOFILE)[0] == hard)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=240, check=True)
    assert ended.stdout.split() == ["True", "True"]
