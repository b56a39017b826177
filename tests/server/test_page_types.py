"""What is generated for the page is what the server's own definitions give today."""

from __future__ import annotations

from server.web.types import TARGET, types_text


def test_the_types_of_the_page_are_those_of_the_messages() -> None:
    assert TARGET.read_text(encoding="utf-8") == types_text(), "run `python -m server.web.types`"
