"""The fields of a task's `config` (OpenAPI 3.7.3), each with a check of its values.

The document names thirty fields, and seven more in `paperConfig`. It shows values of
few of them; vendor-api.md 5.2 collects other sources. A field of which only the name is
known accepts all values that fit the name.
"""

from collections.abc import Callable, Mapping
import re
from typing import Any

type Check = Callable[[Any], bool]

_PAGE_RANGES = re.compile(r"\d+(-\d+)?(,\d+(-\d+)?)*", re.ASCII)


def _boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _length(value: Any) -> bool:
    return _number(value) and value >= 0


def _size(value: Any) -> bool:
    return _number(value) and value > 0


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _copies(value: Any) -> bool:
    # Capability upperCopies of OpenAPI 3.5.3
    return _count(value) and value <= 9999


def _page_ranges(value: Any) -> bool:
    return isinstance(value, str) and _PAGE_RANGES.fullmatch(value) is not None


def _one_of(*values: str) -> Check:
    return lambda value: isinstance(value, str) and value in values


def _any_of(*checks: Check) -> Check:
    return lambda value: any(check(value) for check in checks)


def _list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(_text(item) for item in value)


def _mapping(value: Any) -> bool:
    return isinstance(value, dict)


PAPER_FIELDS: Mapping[str, Check] = {
    "name": _text,
    "width": _size,
    "height": _size,
    "left": _length,
    "top": _length,
    "description": _text,
    "system": _boolean,
}
"""Fields of `paperConfig`; lengths in millimetres."""


def _paper(value: Any) -> bool:
    # The document sends a size, never a name alone (vendor-api.md 5.2).
    return (
        isinstance(value, dict)
        and value.get("width") is not None
        and value.get("height") is not None
        and all(
            name in PAPER_FIELDS and (item is None or PAPER_FIELDS[name](item))
            for name, item in value.items()
        )
    )


CONFIG_FIELDS: Mapping[str, Check] = {
    "pagesPerSheet": _count,
    "paperConfig": _paper,
    "copies": _copies,
    "header": _text,
    "footer": _text,
    "marginTop": _length,
    "marginBottom": _length,
    "marginLeft": _length,
    "marginRight": _length,
    "orientation": _one_of("PORTRAIT", "LANDSCAPE"),
    "color": _one_of("COLOR", "MONOCHROME"),
    "side": _one_of("ONESIDE", "DUPLEX", "TUMBLE"),
    "quality": _one_of("HIGH", "NORMAL", "LOW", "DRAFT"),
    "collate": _one_of("COLLATE", "UNCOLLATE"),
    "repeats": _count,
    "pageRanges": _page_ranges,
    "scale": _any_of(_text, _size),
    "xdpi": _count,
    "ydpi": _count,
    "autofit": _boolean,
    "fullfill": _boolean,
    "booklet": _boolean,
    "inputSlot": _text,
    "mediaType": _text,
    "monoPages": _any_of(_text, _boolean),
    "pageRotate": _any_of(_text, _number),
    "contentAdaptive": _boolean,
    "finishings": _any_of(_text, _list_of_text),
    "labels": _any_of(_text, _list_of_text, _mapping),
    "watermark": _any_of(_text, _mapping),
}
"""Fields of `config`, in the document's order."""


def config_fault(config: Mapping[str, Any]) -> str | None:
    """Return the first error in a `config`, or None.

    Null means "not set", as in the document's answer.
    """
    for name, value in config.items():
        if name not in CONFIG_FIELDS:
            return f"unknown field config.{name}"
        if value is not None and not CONFIG_FIELDS[name](value):
            return f"config.{name} cannot be {value!r}"
    return None
