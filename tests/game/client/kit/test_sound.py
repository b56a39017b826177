from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
import pytest

from game.client.kit.sound import CUES, Speaker, kind_of
from game.client.settings import Volumes

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def speaker() -> Iterator[Speaker]:
    # Whatever another test has left open.
    pygame.mixer.quit()
    speaker = Speaker()
    yield speaker
    speaker.rest()


def test_every_sound_can_be_played(speaker: Speaker) -> None:
    for cue in CUES:
        speaker.play(cue, Volumes())
    assert pygame.mixer.get_busy()


def test_without_a_sound_card_nothing_happens(monkeypatch: pytest.MonkeyPatch, speaker: Speaker) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    speaker.play("move", Volumes())
    assert speaker.missing
    assert pygame.mixer.get_init() is None


def test_a_missing_card_is_looked_for_once(monkeypatch: pytest.MonkeyPatch, speaker: Speaker) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    speaker.play("move", Volumes())
    monkeypatch.setattr(pygame.mixer, "init", lambda *_: pytest.fail("looked again"))
    speaker.play("move", Volumes())


@pytest.mark.parametrize("volumes", [Volumes(muted=True), Volumes(pieces=0)])
def test_who_wants_silence_does_not_even_take_the_card(speaker: Speaker, volumes: Volumes) -> None:
    speaker.play("move", volumes)
    assert pygame.mixer.get_init() is None


def test_each_kind_goes_by_its_own_volume(speaker: Speaker) -> None:
    speaker.play("move", Volumes(pieces=0, alerts=100, social=0))
    assert pygame.mixer.get_init() is None
    speaker.play("flag", Volumes(pieces=0, alerts=100, social=0))
    assert pygame.mixer.get_busy()


def test_at_rest_the_card_is_free_and_can_be_taken_again(speaker: Speaker) -> None:
    speaker.play("move", Volumes())
    speaker.rest()
    assert pygame.mixer.get_init() is None
    speaker.play("move", Volumes())
    assert pygame.mixer.get_busy()


def test_the_kinds() -> None:
    assert (kind_of("capture"), kind_of("win"), kind_of("emote_hi")) == ("pieces", "alerts", "social")


def test_after_preparing_nothing_is_read_any_more(speaker: Speaker, monkeypatch: pytest.MonkeyPatch) -> None:
    speaker.prepare()
    monkeypatch.setattr("game.client.kit.sound._read", lambda cue: pytest.fail(f"read {cue}"))
    for cue in CUES:
        speaker.play(cue, Volumes())
