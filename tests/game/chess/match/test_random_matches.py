"""Whole random matches, until every upgrade was offered, picked, used, and met every other."""

from __future__ import annotations

import pytest

from game.chess.match import Replay
from game.chess.upgrades import CATALOGUE
from tests.helpers import runner
from tests.helpers.extent import repeated
from tests.helpers.runner import Broken, Coverage, play_match, play_until_complete

QUICK_MATCHES = 5
LONG_MATCHES = repeated(1_000, 60)
# Of about a thousand pairs.
PAIRS_THAT_NEED_NOT_MEET = repeated(0, 250)


def test_random_matches_keep_the_rules_and_can_be_replayed() -> None:
    """Every position, as a client sees it, and every replay; and after few matches half of the upgrades were there."""
    coverage, _ = play_until_complete(first_seed=1, matches=QUICK_MATCHES)
    assert len(coverage.offered) > len(CATALOGUE) / 3
    assert len(coverage.used) > len(CATALOGUE) / 8


@pytest.mark.slow
def test_every_upgrade_is_offered_picked_used_and_met_by_every_other() -> None:
    """Nothing of the catalogue is out of reach, and no two entries break a match together."""
    coverage, _ = play_until_complete(first_seed=1, matches=LONG_MATCHES)
    missing = coverage.missing()
    assert len(missing.pop("met")) <= PAIRS_THAT_NEED_NOT_MEET
    assert missing == {"offered": [], "picked": [], "used": []}


def test_a_failure_is_reported_with_its_seed_and_its_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it can be played again."""

    def breaks(*_: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(runner, "changes_the_start", breaks)
    with pytest.raises(Broken, match="seed 7 broke") as broken:
        play_match(7, Coverage())
    story = str(broken.value)
    assert isinstance(broken.value.__cause__, ZeroDivisionError)
    assert Replay.load(story[story.index("{") :].encode()) == broken.value.replay
