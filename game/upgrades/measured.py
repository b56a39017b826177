"""Strengths of upgrades as self-play measured them: written by `python -m tests.bench.balance`, not by hand."""

from __future__ import annotations

# id: (S, its error, games; C, its error, games). Elo; the errors are half the width of the 95 % interval.
MEASURED: dict[str, tuple[int, int, int, int, int, int]] = {}
