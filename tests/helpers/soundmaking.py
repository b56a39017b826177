"""Makes every sound of the game: wood, felt, marimba bars and a small dog, out of sines and noise.

`python -m tests.helpers.soundmaking` writes assets/sounds anew; the files are committed, so players never run this,
and a test checks that they are what this makes. Signals are lists of samples, -1 to 1, `RATE` a second; times are in
seconds and pitches in hertz. Nothing is louder or longer than the style allows: see `LOUDNESS` and `LONGEST_S`.
"""

from __future__ import annotations

import argparse
import array
import math
import random
import sys
import wave
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Signal: TypeAlias = list[float]

RATE = 22_050
LOUDNESS = -14.0
"""LUFS of the sounding part of every sound, before its own trim."""
PEAK = 0.89
"""-1 dB below full scale: nothing clips."""
LONGEST_S = 0.6
LONGEST_FANFARE_S = 1.6
"""Only winning and losing may take longer."""
FANFARES = ("win", "loss")

# Equal temperament around A = 440 Hz.
C4, D4, E4, F4, G4, A4 = 261.63, 293.66, 329.63, 349.23, 392.0, 440.0
C5, D5, E5, G5, A5, C6 = 523.25, 587.33, 659.26, 783.99, 880.0, 1046.5
_LONG = 0.002
"""Fade at both ends, so that no sound begins or ends with a click."""


# --- building blocks ------------------------------------------------------------------------------


def _samples(seconds: float) -> int:
    return round(seconds * RATE)


def mixed(*parts: tuple[float, Signal]) -> Signal:
    """Signals laid over each other, each from its time on."""
    whole = [0.0] * max(_samples(at) + len(part) for at, part in parts)
    for at, part in parts:
        start = _samples(at)
        for i, value in enumerate(part):
            whole[start + i] += value
    return whole


def scaled(signal: Signal, factor: float) -> Signal:
    """The same, louder or softer."""
    return [value * factor for value in signal]


def bar(modes: Iterable[tuple[float, float, float]]) -> Signal:
    """Something struck: (pitch, strength, decay to a third) for each way in which it rings."""
    modes = list(modes)
    longest = max(decay for _, _, decay in modes)
    signal = [0.0] * _samples(longest * 5)
    for pitch, strength, decay in modes:
        step, fade = math.tau * pitch / RATE, math.exp(-1 / (decay * RATE))
        level = strength
        for i in range(min(len(signal), _samples(decay * 5))):
            signal[i] += level * math.sin(step * i)
            level *= fade
    return signal


def noise(seconds: float, decay: float, dice: random.Random) -> Signal:
    """A breath that dies away."""
    fade, level, signal = math.exp(-1 / (decay * RATE)), 1.0, []
    for _ in range(_samples(seconds)):
        signal.append(level * dice.uniform(-1, 1))
        level *= fade
    return signal


class Biquad(NamedTuple):
    """A second-order filter, normalised to a0 = 1."""

    b0: float
    b1: float
    b2: float
    a1: float
    a2: float

    def run(self, signal: Signal) -> Signal:
        """The filtered signal."""
        x1 = x2 = y1 = y2 = 0.0
        out = []
        for x in signal:
            y = self.b0 * x + self.b1 * x1 + self.b2 * x2 - self.a1 * y1 - self.a2 * y2
            x1, x2, y1, y2 = x, x1, y, y1
            out.append(y)
        return out


def low_pass(pitch: float, q: float = 0.7) -> Biquad:
    """Lets through what is lower (R. Bristow-Johnson's cookbook, as the two below)."""
    w = math.tau * pitch / RATE
    alpha, cos = math.sin(w) / (2 * q), math.cos(w)
    b, a0 = (1 - cos) / 2, 1 + alpha
    return Biquad(b / a0, 2 * b / a0, b / a0, -2 * cos / a0, (1 - alpha) / a0)


def band_pass(pitch: float, q: float) -> Biquad:
    """Lets through what is near."""
    w = math.tau * pitch / RATE
    alpha, cos = math.sin(w) / (2 * q), math.cos(w)
    a0 = 1 + alpha
    return Biquad(alpha / a0, 0.0, -alpha / a0, -2 * cos / a0, (1 - alpha) / a0)


