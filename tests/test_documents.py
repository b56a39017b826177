"""What the documents mention exists: files and folders, links, commands, and the names of classes and functions."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = (".ci", "assets", "game", "netcode", "server", "tests")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))])
CODE = {".css", ".js", ".mjs", ".py"}

IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
BUILT = "dist/underdog/"
ENDINGS = "cfg|conf|css|env|js|jsonl|md|py|service|svg|toml|ttf|txt|wav|woff2|yaml"
PATH = re.compile(rf"[\w*@.-]+(/[\w*@.-]+)*(/|\.({ENDINGS}))")
MODULE = re.compile(r"python -m ((?:game|netcode|server|tests)(?:\.\w+)*)")
# A name with dots, or a message with its fields, like `Hello {version, name}`.
NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*|[A-Z]\w* \{[\w, ?]+\}")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
# Names in a document that no code of ours has: a key, a program, a command of Redis, a setting of systemd.
NOT_OURS = {"README.md": {"F11"}, "ARCHITECTURE.md": {"tsc"}, "server/README.md": {"WAIT", "WatchdogSec"}}


@cache
def paths() -> frozenset[str]:
    """All files and folders."""
    inside = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    found = [*ROOT.glob("*"), *inside]
    return frozenset(f"/{path.relative_to(ROOT).as_posix()}" for path in found if path.suffix != ".pyc")


@cache
def words() -> frozenset[str]:
    """All words in the code."""
    code = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in CODE]
    return frozenset(word for path in code for word in re.findall(r"\w+", path.read_text("utf-8")))


def exists(path: str) -> bool:
    """Whether there is such a file or folder. Documents may leave out the first folders; * stands for anything."""
    ends = re.compile("/" + re.escape(path.strip("/")).replace(r"\*", "[^/]*") + "$")
    return any(ends.search(each) for each in paths())


def mentioned(document: Path) -> list[str]:
    return IN_BACKTICKS.findall(document.read_text("utf-8"))


def label(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=label)
def test_every_file_that_a_document_mentions_exists(document: Path) -> None:
    named = {each for each in mentioned(document) if PATH.fullmatch(each)} - {BUILT}
    assert [each for each in sorted(named) if not exists(each)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=label)
def test_every_link_inside_the_repository_leads_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text("utf-8"))
    assert [each for each in links if not (document.parent / each).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=label)
def test_every_module_that_a_document_says_to_run_exists(document: Path) -> None:
    modules = MODULE.findall(document.read_text("utf-8"))
    assert [each for each in modules if not exists(each.replace(".", "/") + ".py")] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=label)
def test_every_name_that_a_document_mentions_is_in_the_code(document: Path) -> None:
    names = {each for each in mentioned(document) if NAME.fullmatch(each) and not PATH.fullmatch(each)}
    parts = {part for name in names for part in re.findall(r"\w+", name)}
    assert sorted(parts - words() - NOT_OURS.get(label(document), set())) == []
