"""The shape of every answer over HTTP: an object with `status` and, for errors, `error` and `message`."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

import msgspec
from aiohttp import web

RETRY_AFTER_S: Final = 5


def json_response(value: Any, status: int = 200) -> web.Response:
    """A response with the value as JSON."""
    return web.Response(body=msgspec.json.encode(value), status=status, content_type="application/json")


def http_error(status: int) -> web.Response:
    """A response for an error that has only HTTP's own name."""
    reason = HTTPStatus(status).phrase
    return error_response(status, reason.upper().replace(" ", "_"), f"{reason}.")


def error_response(status: int, code: str, sentence: str, *, url: str | None = None) -> web.Response:
    """A response for an error, with a code for programs and a sentence for people. `url`: where to ask instead."""
    told = {"status": status, "error": code, "message": sentence}
    answer = json_response({**told, "url": url} if url else told, status)
    if status in {429, 503}:
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer
