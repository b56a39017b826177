"""No screen has a colour, a letter size or a sentence of its own: those are the theme's and the catalogue's."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

CLIENT = Path(__file__).parents[3] / "game" / "client"
FOLDERS = ("chess", "tables", "kit/widgets", "art/widgets")
SHOWN = sorted(each for folder in FOLDERS for each in (CLIENT / folder).rglob("*.py"))
SENTENCE = re.compile(r"[A-Z][a-z']+[ ,.!?…]+\w")


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def constants(tree: ast.AST) -> list[ast.Constant]:
    """All literals but docstrings."""
    docs = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs]


def is_color(node: ast.Tuple) -> bool:
    """Three or four whole numbers that a colour could be made of; (0, 0, 0, 0) is no colour at all."""
    if len(node.elts) not in {3, 4}:
        return False
    values = [each.value for each in node.elts if isinstance(each, ast.Constant) and isinstance(each.value, int)]
    return len(values) == len(node.elts) and max(values) > 16 and all(0 <= value <= 255 for value in values)


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_no_colour_outside_of_the_theme(path: Path) -> None:
    tree = parsed(path)
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Tuple) and is_color(node)] == []
    strings = [node for node in constants(tree) if isinstance(node.value, str)]
    assert [node.lineno for node in strings if re.fullmatch(r"#?[0-9a-fA-F]{6}", str(node.value))] == []


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_no_letter_size_outside_of_the_scale(path: Path) -> None:
    calls = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
    sizes = [keyword.value for call in calls for keyword in call.keywords if keyword.arg == "size"]
    assert [value.lineno for value in sizes if isinstance(value, ast.Constant)] == []


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_no_sentence_outside_of_the_catalogue(path: Path) -> None:
    strings = [node for node in constants(parsed(path)) if isinstance(node.value, str)]
    assert [node.lineno for node in strings if SENTENCE.search(str(node.value))] == []
