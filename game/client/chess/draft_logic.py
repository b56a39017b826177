"""Which cards lie on the table, whose they are, and what was taken: from the session alone. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from game.chess.upgrades import CATALOGUE
from game.client import texts

if TYPE_CHECKING:
    from game.client.net.session import Session
    from netcode import messages as m


class Hand(Struct, frozen=True):
    """What the draft screen shows."""

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
    """Whether whoever takes one plays White in the next game."""
    both: bool = False
    """After a draw, once both have chosen: the cards are what each has taken, `white` is about the first."""
    known: bool = True
    """Whether the cards' faces may be seen: whoever only watches sees the one that was taken."""


def hands(session: Session, before: Hand | None) -> Hand | None:
    """The hand to show: one's own while it is open, else the other's, else what was taken.

    `before` is what was shown until now: cards that are no longer offered stay on the table while the choice is
    revealed. After a draw the other's choice is a card beside one's own, as soon as both have chosen.
    """
    both = len(session.offers) + len(session.chosen) > 1
    title = texts.DRAFT_TITLE_DRAW if both else texts.DRAFT_TITLE
    own = session.offers.get(session.pid) if session.pid is not None else None
    if own is not None:
        rivals = [
            texts.choosing_too(session.name_of(pid), picked=offer.picked)
            for pid, offer in session.offers.items()
            if pid != session.pid
        ]
        line = " ".join([texts.DRAFT_CHOOSE, *rivals])
        return Hand(title, line, tuple(own.upgrades), mine=True, ms=own.ms, white=_white_next(session, own.pid))
    chosen = _own_first(session)
    lines = [taken_line(session, each.pid) for each in chosen]
    lines += [
        texts.choosing_too(session.name_of(pid), picked=True)
        if offer.picked
        else texts.draft_watching(session.name_of(pid))
        for pid, offer in session.offers.items()
    ]
    line = " ".join(lines)
    if len(chosen) > 1:
        cards = tuple(each.upgrade for each in chosen)
        return Hand(title, line, cards, mine=False, open=False, white=_white_next(session, chosen[0].pid), both=True)
    shown = _to_reveal(chosen, before)
    if shown is not None:
        cards, taken, pid = shown
        known = before.known if before is not None else session.pid in session.chosen
        open_ = bool(session.offers)
        white = _white_next(session, pid)
        return Hand(title, line, cards, mine=False, taken=taken, open=open_, ms=_ms(session), white=white, known=known)
    other = next(iter(session.offers.values()), None)
    if other is None:
        return None
    white = _white_next(session, other.pid)
    return Hand(title, line, tuple(other.upgrades), mine=False, ms=other.ms, white=white, known=False)


def _white_next(session: Session, pid: int) -> bool:
    """Colours alternate from game to game."""
    return session.board is None or session.board.players["white"] != pid


def taken_line(session: Session, pid: int) -> str:
    """Who took what."""
    chosen = session.chosen[pid]
    name = texts.YOU if pid == session.pid else session.name_of(pid)
    upgrade = CATALOGUE.get(chosen.upgrade)
    return texts.draft_taken(name, upgrade.name if upgrade else chosen.upgrade, auto=chosen.auto)


def _ms(session: Session) -> int:
    return max((offer.ms for offer in session.offers.values()), default=1)


def _own_first(session: Session) -> list[m.UpgradeChosen]:
    return sorted(session.chosen.values(), key=lambda each: each.pid != session.pid)


def _to_reveal(chosen: list[m.UpgradeChosen], before: Hand | None) -> tuple[tuple[str, ...], str, int] | None:
    """The cards among which a choice has been made, which it was, and whose."""
    if not chosen:
        return None
    upgrade, pid = chosen[0].upgrade, chosen[0].pid
    if before is not None and upgrade in before.cards:
        return before.cards, upgrade, pid
    return (upgrade,), upgrade, pid
