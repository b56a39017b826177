"""The texts of the About screen, from assets/. No pygame."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from game.client.kit.widgets.pane import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

PAGES: dict[str, tuple[str, ...]] = {
    "credits": ("texts/CREDITS.md",),
    "licence": ("texts/LICENSE",),
    "fonts": (
        "fonts/OFL-fredoka.txt",
        "fonts/OFL-inter.txt",
        "fonts/OFL-noto-emoji.txt",
        "fonts/OFL-noto-sans-cjk.txt",
        "fonts/LICENSE-dejavu.txt",
    ),
}
"""Page -> the files of assets/ that it shows. Packaging puts those of texts/ there, from the top of the project."""

_FOR_PACKAGERS = "\n<!-- the window shows the above"


def page(name: str) -> list[Paragraph]:
    """The paragraphs of a page."""
    found: list[Paragraph] = []
    for path in PAGES[name]:
        text = _read(path)
        found += from_markdown(text) if path.endswith(".md") else from_plain(text)
    return found


def _read(path: str) -> str:
    project = Path(__file__).parents[3]
    folder, name = path.split("/")
    if folder == "texts" and (project / "pyproject.toml").is_file():
        # Run from the project's own folder, beside which an editable install may have left an older copy.
        return (project / name).read_text("utf-8")
    place: Traversable = files("assets") / folder / name
    return place.read_text("utf-8")


def from_markdown(text: str) -> list[Paragraph]:
    """The paragraphs of a Markdown file, as far as the credits use it: headings, tables, paragraphs. Links and code
    become plain text.

    What only packagers need is left out: the last section, and the last column of each table, which names files.
    """
    for_players = text.split(_FOR_PACKAGERS, maxsplit=1)[0]
    return [_block(block) for block in _blocks(for_players) if block]


def _blocks(text: str) -> Iterator[str]:
    """The blocks of the text: headings and rows of tables alone, other lines up to an empty one."""
    together: list[str] = []
    lines = [*text.splitlines(), ""]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("|") and _is_rule(following):
            # What the columns are called says itself.
            continue
        alone = line.startswith(("#", "|"))
        if together and (alone or not line.strip()):
            yield " ".join(together)
            together = []
        if alone and not _is_rule(line):
            yield line
        elif not alone and line.strip():
            together.append(line.strip())


def _is_rule(line: str) -> bool:
    """The line between a table's head and its rows."""
    return re.fullmatch(r"[|\s:-]+", line) is not None


def _block(block: str) -> Paragraph:
    if block.startswith("#"):
        level = len(block) - len(block.lstrip("#"))
        return Paragraph("title" if level == 1 else "heading", _plain(block.lstrip("# ")))
    if block.startswith("|"):
        cells = [_plain(cell.strip()) for cell in block.strip("|").split("|")[:-1]]
        return Paragraph("text", "  ·  ".join(cell for cell in cells if cell))
    return Paragraph("text", _plain(block))


def _plain(text: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("`", "").replace("**", "")


def from_plain(text: str) -> list[Paragraph]:
    """A licence: its lines are joined to paragraphs, which the window wraps."""
    blocks = re.split(r"\n\s*\n", text.replace("\r", "").replace("\f", ""))
    first, *others = [re.sub(r"\s+", " ", block).strip() for block in blocks if block.strip()]
    return [Paragraph("heading", first), *(Paragraph("small", block) for block in others)]
