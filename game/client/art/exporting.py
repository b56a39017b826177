"""Writes the pups that browsers draw to assets/: `python -m game.client.art.exporting`."""

from __future__ import annotations

from pathlib import Path

from game.client.art import emotes, pups

TARGET = Path(__file__).parents[3] / "assets" / "pictures"


def exported() -> dict[str, str]:
    """The content of each file by its path below `TARGET`: portraits, and the still of every emote."""
    portraits = {f"pups/{name}.svg": pups.portrait(name) for name in pups.PORTRAITS}
    stills = {f"emotes/{name}.svg": emotes.frame(name, emote.still) for name, emote in emotes.EMOTES.items()}
    return portraits | stills


def main() -> None:
    """Write them all."""
    for path, content in exported().items():
        (TARGET / path).parent.mkdir(exist_ok=True)
        (TARGET / path).write_text(content + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
