"""Limits of size that keep the code readable: of classes and of functions. Exceptions are listed with a reason."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGES = ("game", "netcode", "server")

MOST_CLASS_LINES = 400
MOST_METHODS = 40
MOST_FUNCTION_LINES = 60

LARGE_CLASSES = {
    "game/chess/rules/board.py: Board": "one chess.Board with all of its overrides, each a few lines",
}
LONG_FUNCTIONS = {
    "server/people/migrations/versions/0001_people.py: upgrade": "the first schema: a list, a column a line",
}

Definition: TypeAlias = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def definitions() -> Iterator[tuple[str, Definition]]:
    """(file and name, node) of every class and function."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, Definition):
                    yield f"{path.relative_to(ROOT).as_posix()}: {node.name}", node


def lines(node: Definition) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def methods(node: ast.ClassDef) -> int:
    return sum(isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) for each in node.body)


def large_classes() -> dict[str, str]:
    return {
        name: f"{lines(node)} lines, {methods(node)} methods"
        for name, node in definitions()
        if isinstance(node, ast.ClassDef) and (lines(node) > MOST_CLASS_LINES or methods(node) > MOST_METHODS)
    }


def long_functions() -> dict[str, str]:
    return {
        name: f"{lines(node)} lines"
        for name, node in definitions()
        if not isinstance(node, ast.ClassDef) and lines(node) > MOST_FUNCTION_LINES
    }


def test_no_class_is_larger_than_a_reader_can_hold() -> None:
    """At most 400 lines and 40 methods."""
    assert {name: size for name, size in large_classes().items() if name not in LARGE_CLASSES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    """At most 60 lines."""
    assert {name: size for name, size in long_functions().items() if name not in LONG_FUNCTIONS} == {}


@pytest.mark.parametrize("name", [*LARGE_CLASSES, *LONG_FUNCTIONS])
def test_an_exception_is_still_needed(name: str) -> None:
    """Whoever makes one of them small takes it off the list."""
    assert name in large_classes() | long_functions()
