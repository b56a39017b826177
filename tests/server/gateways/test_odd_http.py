"""What no browser sends is answered like everything else: with a status, a code and a sentence, in JSON."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from tests.helpers.wire import a_place

ODD = {
    "no HTTP": (b"hello\r\n\r\n", 400, "BAD_REQUEST"),
    "a header without a colon": (b"GET /rooms HTTP/1.1\r\nHost: localhost\r\nnonsense\r\n\r\n", 400, "BAD_REQUEST"),
    "a length that is none": (
        b"POST /rooms/create HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", 400, "BAD_REQUEST"
    ),
    "an expectation that nobody knows": (
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nExpect: the worst\r\nConnection: close\r\n\r\n",
        417,
        "EXPECTATION_FAILED",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sent", "status", "code"), ODD.values(), ids=ODD.keys())
def test_an_odd_request_is_answered_in_json(sent: bytes, status: int, code: str) -> None:
    async def run() -> None:
        async with a_place() as place:
            reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
            writer.write(sent)
            head, _, body = (await reader.read()).partition(b"\r\n\r\n")
            writer.close()
        assert int(head.split()[1]) == status
        assert b"Content-Type: application/json" in head
        told = msgspec.json.decode(body)
        assert (told["status"], told["error"]) == (status, code)
        assert told["message"].endswith(".")

    asyncio.run(run())
