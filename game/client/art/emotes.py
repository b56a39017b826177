"""The twelve emotes: the pup's pose at each moment of a loop, and a limit on how often one is shown. No pygame, no
clock.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from msgspec import Struct

from game.client.art import pups
from game.client.art.pups import GOLD, GOLD_LIGHT, INK, PINK, RED, TEAR, Pose, at, dot, draw, group, line, shape

MOST = 3
WITHIN_MS = 6_000


class Restraint:
    """Limits emotes to a few in a short time, because the other side has to look at them."""

    def __init__(self) -> None:
        self._times: list[int] = []

    def allows(self, now_ms: int) -> bool:
        """Whether one may be shown now. If so, it is counted."""
        self._times = [time for time in self._times if now_ms - time < WITHIN_MS]
        if len(self._times) >= MOST:
            return False
        self._times.append(now_ms)
        return True


# --- time in a loop, 0 to 1 -----------------------------------------------------------------------


def _wave(share: float, times: float = 1, phase: float = 0.0) -> float:
    """A sine from -1 to 1, so many times in a loop."""
    return math.sin(math.tau * (share * times + phase))


def _hop(share: float, times: float = 1) -> float:
    """Hops of height 1."""
    return abs(math.sin(math.pi * share * times))


def _once(share: float, start: float, end: float) -> float:
    """0 before, 1 after, eased between."""
    x = min(max((share - start) / (end - start), 0.0), 1.0)
    return x * x * (3 - 2 * x)


def _rising(share: float, *phases: float) -> list[tuple[float, float]]:
    """For particles that rise and fade, one for each phase: how far each is (0 to 1), and its opacity."""
    ways = [(share + phase) % 1 for phase in phases]
    return [(way, math.sin(math.pi * way)) for way in ways]


# --- what flies about -----------------------------------------------------------------------------


def _outlined(path: str, fill: str, stroke: str = INK, width: float = 2.5) -> str:
    return f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'


def _drop(x: float, y: float, clear: float, turn: float = 0.0) -> str:
    return at(_outlined(pups.DROP, TEAR), x, y, 0.8, turn, clear)


def _heart(x: float, y: float, size: float, turn: float, clear: float, color: str) -> str:
    return at(_outlined(pups.HEART, color, width=3), x, y, size, turn, clear)


def _cloud(x: float, y: float, size: float, clear: float) -> str:
    return dot(x, y, size, fill="#ffffff", rest=f'stroke="{INK}" stroke-width="2.5" opacity="{clear:.2f}"')


def _two_tone(path: str, color: str, width: float) -> str:
    """A letter with an outline."""
    return line(path, width * 1.8) + line(path, width, color)


# --- the emotes -----------------------------------------------------------------------------------


def _hi(t: float) -> Pose:
    swing = 10 * _wave(t, 2, 0.25)
    arm = group(shape(pups.ARM, pups.FUR, 4.5), "translate(82 100)", f"rotate({42 + 20 * _wave(t, 2):.2f})")
    return Pose(tilt=6 * _wave(t), eyes="happy", mouth="open", left_ear=12 + swing, right_ear=12 - swing, behind=arm)


def _gg(t: float) -> Pose:
    letter = _two_tone(pups.G, GOLD, 5.5)
    letters = "".join(at(letter, 46 + 36 * i, -11 - 8 * _hop(t + 0.25 * i, 2), 1.15) for i in (0, 1))
    ears = 8 * _hop(t, 2)
    nod = 2.5 * _wave(t, 2)
    tall = 1 - 0.03 * _hop(t, 2)
    return Pose(nod=nod, tilt=3 * _wave(t), tall=tall, eyes="happy", left_ear=ears, right_ear=ears, in_front=letters)


def _thinking(t: float) -> Pose:
    last = 1 - _once(t, 0.9, 1)
    dots = "".join(
        _cloud(104 + 15 * i, -9 * i, 3.5 + 2 * i, last * _once(t, 0.12 + 0.2 * i, 0.24 + 0.2 * i)) for i in range(3)
    )
    paw = at(shape(pups.PAW, pups.FUR, 4.5), 82, 78, 0.9, -24)
    ear = 18 + 4 * _wave(t)
    return Pose(tilt=9, look=(3, -3.5 + _wave(t)), mouth="flat", left_ear=4, right_ear=ear, in_front=dots + paw)


def _laughing(t: float) -> Pose:
    bounce = _hop(t, 2)
    drops = "".join(
        _drop(64 + side * (32 + 12 * way), 34 + 20 * way * way - 14 * way, clear, -side * 40)
        for side, phase in ((-1, 0.0), (1, 0.5))
        for way, clear in _rising(2 * t, phase)
    )
    return Pose(
        tall=0.95 + 0.07 * bounce,
        wide=1.03 - 0.05 * bounce,
        tilt=4 * _wave(t),
        eyes="squeezed",
        mouth="open",
        left_ear=26 * bounce,
        right_ear=26 * bounce,
        blush=1.0,
        in_front=drops,
    )


def _crying(t: float) -> Pose:
    tears = "".join(
        _drop(64 + side * (17 + 9 * way), 48 + 58 * way * way, clear**0.5)
        for side in (-1, 1)
        for way, clear in _rising(t, 0.2 * side, 0.5 + 0.2 * side)
    )
    return Pose(
        nod=3 + 1.2 * _wave(t, 3),
        tall=0.97,
        tilt=-4,
        left_ear=-8,
        right_ear=-8,
        eyes="sad",
        mouth="wavy",
        blush=0.95,
        in_front=tears,
    )


def _shocked(t: float) -> Pose:
    jump = _once(t, 0.0, 0.15) * (1 - _once(t, 0.2, 0.42))
    up = _once(t, 0.0, 0.12) * (1 - 0.3 * _once(t, 0.85, 1))
    mark = _two_tone("M0 -16 L0 4", GOLD, 7) + dot(0, 17, 6.5) + dot(0, 17, 3.4, fill=GOLD)
    return Pose(
        lift=18 * jump,
        tall=1 + 0.07 * jump - 0.03 * (1 - up),
        eyes="wide",
        look=(0.6 * _wave(t, 4), 0),
        mouth="o",
        left_ear=62 * up + 5 * _wave(t, 3),
        right_ear=62 * up - 5 * _wave(t, 3),
        in_front=at(mark, 64, -8 - 12 * jump, 0.4 + 0.5 * up, 6, up),
    )


def _angry(t: float) -> Pose:
    steam = "".join(
        _cloud(64 + side * (40 + 22 * way), 22 - 22 * way, 4 + 7 * way, clear)
        for side in (-1, 1)
        for way, clear in _rising(t, 0.0, 0.5)
    )
    return Pose(
        shift=1.6 * _wave(t, 6),
        nod=1,
        wide=1.03,
        tall=0.97,
        left_ear=34 + 5 * _wave(t, 4),
        right_ear=34 - 5 * _wave(t, 4),
        eyes="angry",
        mouth="grit",
        blush=0.3,
        behind=steam,
        on_head=dot(64, 34, 26, 20, RED, f'opacity="{0.2 + 0.08 * _wave(t):.2f}"'),
    )


def _love(t: float) -> Pose:
    hearts = "".join(
        _heart(x + 7 * _wave(t, 1, phase), 24 - 52 * way, 0.5 + 0.6 * way, 10 * _wave(t, 1, phase), clear, color)
        for x, phase, color in ((8, 0.0, RED), (120, 0.33, PINK), (104, 0.7, RED))
        for way, clear in _rising(t, phase)
    )
    return Pose(
        lean=4 * _wave(t),
        tilt=5 * _wave(t),
        eyes="hearts",
        look=(0.14 * _wave(t, 2), 0),
        mouth="open",
        blush=1.0,
        left_ear=8,
        right_ear=8,
        in_front=hearts,
    )


def _alarm(t: float) -> str:
    """A small clock whose hand races."""
    hands = group(line("M0 0 L0 -11"), f"rotate({360 * t:.1f})") + line("M0 0 L7 3")
    rim = dot(0, 0, 19, fill=RED, rest=f'stroke="{INK}" stroke-width="4.5"')
    return line("M-12 -19 L-17 -24 M12 -19 L17 -24", 5) + rim + dot(0, 0, 13, fill="#ffffff") + hands


def _panic(t: float) -> Pose:
    sweat = "".join(
        _drop(24 - 20 * way, 12 - 10 * way + 30 * way * way, clear, 50) for way, clear in _rising(t, 0, 0.5)
    )
    return Pose(
        shift=2.2 * _wave(t, 4),
        lean=2 * _wave(t, 2),
        eyes="wide",
        look=(3.5 * _wave(t, 2), 0),
        mouth="wavy",
        left_ear=40 + 16 * _wave(t, 4),
        right_ear=40 - 16 * _wave(t, 4),
        in_front=at(_alarm(t), 112, 18 + 2 * _wave(t, 4), 1.05, 8 * _wave(t, 4)) + sweat,
    )


def _sleeping(t: float) -> Pose:
    breath = _wave(t)
    letters = "".join(
        at(_two_tone(pups.Z, "#cfe3ff", 4), 96 + 26 * way + 4 * _wave(way), 10 - 44 * way, 0.6 + 0.7 * way, 8, clear)
        for way, clear in _rising(t, 0.0, 0.5)
    )
    rest = f'stroke="{INK}" stroke-width="2" opacity="0.85"'
    return Pose(
        tall=0.97 + 0.025 * breath,
        wide=1.02 - 0.02 * breath,
        tilt=13,
        nod=4 + 1.5 * breath,
        left_ear=-4,
        right_ear=2,
        eyes="shut",
        mouth="flat",
        on_head=dot(73, 52, 4 + 3.2 * (1 + breath), fill="#d8f2ff", rest=rest),
        in_front=letters,
    )


def _crown(t: float) -> Pose:
    fall = _once(t, 0.0, 0.28)
    dent = math.exp(-180 * (t - 0.28) ** 2) if t > 0.2 else 0.0
    jewels = "".join(dot(x, y, r, fill=fill) for x, y, r, fill in ((0, 3, 4, RED), (-14, 5, 3, TEAR), (14, 5, 3, TEAR)))
    stars = "".join(
        at(_outlined(pups.STAR, GOLD_LIGHT, GOLD, 1.5), x, y, 0.4 + 0.9 * lit, 0, _once(t, 0.3, 0.4) * lit)
        for x, y, phase in ((10, 6, 0.0), (118, -2, 0.3), (108, 40, 0.6), (22, -18, 0.5))
        for lit in [max(0.0, _wave(t, 2, phase))]
    )
    return Pose(
        tall=1 - 0.08 * dent,
        wide=1 + 0.06 * dent,
        eyes="happy" if fall == 1 else "open",
        look=(0, -2),
        mouth="open" if fall == 1 else "smile",
        left_ear=30 * dent + 4,
        right_ear=30 * dent + 4,
        on_head=at(shape(pups.CROWN, GOLD, 4.5) + jewels, 64, 6 - 44 * (1 - fall), 1.05, 12 * (1 - fall)),
        in_front=stars,
    )


def _bone(t: float) -> Pose:
    return Pose(
        lean=4 * _wave(t),
        shift=2 * _wave(t),
        lift=7 * _hop(t, 2),
        tall=0.98 + 0.04 * _hop(t, 2),
        eyes="happy",
        left_ear=16 + 16 * _wave(t, 2),
        right_ear=16 - 16 * _wave(t, 2),
        on_head=at(shape(pups.BONE, "#fffdf6", 4.5), 64, 57, 0.92, 7 * _wave(t, 2)),
    )


class Emote(Struct, frozen=True):
    """An emote: the length of its loop, its pose at each moment, and the moment of its still picture."""

    loop_ms: int
    pose: Callable[[float], Pose]
    still: float = 0.25


EMOTES: dict[str, Emote] = {
    "hi": Emote(1_000, _hi, 0.32),
    "gg": Emote(1_200, _gg, 0.15),
    "thinking": Emote(1_600, _thinking, 0.75),
    "laughing": Emote(800, _laughing),
    "crying": Emote(1_200, _crying, 0.1),
    "shocked": Emote(1_000, _shocked, 0.5),
    "angry": Emote(800, _angry, 0.15),
    "love": Emote(1_400, _love, 0.1),
    "panic": Emote(800, _panic, 0.1),
    "sleeping": Emote(1_600, _sleeping, 0.15),
    "crown": Emote(1_400, _crown, 0.6),
    "bone": Emote(1_000, _bone, 0.12),
}
"""As in `netcode.messages.EMOTES`; the first nine have the keys 1 to 9."""


def frame(emote: str, share: float, coat: str = "") -> str:
    """A moment (0 to 1) of an emote's loop as an SVG. `coat` is the pup's, from `pups.PORTRAITS`."""
    return draw(EMOTES[emote].pose(share), pups.PORTRAITS.get(coat))
