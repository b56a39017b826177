"""The page's code that draws nothing, tested in Node as it is."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.helpers.missing import not_run

HERE = Path(__file__).parent


def test_the_pages_own_tests_pass() -> None:
    if shutil.which("node") is None:
        not_run("TESTS OF THE PAGE'S CODE NOT RUN: this machine lacks node")
    command = ["node", "--test", *map(str, sorted(HERE.glob("*.test.mjs")))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
