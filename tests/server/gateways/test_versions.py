"""Whoever speaks another version of the messages is told so, by every transport, and by a sentence."""

from __future__ import annotations

import asyncio

import pytest
import socketio

from tests.helpers.wire import a_place


@pytest.mark.parametrize(("version", "status"), [("1", 400), ("2", 200), ("x", 400)])
def test_over_http(version: str, status: int) -> None:
    async def run() -> None:
        async with a_place() as place:
            made = place.session.post(f"{place.url}/rooms/create?v={version}")
            for ask in (made, place.session.get(f"{place.url}/rooms?v={version}")):
                async with ask as response:
                    told = await response.json()
                assert told["status"] == status
                assert told.get("error") == (None if status == 200 else "OUTDATED")

    asyncio.run(run())


def test_over_a_plain_websocket() -> None:
    async def run() -> None:
        async with a_place() as place, place.session.ws_connect(f"{place.url}/rooms/ABCD?v=1") as socket:
            assert (await socket.receive_json())["ActionSuccess"]["error"] == "OUTDATED"
            await socket.receive()
            assert socket.close_code == 4400

    asyncio.run(run())


@pytest.mark.parametrize(("auth", "taken"), [({"v": 1}, False), ({"v": 2}, True), ({}, True), (None, True)])
def test_over_socketio(auth: dict[str, int] | None, taken: bool) -> None:
    async def run() -> None:
        async with a_place() as place:
            client = socketio.AsyncClient(reconnection=False)
            told: list[dict[str, dict[str, str]]] = []
            client.on("connect_error", told.append)
            try:
                await client.connect(place.url, auth=auth, transports=["websocket"], retry=False)
            except socketio.exceptions.ConnectionError:
                assert not taken
                assert told[0]["data"]["error"] == "OUTDATED"
            else:
                assert taken
            await client.disconnect()

    asyncio.run(run())
