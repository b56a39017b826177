"""What a player's upgrades allow instead of a move: to pass, to rewind, to revive. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chess
from msgspec import Struct

from game.chess.rules import REWIND
from game.chess.rules.layers import REVIVABLE, Charges
from game.chess.upgrades import CATALOGUE
from game.client import texts

if TYPE_CHECKING:
    from game.chess.upgrades import Upgrade
    from game.client.chess.model import ChessModel
    from netcode.messages import Colour

PASS = chess.Move.null().uci()


class ChargeAction(Struct, frozen=True):
    """An action instead of a move. It keeps its place for the whole game."""

    name: str
    label: str
    hint: str
    moves: dict[int, str] = {}
    """What to send: by the square on which a fallen piece comes back; by -1 when no square is to be chosen.

    Empty: not now.
    """
    piece: str = ""
    """FEN letter of the piece that comes back."""
    fallen: int = 0
    """How many of these pieces could come back."""


def charge_actions(match: ChessModel) -> list[ChargeAction]:
    """All charges of a player in this game, used or not, always in the same order."""
    start, position = match.start_position(), match.position()
    if start is None or position is None or match.color is None:
        return []
    white = match.color == "white"
    given, possible = start.layers.charges[white], _possible(match)
    found = []
    if given.passes:
        found.append(ChargeAction("pass", texts.PASS, texts.PASS_HINT, possible.get("", {})))
    if given.rewinds:
        found.append(ChargeAction("rewind", texts.REWIND, texts.REWIND_HINT, possible.get(REWIND, {})))
    for kind in sorted(REVIVABLE, reverse=True) if given.revivals else ():
        letter = chess.piece_symbol(kind)
        piece = letter.upper() if white else letter
        fallen = position.layers.fallen[white][REVIVABLE.index(kind)]
        hint = texts.revive_hint(texts.PIECE_NAMES[kind])
        moves = possible.get(letter.upper(), {})
        found.append(ChargeAction(f"revive {letter}", texts.REVIVE, hint, moves, piece, fallen))
    return found


def _possible(match: ChessModel) -> dict[str, dict[int, str]]:
    """The moves that could be sent now, by the piece that comes back, `REWIND`, or "" for a pass."""
    if match.feed is None or not match.can_move:
        return {}
    found: dict[str, dict[int, str]] = {}
    for uci in match.feed.instead_of_a_move():
        if "@" in uci:
            found.setdefault(uci[0], {})[chess.parse_square(uci[2:])] = uci
        else:
            found["" if uci == PASS else uci] = {-1: uci}
    return found


def left_of(match: ChessModel, color: Colour) -> dict[str, tuple[int, int]]:
    """For each upgrade of a colour with charges: how many are left, and how many there were."""
    position = match.position()
    if position is None:
        return {}
    left, found = position.layers.charges[color == "white"], {}
    for upgrade in (CATALOGUE[each] for each in match.badges(color) if each in CATALOGUE):
        given = given_by(upgrade)
        if any(given):
            found[upgrade.id] = (sum(min(a, b) for a, b in zip(left, given, strict=True)), sum(given))
    return found


def given_by(upgrade: Upgrade) -> Charges:
    """The charges that an upgrade gives at the start of a game."""
    return Charges(upgrade.passes, upgrade.revivals, upgrade.rewinds)
