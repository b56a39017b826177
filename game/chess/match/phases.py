"""The phases of a match, as one table: what each accepts and where it leads.

A match runs like this; `*` marks the phases that end by time alone:

    countdown* -> playing -> result* -> draft* -> reveal* -> countdown* ...  and finally -> over

`result` leads straight to `countdown` when nobody can be offered an upgrade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from game.chess.match import commands as c

if TYPE_CHECKING:
    from collections.abc import Mapping

Phase: TypeAlias = Literal["countdown", "playing", "result", "draft", "reveal", "over"]


class PhaseRules(NamedTuple):
    """What may happen in a phase. `Match` refuses any other command, and any other transition is a bug."""

    accepts: frozenset[type[c.Command]]
    """The commands that a player may give. A command can still be refused for another reason, such as a wrong ply."""
    leads_to: frozenset[Phase]


_ALWAYS: tuple[type[c.Command], ...] = (c.Measured,)
# A player can leave at any time, and that ends the match.
_UNTIL_OVER: tuple[type[c.Command], ...] = (*_ALWAYS, c.Forfeit)

PHASES: Mapping[Phase, PhaseRules] = {
    "countdown": PhaseRules(frozenset(_UNTIL_OVER), frozenset({"playing", "over"})),
    "playing": PhaseRules(
        frozenset({*_UNTIL_OVER, c.MakeMove, c.Resign, c.OfferDraw, c.WithdrawDraw, c.AnswerDraw, c.Abandon}),
        frozenset({"result", "over"}),
    ),
    # To itself: `Hold` takes the time limit away and `Release` sets a new one.
    "result": PhaseRules(
        frozenset({*_UNTIL_OVER, c.Hold, c.Release}), frozenset({"result", "draft", "countdown", "over"})
    ),
    "draft": PhaseRules(frozenset({*_UNTIL_OVER, c.ChooseUpgrade}), frozenset({"reveal", "over"})),
    "reveal": PhaseRules(frozenset(_UNTIL_OVER), frozenset({"countdown", "over"})),
    "over": PhaseRules(frozenset({*_ALWAYS, c.PlayAgain}), frozenset({"countdown"})),
}
assert PHASES.keys() == set(get_args(Phase)), "every phase has a row"
