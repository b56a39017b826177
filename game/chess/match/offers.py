"""Which upgrades a player is offered after a game. The match's seed alone decides, so every machine offers the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import chess

from game.chess.match.seeded_random import SeededRandom
from game.chess.rules.bycolor import ByColor
from game.chess.upgrades import CATALOGUE, Rarity, Upgrade, has_effect, new_board

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from game.chess.match.series import Series

Comeback: TypeAlias = Literal["full", "gentle"]
"""How strong the upgrades are that a loser is offered. "gentle": common and rare ones only."""

CARDS_AFTER_LOSS = 3
CARDS_AFTER_DRAW = 2
MOST_UPGRADES_ON_A_PIECE = 2
"""A player owns at most so many upgrades of movement for one type of piece."""
USUAL_BASE_MS = 60_000

_WEIGHTS: tuple[Mapping[Rarity, int], ...] = (
    {Rarity.COMMON: 60, Rarity.RARE: 32, Rarity.EPIC: 8},
    {Rarity.COMMON: 35, Rarity.RARE: 45, Rarity.EPIC: 20},
    {Rarity.COMMON: 15, Rarity.RARE: 45, Rarity.EPIC: 40},
)
"""The odds of the rarities for a player who is behind by one game, by two, and by three or more."""


def offers_after_game(
    seed: bytes,
    draft: str,
    series: Series,
    owned: Mapping[int, tuple[str, ...]],
    *,
    winner: int | None,
    offered: list[str],
    cards: tuple[str, ...] = (),
    base_ms: int = USUAL_BASE_MS,
    comeback: Comeback = "full",
) -> dict[int, tuple[str, ...]]:
    """The upgrades offered to each player: three to the loser, or two to each player after a draw.

    A player for whom no upgrade is left does not appear in the result.

    Args:
        seed: the match's seed.
        draft: a label that no other draft of the match has.
        series: the score after the game.
        owned: each player's upgrades.
        winner: who won the game; None after a draw.
        offered: everything that this match has offered so far.
        cards: upgrades that testers want to be offered in place of random ones.
        base_ms: the base time of this match's clocks.
        comeback: whether the loser may be offered epics.
    """
    found: dict[int, tuple[str, ...]] = {}
    for player in series.players:
        if player == winner:
            continue
        rng = SeededRandom(seed, f"draft/{draft}/{series.players.index(player)}")
        own, opponents = owned[player], owned[series.opponent(player)]
        before = [*offered, *(upgrade for offer in found.values() for upgrade in offer)]
        most = CARDS_AFTER_DRAW if winner is None else CARDS_AFTER_LOSS
        if chosen := offer_of_chosen_cards(cards, most=most, owned=own, opponents=opponents):
            offer = chosen
        elif winner is None:
            offer = offer_after_draw(rng, owned=own, opponents=opponents, offered=before, base_ms=base_ms)
        else:
            behind = series.behind(player)
            offer = offer_after_loss(
                rng,
                behind=behind,
                owned=own,
                opponents=opponents,
                offered=before,
                base_ms=base_ms,
                comeback=comeback,
            )
        found[player] = offer
    return {player: offer for player, offer in found.items() if offer}


def offer_after_loss(
    rng: SeededRandom,
    *,
    behind: int,
    owned: tuple[str, ...],
    opponents: tuple[str, ...],
    offered: Collection[str],
    base_ms: int = USUAL_BASE_MS,
    comeback: Comeback = "full",
) -> tuple[str, ...]:
    """Three different upgrades for the loser of a game: at least one of movement and one of another kind.

    Args:
        rng: the random numbers of this offer.
        behind: the opponent's wins less the player's; values below one count as one.
        owned: the player's upgrades.
        opponents: the opponent's upgrades.
        offered: everything that this match has offered so far.
        base_ms: the base time of this match's clocks.
        comeback: whether epics may be among them.
    """
    pool = _pool(owned, opponents, base_ms)
    if comeback == "gentle":
        pool = [upgrade for upgrade in pool if upgrade.rarity is not Rarity.EPIC]
    weights = _WEIGHTS[min(max(behind, 1), len(_WEIGHTS)) - 1]
    kinds: list[Callable[[Upgrade], bool]] = [
        lambda upgrade: upgrade.is_movement,
        lambda upgrade: not upgrade.is_movement,
        lambda _: True,
    ]
    chosen = _choose_cards(rng, pool, offered, weights, kinds)
    # Shuffled, so that the place of a card does not give away its kind.
    return tuple(chosen.pop(rng.below(len(chosen))).id for _ in range(len(chosen)))


def offer_after_draw(
    rng: SeededRandom,
    *,
    owned: tuple[str, ...],
    opponents: tuple[str, ...],
    offered: Collection[str],
    base_ms: int = USUAL_BASE_MS,
) -> tuple[str, ...]:
    """Two common upgrades for one of the players of a drawn game. The arguments are those of `offer_after_loss`."""
    pool = [upgrade for upgrade in _pool(owned, opponents, base_ms) if upgrade.rarity is Rarity.COMMON]
    chosen = _choose_cards(rng, pool, offered, _WEIGHTS[0], [lambda _: True] * CARDS_AFTER_DRAW)
    return tuple(upgrade.id for upgrade in chosen)


def offer_of_chosen_cards(
    cards: tuple[str, ...], *, most: int, owned: tuple[str, ...], opponents: tuple[str, ...]
) -> tuple[str, ...]:
    """The first `most` of the cards that testers asked for, without those that the player may not own.

    Upgrades that are never offered otherwise are allowed here.
    """
    return tuple(card for card in cards if may_own(CATALOGUE[card], owned, opponents))[:most]


def weighted_choice(rng: SeededRandom, upgrades: list[Upgrade], weights: Mapping[Rarity, int]) -> Upgrade:
    """One of the upgrades: first a rarity among theirs by weight, then any upgrade of that rarity, all equally likely.

    Args:
        rng: where the random numbers come from.
        upgrades: the choice; not empty.
        weights: the odds of each rarity.
    """
    rarities = sorted({upgrade.rarity for upgrade in upgrades})
    ticket = rng.below(sum(weights[rarity] for rarity in rarities))
    for rarity in rarities:
        ticket -= weights[rarity]
        if ticket < 0:
            break
    choice = [upgrade for upgrade in upgrades if upgrade.rarity == rarity]
    return choice[rng.below(len(choice))]


def _choose_cards(
    rng: SeededRandom,
    pool: list[Upgrade],
    offered: Collection[str],
    weights: Mapping[Rarity, int],
    kinds: list[Callable[[Upgrade], bool]],
) -> list[Upgrade]:
    """One card of each kind, all different."""
    chosen: list[Upgrade] = []
    for kind in kinds:
        left = [upgrade for upgrade in pool if upgrade not in chosen]
        if not left:
            break
        # A long match can use up a kind. A card of another kind is then better than one card less.
        possible = [upgrade for upgrade in left if kind(upgrade)] or left
        # A long match can also have offered all of a kind. Cards that were declined may then come again.
        fresh = [upgrade for upgrade in possible if upgrade.id not in offered]
        chosen.append(weighted_choice(rng, fresh or possible, weights))
    return chosen


def _pool(owned: tuple[str, ...], opponents: tuple[str, ...], base_ms: int) -> list[Upgrade]:
    return [each for each in CATALOGUE.values() if each.offered and may_own(each, owned, opponents, base_ms)]


def may_own(upgrade: Upgrade, owned: tuple[str, ...], opponents: tuple[str, ...], base_ms: int = USUAL_BASE_MS) -> bool:
    """Whether a player who owns `owned` may add `upgrade`.

    They may not if an upgrade that they own excludes it, if it would change nothing in a game against `opponents`, or
    if a game would start with a check.
    """
    if upgrade.id in owned or upgrade.excludes & set(owned):
        return False
    if any(upgrade.id in CATALOGUE[other].excludes for other in owned):
        return False
    upgraded = [piece for other in owned for piece in CATALOGUE[other].pieces]
    if any(upgraded.count(piece) >= MOST_UPGRADES_ON_A_PIECE for piece in upgrade.pieces):
        return False
    return has_effect(upgrade.id, owned, opponents, base_ms) and _starts_without_check((*owned, upgrade.id), opponents)


def _starts_without_check(owned: tuple[str, ...], opponents: tuple[str, ...]) -> bool:
    """Whether neither king is attacked at the start of a game, whichever colour the owner plays."""
    boards = (new_board(ByColor(owned, opponents)), new_board(ByColor(opponents, owned)))
    return not any(_in_check(board, color) for board in boards for color in chess.COLORS)


def _in_check(board: chess.Board, color: chess.Color) -> bool:
    king = board.king(color)
    return king is not None and board.is_attacked_by(not color, king)
