"""A public name of the integration means one thing: it is defined in one file."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from .package import FOLDER

LOADED_BY_NAME: Final = {
    "PARALLEL_UPDATES",
    "async_setup",
    "async_setup_entry",
    "async_unload_entry",
}
"""What Home Assistant looks up in each platform."""

EXCEPTIONS: Final[dict[str, str]] = {
    "PAGE": "what each kind of page is, by which it is found"
}
"""Names that two files may define, with the reason."""


def _targets(node: ast.stmt) -> Iterator[ast.expr]:
    match node:
        case ast.Assign(targets=targets):
            yield from targets
        case ast.AnnAssign(target=target) | ast.TypeAlias(name=target):
            yield target


def names_in(tree: ast.Module) -> set[str]:
    """Return the public names that a module defines; imports are not definitions."""
    names = {
        target.id
        for node in tree.body
        for target in _targets(node)
        if isinstance(target, ast.Name)
    } | {
        node.name
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }
    return {name for name in names if not name.startswith("_")}


def test_one_meaning() -> None:
    """A constant, type, class or function at the top of a module has its own name."""
    files: dict[str, list[str]] = defaultdict(list)
    for file in sorted(FOLDER.rglob("*.py")):
        for name in names_in(ast.parse(file.read_text(encoding="utf-8"))):
            files[name].append(str(file.relative_to(FOLDER)))
    several = {
        name: found
        for name, found in sorted(files.items())
        if len(found) > 1 and name not in LOADED_BY_NAME
    }
    assert several == {name: files[name] for name in EXCEPTIONS}


def test_what_is_a_name() -> None:
    """All kinds of definitions count, but for imports and private ones."""
    tree = ast.parse(
        "import a\nfrom b import C\nD = 1\nE: int = 2\ntype F = int\nclass G: h = 1\n"
        "def i(): j = 1\nasync def k(): pass\n_L = 3\nD.m = 4\nN = O = 5\nP += 1\n"
    )
    assert names_in(tree) == {"D", "E", "F", "G", "i", "k", "N", "O"}
