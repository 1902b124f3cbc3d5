"""Parsers of single values in answers. An unusable value gives None, not an error."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
import math
import re
from typing import Any, Final

from mashumaro import DataClassDictMixin, field_options
from mashumaro.config import BaseConfig

GARBLED: Final = "\N{REPLACEMENT CHARACTER}"
_MAX_TASK_ID: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class LazyConfig(BaseConfig):
    """Compile a model's methods at their first use; `by_alias=True` writes the API's keys."""

    lazy_compilation = True
    code_generation_options = ["TO_DICT_ADD_BY_ALIAS_FLAG"]


class Model(DataClassDictMixin):
    """What the service has said."""

    __slots__ = ()
    Config = LazyConfig


def answer_field[T](key: str, parse: Callable[[Any], T], default: T) -> T:
    """Return a dataclass field that is parsed from the answer's `key`."""
    value: T = field(
        default=default, metadata=field_options(alias=key, deserialize=parse)
    )
    return value


def text_or_none(value: object) -> str | None:
    """Return a text that is not blank; a whole number is one, too.

    Lone surrogates, which no file or database accepts, become question marks.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        return None
    return value.encode(errors="replace").decode()


def require_text(value: object) -> str:
    """Return a text that is not blank. Raises ValueError."""
    if (result := text_or_none(value)) is None:
        raise ValueError("not a text")
    return result


def parse_task_id(value: object) -> str | None:
    """Return the id of a task, which is a short text that can be printed, and not 0."""
    if (result := text_or_none(value)) is None or len(result) > _MAX_TASK_ID:
        return None
    return result if result.isprintable() and result.strip() != "0" else None


def require_name(value: object) -> str:
    """Return a text without control characters that is not blank. Raises ValueError."""
    text = require_text(value)
    return require_text(parse_line(text)) if _CONTROL.search(text) else text


def parse_word(value: object, vocabulary: Iterable[str]) -> str | None:
    """Return the vocabulary's spelling of a word, in any case; keep unknown words."""
    if (result := text_or_none(value)) is None:
        return None
    folded = result.strip().casefold()
    return next((word for word in vocabulary if word.casefold() == folded), result)


def parse_line(value: object) -> str | None:
    """Return a text for display: one line without control characters."""
    if (result := text_or_none(value)) is None:
        return None
    return " ".join(_CONTROL.sub(" ", result).split()) or None


def number_or_none(value: object) -> float | None:
    """Return a finite number, given as a number or a string."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        result = float(value)
    except ValueError, OverflowError:
        return None
    return result if math.isfinite(result) else None


def parse_integer(value: object) -> int | None:
    """Return a whole number, given as a number or a string."""
    result = number_or_none(value)
    return int(result) if result is not None and result.is_integer() else None


def parse_flag(value: object) -> bool | None:
    """Return a boolean, which may be given as 0, 1 or a string."""
    if isinstance(value, str):
        value = {"true": True, "false": False, "1": True, "0": False}.get(value.lower())
    return bool(value) if value in (True, False) else None


def get_first(record: Mapping[str, Any], *keys: str) -> Any:
    """Return the first value under these keys that is not null."""
    return next((record[key] for key in keys if record.get(key) is not None), None)


def list_parser[T](parse: Callable[[Any], T | None]) -> Callable[[Any], tuple[T, ...]]:
    """Return a parser of lists that drops unusable and repeated items."""

    def parse_list(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            return ()
        items = map(parse, value)
        return tuple(dict.fromkeys(item for item in items if item is not None))

    return parse_list
