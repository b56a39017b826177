"""The long form of what `gateways/test_traffic.py` and `test_crowds.py` show: a match beside each flood from twenty
sockets that connect again whenever they are closed, against a server of its own with its default limits.
"""

from __future__ import annotations

import pytest

from tests.bench.server_floods import FLOODS, beside
from tests.helpers.extent import some_of

MOVES = 12
# What twenty sockets may make the server hold on to.
MOST_MB = 40.0


@pytest.mark.slow
@pytest.mark.parametrize("kind", some_of(list(FLOODS), 3))
def test_every_move_is_answered_beside_a_flood(kind: str) -> None:
    report = beside(kind, MOVES)
    assert len(report.took_ms) == MOVES
    assert report.after_mb - report.before_mb < MOST_MB
