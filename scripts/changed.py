"""The tests of the rooms that a change touches, by what imports what.

A room is a folder of the integration, or one of its files at the top. Chosen are the tests
of a room whose modules or helpers of tests have changed, of the rooms that import those
modules, those that import them themselves, and tests that have changed.
"""

import ast
from collections.abc import Iterable, Iterator, Set as AbstractSet
from functools import cache
from pathlib import Path
import subprocess
from typing import Final

ROOT: Final = Path(__file__).parents[1]
_PACKAGE: Final = "custom_components.cloudprint"
_FOLDER: Final = Path("custom_components/cloudprint")
_TESTS: Final = Path("tests")


def find_changed_files() -> list[Path]:
    """Return the files that differ from the branch `main`, or are new."""
    base = _git("merge-base", "main", "HEAD")[0]
    new = _git("ls-files", "--others", "--exclude-standard")
    return [Path(name) for name in (*_git("diff", "--name-only", base), *new)]


def choose_tests(changed: Iterable[Path]) -> list[str]:
    """Return the files and folders of tests for changed files, in order."""
    changed = list(changed)
    modules = {
        _name(file)
        for file in changed
        if file.suffix == ".py" and file.is_relative_to(_FOLDER)
    }
    importers = {
        _name(file) for file in _files(_FOLDER) if _imports(file) & modules
    } | modules
    rooms = {_room(name) for name in importers} | {
        room
        for file in changed
        if file.is_relative_to(_TESTS) and not _is_test(file)
        for room in _rooms_of_test(file)
    }
    chosen = {file for file in changed if _is_test(file)} | {
        file
        for file in _files(_TESTS)
        if _is_test(file)
        and (_imports(file) & modules or not rooms.isdisjoint(_rooms_of_test(file)))
    }
    return sorted(str(file) for file in chosen if (ROOT / file).exists())


def _git(*arguments: str) -> list[str]:
    answer = subprocess.run(
        ["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return answer.stdout.splitlines()


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted((ROOT / folder).rglob("*.py")):
        yield file.relative_to(ROOT)


def _is_test(file: Path) -> bool:
    return file.is_relative_to(_TESTS) and file.name.startswith("test_")


def _name(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _room(name: str) -> str:
    return name.removeprefix(f"{_PACKAGE}.").partition(".")[0]


def _rooms_of_test(file: Path) -> AbstractSet[str]:
    """Return the room of a folder of tests, or what a file at the top is named after."""
    parts = file.relative_to(_TESTS).parts
    return {parts[0] if len(parts) > 1 else file.stem.removeprefix("test_")}


@cache
def _imports(file: Path) -> frozenset[str]:
    """Return the full names of what a file imports, each with its module's."""
    names = set[str]()
    package = file.parent.parts
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *filter(None, (node.module,))))
            # A name in it may be a module, too.
            names |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


if __name__ == "__main__":
    print("\n".join(choose_tests(find_changed_files())))
