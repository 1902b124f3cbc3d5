"""Readers of single values in answers: a value of no use is dropped, never an error."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
import math
import re
from typing import Any, Final

from mashumaro import field_options

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def wire[T](name: str, read: Callable[[Any], T], default: T) -> T:
    """Return a dataclass field that reads the answer's key `name` with `read`."""
    value: T = field(
        default=default, metadata=field_options(alias=name, deserialize=read)
    )
    return value


def text(value: object) -> str | None:
    """Return a text that is not blank; whole numbers count as text.

    JSON can spell half of a character (a lone surrogate), which no file or database
    takes: it becomes a question mark.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        return None
    return value.encode(errors="replace").decode()


def word(value: object, vocabulary: Iterable[str]) -> str | None:
    """Return a word of a vocabulary in whatever case it came; others as they came."""
    if (result := text(value)) is None:
        return None
    folded = result.strip().casefold()
    return next((known for known in vocabulary if known.casefold() == folded), result)


def line(value: object) -> str | None:
    """Return a text as a person may be shown it: on one line, nothing but characters."""
    if (result := text(value)) is None:
        return None
    return " ".join(_CONTROL.sub(" ", result).split()) or None


def number(value: object) -> float | None:
    """Return a finite number, also when it is spelt as a string."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        result = float(value)
    except ValueError, OverflowError:
        return None
    return result if math.isfinite(result) else None


def integer(value: object) -> int | None:
    """Return a whole number, also when it is spelt as a string or a float."""
    result = number(value)
    return int(result) if result is not None and result.is_integer() else None


def flag(value: object) -> bool | None:
    """Return a truth value: JSON's own, or 0 and 1 or their words as a string."""
    if isinstance(value, str):
        value = {"true": True, "false": False, "1": True, "0": False}.get(value.lower())
    return bool(value) if value in (True, False) else None


def first(record: Mapping[str, Any], *names: str) -> Any:
    """Return the first value under these names that is there and not null."""
    return next((record[name] for name in names if record.get(name) is not None), None)


def several[T](read: Callable[[Any], T | None]) -> Callable[[Any], tuple[T, ...]]:
    """Return a reader of lists; items of no use and repeated ones are dropped."""

    def read_all(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            return ()
        items = (read(item) for item in value)
        return tuple(dict.fromkeys(item for item in items if item is not None))

    return read_all
