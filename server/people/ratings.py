"""How matches change ratings, and how ratings are shown. Pure.

The rules:

- A match is rated as a whole, whatever its score, by Weng and Lin's Bayesian method ("A Bayesian Approximation Method
  for Online Ranking", 2011) as implemented by `openskill`, for any number of players.
- Each kind of game has a rating of its own. Matches with a computer count for a separate rating (`POOL_WITH_BOTS`),
  also for the computer, which is one player per level.
- Only known people are rated. A person who holds two seats is not rated. With fewer than two left, nobody is.
- A match that was left before it had really begun (`Outcome.aborted`) is not rated. Leaving later counts as a defeat. A
  room that dies with its match unfinished leaves no match.
- Games that a stand-in played for an absent player count for that player.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import lcm
from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from server.games.interface import Outcome

FIRST_MU: Final = 25.0
FIRST_SIGMA: Final = 25.0 / 3
K = TypeVar("K", int, str)

# The scale that chess players know: 1500 at first, and 400 more win ten games for one lost.
FIRST_SHOWN: Final = 1500
SHOWN_PER_MU: Final = 30
# A rating that may be off by more than this (one standard deviation) is shown with a question mark: for about eight
# matches against others who are new, for fewer against those who are not.
CERTAIN_WITHIN: Final = 200
# In how many orders equals may take turns: a hundred players with the same points are not worth a second.
MOST_ORDERS: Final = 12

BOT: Final = "bot:"
"""Before a level, where people have their id."""
POOL_WITH_BOTS: Final = "{game}-bots"


class Standing(Struct, frozen=True):
    """A player's rating in one kind of game. `streak`: matches won in a row until now."""

    mu: float = FIRST_MU
    sigma: float = FIRST_SIGMA
    matches: int = 0
    won: int = 0
    drawn: int = 0
    lost: int = 0
    streak: int = 0
    best_streak: int = 0

    @property
    def rating(self) -> int:
        """The rating as it is shown."""
        return shown(self.mu)

    @property
    def uncertain(self) -> bool:
        """Whether the rating is shown with a question mark."""
        return is_uncertain(self.sigma)


def shown(mu: float) -> int:
    """A rating on the scale that people see."""
    return round(FIRST_SHOWN + SHOWN_PER_MU * (mu - FIRST_MU))


def is_uncertain(sigma: float) -> bool:
    """Whether a rating is shown with a question mark."""
    return sigma * SHOWN_PER_MU > CERTAIN_WITHIN


def pool_of(outcome: Outcome) -> str:
    """Which rating the match changes."""
    with_bots = any(player.bot for player in outcome.players)
    return POOL_WITH_BOTS.format(game=outcome.game) if with_bots else outcome.game


def rated_seats(outcome: Outcome, known: frozenset[str]) -> dict[int, str]:
    """Who is rated, by pid: the id of one of the `known` people, or `BOT` and a level. Empty if nobody is."""
    if not outcome.rated or outcome.aborted:
        return {}
    seats = {player.pid: f"{BOT}{player.bot}" if player.bot else player.person for player in outcome.players}
    held = Counter(seats.values())
    may = {pid: who for pid, who in seats.items() if held[who] == 1 and (who in known or who.startswith(BOT))}
    return may if len(may) > 1 else {}


def after(before: Mapping[K, Standing], places: Mapping[K, int]) -> dict[K, Standing]:
    """The standings after a match. `places` has each player's place, from 1; equal players share one."""
    orders = _orders(places)
    runs = [_rated(before, order) for order in orders]
    alone = Counter(places.values())[1] == 1
    return {
        who: _counted(
            before[who],
            mu=sum(run[who][0] for run in runs) / len(runs),
            sigma=sum(run[who][1] for run in runs) / len(runs),
            first=places[who] == 1,
            alone=alone,
        )
        for who in places
    }


def _orders(places: Mapping[K, int]) -> list[list[K]]:
    """The order of places. Equal players take turns in coming first: with the method's own way of handling ties,
    somebody behind two equal players could gain as much as they do.
    """
    equals: dict[int, list[K]] = {}
    for who in sorted(places):
        equals.setdefault(places[who], []).append(who)
    runs = min(lcm(*map(len, equals.values())), MOST_ORDERS)
    return [[who for place in sorted(equals) for who in _turned(equals[place], by)] for by in range(runs)]


def _turned(names: list[K], by: int) -> list[K]:
    by %= len(names)
    return names[by:] + names[:by]


def _rated(before: Mapping[K, Standing], order: Sequence[K]) -> dict[K, tuple[float, float]]:
    """Everybody's new mu and sigma for this order."""
    model = _model()
    rated = model.rate([[model.rating(before[who].mu, before[who].sigma)] for who in order])
    return {who: (team[0].mu, team[0].sigma) for who, team in zip(order, rated, strict=True)}


def _counted(before: Standing, *, mu: float, sigma: float, first: bool, alone: bool) -> Standing:
    won, drawn = first and alone, first and not alone
    streak = before.streak + 1 if won else 0
    return replace(
        before,
        mu=mu,
        sigma=sigma,
        matches=before.matches + 1,
        won=before.won + won,
        drawn=before.drawn + drawn,
        lost=before.lost + (not first),
        streak=streak,
        best_streak=max(before.best_streak, streak),
    )


@cache
def _model() -> Any:
    # Only a server that rates needs it, and it takes a while to import.
    from openskill.models import PlackettLuce

    return PlackettLuce(mu=FIRST_MU, sigma=FIRST_SIGMA)
