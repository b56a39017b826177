"""What operators are shown: true figures, also without their library, and at no cost to a move."""

from __future__ import annotations

import asyncio
import builtins
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from server.app import SERVICE
from server.build import build_app
from server.config import Config
from server.listen import Listener
from server.meters import Histogram, LagProbe
from tests.helpers.clock import HeldClock, HurriedClock
from tests.helpers.speakers import OverSocketIO, OverWebSocket
from tests.helpers.wire import RunningServer, a_place


async def figures(place: RunningServer) -> dict[tuple[str, str], float]:
    """Every figure by its name and the value of its label."""
    async with place.session.get(f"{place.url}/metrics") as response:
        assert response.status == 200
        families = text_string_to_metric_families(await response.text())
        return {
            (sample.name, "".join(sample.labels.values())): sample.value
            for family in families
            for sample in family.samples
        }


def test_a_match_is_counted() -> None:
    async def run() -> None:
        async with a_place() as place:
            async with place.session.post(f"{place.url}/rooms/create") as response:
                made = await response.json()
            host, guest = OverSocketIO(place), OverWebSocket(place)
            await host.enter(made["code"], token=made["token"])
            await guest.enter(made["code"], name="Bob")
            await host.ask("StartGame")
            assert not (await guest.ask("StartGame"))["ok"]
            seen = await figures(place)
            assert seen["underdog_rooms", ""] == seen["underdog_rooms_playing", ""] == 1
            assert seen["underdog_connections", "socketio"] == seen["underdog_connections", "websocket"] == 1
            assert seen["underdog_requests_total", "StartGame"] == 1
            assert seen["underdog_refusals_total", "NOT_HOST"] == 1
            assert seen["underdog_moves_total", ""] == 0
            assert seen["underdog_commits_total", ""] > 0
            assert seen["underdog_loop_lag_seconds_count", ""] >= 0
            await guest.hang_up()
            while (await figures(place))["underdog_connections", "websocket"]:
                await host.ask("ListGames")

    asyncio.run(run())


def test_moves_are_counted_when_they_were_played() -> None:
    async def run() -> None:
        async with a_place(HurriedClock(20)) as place:
            white, _ = await place.playing()
            assert (await white.ask("MakeMove", move="e2e4", ply=0))["ok"]
            assert not (await white.ask("MakeMove", move="e2e4", ply=0))["ok"]
            seen = await figures(place)
            assert seen["underdog_moves_total", ""] == 1
            assert seen["underdog_refusals_total", "STALE_PLY"] == 1

    asyncio.run(run())


def test_unknown_requests_make_no_new_figures() -> None:
    async def run() -> None:
        async with a_place() as place:
            wire = await place.wire()
            for number in range(10):
                await wire.ask(f"Levitate{number}")
            assert not [key for key in await figures(place) if "Levitate" in key[1]]

    asyncio.run(run())


def test_without_the_library_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("prometheus"):
            raise ImportError(name)
        return original(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)

    async def run() -> None:
        async with a_place() as place, place.session.get(f"{place.url}/metrics") as response:
            assert response.status == 501
            assert (await response.json())["message"].startswith("This server counts nothing")

    asyncio.run(run())


@pytest.mark.parametrize(
    ("settings", "sent", "status"),
    [
        ({"public": True}, None, 404),
        ({"public": True, "metrics_token": "sesame"}, None, 401),
        ({"public": True, "metrics_token": "sesame"}, "Bearer open", 401),
        ({"public": True, "metrics_token": "sesame"}, "Bearer sesame", 200),
        ({"metrics_token": "sesame"}, None, 401),
        ({}, None, 200),
        ({"metrics_host": "127.0.0.1:0"}, None, 404),
    ],
)
def test_figures_are_not_for_the_public(settings: dict[str, Any], sent: str | None, status: int) -> None:
    headers = {"Authorization": sent} if sent else {}

    async def run() -> None:
        async with (
            a_place(**settings) as place,
            place.session.get(f"{place.url}/metrics", headers=headers) as response,
        ):
            assert response.status == status

    asyncio.run(run())


def test_figures_have_a_port_of_their_own() -> None:
    async def run() -> None:
        config = Config(port=0, public=True, metrics_host="127.0.0.1:0")
        listener = Listener(build_app(config), config)
        await listener.start()
        try:
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{listener.metrics_port}/metrics") as response:
                    assert "underdog_rooms" in await response.text()
                async with session.get(f"http://127.0.0.1:{listener.metrics_port}/rooms") as response:
                    assert response.status == 404
        finally:
            await listener.stop()

    asyncio.run(run())


def test_a_late_loop_is_measured() -> None:
    clock = HeldClock()
    histogram = Histogram((0.01, 0.1))
    probe = LagProbe(clock, histogram)
    probe.start()
    clock.pass_ms(1_000)
    assert histogram.counts == [2, 0, 0]
    probe.stop()
    clock.pass_ms(1_000)
    assert sum(histogram.counts) == 2


def test_health_tells_balancers_when_the_server_lets_nobody_in() -> None:
    async def run() -> None:
        async with a_place() as place:
            place.app[SERVICE].drain(lambda: None)
            async with place.session.get(f"{place.url}/healthz") as response:
                assert response.status == 503

    asyncio.run(run())
