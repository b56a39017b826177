"""The files under server/deploy, with the programs that they are for."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from server.config import Config, from_environment
from server.readiness import VARIABLE, WATCHDOG_VARIABLE, say_ready, saying_alive
from tests.helpers.fleet import a_fleet
from tests.helpers.missing import not_run
from tests.helpers.ports import free_port
from tests.helpers.redis import a_redis
from tests.helpers.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPLOY = Path(__file__).parents[3] / "server" / "deploy"
DEADLINE_S = 60.0


def program(name: str) -> str:
    """Where it is; skips without it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        not_run(f"there is no {name} here: install Debian's package of that name")
    return found


def test_the_settings_of_the_units_are_settings_of_the_server() -> None:
    text = (DEPLOY / "underdog.env").read_text(encoding="utf-8")
    settings = dict(line.split("=", 1) for line in text.splitlines() if line.startswith("UNDERDOG_"))
    given = from_environment(settings)
    assert len(given) == len(settings)
    assert Config(**given, advertise="http://play.example.org:8761").redis


def test_the_settings_of_the_compose_file_are_settings_of_the_server() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    settings = dict(re.findall(r"^ +(UNDERDOG_\w+): \"?([^\"\n]*)\"?$", text, re.MULTILINE))
    assert len(from_environment(settings)) == len(settings) > 5


def test_systemd_is_told_when_the_server_is_ready(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        say_ready({VARIABLE: str(tmp_path / "notify")})
        assert systemd.recv(64) == b"READY=1"


def test_systemd_is_told_that_the_server_is_not_frozen(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.setblocking(False)

        async def served() -> None:
            with saying_alive({VARIABLE: str(tmp_path / "notify"), WATCHDOG_VARIABLE: "4000"}):
                for _ in range(3):
                    assert await asyncio.get_running_loop().sock_recv(systemd, 64) == b"WATCHDOG=1"

        asyncio.run(served())


def test_who_was_not_started_by_systemd_tells_nobody() -> None:
    say_ready({})


def opened_at(place: str) -> int:
    """Connections of programs that have come to this server."""
    with urllib.request.urlopen(f"http://{place}/metrics") as answer:
        found = re.search(r'underdog_connections_opened_total{transport="socketio"} (\d+)', answer.read().decode())
    return int(found[1]) if found else 0


@pytest.fixture
def balancer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """Its address, and those of the two servers behind it."""
    kind = request.param
    port = free_port()
    with a_redis() as redis, a_fleet([redis.url] * 2, "--bot-processes=0") as fleet:
        places = [process.url.partition("://")[2] for process in fleet.processes]
        if kind == "haproxy":
            environment = {**os.environ, "ONE": places[0], "TWO": places[1], "LISTEN": f"127.0.0.1:{port}"}
            command = [program("haproxy"), "-f", str(DEPLOY / "haproxy.cfg")]
        else:
            text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").replace("8080", f"127.0.0.1:{port}")
            text = text.replace("127.0.0.1:8761", places[0]).replace("127.0.0.1:8762", places[1])
            main = "daemon off; pid {0}/pid; error_log {0}/log; events {{}} http {{ access_log off; {1} }}"
            for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
                text = f"{each}_temp_path {tmp_path}/{each};\n{text}"
            file = tmp_path / "nginx.conf"
            file.write_text(main.format(tmp_path, text), encoding="utf-8")
            environment, command = dict(os.environ), [program("nginx"), "-c", str(file), "-e", f"{tmp_path}/log"]
        with subprocess.Popen(command, env=environment) as running:
            try:
                url = f"http://127.0.0.1:{port}"
                until_healthy(url)
                yield url, places
            finally:
                running.terminate()


def until_healthy(url: str) -> None:
    ends_s = time.monotonic() + DEADLINE_S
    while True:
        try:
            with urllib.request.urlopen(f"{url}/healthz") as answer:  # noqa: S310 - our own
                assert answer.status == 200
                return
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < ends_s
            time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize("balancer", ["haproxy", "nginx"], indirect=True)
def test_people_play_through_the_balancer(balancer: tuple[str, list[str]]) -> None:
    url, places = balancer
    tables = Tables(url, 3, seed=4, plies=4, games=1)
    try:
        tables.drive(lambda: all(mover.online for mover in tables.movers), DEADLINE_S)
        # Windows do not all come to the same one.
        assert all(map(opened_at, places))
        tables.sit_down()
        tables.drive(lambda: tables.over, DEADLINE_S)
    finally:
        tables.close()
    assert [mover.faults for mover in tables.movers] == [[]] * 6
