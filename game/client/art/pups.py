"""The mascot, a pawn with floppy ears, as SVG text computed from numbers. No pygame.

`draw(pose, coat)` is a pup as an SVG, `portrait(name)` a player's picture; `emotes` has the moving ones. The figure is
that of assets/pictures/pup.svg, cut into parts. Lengths are those of its 128-unit box; the frame around it leaves room
for particles.
"""

from __future__ import annotations

import zlib
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

Eyes: TypeAlias = Literal["open", "happy", "shut", "squeezed", "wide", "hearts", "angry", "sad"]
Mouth: TypeAlias = Literal["smile", "open", "o", "sad", "wavy", "grit", "flat", "tongue"]

BOX = "-16 -36 160 160"
"""The frame's view box: the pup's own box is 0 0 128 128."""

INK, FUR, _FUR_DARK, _MUZZLE = "#3a2a33", "#fbf0dc", "#ead7b8", "#fffaf0"
_EAR, _EAR_DARK, _CHEEK = "#c98a4b", "#a96e38", "#f2a38b"
GOLD, GOLD_LIGHT, RED, PINK, TEAR, LEAF = "#ffb347", "#fff4d6", "#e8607a", "#f0808f", "#6fc7ee", "#8bc66a"
_LINE = f'stroke="{INK}" stroke-linecap="round" stroke-linejoin="round"'


class Coat(Struct, frozen=True):
    """A pup's look: its fur, its ears, its collar, and perhaps something more."""

    fur: str = FUR
    fur_dark: str = _FUR_DARK
    ear: str = _EAR
    ear_dark: str = _EAR_DARK
    collar: str = GOLD
    extra: str = ""
    """Drawn over the head."""
    patch: str = ""
    """Drawn on the fur of the head, below the face."""


class Pose(Struct, frozen=True):
    """A pup's pose. Angles are in degrees; ears hang at 0, more lifts them outwards."""

    wide: float = 1.0
    tall: float = 1.0
    lift: float = 0.0
    lean: float = 0.0
    shift: float = 0.0
    tilt: float = 0.0
    nod: float = 0.0
    left_ear: float = 0.0
    right_ear: float = 0.0
    eyes: Eyes = "open"
    look: tuple[float, float] = (0.0, 0.0)
    mouth: Mouth = "smile"
    blush: float = 0.75
    behind: str = ""
    on_head: str = ""
    in_front: str = ""


# --- small vectors --------------------------------------------------------------------------------


def group(content: str, *transforms: str, opacity: float = 1.0) -> str:
    """Parts that are transformed together."""
    shown = "" if opacity >= 1 else f' opacity="{max(0.0, opacity):.2f}"'
    return f'<g transform="{" ".join(transforms)}"{shown}>{content}</g>'


def at(content: str, x: float, y: float, size: float = 1.0, turn: float = 0.0, opacity: float = 1.0) -> str:
    """A part drawn around 0 0, put somewhere."""
    return group(content, f"translate({x:.2f} {y:.2f})", f"rotate({turn:.2f})", f"scale({size:.3f})", opacity=opacity)


def line(path: str, width: float = 4.0, color: str = INK) -> str:
    """A stroke with round ends."""
    rest = f'stroke="{color}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{path}" fill="none" {rest}/>'


def shape(path: str, fill: str, width: float = 4.0) -> str:
    """An outlined area."""
    return f'<path d="{path}" fill="{fill}" {_LINE} stroke-width="{width}"/>'


def dot(x: float, y: float, rx: float, ry: float | None = None, fill: str = INK, rest: str = "") -> str:
    """A disc or an oval."""
    return (
        f'<ellipse cx="{x:.2f}" cy="{y:.2f}" rx="{rx:.2f}" ry="{rx if ry is None else ry:.2f}" fill="{fill}" {rest}/>'
    )