def high_pass(pitch: float, q: float) -> Biquad:
    """Lets through what is higher."""
    w = math.tau * pitch / RATE
    alpha, cos = math.sin(w) / (2 * q), math.cos(w)
    b, a0 = (1 + cos) / 2, 1 + alpha
    return Biquad(b / a0, -2 * b / a0, b / a0, -2 * cos / a0, (1 - alpha) / a0)


def high_shelf(pitch: float, q: float, gain_db: float) -> Biquad:
    """Lifts what is higher."""
    a = 10 ** (gain_db / 40)
    w = math.tau * pitch / RATE
    alpha, cos = math.sin(w) / (2 * q), math.cos(w)
    root = 2 * math.sqrt(a) * alpha
    a0 = (a + 1) - (a - 1) * cos + root
    return Biquad(
        a * ((a + 1) + (a - 1) * cos + root) / a0,
        -2 * a * ((a - 1) + (a + 1) * cos) / a0,
        a * ((a + 1) + (a - 1) * cos - root) / a0,
        2 * ((a - 1) - (a + 1) * cos) / a0,
        ((a + 1) - (a - 1) * cos - root) / a0,
    )


# --- instruments ----------------------------------------------------------------------------------


def knock(body: float, *, felt: float = 0.5, ring: float = 0.03, seed: int = 1) -> Signal:
    """A wooden piece set down on a wooden board, with felt under it."""
    wood = bar([(body, 1.0, ring), (body * 2.32, 0.5, ring * 0.6), (body * 4.25, 0.22, ring * 0.35)])
    cushion = low_pass(1_400).run(noise(0.06, 0.009, random.Random(seed)))
    return low_pass(3_800).run(mixed((0.0, wood), (0.0, scaled(cushion, felt * 2.2))))


def marimba(pitch: float, *, ring: float = 0.11) -> Signal:
    """A rosewood bar: its overtones are tuned to the fourth and the tenth of the first."""
    return bar([(pitch, 1.0, ring), (pitch * 3.93, 0.28, ring * 0.28), (pitch * 9.2, 0.08, ring * 0.1)])


def bell(pitch: float, *, ring: float = 0.1) -> Signal:
    """A small warm bell."""
    return bar([(pitch, 1.0, ring), (pitch * 2.0, 0.45, ring * 0.7), (pitch * 2.76, 0.3, ring * 0.5)])


def thump(pitch: float, seconds: float) -> Signal:
    """A soft drum, falling in pitch as it fades."""
    count, phase, signal = _samples(seconds), 0.0, []
    for i in range(count):
        share = i / count
        phase += math.tau * pitch * (1 - 0.35 * share) / RATE
        # The overtones are what small speakers can play of it.
        tone = math.sin(phase) + 0.6 * math.sin(2 * phase) + 0.35 * math.sin(3 * phase)
        signal.append(tone * math.sin(math.pi * min(1.0, share * 6) / 2) * (1 - share) ** 2)
    return signal


def swish(low: float, high: float, seconds: float, seed: int) -> Signal:
    """Paper through the air: noise whose colour rises, in steps."""
    steps, dice = 6, random.Random(seed)
    each = seconds / steps
    parts = []
    for i in range(steps):
        pitch = low * (high / low) ** (i / (steps - 1))
        breath = band_pass(pitch, 1.6).run([dice.uniform(-1, 1) for _ in range(_samples(each * 2))])
        swell = math.sin(math.pi * (i + 1) / (steps + 1))
        count = len(breath)
        parts.append((i * each, [v * swell * math.sin(math.pi * j / count) for j, v in enumerate(breath)]))
    return mixed(*parts)


def voice(glide: Sequence[float], seconds: float, *, breath: float = 0.06, seed: int = 3) -> Signal:
    """A small dog: a throat that glides through these pitches, and a mouth that opens and closes."""
    count, phase, dice, throat = _samples(seconds), 0.0, random.Random(seed), []
    for i in range(count):
        share = i / count
        phase += math.tau * _along(glide, share) / RATE
        tone = sum(math.sin(phase * n) / n**1.25 for n in range(1, 9))
        swell = math.sin(math.pi * share**0.55) ** 1.2
        throat.append((tone + breath * dice.uniform(-8, 8)) * swell)
    mouth = band_pass(900, 1.1).run(throat)
    nose = band_pass(2_300, 2.2).run(throat)
    return low_pass(4_500).run(mixed((0.0, scaled(throat, 0.25)), (0.0, mouth), (0.0, scaled(nose, 0.5))))


