"""Says what a thing looks like, in lines: names and types of values, not values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
import re
from typing import Any, Final

_TYPES: Final = {bool: "bool", int: "number", float: "number", str: "text"}
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.*")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_CONFIGURED: Final = frozenset(
    (
        *("accept", "custom_value", "domain", "filter", "integration", "max", "min"),
        *("enable_day", "entity", "multiple", "options", "step", "type"),
    )
)
_ID: Final = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{32}")


def join(lines: Iterable[str]) -> str:
    """Return lines as a text, sorted, each once."""
    return "\n".join(sorted(set(lines)))


def mask(text: str, **names: str) -> str:
    """Replace parts of a text by names in angle brackets, and other ids by `<id>`."""
    for name, value in sorted(names.items(), key=lambda item: -len(item[1])):
        text = text.replace(value, f"<{name}>")
    return _ID.sub("<id>", text)


def write(value: object) -> str:
    """Return a value of a description on one line."""
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{key}: {write(item)}" for key, item in value.items())
            + "}"
        )
    if isinstance(value, list | tuple | set | frozenset):
        return "[" + ", ".join(map(write, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True)
class Named:
    """A value whose shape is told once, by its own name."""

    name: str
    value: object


class Shapes:
    """The shapes of samples: which keys they have, which are left out, and their types."""

    def __init__(self) -> None:
        """Initialize without samples."""
        self._types = defaultdict[str, set[str]](set)
        self._parents = defaultdict[str, int](int)
        self._counts = defaultdict[str, int](int)

    def add(self, name: str, sample: object) -> None:
        """Add a sample of what has a name."""
        if isinstance(sample, Named):
            self._types[name].add(f"<{sample.name}>")
            self.add(sample.name, sample.value)
        elif isinstance(sample, Mapping):
            self._types[name].add("{}")
            self._parents[name] += 1
            for key, value in sample.items():
                path = f"{name}.{mask(str(key))}"
                self._counts[path] += 1
                self.add(path, value)
        elif isinstance(sample, list | tuple | set | frozenset):
            self._types[name].add("[]")
            for value in sample:
                self.add(f"{name}[]", value)
        else:
            self._types[name].add(_get_type(sample))

    def lines(self) -> list[str]:
        """Return a line for each key of all samples.

        What is always a mapping or a list is only told by what is in it.
        """
        inner = {
            path.removesuffix("[]") if path.endswith("[]") else path.rpartition(".")[0]
            for path in self._types
        }
        lines = []
        for path, types in self._types.items():
            mark = self._mark(path)
            if mark or path not in inner or not types <= {"{}", "[]"}:
                lines.append(f"{path}{mark}: {' | '.join(sorted(types))}")
        return lines

    def _mark(self, path: str) -> str:
        parent = path.rpartition(".")[0]
        is_optional = 0 < self._counts[path] < self._parents.get(parent, 0)
        return " (not always)" if is_optional and not path.endswith("<id>") else ""


def _get_type(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        if _TIME.fullmatch(value):
            return "time"
        return "date" if _DATE.fullmatch(value) else "text"
    return _TYPES.get(type(value), type(value).__name__)


def describe_fields(name: str, schema: Any, path: str = "") -> list[str]:
    """Return a line for each field of a form."""
    lines = []
    for marker, field in getattr(schema, "schema", schema).items():
        text = f"{name} field {path}{marker}"
        if (inner := getattr(field, "schema", None)) is not None and not hasattr(
            field, "serialize"
        ):
            lines += describe_fields(name, inner, f"{path}{marker}.")
            continue
        need = "required" if type(marker).__name__ == "Required" else "optional"
        default = getattr(marker, "default", None)
        default = default() if callable(default) else None
        text += f": {describe_selector(field)} {need}"
        lines.append(text if default is None else f"{text}, default {write(default)}")
    return lines


def describe_selector(field: Any) -> str:
    """Return a selector, or a check, on one line."""
    if hasattr(field, "serialize"):
        ((kind, config),) = field.serialize()["selector"].items()
        return describe_config(kind, config)
    return write(field)


def describe_config(kind: str, config: Mapping[str, Any] | None) -> str:
    """Return a selector with what can be entered; values of choices, not their words."""
    shown = {
        key: [item["value"] if isinstance(item, Mapping) else item for item in value]
        if key == "options"
        # Some are sets.
        else sorted(value)
        if key == "domain" and not isinstance(value, str)
        else value
        for key, value in (config or {}).items()
        # What is shown of it, and defaults of Home Assistant, differ between releases.
        if key in _CONFIGURED and value not in (False, None)
    }
    return f"{kind} {write(shown)}" if shown else kind
