"""Parse changes to printers, settings and faults from JSON."""

from collections.abc import Callable, Mapping
from typing import Any

from .settings import TaskAlias, TokenPolicy, TokenRefusal

type Parser = Callable[[Any], Any]


def _is(kind: type | tuple[type, ...], *, optional: bool = False) -> Parser:
    def parse(value: Any) -> Any:
        if value is None and optional:
            return None
        if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
            raise ValueError(f"{value!r} has the wrong type")
        return value

    return parse


_NUMBER = (int, float)


def _number(value: Any) -> float:
    return float(_is(_NUMBER)(value))


def _optional_number(value: Any) -> float | None:
    return None if value is None else _number(value)


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError(f"{value!r} is not a list of texts with at least one")
    return tuple(_is(str)(item) for item in value)


def _pairs(value: Any) -> set[tuple[str, str]]:
    return {(str(media_format), str(source)) for media_format, source in value}


PRINTER_CHANGES: Mapping[str, Parser] = {
    "name": _is(str),
    "sn": _is(str),
    "verification_code": _is(str),
    "alias": _is(str, optional=True),
    "device_type": _is(str),
    "capabilities": lambda value: value,
    "present": _is(bool),
    "hidden": _is(bool, optional=True),
    "online_status": _is(str, optional=True),
    "deletable": _is(bool, optional=True),
    "extra": _is(dict),
    "step_seconds": _number,
    "life": _texts,
}
"""Attributes of a printer that can be changed, with their parsers."""

FAULT_OPTIONS: Mapping[str, Parser] = {
    "call": _is(str),
    "fault": _is(str),
    "times": _is(int, optional=True),
    "after": _is(int),
    "printer": _is(str, optional=True),
    "name": _is(str, optional=True),
    "signed_in": _is(bool),
    "accept": _is(bool, optional=True),
    "seconds": _number,
    "message": _is(str),
    "retry_after": _is(str, optional=True),
    "envelope": _is(bool),
    "key": _is(str),
    "status": _is(int),
    "headers": _is(dict),
    "body": _is(str),
}
"""Options of a fault, with their parsers."""

SETTINGS_CHANGES: Mapping[str, Parser] = {
    "token_policy": TokenPolicy,
    "token_refusal": TokenRefusal,
    "token_messages": _texts,
    "token_lifetime": _number,
    "other_client_seconds": _optional_number,
    "max_clock_skew": _optional_number,
    "refuse_reused_oncestr": _is(bool),
    "require_control_sn": _is(bool),
    "task_alias": TaskAlias,
    "echo": _is(dict),
    "extra_forms": _pairs,
    "fetch_local_urls": _is(bool),
    "utc_offset": _number,
}
"""Settings, with their parsers."""


def read_changes(
    changes: Mapping[str, Any], parsers: Mapping[str, Parser]
) -> dict[str, Any]:
    """Return parsed changes. Raises ValueError for unknown names and wrong values."""
    if unknown := set(changes) - set(parsers):
        raise ValueError(f"Cannot change {', '.join(sorted(unknown))}")
    return {name: parsers[name](value) for name, value in changes.items()}


def apply_changes(
    target: object, changes: Mapping[str, Any], parsers: Mapping[str, Parser]
) -> None:
    """Set attributes, all or none. Raises ValueError as `read_changes` does."""
    for name, value in read_changes(changes, parsers).items():
        setattr(target, name, value)
