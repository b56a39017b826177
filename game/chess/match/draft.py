"""What is offered to whom: drawn from the match's seed alone, so the same seed gives the same offers everywhere."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

import chess

from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import CATALOGUE, Rarity, Upgrade, changes_a_game, new_board

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from game.chess.match.series import Series

LOSERS_CARDS = 3
DRAW_CARDS = 2
MOST_LEVELS_ON_A_PIECE = 2
USUAL_BASE_MS = 60_000

_WEIGHTS: tuple[Mapping[Rarity, int], ...] = (
    {Rarity.COMMON: 60, Rarity.RARE: 32, Rarity.EPIC: 8},
    {Rarity.COMMON: 35, Rarity.RARE: 45, Rarity.EPIC: 20},
    {Rarity.COMMON: 15, Rarity.RARE: 45, Rarity.EPIC: 40},
)
"""By how many games the drafting player is behind: one, two, three or more."""


class Dice:
    """An endless stream of fair numbers from HMAC-SHA256(seed, label)."""

    def __init__(self, seed: bytes, label: str) -> None:
        self._numbers = _numbers(seed, label)

    def below(self, bound: int) -> int:
        """A number from 0 to `bound` - 1."""
        # 64 bits against a bound of hundreds: the bias is below 1 in 10^16.
        return next(self._numbers) % bound

    def one_of(self, upgrades: list[Upgrade], weights: Mapping[Rarity, int]) -> Upgrade:
        """One of the upgrades: its rarity by weight among those that are there, then each alike."""
        rarities = sorted({upgrade.rarity for upgrade in upgrades})
        ticket = self.below(sum(weights[rarity] for rarity in rarities))
        for rarity in rarities:
            ticket -= weights[rarity]
            if ticket < 0:
                break
        choice = [upgrade for upgrade in upgrades if upgrade.rarity == rarity]
        return choice[self.below(len(choice))]


def _numbers(seed: bytes, label: str) -> Iterator[int]:
    counter = 0
    while True:
        digest = hmac.digest(seed, f"{label}/{counter}".encode(), hashlib.sha256)
        yield from (int.from_bytes(digest[i : i + 8], "big") for i in range(0, len(digest), 8))
        counter += 1


def losers_offer(
    dice: Dice,
    *,
    behind: int,
    owned: tuple[str, ...],
    opponents: tuple[str, ...],
    offered: Collection[str],
    base_ms: int = USUAL_BASE_MS,
) -> tuple[str, ...]:
    """Three different upgrades, at least one of movement and one of another kind, for the loser of a game.

    Args:
        dice: the offer's own stream.
        behind: games won by the opponent less games won by the player; below one counts as one.
        owned: the player's upgrades.
        opponents: the opponent's upgrades.
        offered: everything that this match has offered already.
        base_ms: what a clock of this match starts with.
    """
    pool = _pool(owned, opponents, base_ms)
    weights = _WEIGHTS[min(max(behind, 1), len(_WEIGHTS)) - 1]
    kinds: list[Callable[[Upgrade], bool]] = [
        lambda upgrade: upgrade.is_movement,
        lambda upgrade: not upgrade.is_movement,
        lambda _: True,
    ]
    picks = _draw(dice, pool, offered, weights, kinds)
    return tuple(picks.pop(dice.below(len(picks))).id for _ in range(len(picks)))


def deal(
    seed: bytes,
    draft: str,
    series: Series,
    owned: Mapping[int, tuple[str, ...]],
    *,
    winner: int | None,
    offered: list[str],
    cards: tuple[str, ...] = (),
    base_ms: int = USUAL_BASE_MS,
) -> dict[int, tuple[str, ...]]:
    """After a game: the loser's three cards, or, after a draw, two for either. Nobody gets an empty hand.

    Args:
        seed: the match's.
        draft: what tells this draft from the others of the match.
        series: the score after the game.
        owned: what each player owns.
        winner: who has won the game; None after a draw.
        offered: everything that this match has offered already.
        cards: what testers want to be offered instead of what the lots would say.
        base_ms: what a clock of this match starts with.
    """
    hands: dict[int, tuple[str, ...]] = {}
    for player in series.players:
        if player == winner:
            continue
        dice = Dice(seed, f"draft/{draft}/{series.players.index(player)}")
        own, opponents = owned[player], owned[series.opponent(player)]
        before = [*offered, *(upgrade for hand in hands.values() for upgrade in hand)]
        most = DRAW_CARDS if winner is None else LOSERS_CARDS
        if chosen := chosen_offer(cards, most=most, owned=own, opponents=opponents):
            hand = chosen
        elif winner is None:
            hand = draw_offer(dice, owned=own, opponents=opponents, offered=before, base_ms=base_ms)
        else:
            behind = series.behind(player)
            hand = losers_offer(dice, behind=behind, owned=own, opponents=opponents, offered=before, base_ms=base_ms)
        hands[player] = hand
    return {player: hand for player, hand in hands.items() if hand}


def draw_offer(
    dice: Dice,
    *,
    owned: tuple[str, ...],
    opponents: tuple[str, ...],
    offered: Collection[str],
    base_ms: int = USUAL_BASE_MS,
) -> tuple[str, ...]:
    """Two commons, for either player after a draw."""
    pool = [upgrade for upgrade in _pool(owned, opponents, base_ms) if upgrade.rarity is Rarity.COMMON]
    picks = _draw(dice, pool, offered, _WEIGHTS[0], [lambda _: True] * DRAW_CARDS)
    return tuple(upgrade.id for upgrade in picks)


def chosen_offer(
    cards: tuple[str, ...], *, most: int, owned: tuple[str, ...], opponents: tuple[str, ...]
) -> tuple[str, ...]:
    """The first `most` of these cards that the player may own, whether a draft would ever draw them or not."""
    return tuple(card for card in cards if may_own(CATALOGUE[card], owned, opponents))[:most]


def _draw(
    dice: Dice,
    pool: list[Upgrade],
    offered: Collection[str],
    weights: Mapping[Rarity, int],
    kinds: list[Callable[[Upgrade], bool]],
) -> list[Upgrade]:
    picks: list[Upgrade] = []
    for kind in kinds:
        left = [upgrade for upgrade in pool if upgrade not in picks]
        if not left:
            break
        # A long match can exhaust a kind; then any other is better than fewer cards.
        possible = [upgrade for upgrade in left if kind(upgrade)] or left
        # And it can have offered all of a kind: then what was declined before may come again.
        fresh = [upgrade for upgrade in possible if upgrade.id not in offered]
        picks.append(dice.one_of(fresh or possible, weights))
    return picks


def _pool(owned: tuple[str, ...], opponents: tuple[str, ...], base_ms: int) -> list[Upgrade]:
    return [each for each in CATALOGUE.values() if each.offered and may_own(each, owned, opponents, base_ms)]


def may_own(upgrade: Upgrade, owned: tuple[str, ...], opponents: tuple[str, ...], base_ms: int = USUAL_BASE_MS) -> bool:
    """Whether a player may add `upgrade` to what they own: a card that would do nothing is none."""
    if upgrade.id in owned or upgrade.excludes & set(owned):
        return False
    if any(upgrade.id in CATALOGUE[other].excludes for other in owned):
        return False
    levels = [piece for other in owned for piece in CATALOGUE[other].pieces]
    if any(levels.count(piece) >= MOST_LEVELS_ON_A_PIECE for piece in upgrade.pieces):
        return False
    return changes_a_game(upgrade.id, owned, opponents, base_ms) and _starts_quietly((*owned, upgrade.id), opponents)


def _starts_quietly(owned: tuple[str, ...], opponents: tuple[str, ...]) -> bool:
    """Nobody begins a game in check, whoever plays which colour."""
    boards = (new_board(ByColor(owned, opponents)), new_board(ByColor(opponents, owned)))
    return not any(_attacked(board, color) for board in boards for color in chess.COLORS)


def _attacked(board: chess.Board, color: chess.Color) -> bool:
    king = board.king(color)
    return king is not None and board.is_attacked_by(not color, king)
