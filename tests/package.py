"""The integration as a package: its files, texts and code, as validators read them."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
import json
from pathlib import Path
from typing import Any, Final

from homeassistant.util.yaml import load_yaml_dict

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "custom_components/cloudprint"
LANGUAGES: Final = ("en", "zh-Hans")


def read(name: str) -> Any:
    """Return what a JSON or YAML file of the integration holds."""
    if name.endswith(".yaml"):
        return load_yaml_dict(str(FOLDER / name))
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def texts(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield the texts in nested mappings, each with its path."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from texts(value, (*path, key))
    else:
        yield ".".join(path), node


def translation(language: str) -> dict[str, str]:
    """Return the texts of a language by their paths."""
    return dict(texts(read(f"translations/{language}.json")))


@cache
def syntax(part: str = "") -> tuple[ast.AST, ...]:
    """Return all that the code consists of: of a file, of a folder, or of all of it."""
    path = FOLDER / part
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    assert files, part
    return tuple(
        node
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    )


def strings(*parts: str) -> set[str]:
    """Return the strings that stand in the code, or in some parts of it."""
    return {
        node.value
        for part in parts or ("",)
        for node in syntax(part)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def steps(part: str) -> set[str]:
    """Return the steps of the flows in a part of the code."""
    return {
        node.name.removeprefix("async_step_")
        for node in syntax(part)
        if isinstance(node, ast.AsyncFunctionDef)
        and node.name.startswith("async_step_")
    }


def first_arguments(*functions: str) -> set[str]:
    """Return the strings with which functions are called, as their first arguments."""
    found = set()
    for node in syntax():
        match node:
            case ast.Call(
                func=ast.Name(id=name), args=[ast.Constant(value=str(value)), *_]
            ) if name in functions:
                found.add(value)
    return found


def translation_keys(*functions: str, part: str = "") -> set[str]:
    """Return the translation keys that are given to functions, or else to all."""
    found = set()
    for node in syntax(part):
        match node:
            case ast.Call(func=ast.Name(id=name)) if not functions or name in functions:
                found |= {
                    keyword.value.value
                    for keyword in node.keywords
                    if keyword.arg == "translation_key"
                    and isinstance(keyword.value, ast.Constant)
                    and isinstance(keyword.value.value, str)
                }
    return found
