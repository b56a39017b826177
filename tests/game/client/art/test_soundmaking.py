from __future__ import annotations

import array
import math
import sys
import wave
from pathlib import Path

import pytest

from game.client.kit.sound import CUES
from netcode.messages import EMOTES
from tests.helpers import soundmaking

SOUNDS = Path(__file__).parents[4] / "assets" / "sounds"
WITHIN = 2
"""Steps of 65,536: another platform's sine may round otherwise."""
BELOW_DB = 9
"""The softest of all, a snore, is this much below the rest."""


def kept(name: str) -> array.array[int]:
    with wave.open(str(SOUNDS / f"{name}.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, soundmaking.RATE)
        samples = array.array("h", file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


@pytest.mark.parametrize("name", soundmaking.RECIPES)
def test_the_kept_sound_is_what_the_script_makes(name: str) -> None:
    made = soundmaking.to_pcm(soundmaking.make(name))
    there = kept(name)
    assert len(made) == len(there)
    assert max(abs(a - b) for a, b in zip(made, there, strict=True)) <= WITHIN


@pytest.mark.parametrize("name", soundmaking.RECIPES)
def test_a_sound_is_neither_too_long_nor_too_loud(name: str) -> None:
    samples = [value / 32_768 for value in kept(name)]
    longest = soundmaking.LONGEST_FANFARE_S if name in soundmaking.FANFARES else soundmaking.LONGEST_S
    assert len(samples) / soundmaking.RATE <= longest
    assert max(map(abs, samples)) <= soundmaking.PEAK + 0.001
    assert soundmaking.LOUDNESS - BELOW_DB < soundmaking.loudness(samples) < soundmaking.LOUDNESS + 1


@pytest.mark.parametrize("name", soundmaking.RECIPES)
def test_a_sound_begins_and_ends_without_a_click(name: str) -> None:
    samples = kept(name)
    assert abs(samples[0]) < 1_200
    assert abs(samples[-1]) < 300


def test_there_is_a_file_for_every_cue_and_no_other() -> None:
    assert {path.stem for path in SOUNDS.glob("*.wav")} == set(CUES) == set(soundmaking.RECIPES)


def test_every_emote_has_its_sound() -> None:
    assert {f"emote_{emote}" for emote in EMOTES} <= set(CUES)


def test_the_script_writes_them_all(tmp_path: Path) -> None:
    soundmaking.write("move", tmp_path)
    assert (tmp_path / "move.wav").read_bytes() == (SOUNDS / "move.wav").read_bytes()


def test_the_yardstick_is_right_about_a_known_tone() -> None:
    # BS.1770: a sine of 997 Hz at full scale in one channel is -3.01 LUFS.
    tone = [math.sin(math.tau * 997 * i / soundmaking.RATE) for i in range(soundmaking.RATE)]
    assert soundmaking.loudness(tone) == pytest.approx(-3.01, abs=0.5)
