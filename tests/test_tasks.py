"""Checks of the tasks that outlive their callers."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from .package import FOLDER

_ROOMS: Final = ("inbox", "ipp", "printing", "spool")
_CREATE: Final = {"async_create_background_task", "async_create_task", "create_task"}


def _find_tasks(code: str) -> Iterator[tuple[int, str]]:
    """Yield the lines where tasks are created, with the comment above their statement."""
    nodes, lines = list(ast.walk(ast.parse(code))), code.splitlines()
    statements = [node for node in nodes if isinstance(node, ast.stmt)]
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(attr=name), lineno=line) if (
                name in _CREATE
            ):
                above = start = max(
                    statement.lineno - 1
                    for statement in statements
                    if statement.lineno <= line <= (statement.end_lineno or 0)
                )
                while lines[start - 1].lstrip().startswith("#"):
                    start -= 1
                yield line, " ".join(lines[start:above])


@pytest.mark.parametrize("room", _ROOMS)
def test_tasks_say_what_a_stop_does(room: str) -> None:
    """Home Assistant's start waits for tracked tasks, and its stop cancels others.

    What prints uses `spool.tasks`. Any other task has a comment above its statement that
    says what a stop does with it.
    """
    without = [
        f"{file.relative_to(FOLDER)}:{line}"
        for file in sorted(Path(FOLDER / room).rglob("*.py"))
        for line, comment in _find_tasks(file.read_text(encoding="utf-8"))
        if "stop" not in comment
    ]
    assert without == []
