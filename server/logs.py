"""Logging: one line per record on stderr, for people or (`--log-json`) for machines, without secrets.

Lines are written by a thread of their own, so that a stalled terminal or pipe does not delay moves.
"""

from __future__ import annotations

import logging
import re
import sys
from contextlib import suppress
from logging.handlers import QueueHandler, QueueListener
from queue import Full, Queue
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

LINES_WAITING: Final = 10_000
# A secret in a URL, in JSON or in the repr of either: to the end of its quotes, as passwords have spaces in them.
# Nothing logs one on purpose; this is for what a library might.
_SECRET: Final = re.compile(
    r"""((?:token|password|session|key)\\?["']?\s*[=:]\s*|\b(?:old|new)\\?["']?\s*[=:]\s*(?=\\?["'])|\bBearer\s+)"""
    r"""(?:(\\?["'])(?:(?!\2).)+|[^\s"'&\\,;}]+)""",
    re.IGNORECASE,
)
_USUAL: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def without_secrets(text: str) -> str:
    """The text, with everything that looks like a secret replaced by an ellipsis."""
    return _SECRET.sub(r"\1\2…", text)


class PlainFormatter(logging.Formatter):
    """One line for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter`."""
        details = " ".join(f"{key}={value}" for key, value in _details(record).items())
        return without_secrets(f"{super().format(record)} {details}".rstrip())


class JsonFormatter(logging.Formatter):
    """One JSON object: time, level, logger, message, extra fields, and a traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter`."""
        told: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        told |= {key: without_secrets(str(value)) for key, value in _details(record).items()}
        if record.exc_info:
            told["exception"] = without_secrets(self.formatException(record.exc_info))
        return msgspec.json.encode(told).decode()


def _details(record: logging.LogRecord) -> dict[str, Any]:
    """The fields that were given as `extra`."""
    return {key: value for key, value in vars(record).items() if key not in _USUAL}


class _Desk(QueueHandler):
    """Queues lines without ever waiting. Lines that do not fit are lost."""

    def enqueue(self, record: logging.LogRecord) -> None:
        with suppress(Full):
            self.queue.put_nowait(record)


def configure(level: int, *, as_json: bool, stream: TextIO | None = None) -> Callable[[], None]:
    """Log all records from `level` on to `stream` (stderr). Returns a function that writes everything and ends that."""
    desk = _Desk(Queue(LINES_WAITING))
    desk.setFormatter(JsonFormatter() if as_json else PlainFormatter())
    writer = QueueListener(desk.queue, logging.StreamHandler(stream or sys.stderr))
    root = logging.getLogger()
    before = root.level
    root.addHandler(desk)
    root.setLevel(level)
    writer.start()

    def end() -> None:
        root.removeHandler(desk)
        root.setLevel(before)
        writer.stop()

    return end
