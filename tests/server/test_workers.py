"""Several processes behind one port of one machine."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from server.config import Config
from server.gateways.origins import Origins
from server.workers import flags_of, place_of
from tests.helpers.fleet import END_S
from tests.helpers.ports import free_ports
from tests.helpers.redis import a_redis
from tests.helpers.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

REDIS = "redis://127.0.0.1:6379"


@pytest.mark.parametrize(
    ("advertised", "place"),
    [
        ("", "http://127.0.0.1:9002"),
        ("http://play.example:9000", "http://play.example:9002"),
        ("https://play.example", "https://play.example:445"),
        ("http://[fd00::1]:80", "http://[fd00::1]:82"),
    ],
)
def test_each_worker_has_a_port_of_its_own_after_the_shared_one(advertised: str, place: str) -> None:
    assert place_of(Config(port=9000, redis=REDIS, workers=3, advertise=advertised), 2) == place


def test_only_one_worker_tells_the_local_network() -> None:
    config = Config(port=9000, redis=REDIS, workers=3, metrics_host="127.0.0.1:9464")
    told = [flags_of(config, worker) for worker in (1, 2, 3)]
    assert ["--no-announce" in flags for flags in told] == [False, True, True]
    assert ["--metrics-host=127.0.0.1:9466" in flags for flags in told] == [False, True, False]


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [("http://localhost:9000", True), ("http://localhost:9009", False), ("http://evil.example:9000", False)],
)
def test_a_page_from_the_shared_port_may_use_each_worker(origin: str, allowed: bool) -> None:
    config = Config(port=9000, own_port=9002, redis=REDIS, advertise="http://127.0.0.1:9002")
    assert Origins(config).allow(origin, "127.0.0.1:9002") is allowed


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The shared port of two workers, which are there."""
    port = free_ports(3)[0]
    command = [sys.executable, "-m", "server", f"--port={port}", "--workers=2", "--bot-processes=0"]
    with (
        a_redis() as redis,
        subprocess.Popen([*command, f"--redis={redis.url}"], stdout=subprocess.PIPE, text=True) as running,
    ):
        assert running.stdout is not None
        assert "listens" in running.stdout.readline()
        yield port
        running.send_signal(signal.SIGTERM)
        assert running.wait(END_S) == 0


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked for there")
def test_a_frozen_worker_is_ended_and_another_takes_its_place(port: int) -> None:
    def answering() -> int:
        """The worker at the second own port, by its process number."""
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port + 2}/healthz") as answer:
                    assert answer.status == 200
            except OSError:
                # It is being replaced.
                time.sleep(0.05)
            else:
                return _process_at(port + 2)

    before = answering()
    os.kill(before, signal.SIGSTOP)
    assert answering() != before


def _process_at(port: int) -> int:
    """The worker whose own port this is."""
    flag = f"--own-port={port}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if flag in (process / "cmdline").read_bytes().split(b"\0"):
                return int(process.name)
    raise AssertionError(port)


def test_whoever_comes_by_the_shared_port_finds_their_room_whichever_worker_has_it(port: int) -> None:
    tables = Tables(f"http://127.0.0.1:{port}", rooms=4, seed=1)
    try:
        tables.sit_down()
        assert all(mover.code == mate.code for mover, mate in tables.pairs)
    finally:
        tables.close()
    for worker in (1, 2):
        with urllib.request.urlopen(f"http://127.0.0.1:{port + worker}/healthz") as answer:
            assert b'"store":"ok","safe":true' in answer.read()