HEART = "M0 9 C-14 -1 -9 -12 -2 -9 C-1 -8.5 0 -7 0 -6 C0 -7 1 -8.5 2 -9 C9 -12 14 -1 0 9 Z"
DROP = "M0 -8 C4 -2 6 1 6 4 C6 8 3 10 0 10 C-3 10 -6 8 -6 4 C-6 1 -4 -2 0 -8 Z"
CROWN = "M-24 12 L-28 -12 L-14 -2 L0 -20 L14 -2 L28 -12 L24 12 Z"
BONE = (
    "M-22 -5 C-26 -14 -38 -10 -35 -1 C-41 3 -36 14 -27 9 C-24 8 -23 6 -22 5 L22 5 C23 6 24 8 27 9 C36 14 41 3 35 -1 "
    "C38 -10 26 -14 22 -5 Z"
)
STAR = "M0 -9 L2.4 -2.4 L9 0 L2.4 2.4 L0 9 L-2.4 2.4 L-9 0 L-2.4 -2.4 Z"
PAW = "M-9 16 C-12 4 -11 -8 0 -10 C11 -8 12 4 9 16 Z"
ARM = "M-8 6 C-9 -12 -10 -24 -13 -34 C-17 -48 13 -52 13 -36 C12 -24 10 -10 9 6 Z"
G = "M9 -8 C5 -13 -10 -13 -11 0 C-10 13 8 13 10 2 L2 2"
Z = "M-6 -7 L6 -7 L-6 7 L6 7"


# --- the parts of a pup ---------------------------------------------------------------------------


def _body(coat: Coat) -> str:
    return (
        shape(
            "M30 112 C30 103 37 99 43 97 C49 90 51 83 51 74 L77 74 C77 83 79 90 85 97 C91 99 98 103 98 112 "
            "C98 116 95 118 91 118 L37 118 C33 118 30 116 30 112 Z",
            coat.fur,
            5,
        )
        + f'<path d="M75 77 C75 85 78 92 84 98 C90 101 95 104 95.5 111 C95.5 114 94 115.5 91 115.5 L72 115.5 '
        f'C80 108 72 92 70 77 Z" fill="{coat.fur_dark}"/>'
        + f'<g opacity="0.35">{line("M37 106 C48 110 80 110 91 106", 3.5)}</g>'
    )


def _collar(coat: Coat) -> str:
    return (
        shape(
            "M46 73 C46 69 49 67 52 67 L76 67 C79 67 82 69 82 73 C82 77 79 79.5 76 79.5 L52 79.5 "
            "C49 79.5 46 77 46 73 Z",
            coat.collar,
            4.5,
        )
        + dot(64, 82, 6.5, fill=coat.collar, rest=f'stroke="{INK}" stroke-width="3.5"')
        + dot(62.3, 80.3, 1.8, fill=GOLD_LIGHT)
    )


def _skull(coat: Coat) -> str:
    return (
        dot(64, 42, 29, fill=coat.fur, rest=f'stroke="{INK}" stroke-width="5"')
        + f'<path d="M80 21 C92 32 94 50 82 61 C77 66 70 68.5 64 68.5 C80 62 88 42 80 21 Z" fill="{coat.fur_dark}"/>'
        + dot(53, 24, 9, 4.5, "#ffffff", 'transform="rotate(-28 53 24)" opacity="0.85"')
        + coat.patch
    )


def _ear(coat: Coat, angle: float, *, left: bool) -> str:
    """Hangs from the top of the head; drawn for the left side."""
    ear = shape("M44 17 C33 12 22 18 18 31 C15 42 17 54 24 57 C31 60 37 52 39 43 C40 35 42 26 44 17 Z", coat.ear, 5)
    shade = "M24 54 C20 50 19 42 21 34 C25 44 30 47 36 46 C33 52 28 56.5 24 54 Z"
    ear += f'<path d="{shade}" fill="{coat.ear_dark}" opacity="0.7"/>'
    mirror = () if left else ("translate(128 0)", "scale(-1 1)")
    return group(ear, *mirror, f"rotate({angle:.2f} 43 19)")


def _brows(*, angry: bool) -> str:
    inner, outer = (37.0, 30.0) if angry else (28.0, 33.0)
    return line(f"M43 {outer} L57 {inner}", 4) + line(f"M85 {outer} L71 {inner}", 4)


