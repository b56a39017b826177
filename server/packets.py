"""A notice on its way out: encoded once, whoever is told it and by whatever transport."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcode.messages.base import encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcode.messages.base import Notice


class Packet:
    """One notice for several connections: encoded once for all of them, framed once for each transport."""

    __slots__ = ("_body", "_framed", "notice")

    def __init__(self, notice: Notice, body: bytes | None = None) -> None:
        """`body`: the notice's fields as JSON, if the caller has them already."""
        self.notice = notice
        self._body = body
        self._framed: dict[Callable[[str, bytes], bytes], bytes] = {}

    @property
    def body(self) -> bytes:
        """The notice's fields as JSON."""
        if self._body is None:
            self._body = encode(self.notice)
        return self._body

    def framed(self, frame: Callable[[str, bytes], bytes]) -> bytes:
        """The result of `frame`, called with the notice's name and its fields as JSON."""
        known = self._framed.get(frame)
        if known is None:
            known = self._framed[frame] = frame(self.notice.wire_name, self.body)
        return known