def _along(points: Sequence[float], share: float) -> float:
    """Between the points, evenly spread over 0 to 1."""
    at = share * (len(points) - 1)
    for i, (a, b) in enumerate(pairwise(points)):
        if at <= i + 1:
            return a + (b - a) * (at - i)
    return points[-1]


def buzzer(pitch: float, seconds: float) -> Signal:
    """A quiz buzzer behind a cushion."""
    count = _samples(seconds)
    raw = []
    for i in range(count):
        share = i / count
        tone = sum(
            math.sin(math.tau * pitch * detune * n * i / RATE) / n for detune in (1, 1.012) for n in (1, 2, 3, 5)
        )
        raw.append(tone * min(1.0, share * 20) * (1 - share) ** 0.6)
    return low_pass(1_300).run(raw)


# --- the sounds -----------------------------------------------------------------------------------


def _move() -> Signal:
    return knock(330)


def _theirs() -> Signal:
    return knock(285, felt=0.7, seed=2)


def _capture() -> Signal:
    return mixed((0.0, knock(205, ring=0.045, felt=0.9, seed=4)), (0.045, scaled(knock(290, seed=5), 0.55)))


def _castle() -> Signal:
    return mixed((0.0, knock(300, seed=6)), (0.11, knock(345, seed=7)))


def _promote() -> Signal:
    return mixed((0.0, knock(330)), *((0.06 + 0.06 * i, scaled(marimba(p, ring=0.07), 0.7)) for i, p in
                                      enumerate((C5, E5, G5))))  # fmt: skip


def _check() -> Signal:
    """A bell third."""
    return mixed((0.0, knock(330, felt=0.4)), (0.02, scaled(bell(E5), 0.55)), (0.10, scaled(bell(G5 * 1.0595), 0.6)))


def _poison() -> Signal:
    """Taken, and then it hisses away."""
    return mixed((0.0, _capture()), (0.1, scaled(swish(2_600, 700, 0.3, 12), 1.2)))


def _shield() -> Signal:
    """Wood on metal, which rings."""
    return mixed((0.0, knock(240, felt=0.2, seed=13)), (0.0, scaled(bell(A5, ring=0.09), 0.8)))


def _king() -> Signal:
    """Taken, with two steps down."""
    return mixed((0.0, _capture()), (0.1, scaled(bell(E5), 0.5)), (0.22, scaled(bell(C5), 0.6)))


def _revival() -> Signal:
    return mixed((0.0, _tune([(0.0, C5), (0.07, G5)], ring=0.07)), (0.14, knock(330)))


def _rewind() -> Signal:
    """Two pieces go back, and air with them."""
    return mixed(
        (0.0, scaled(swish(2_400, 800, 0.24, 14), 1.1)), (0.12, knock(345, seed=15)), (0.24, knock(300, seed=16))
    )


def _pass() -> Signal:
    return scaled(marimba(G4, ring=0.06), 0.8)


def _dropped() -> Signal:
    """A small no."""
    return mixed((0.0, knock(230, felt=0.9, seed=17)), (0.09, scaled(knock(190, felt=0.9, seed=18), 0.8)))


def _heartbeat() -> Signal:
    return mixed((0.0, thump(92, 0.16)), (0.19, scaled(thump(78, 0.2), 0.7)))


def _flag() -> Signal:
    """The clock tips over: it rocks, and falls."""
    return mixed((0.0, scaled(knock(520, felt=0.2), 0.5)), (0.12, scaled(knock(460, felt=0.2), 0.6)),
                 (0.26, mixed((0.0, knock(150, ring=0.06, felt=1.0, seed=8)), (0.0, thump(90, 0.25)))))  # fmt: skip