def _eye(kind: Eyes, x: float, look: tuple[float, float], mirror: int) -> str:
    dx, dy = look
    match kind:
        case "happy":
            return line(f"M{x - 6} 41 C{x - 4} 33.5 {x + 4} 33.5 {x + 6} 41")
        case "shut":
            return line(f"M{x - 6} 38 C{x - 4} 44 {x + 4} 44 {x + 6} 38")
        case "squeezed":
            return line(f"M{x - 5 * mirror} 34 L{x + 4 * mirror} 39 L{x - 5 * mirror} 44")
        case "hearts":
            return at(f'<path d="{HEART}" fill="{RED}" stroke="{INK}" stroke-width="2.5"/>', x, 38, 0.95 + dx)
        case "wide":
            white = dot(x, 37, 9, 10, "#ffffff", f'stroke="{INK}" stroke-width="3.5"')
            return white + dot(x + dx, 38 + dy, 3.4) + dot(x + dx + 1, 36.6 + dy, 1.2, fill="#ffffff")
        case "open" | "angry" | "sad":
            return (
                dot(x + dx, 39 + dy, 4.3, 5.4)
                + dot(x + dx + 1.5, 36.8 + dy, 1.8, fill="#ffffff")
                + dot(x + dx - 1.4, 41.4 + dy, 0.9, fill="#ffffff")
            )


def _eyes(pose: Pose) -> str:
    brows = {"angry": _brows(angry=True), "sad": _brows(angry=False)}.get(pose.eyes, "")
    return _eye(pose.eyes, 51, pose.look, 1) + _eye(pose.eyes, 77, pose.look, -1) + brows


_MOUTHS: dict[Mouth, str] = {
    "smile": line("M64 50 L64 53 M56.5 52.5 C57 57 63 57 64 53 C65 57 71 57 71.5 52.5", 3.2),
    "open": shape("M54 51.5 C56 54 72 54 74 51.5 C75 60 70 65.5 64 65.5 C58 65.5 53 60 54 51.5 Z", "#8e3446", 3.2)
    + f'<path d="M58.5 61 C60 57.5 68 57.5 69.5 61 C68 63.6 66 64 64 64 C62 64 60 63.6 58.5 61 Z" fill="{PINK}"/>',
    "o": dot(64, 58, 5.5, 7, "#8e3446", f'stroke="{INK}" stroke-width="3.2"'),
    "sad": line("M55 60 C58 53.5 70 53.5 73 60", 3.6),
    "wavy": line("M53 57 C56 53 58 53 60 57 C62 61 65 61 67 57 C69 53 72 53 75 57", 3.4),
    "grit": shape("M53 53 L75 53 L74 61 L54 61 Z", "#ffffff", 3.2)
    + line("M60 53 L60 61 M64 53 L64 61 M68 53 L68 61", 2),
    "flat": line("M57 57 L70 55", 3.4),
    "tongue": line("M64 50 L64 53 M56.5 52.5 C57 57 63 57 64 53 C65 57 71 57 71.5 52.5", 3.2)
    + shape("M61 56 C60 66 70 66 69 56 Z", PINK, 2.6),
}  # fmt: skip


def _face(pose: Pose) -> str:
    cheeks = "".join(dot(x, 52, 5, 3.2, _CHEEK, f'opacity="{pose.blush:.2f}"') for x in (45, 83))
    nose = (
        f'<path d="M58 44.5 C58 42 61 41 64 41 C67 41 70 42 70 44.5 C70 47.5 66.5 50 64 50 C61.5 50 58 47.5 58 44.5 Z" '
        f'fill="{INK}"/>' + dot(62, 43.6, 2, 1.1, "#ffffff", 'opacity="0.8"')
    )
    return cheeks + _eyes(pose) + dot(64, 49, 12.5, 9.5, _MUZZLE) + _MOUTHS[pose.mouth] + nose


def draw(pose: Pose, coat: Coat | None = None, box: str = BOX) -> str:
    """A pup as an SVG."""
    coat = coat or Coat()

    def paws(parts: str) -> str:
        """What is drawn in the usual fur takes the colour of this one."""
        return parts.replace(FUR, coat.fur)

    ears = _ear(coat, pose.left_ear, left=True) + _ear(coat, pose.right_ear, left=False)
    head = group(
        _skull(coat) + ears + _face(pose) + coat.extra + pose.on_head,
        f"translate(0 {pose.nod:.2f})",
        f"rotate({pose.tilt:.2f} 64 70)",
    )
    stand = group(
        _body(coat) + head + _collar(coat),
        f"translate({64 + pose.shift:.2f} {118 - pose.lift:.2f})",
        f"rotate({pose.lean:.2f})",
        f"scale({pose.wide:.3f} {pose.tall:.3f})",
        "translate(-64 -118)",
    )
    shrink = 1 / (1 + pose.lift / 60)
    shadow = dot(64 + pose.shift, 121, 42 * shrink, 6 * shrink, "#000000", f'opacity="{0.22 * shrink:.2f}"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="160" height="160">'
        f"{shadow}{paws(pose.behind)}{stand}{paws(pose.in_front)}</svg>"
    )


