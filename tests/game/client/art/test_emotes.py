from __future__ import annotations

import io

import pygame
import pytest

from game.client import texts
from game.client.art import pups
from game.client.art.emotes import EMOTES, MOST, WITHIN_MS, Restraint, frame
from netcode import messages as m


def rasterised(svg: str) -> pygame.Surface:
    return pygame.image.load_sized_svg(io.BytesIO(svg.encode()), (64, 64))


def test_there_are_the_emotes_that_the_server_knows_each_with_its_name() -> None:
    assert tuple(EMOTES) == m.EMOTES == tuple(texts.EMOTE_NAMES)


@pytest.mark.parametrize("emote", EMOTES)
def test_a_loop_takes_about_a_second(emote: str) -> None:
    assert 800 <= EMOTES[emote].loop_ms <= 1_600


@pytest.mark.parametrize("emote", EMOTES)
def test_an_emote_moves_and_ends_where_it_begins(emote: str) -> None:
    moments = [rasterised(frame(emote, share)).get_view("2").raw for share in (0, 0.2, 0.45, 0.7)]
    assert len(set(moments)) == len(moments)
    if emote != "crown":  # which falls anew each time
        assert frame(emote, 0).count("<path") == frame(emote, 0.999).count("<path")


@pytest.mark.parametrize("name", pups.PORTRAITS)
def test_every_portrait_is_somebody_else(name: str) -> None:
    others = [pups.portrait(other) for other in pups.PORTRAITS if other != name]
    assert pups.portrait(name) not in others
    assert rasterised(pups.portrait(name)).get_bounding_rect().w > 40


def test_an_unknown_portrait_is_the_usual_one() -> None:
    assert pups.portrait("dragon") == pups.portrait("biscuit")


def test_three_emotes_in_a_breath_and_then_a_rest() -> None:
    restraint = Restraint()
    assert [restraint.allows(1_000 + i) for i in range(MOST + 1)] == [True] * MOST + [False]
    assert restraint.allows(1_000 + WITHIN_MS)