def _tune(notes: Sequence[tuple[float, float]], *, ring: float = 0.11) -> Signal:
    return mixed(*((at, marimba(pitch, ring=ring)) for at, pitch in notes))


def _win() -> Signal:
    tune = _tune([(0.0, C5), (0.12, E5), (0.24, G5), (0.42, E5), (0.54, G5), (0.66, C6)], ring=0.16)
    return mixed((0.0, tune), (0.66, scaled(bell(C6, ring=0.16), 0.35)), (0.66, scaled(marimba(C5, ring=0.16), 0.6)))


def _loss() -> Signal:
    """Down, and then a step up again: somebody is about to get stronger."""
    return _tune([(0.0, G4), (0.2, E4), (0.4, D4), (0.62, E4), (0.62, C4)], ring=0.15)


def _draw() -> Signal:
    return _tune([(0.0, D4), (0.0, A4), (0.22, D4), (0.22, A4)], ring=0.07)


def _draft() -> Signal:
    return _tune([(0.0, C5), (0.1, E5), (0.2, A5)], ring=0.075)


def _pick() -> Signal:
    return mixed((0.0, marimba(A4, ring=0.07)), (0.07, marimba(D5, ring=0.08)), (0.07, scaled(bell(D5 * 2), 0.2)))


def _flip() -> Signal:
    return mixed((0.0, scaled(swish(900, 3_200, 0.13, 11), 1.4)), (0.12, scaled(knock(620, felt=0.3, ring=0.014), 0.5)))


def _count() -> Signal:
    return knock(700, felt=0.15, ring=0.02)


def _go() -> Signal:
    return mixed((0.0, knock(520, felt=0.2)), (0.0, scaled(marimba(A4, ring=0.1), 0.8)))


def _message() -> Signal:
    return mixed((0.0, marimba(A5, ring=0.04)), (0.07, scaled(marimba(E5, ring=0.045), 0.8)))


def _arrive() -> Signal:
    return mixed(
        (0.0, knock(240, felt=0.9)),
        (0.13, knock(240, felt=0.9, seed=9)),
        (0.25, scaled(voice((420, 620, 480), 0.12), 0.8)),
    )


def _gone() -> Signal:
    return _tune([(0.0, E4), (0.14, C4)], ring=0.07)


def _buzz() -> Signal:
    return buzzer(116, 0.38)


def _yaps(*yaps: tuple[float, Sequence[float], float], breath: float = 0.06) -> Callable[[], Signal]:
    """Barks: when, through which pitches, how long."""
    return lambda: mixed(*((at, voice(glide, seconds, breath=breath)) for at, glide, seconds in yaps))


class Recipe(NamedTuple):
    """How a sound is made, and how much softer (dB) than the others it is."""

    make: Callable[[], Signal]
    trim_db: float = 0.0


