"""The databases that people are tested with: one PostgreSQL for all tests of a process, if any asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.postgres import Postgres

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    running = Postgres()
    yield running
    running.close()
