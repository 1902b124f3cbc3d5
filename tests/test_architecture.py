"""Checks of the structure of the integration: imports run downwards only."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
import re
from typing import TypeIs

import pytest

PACKAGE = "custom_components.cloudprint"
ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "custom_components/cloudprint"

FLOORS = (
    {"__init__"},
    {"config_flow", "diagnostics", "intent", "llm", "logbook", "trigger"},
    {
        "binary_sensor",
        "button",
        "card_api",
        "condition",
        "event",
        "flows",
        "image",
        "inbox",
        "media_source",
        "notify",
        "number",
        "repairs",
        "select",
        "sensor",
        "services",
        "switch",
        "system_health",
        "voice",
    },
    {"ipp", "job_events"},
    {"backup", "printing"},
    {"entity"},
    {"data"},
    {"policy", "printers"},
    {"coordinator"},
    {"source", "spool"},
    {"requester"},
    {"fields", "settings"},
    {"networks"},
    {"document", "exceptions", "frontend", "texts"},
    {"api", "compat", "const", "forms"},
)
"""Rooms by floor, top first: the folders, and the modules at the top of the package."""

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
MAX_READS = 16
"""Places that read the account of an entry; others get or find it by its id."""


def modules() -> list[Path]:
    """Return the files of the integration."""
    return sorted(FOLDER.rglob("*.py"))


def name_of(file: Path) -> str:
    """Return a module's name within the integration, "" for the package itself."""
    parts = file.relative_to(FOLDER).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(file: Path) -> Iterator[str]:
    """Yield the absolute names of the modules that a file imports."""
    package = file.relative_to(ROOT).with_suffix("").parts
    if package[-1] == "__init__":
        package = package[:-1]
        depth = 1
    else:
        depth = 0
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            assert node.module is not None
            yield node.module
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + depth]
            module = ".".join((*base, *(node.module or "").split("."))).rstrip(".")
            yield module
            # `from . import module`
            yield from (
                f"{module}.{alias.name}" for alias in node.names if node.module is None
            )


def own_imports(file: Path) -> set[str]:
    """Return the names of the integration's modules that a file imports."""
    return {
        name.removeprefix(PACKAGE).lstrip(".")
        for name in imports(file)
        if name == PACKAGE or name.startswith(f"{PACKAGE}.")
    }


def room_of(name: str) -> str:
    """Return the room of a module."""
    return name.partition(".")[0] or "__init__"


def floor_of(room: str) -> int:
    """Return the floor of a room, counted from the top."""
    (floor,) = (number for number, rooms in enumerate(FLOORS) if room in rooms)
    return floor


def test_every_room_has_a_floor() -> None:
    """All rooms have a floor, and all rooms with a floor exist."""
    rooms = {room_of(name_of(file)) for file in modules()}
    assert rooms == set().union(*FLOORS)


@pytest.mark.parametrize("file", modules(), ids=name_of)
def test_imports_run_downwards(file: Path) -> None:
    """A room imports only from rooms below it."""
    room = room_of(name_of(file))
    above = {
        other
        for name in own_imports(file)
        if (other := room_of(name)) != room and floor_of(other) <= floor_of(room)
    }
    assert above == set()


def test_no_circles() -> None:
    """There are no circular imports, not even within a room."""
    graph = {name_of(file): own_imports(file) - {name_of(file)} for file in modules()}
    TopologicalSorter(graph).prepare()


def test_no_circles_in_the_card() -> None:
    """There are no circular imports in the card, not even of types."""
    files = sorted((ROOT / "card/src").rglob("*.ts"))
    graph = {
        file: {
            (file.parent / path).resolve().with_suffix(".ts")
            for path in re.findall(r'(?:from|import) "(\.[^"]+)"', file.read_text())
        }
        for file in files
    }
    assert set().union(*graph.values()) <= {*files}
    TopologicalSorter(graph).prepare()


def test_runtime_data() -> None:
    """It is read where Home Assistant hands an entry over, and not after an await."""
    places = list[str]()
    for file in modules():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        name = name_of(file)
        places += [f"{name}:{node.lineno}" for node in ast.walk(tree) if is_read(node)]
        for function in ast.walk(tree):
            own = [*own_nodes(function)] if isinstance(function, FUNCTIONS) else []
            waits = [node.end_lineno for node in own if isinstance(node, ast.Await)]
            reads = [node.lineno for node in own if is_read(node)]
            late = [line for line in reads if waits and line > min(filter(None, waits))]
            assert not late, (name, late)
    assert len(places) <= MAX_READS, places


def is_read(node: ast.AST) -> TypeIs[ast.expr]:
    """Return whether a node reads the runtime data of an entry, also by its name."""
    if isinstance(node, ast.Attribute):
        return node.attr == "runtime_data" and isinstance(node.ctx, ast.Load)
    return isinstance(node, ast.Constant) and node.value == "runtime_data"


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function, without its inner functions."""
    for node in ast.iter_child_nodes(function):
        yield node
        if not isinstance(node, FUNCTIONS):
            yield from own_nodes(node)


@pytest.mark.parametrize(
    "file",
    [file for file in modules() if room_of(name_of(file)) in ("api", "document")],
    ids=name_of,
)
def test_independent_of_home_assistant(file: Path) -> None:
    """The API client and the documents do not depend on Home Assistant."""
    assert not [name for name in imports(file) if name.startswith("homeassistant")]


@pytest.mark.parametrize(
    "file", sorted((ROOT / "tests/simulator").rglob("*.py")), ids=lambda file: file.stem
)
def test_simulator_shares_nothing_with_the_client(file: Path) -> None:
    """Client and simulator are both written from the vendor's document."""
    assert not [name for name in imports(file) if name.startswith("custom_components")]


@pytest.mark.parametrize("file", modules(), ids=name_of)
def test_length_of_files(file: Path) -> None:
    """A file has at most 600 lines."""
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 600