RECIPES: dict[str, Recipe] = {
    "move": Recipe(_move, -2),
    "theirs": Recipe(_theirs, -2),
    "capture": Recipe(_capture),
    "check": Recipe(_check),
    "castle": Recipe(_castle, -1),
    "promote": Recipe(_promote),
    "poison": Recipe(_poison),
    "shield": Recipe(_shield, -1),
    "king": Recipe(_king),
    "revival": Recipe(_revival, -1),
    "rewind": Recipe(_rewind, -2),
    "pass": Recipe(_pass, -3),
    "dropped": Recipe(_dropped, -3),
    "heartbeat": Recipe(_heartbeat, -5),
    "flag": Recipe(_flag),
    "win": Recipe(_win),
    "loss": Recipe(_loss, -2),
    "draw": Recipe(_draw, -1),
    "draft": Recipe(_draft),
    "pick": Recipe(_pick),
    "flip": Recipe(_flip, -4),
    "count": Recipe(_count, -4),
    "go": Recipe(_go),
    "message": Recipe(_message, -5),
    "arrive": Recipe(_arrive, -2),
    "gone": Recipe(_gone, -3),
    "buzz": Recipe(_buzz, -1),
    "emote_hi": Recipe(_yaps((0.0, (430, 700, 560), 0.13), (0.17, (480, 780, 620), 0.14)), -3),
    "emote_gg": Recipe(_yaps((0.0, (400, 560, 430), 0.14), (0.18, (400, 560, 520), 0.18)), -3),
    "emote_thinking": Recipe(_yaps((0.0, (300, 320, 360, 470), 0.38), breath=0.03), -5),
    "emote_laughing": Recipe(_yaps(*((i * 0.1, (560, 760 - 40 * i, 520), 0.085) for i in range(4))), -3),
    "emote_crying": Recipe(_yaps((0.0, (760, 820, 640, 500, 430), 0.42), breath=0.03), -5),
    "emote_shocked": Recipe(_yaps((0.0, (480, 1_050, 1_100), 0.22)), -3),
    "emote_angry": Recipe(_yaps((0.0, (170, 210, 180), 0.2), (0.24, (330, 420, 250), 0.15), breath=0.16), -3),
    "emote_love": Recipe(_yaps((0.0, (560, 720, 640, 760), 0.34), breath=0.02), -5),
    "emote_panic": Recipe(_yaps(*((i * 0.085, (700, 900, 760), 0.07) for i in range(5))), -4),
    "emote_sleeping": Recipe(_yaps((0.0, (150, 165, 140), 0.4), breath=0.3), -8),
    "emote_crown": Recipe(
        _yaps((0.0, (430, 600, 500), 0.12), (0.15, (540, 700, 600), 0.12), (0.3, (660, 860, 820), 0.2)), -3
    ),
    "emote_bone": Recipe(_yaps((0.0, (520, 640, 420), 0.1), (0.13, (260, 300, 240), 0.12), breath=0.1), -4),
}


# --- loudness -------------------------------------------------------------------------------------


def loudness(signal: Signal) -> float:
    """LUFS of the part that sounds: K-weighting as in ITU-R BS.1770-5, over what is within 30 dB of the loudest.

    The standard's gates are 400 ms wide, which is longer than most of these sounds.
    """
    weighted = high_pass(38.1, 0.5).run(high_shelf(1_682, 0.7072, 4.0).run(signal))
    width = _samples(0.01)
    blocks = [sum(v * v for v in weighted[i : i + width]) / width for i in range(0, len(weighted), width)]
    sounding = [power for power in blocks if power > max(blocks) / 1000]
    return -0.691 + 10 * math.log10(sum(sounding) / len(sounding))


def _limited(signal: Signal) -> Signal:
    """Peaks bent below full scale, softly."""
    knee = PEAK * 0.6
    room = PEAK - knee
    return [
        value if abs(value) <= knee else math.copysign(knee + room * math.tanh((abs(value) - knee) / room), value)
        for value in signal
    ]


def _eased(signal: Signal, longest_s: float) -> Signal:
    """Cut where it can no longer be heard, or must end; faded at both ends."""
    top = max(abs(value) for value in signal)
    last = max(i for i, value in enumerate(signal) if abs(value) > top / 300)
    signal = signal[: min(last + 1, _samples(longest_s))]
    start, end = _samples(_LONG), _samples(0.02)
    count = len(signal)
    return [value * min(1.0, (i + 1) / start, (count - i) / end) for i, value in enumerate(signal)]


def make(name: str) -> Signal:
    """A sound as it is kept: eased, at its loudness, without a clipped peak."""
    recipe = RECIPES[name]
    signal = _eased(recipe.make(), LONGEST_FANFARE_S if name in FANFARES else LONGEST_S)
    gain_db = LOUDNESS + recipe.trim_db - loudness(signal)
    return _limited(scaled(signal, 10 ** (gain_db / 20)))


def to_pcm(signal: Signal) -> array.array[int]:
    """As 16-bit samples."""
    return array.array("h", (round(value * 32_767) for value in signal))


def write(name: str, folder: Path) -> Path:
    """Make a sound and put it there as a WAV file."""
    pcm = to_pcm(make(name))
    if sys.byteorder == "big":
        pcm.byteswap()
    path = folder / f"{name}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm.tobytes())
    return path


def main(argv: Sequence[str] | None = None) -> int:
    """Write all of them."""
    parser = argparse.ArgumentParser(prog="soundmaking", description="Makes the game's sounds anew.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("assets/sounds"))
    folder = parser.parse_args(argv).folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in RECIPES:
        write(name, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
