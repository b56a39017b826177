from __future__ import annotations

from game.client.chess.draft import DraftScene
from tests.helpers.pilot import Pilot
from tests.helpers.sessions import a_draft


def test_every_card_that_turns_over_is_heard_once() -> None:
    context = a_draft()
    context.settings = type(context.settings)(name="Ann", reduced_motion=False)
    pilot = Pilot(scene=DraftScene(context, context.match))
    pilot.stage.stack.refresh(pilot.clock.now_ms)
    pilot.advance(6_000)
    assert context.asked == ["sound flip"] * 3
