"""Which cards the draft shows, whose they are, and which was taken. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from game.chess.upgrades import CATALOGUE
from game.client import texts

if TYPE_CHECKING:
    from game.client.chess.model import ChessModel
    from netcode import messages as m


class Hand(Struct, frozen=True):
    """The contents of the draft screen."""

    title: str
    line: str
    cards: tuple[str, ...]
    """Catalogue ids."""
    mine: bool
    """Whether one may take a card now."""
    taken: str | None = None
    open: bool = True
    """Whether time is running for somebody."""
    ms: int = 1
    """How long the draft lasts in all."""
    white: bool = True
    """Whether the player who takes one has White in the next game."""
    both: bool = False
    """After a draw, once both have chosen: the cards are what each has taken, `white` is about the first."""
    known: bool = True
    """Whether the cards' faces are shown. Spectators see only the card that was taken."""


def hands(match: ChessModel, before: Hand | None) -> Hand | None:
    """The hand to show: the user's while it is open, else the other player's, else what was taken.

    `before` is the previous hand: its cards stay on the table while the pick is revealed. After a draw, the other
    player's pick is shown beside one's own once both have picked.
    """
    both = len(match.draft.offers) + len(match.draft.chosen) > 1
    title = texts.DRAFT_TITLE_DRAW if both else texts.DRAFT_TITLE
    own = match.draft.offers.get(match.room.pid) if match.room.pid is not None else None
    if own is not None:
        rivals = [
            texts.choosing_too(match.name_of(pid), picked=offer.picked)
            for pid, offer in match.draft.offers.items()
            if pid != match.room.pid
        ]
        line = " ".join([texts.DRAFT_CHOOSE, *rivals])
        return Hand(title, line, tuple(own.upgrades), mine=True, ms=own.ms, white=_white_next(match, own.pid))
    chosen = _own_first(match)
    lines = [taken_line(match, each.pid) for each in chosen]
    lines += [
        texts.choosing_too(match.name_of(pid), picked=True)
        if offer.picked
        else texts.draft_watching(match.name_of(pid))
        for pid, offer in match.draft.offers.items()
    ]
    line = " ".join(lines)
    if len(chosen) > 1:
        cards = tuple(each.upgrade for each in chosen)
        return Hand(title, line, cards, mine=False, open=False, white=_white_next(match, chosen[0].pid), both=True)
    shown = _to_reveal(chosen, before)
    if shown is not None:
        cards, taken, pid = shown
        known = before.known if before is not None else match.room.pid in match.draft.chosen
        open_ = bool(match.draft.offers)
        white = _white_next(match, pid)
        return Hand(title, line, cards, mine=False, taken=taken, open=open_, ms=_ms(match), white=white, known=known)
    other = next(iter(match.draft.offers.values()), None)
    if other is None:
        return None
    white = _white_next(match, other.pid)
    return Hand(title, line, tuple(other.upgrades), mine=False, ms=other.ms, white=white, known=False)


def _white_next(match: ChessModel, pid: int) -> bool:
    """Colours alternate from game to game."""
    return match.board is None or match.board.players["white"] != pid


def taken_line(match: ChessModel, pid: int) -> str:
    """Who took what."""
    chosen = match.draft.chosen[pid]
    name = texts.YOU if pid == match.room.pid else match.name_of(pid)
    upgrade = CATALOGUE.get(chosen.upgrade)
    return texts.draft_taken(name, upgrade.name if upgrade else chosen.upgrade, auto=chosen.auto)


def _ms(match: ChessModel) -> int:
    return max((offer.ms for offer in match.draft.offers.values()), default=1)


def _own_first(match: ChessModel) -> list[m.UpgradeChosen]:
    return sorted(match.draft.chosen.values(), key=lambda each: each.pid != match.room.pid)


def _to_reveal(chosen: list[m.UpgradeChosen], before: Hand | None) -> tuple[tuple[str, ...], str, int] | None:
    """The cards of a finished pick, which one was taken, and whose it is."""
    if not chosen:
        return None
    upgrade, pid = chosen[0].upgrade, chosen[0].pid
    if before is not None and upgrade in before.cards:
        return before.cards, upgrade, pid
    return (upgrade,), upgrade, pid
