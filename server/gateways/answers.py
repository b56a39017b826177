"""The shape of every answer over HTTP: an object with the status in it, and with `error` and `message` when it is
none of the good ones.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

import msgspec
from aiohttp import web

RETRY_AFTER_S: Final = 5


def json_response(value: Any, status: int = 200) -> web.Response:
    """The value as JSON."""
    return web.Response(body=msgspec.json.encode(value), status=status, content_type="application/json")


def http_error(status: int) -> web.Response:
    """An error of which HTTP's own name is all that there is to say."""
    reason = HTTPStatus(status).phrase
    return error_response(status, reason.upper().replace(" ", "_"), f"{reason}.")


def error_response(status: int, code: str, sentence: str, *, url: str | None = None) -> web.Response:
    """What went wrong, as a code for programs and a sentence for people; `url`: where to ask instead."""
    told = {"status": status, "error": code, "message": sentence}
    answer = json_response({**told, "url": url} if url else told, status)
    if status in {429, 503}:
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer
