"""What all tests share: a window without a screen, and `pytest --update-golden` to make golden pictures anew."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# On a busy machine an example, or making one, may take any time: that is no finding. The examples are the same each
# time, so a change fails by what it changes; TESTS_IN_FULL=1 looks for new ones.
settings.register_profile(
    "any machine",
    deadline=None,
    derandomize=not os.environ.get("TESTS_IN_FULL"),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("any machine")

# Before anything imports pygame. Journeys ask for a real display in the environment of the programs that they start.
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write tests/golden/ anew instead of comparing with it"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
