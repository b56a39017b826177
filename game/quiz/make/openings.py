"""Openings by name. The names are common; the choice and the order are ours."""

from __future__ import annotations

from typing import Final, NamedTuple


class Opening(NamedTuple):
    """An opening's moves, in SAN, and its names; the first is shown. `rank`: 0 everybody's, 2 a specialist's."""

    moves: str
    names: tuple[str, ...]
    rank: int


OPENINGS: Final = (
    Opening("e4 e5 Nf3 Nc6 Bb5", ("Ruy Lopez", "Spanish Opening"), 0),
    Opening("e4 e5 Nf3 Nc6 Bc4 Bc5", ("Italian Game", "Giuoco Piano"), 0),
    Opening("e4 c5", ("Sicilian Defence",), 0),
    Opening("e4 e6", ("French Defence",), 0),
    Opening("e4 c6", ("Caro-Kann Defence",), 0),
    Opening("d4 d5 c4", ("Queen's Gambit",), 0),
    Opening("e4 e5 f4", ("King's Gambit",), 0),
    Opening("e4 d5", ("Scandinavian Defence", "Centre Counter"), 0),
    Opening("c4", ("English Opening",), 0),
    Opening("d4 d5 Bf4", ("London System",), 0),
    Opening("e4 e5 Nf3 Nc6 d4", ("Scotch Game",), 1),
    Opening("e4 e5 Nf3 Nf6", ("Petrov's Defence", "Russian Defence", "Petroff Defence"), 1),
    Opening("e4 e5 Nc3", ("Vienna Game",), 1),
    Opening("e4 e5 Nf3 d6", ("Philidor Defence",), 1),
    Opening("e4 Nf6", ("Alekhine's Defence",), 1),
    Opening("e4 d6 d4 Nf6 Nc3 g6", ("Pirc Defence",), 1),
    Opening("d4 d5 c4 c6", ("Slav Defence",), 1),
    Opening("d4 d5 c4 e6", ("Queen's Gambit Declined",), 1),
    Opening("d4 d5 c4 dxc4", ("Queen's Gambit Accepted",), 1),
    Opening("d4 f5", ("Dutch Defence",), 1),
    Opening("d4 Nf6 c4 g6 Nc3 Bg7", ("King's Indian Defence",), 1),
    Opening("d4 Nf6 c4 e6 Nc3 Bb4", ("Nimzo-Indian Defence",), 1),
    Opening("e4 e5 Nf3 Nc6 Bc4 Nf6", ("Two Knights Defence",), 1),
    Opening("d4 Nf6 c4 g6 Nc3 d5", ("Grünfeld Defence",), 2),
    Opening("d4 Nf6 c4 e6 Nf3 b6", ("Queen's Indian Defence",), 2),
    Opening("d4 Nf6 c4 c5 d5 b5", ("Benko Gambit", "Volga Gambit"), 2),
    Opening("d4 Nf6 c4 e5", ("Budapest Gambit",), 2),
    Opening("d4 d5 c4 e5", ("Albin Countergambit",), 2),
    Opening("d4 Nf6 Bg5", ("Trompowsky Attack",), 2),
    Opening("e4 e5 Nf3 Nc6 Bc4 Bc5 b4", ("Evans Gambit",), 2),
    Opening("e4 c5 d4 cxd4 c3", ("Smith-Morra Gambit",), 2),
    Opening("e4 e5 Nf3 f5", ("Latvian Gambit",), 2),
    Opening("e4 e5 d4 exd4 c3", ("Danish Gambit",), 2),
    Opening("b4", ("Sokolsky Opening", "Orangutan", "Polish Opening"), 2),
    Opening("f4", ("Bird's Opening",), 2),
    Opening("g4", ("Grob's Attack",), 2),
)