# --- portraits ------------------------------------------------------------------------------------

PICTURE = "pup:"
"""What a player's picture begins with on the wire when it is one of these: pup:cocoa."""
PORTRAIT_BOX = "4 -12 120 120"
_GLASSES = line("M59 39 L69 39 M42 37 L36 34 M86 37 L92 34", 3.5) + "".join(
    dot(x, 39, 9.5, fill="none", rest=f'stroke="{INK}" stroke-width="3.5"') for x in (51, 77)
)
_HAT = (
    shape("M42 16 C44 -6 84 -6 86 16 C76 11 52 11 42 16 Z", "#4f6fc1", 4.5)
    + shape("M36 17 C52 9 76 9 92 17 C86 22 42 22 36 17 Z", "#3b55a0", 4.5)
    + dot(64, -3, 5, fill=GOLD, rest=f'stroke="{INK}" stroke-width="3.5"')
)
_BOW = shape("M64 10 L48 1 L48 20 Z M64 10 L80 1 L80 20 Z", RED, 4) + dot(
    64, 10, 4.5, fill=PINK, rest=f'stroke="{INK}" stroke-width="3"'
)
_SPOT = f'<path d="M68 22 C80 18 92 30 90 46 C86 54 70 52 66 42 C63 34 62 26 68 22 Z" fill="{_EAR}" opacity="0.85"/>'
_STARS = "".join(at(f'<path d="{STAR}" fill="{GOLD}"/>', x, y, 0.7) for x, y in ((52, 22), (74, 20), (64, 27)))

PORTRAITS: dict[str, Coat] = {
    "biscuit": Coat(),
    "patch": Coat(patch=_SPOT, collar="#4fc1b0"),
    "cocoa": Coat(fur="#b98a63", fur_dark="#a27650", ear="#6b432c", ear_dark="#553320", collar=RED),
    "snow": Coat(fur="#ffffff", fur_dark="#dfe6ee", ear="#c9d4df", ear_dark="#aab8c6", collar="#5b8def"),
    "ginger": Coat(fur="#ffd9a8", fur_dark="#f3c184", ear="#e8793b", ear_dark="#c95f26", collar=LEAF, extra=_BOW),
    "midnight": Coat(fur="#7d7496", fur_dark="#6a6184", ear="#3d3654", ear_dark="#2f2942", collar=GOLD, patch=_STARS),
    "professor": Coat(ear="#8c8f99", ear_dark="#72757f", collar="#7a5bd0", extra=_GLASSES),
    "captain": Coat(collar="#4f6fc1", extra=_HAT),
    "queen": Coat(collar=RED, extra=at(shape(CROWN, GOLD, 4.5), 64, 6, 0.8)),
    "minty": Coat(fur="#d5f2e6", fur_dark="#b4e0cf", ear="#4fae93", ear_dark="#3a9179", collar=PINK),
}
"""The pups that a player can be. The first is the usual one."""
COMPUTERS = {
    "novice": "minty",
    "easy": "patch",
    "quick": "cocoa",
    "medium": "captain",
    "strong": "snow",
    "best": "midnight",
}
"""Which pup the computer is, by its level."""


def portrait(name: str) -> str:
    """A player's picture as an SVG; an unknown name gets the usual one."""
    coat = PORTRAITS.get(name) or Coat()
    return draw(replace(Pose(), left_ear=4, right_ear=4), coat, PORTRAIT_BOX)


def portrait_for(name: str, chosen: str | None = None) -> str:
    """The chosen pup, or the pup that always goes with this name."""
    if chosen in PORTRAITS:
        return chosen
    names = list(PORTRAITS)
    return names[zlib.crc32(name.encode()) % len(names)] if name else names[0]
