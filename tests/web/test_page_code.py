"""The page's code that draws nothing, tested in Node as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def test_the_pages_own_tests_pass() -> None:
    if shutil.which("node") is None:
        sentence = "TESTS OF THE PAGE'S CODE NOT RUN: this machine lacks node"
        if os.environ.get("TESTS_MAY_NOT_SKIP"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    command = ["node", "--test", *map(str, sorted(HERE.glob("*.test.mjs")))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
