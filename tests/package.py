"""Reads the files, texts and code of the integration for checks."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
import json
from pathlib import Path
import re
import subprocess
import sys
from typing import Any, Final

from homeassistant.util.yaml import load_yaml_dict

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "custom_components/cloudprint"
LANGUAGES: Final = ("en", "zh-Hans")


def modules_after(*names: str) -> set[str]:
    """Return the names of all modules after the import of some, in a new process."""
    program = (
        "from tests import early",
        *(f"import {name}" for name in names),
        "import sys",
        "print(*sys.modules)",
    )
    ended = subprocess.run(
        [sys.executable, "-c", "\n".join(program)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return set(ended.stdout.split())


def pages_in(language: str) -> list[Path]:
    """Return the pages of the documentation in a language."""
    return [
        page
        for page in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
        if page.name.endswith(".zh-Hans.md") is (language == "zh-Hans")
    ]


def anchors(page: Path) -> list[str]:
    """Return the anchors that GitHub gives to the headings of a page."""
    content = re.sub(
        r"^```.*?^```$",
        "",
        page.read_text(encoding="utf-8"),
        flags=re.DOTALL | re.MULTILINE,
    )
    return [
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", content, re.MULTILINE)
    ]


def read(name: str) -> Any:
    """Return the contents of a JSON or YAML file of the integration."""
    if name.endswith(".yaml"):
        return load_yaml_dict(str(FOLDER / name))
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def texts(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield the paths and texts in nested mappings."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from texts(value, (*path, key))
    else:
        yield ".".join(path), node


def translation(language: str) -> dict[str, str]:
    """Return the texts of a language by their paths."""
    return dict(texts(read(f"translations/{language}.json")))


def syntax(part: str = "") -> Iterator[ast.AST]:
    """Yield the syntax nodes of a file, of a folder, or of the whole integration."""
    path = FOLDER / part
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    assert files, part
    for file in files:
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


@cache
def _strings(part: str) -> frozenset[str]:
    return frozenset(
        node.value
        for node in syntax(part)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def strings(*parts: str) -> set[str]:
    """Return the string constants of the code or of parts of it."""
    return set().union(*map(_strings, parts or ("",)))


def steps(part: str) -> set[str]:
    """Return the names of the steps of flows in a part of the code."""
    found = set()
    for node in syntax(part):
        match node:
            case (
                ast.AsyncFunctionDef(name=name)
                | ast.Assign(targets=[ast.Name(id=name)])
            ) if name.startswith("async_step_"):
                found.add(name.removeprefix("async_step_"))
    return found


def first_arguments(*functions: str) -> set[str]:
    """Return the strings that are first arguments of calls of functions."""
    found = set()
    for node in syntax():
        match node:
            case ast.Call(
                func=ast.Name(id=name), args=[ast.Constant(value=str(value)), *_]
            ) if name in functions:
                found.add(value)
    return found


def translation_keys(*functions: str) -> set[str]:
    """Return the translation keys with which functions are called."""
    found = set()
    for node in syntax():
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in functions:
                found |= {
                    keyword.value.value
                    for keyword in node.keywords
                    if keyword.arg == "translation_key"
                    and isinstance(keyword.value, ast.Constant)
                    and isinstance(keyword.value.value, str)
                }
    return found
