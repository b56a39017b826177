"""The pups that browsers draw are those that the window draws today."""

from __future__ import annotations

from game.client.art.exporting import TARGET, exported
from netcode.messages import EMOTES


def test_the_exported_pups_are_those_of_the_window() -> None:
    found = {path: (TARGET / path).read_text(encoding="utf-8") for path in exported()}
    assert found == {path: f"{content}\n" for path, content in exported().items()}, "run `-m game.client.art.exporting`"


def test_every_emote_has_its_still() -> None:
    assert {f"emotes/{emote}.svg" for emote in EMOTES} <= set(exported())
