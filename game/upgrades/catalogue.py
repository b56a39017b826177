"""Every upgrade there is. To add one: an entry here and a test file; nothing else needs to know.

Strengths are measured (self-play Elo) and lie between +20 and +250; see ARCHITECTURE.md for how they were chosen.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from chess import BISHOP, KING, KNIGHT, PAWN, QUEEN, ROOK

from game.upgrades.upgrade import Rarity, Upgrade

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMMONS = (
    Upgrade(
        id="sidling_rooks",
        name="Sidling Rooks",
        text="Your rooks may also step one square diagonally, without capturing.",
        rarity=Rarity.COMMON,
        moves={ROOK: "mF"},
    ),
    Upgrade(
        id="shifty_bishops",
        name="Shifty Bishops",
        text="Your bishops may also step one square straight, without capturing, and so change colour.",
        rarity=Rarity.COMMON,
        moves={BISHOP: "mW"},
    ),
    Upgrade(
        id="trotters",
        name="Trotters",
        text="Your knights may also step like a king, without capturing.",
        rarity=Rarity.COMMON,
        moves={KNIGHT: "mK"},
    ),
    Upgrade(
        id="chargers",
        name="Chargers",
        text="Your knights may also step one square straight ahead, and capture there.",
        rarity=Rarity.COMMON,
        moves={KNIGHT: "fW"},
    ),
    Upgrade(
        id="retreat",
        name="Retreat",
        text="Your knights may also step one square backwards, straight or diagonally, and capture there.",
        rarity=Rarity.COMMON,
        moves={KNIGHT: "bW bF"},
    ),
    Upgrade(
        id="backstep",
        name="Backstep",
        text="Your pawns may also step one square straight back.",
        rarity=Rarity.COMMON,
        moves={PAWN: "bmW"},
    ),
    Upgrade(
        id="torpedo",
        name="Torpedo",
        text="Your pawns may make their double step from the second up to the fifth rank.",
        rarity=Rarity.COMMON,
        double_steps=(3, 4, 5),
    ),
    Upgrade(
        id="kings_leap",
        name="King's Leap",
        text="Your king may also leap like a knight, without capturing.",
        rarity=Rarity.COMMON,
        moves={KING: "mN"},
    ),
    Upgrade(
        id="recruit",
        name="Recruit",
        text="You start with an extra pawn on e3.",
        rarity=Rarity.COMMON,
        places={"e3": PAWN},
    ),
    Upgrade(
        id="vanguard",
        name="Vanguard",
        text="Your d and e pawns start on the fourth rank.",
        rarity=Rarity.COMMON,
        places={"d2": None, "e2": None, "d4": PAWN, "e4": PAWN},
    ),
    Upgrade(
        id="rook_hop",
        name="Rook Hop",
        text="Your rooks may also leap two squares diagonally, over anything, without capturing.",
        rarity=Rarity.COMMON,
        moves={ROOK: "mA"},
    ),
    Upgrade(
        id="siege",
        name="Siege",
        text="Your opponent cannot castle.",
        rarity=Rarity.COMMON,
        opponent_castling="",
    ),
    Upgrade(
        id="deep_breath",
        name="Deep Breath",
        text="Your clock starts with 15 seconds more.",
        rarity=Rarity.COMMON,
        own_clock_ms=15_000,
        excludes=frozenset({"long_wind"}),
    ),
    Upgrade(
        id="hurry_up",
        name="Hurry Up",
        text="Your opponent's clock starts with 10 seconds less.",
        rarity=Rarity.COMMON,
        opponent_clock_ms=-10_000,
    ),
    Upgrade(
        id="escape_artist",
        name="Escape Artist",
        text="You may castle out of check and through attacked squares.",
        rarity=Rarity.COMMON,
        castles_through_check=True,
        excludes=frozenset({"spare_king"}),
    ),
    Upgrade(
        id="breather",
        name="Breather",
        text="Once a game, when you are not in check, you may pass.",
        rarity=Rarity.COMMON,
        passes=1,
    ),
    Upgrade(
        id="hopping_bishops",
        name="Hopping Bishops",
        text="Your bishops may also leap two squares straight, over anything, without capturing.",
        rarity=Rarity.COMMON,
        moves={BISHOP: "mD"},
        excludes=frozenset({"nimble_bishops"}),
    ),
    Upgrade(
        id="dancing_queen",
        name="Dancing Queen",
        text="Your queen may also leap like a knight, without capturing.",
        rarity=Rarity.COMMON,
        moves={QUEEN: "mN"},
        excludes=frozenset({"amazon"}),
    ),
    Upgrade(
        id="iron_guard",
        name="Iron Guard",
        text="Your d and e pawns start with a shield, which the first capture takes instead of the pawn.",
        rarity=Rarity.COMMON,
        shields=("d2", "e2"),
        excludes=frozenset({"vanguard"}),
    ),
)

_RARES = (
    Upgrade(
        id="ram_rooks",
        name="Ram Rooks",
        text="Your rooks may also step one square diagonally forward, and capture there.",
        rarity=Rarity.RARE,
        moves={ROOK: "fF"},
    ),
    Upgrade(
        id="lancer_bishops",
        name="Lancer Bishops",
        text="Your bishops may also step one square straight ahead, and capture there.",
        rarity=Rarity.RARE,
        moves={BISHOP: "fW"},
    ),
    Upgrade(
        id="nimble_bishops",
        name="Nimble Bishops",
        text="Your bishops may also step one square or leap two squares straight, without capturing.",
        rarity=Rarity.RARE,
        moves={BISHOP: "mW mD"},
        excludes=frozenset({"shifty_bishops"}),
    ),
    Upgrade(
        id="fanged_queen",
        name="Fanged Queen",
        text="Your queen may also capture like a knight.",
        rarity=Rarity.RARE,
        moves={QUEEN: "cN"},
    ),
    Upgrade(
        id="fencing_king",
        name="Fencing King",
        text="Your king may also move, and capture, two squares diagonally if the way is free.",
        rarity=Rarity.RARE,
        moves={KING: "B2"},
    ),
    Upgrade(
        id="crab_pawns",
        name="Crab Pawns",
        text="Your pawns may also step one square sideways.",
        rarity=Rarity.RARE,
        moves={PAWN: "smW"},
    ),
    Upgrade(
        id="backstab_pawns",
        name="Backstab Pawns",
        text="Your pawns may also capture diagonally backwards.",
        rarity=Rarity.RARE,
        moves={PAWN: "bcF"},
    ),
    Upgrade(
        id="two_recruits",
        name="Two Recruits",
        text="You start with extra pawns on a3 and h3.",
        rarity=Rarity.RARE,
        places={"a3": PAWN, "h3": PAWN},
    ),
    Upgrade(
        id="trade_up",
        name="Trade-Up",
        text="Your b1 knight is a rook, but you cannot castle queenside.",
        rarity=Rarity.RARE,
        places={"b1": ROOK},
        own_castling="K",
    ),
    Upgrade(
        id="long_wind",
        name="Long Wind",
        text="Your clock starts with 30 seconds more.",
        rarity=Rarity.RARE,
        own_clock_ms=30_000,
        excludes=frozenset({"deep_breath"}),
    ),
    Upgrade(
        id="knight_hero",
        name="Knight Hero",
        text="Your b1 knight may also step one square straight, and capture there.",
        rarity=Rarity.RARE,
        heroes={"b1": "W"},
        excludes=frozenset({"trade_up"}),
    ),
    Upgrade(
        id="bishop_hero",
        name="Bishop Hero",
        text="Your f1 bishop may also step one square straight, and capture there.",
        rarity=Rarity.RARE,
        heroes={"f1": "W"},
    ),
    Upgrade(
        id="rook_hero",
        name="Rook Hero",
        text="Your a1 rook may also step one square diagonally, and capture there, but does not castle.",
        rarity=Rarity.RARE,
        heroes={"a1": "F"},
        own_castling="K",
        excludes=frozenset({"dragon_rooks"}),
    ),
    Upgrade(
        id="shield",
        name="Shield",
        text="Your f1 bishop starts with a shield, which the first capture takes instead of the bishop.",
        rarity=Rarity.RARE,
        shields=("f1",),
    ),
    Upgrade(
        id="poison_bishops",
        name="Poison Bishops",
        text="Whatever captures one of your bishops dies with it, and the king may not.",
        rarity=Rarity.RARE,
        poison=(BISHOP,),
    ),
    Upgrade(
        id="spare_king",
        name="Spare King",
        text="Your a1 rook is a second king: while you have both, neither can be checked, and you cannot castle.",
        rarity=Rarity.RARE,
        places={"a1": KING},
        own_castling="",
        excludes=frozenset({"rook_hero", "escape_artist"}),
    ),
    Upgrade(
        id="rewind",
        name="Rewind",
        text="Once a game, on your turn, take back your last move and the reply to it; the clocks run on.",
        rarity=Rarity.RARE,
        rewinds=1,
    ),
    Upgrade(
        id="revival",
        name="Revival",
        text="Once a game, instead of moving, put a fallen knight, bishop, rook or pawn on your first two ranks.",
        rarity=Rarity.RARE,
        revivals=1,
    ),
    Upgrade(
        id="biting_bishops",
        name="Biting Bishops",
        text="Your bishops may also capture one square straight.",
        rarity=Rarity.RARE,
        moves={BISHOP: "cW"},
    ),
    Upgrade(
        id="fast_track",
        name="Fast Track",
        text="Your pawns may promote on the seventh rank already.",
        rarity=Rarity.RARE,
        promotion_rank=7,
    ),
)

_EPICS = (
    Upgrade(
        id="amazon",
        name="Amazon",
        text="Your queen may also move and capture like a knight.",
        rarity=Rarity.EPIC,
        moves={QUEEN: "N"},
        excludes=frozenset({"fanged_queen"}),
    ),
    Upgrade(
        id="nightriders",
        name="Nightriders",
        text="Your knights may keep leaping on in the same direction until something is in the way.",
        rarity=Rarity.EPIC,
        moves={KNIGHT: "NN"},
    ),
    Upgrade(
        id="dragon_rooks",
        name="Dragon Rooks",
        text="Your rooks may also step one square diagonally, and capture there.",
        rarity=Rarity.EPIC,
        moves={ROOK: "F"},
        excludes=frozenset({"ram_rooks", "sidling_rooks"}),
    ),
    Upgrade(
        id="reinforcement",
        name="Reinforcement",
        text="You start with an extra knight on c3.",
        rarity=Rarity.EPIC,
        places={"c3": KNIGHT},
    ),
    Upgrade(
        id="poison_queen",
        name="Poison Queen",
        text="Whatever captures your queen dies with her, and the king may not.",
        rarity=Rarity.EPIC,
        poison=(QUEEN,),
    ),
    Upgrade(
        id="metronome",
        name="Metronome",
        text="Your clock gains a second with each of your moves.",
        rarity=Rarity.EPIC,
        increment_ms=1_000,
    ),
    Upgrade(
        id="chaplain",
        name="Chaplain",
        text="You start with an extra bishop on d3.",
        rarity=Rarity.EPIC,
        places={"d3": BISHOP},
        excludes=frozenset({"reinforcement"}),
    ),
    Upgrade(
        id="paladin",
        name="Paladin",
        text="Your g1 knight may also step one square in any direction, and capture there.",
        rarity=Rarity.EPIC,
        heroes={"g1": "K"},
        excludes=frozenset({"knight_hero"}),
    ),
)

CATALOGUE: Mapping[str, Upgrade] = MappingProxyType({upgrade.id: upgrade for upgrade in (*_COMMONS, *_RARES, *_EPICS)})
