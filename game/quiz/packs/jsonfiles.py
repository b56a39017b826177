"""Shared by the importers of JSON files: parsing, and reading values that may be of any type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from game.quiz.packs.plaintext import decoded, without_html

if TYPE_CHECKING:
    from game.quiz.packs.report import Report


def read_json(data: bytes, report: Report) -> Any:
    """The file's content; raises BadPack with line and column."""
    try:
        return json.loads(decoded(data, report))
    except json.JSONDecodeError as error:
        raise report.error("it is not JSON", f"line {error.lineno}, column {error.colno}") from error
    except (ValueError, RecursionError):
        raise report.error("it is nested too deep, or has a number that is too large") from None


def objects(content: Any, field: str, report: Report) -> list[dict[str, Any]]:
    """The objects in the list under this field."""
    found = content.get(field) if isinstance(content, dict) else None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise report.error(f"{field!r} must be a list of objects")
    return found


def text_of(value: Any) -> str:
    """A text without its HTML; "" for any other type."""
    return without_html(value) if isinstance(value, str) else ""


def texts_of(value: Any) -> tuple[str, ...]:
    """The texts in a list."""
    return tuple(filter(None, map(text_of, value))) if isinstance(value, list) else ()
