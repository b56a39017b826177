"""The catalogue as text: for a terminal, and as the tables of this folder's README."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from game.chess.upgrades.catalogue import CATALOGUE
from game.chess.upgrades.upgrade import Rarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.chess.upgrades.upgrade import Upgrade

_WIDTH = 100
_NAME = 18
_STAR = "Upgrades marked with * are not offered in drafts: they measured too weak or too strong."


def as_text() -> str:
    """The catalogue by rarity, for people at a terminal."""
    return "\n".join(_text_lines())


def as_markdown() -> str:
    """The catalogue as a Markdown document with one table for each rarity."""
    return "\n".join(_markdown_lines())


def _by_rarity() -> Iterator[tuple[Rarity, list[Upgrade]]]:
    for rarity in Rarity:
        yield rarity, [upgrade for upgrade in CATALOGUE.values() if upgrade.rarity is rarity]


def _text_lines() -> Iterator[str]:
    for rarity, upgrades in _by_rarity():
        yield f"{rarity.capitalize()} ({len(upgrades)})"
        for upgrade in upgrades:
            head = f"  {_marked(upgrade):<{_NAME}}"
            yield from textwrap.wrap(_rule(upgrade), _WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
        yield ""
    offered = sum(upgrade.offered for upgrade in CATALOGUE.values())
    yield f"Drafts offer {offered} of these {len(CATALOGUE)}."
    yield _STAR


def _marked(upgrade: Upgrade) -> str:
    return upgrade.name if upgrade.offered else f"{upgrade.name} *"


def _markdown_lines() -> Iterator[str]:
    yield "# The upgrades"
    yield ""
    yield "Written by `underdog upgrades --markdown`; the source is [catalogue.py](catalogue.py)."
    yield _STAR
    for rarity, upgrades in _by_rarity():
        yield ""
        yield f"## {rarity.capitalize()}"
        yield ""
        yield "| Name | What it does | Not together with |"
        yield "|---|---|---|"
        for upgrade in upgrades:
            others = ", ".join(sorted(CATALOGUE[other].name for other in _apart_from(upgrade)))
            yield f"| {_marked(upgrade)} | {_rule(upgrade)} | {others} |"
    yield ""


def _rule(upgrade: Upgrade) -> str:
    return f"{upgrade.text} {upgrade.note}".strip()


def _apart_from(upgrade: Upgrade) -> set[str]:
    """The upgrades that exclude this one or that it excludes."""
    return {other.id for other in CATALOGUE.values() if upgrade.id in other.excludes} | upgrade.excludes
