"""For tests of what this machine may lack: skip with a sentence, or fail where nothing may be skipped (`.ci/run`)."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def not_run(sentence: str) -> NoReturn:
    """Skip this test, saying what is missing; with TESTS_MAY_NOT_SKIP in the environment, fail."""
    if os.environ.get("TESTS_MAY_NOT_SKIP"):
        pytest.fail(sentence)
    pytest.skip(sentence)
