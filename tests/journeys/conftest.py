"""What journeys share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.phones import a_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all journeys of a module."""
    with a_browser() as browser:
        yield browser
