"""Changes to printers, switches and faults that come in as JSON."""

from collections.abc import Callable, Mapping
from typing import Any

from .settings import TokenPolicy, TokenRefusal

type Reader = Callable[[Any], Any]


def _is(kind: type | tuple[type, ...], *, optional: bool = False) -> Reader:
    def read(value: Any) -> Any:
        if value is None and optional:
            return None
        if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
            raise ValueError(f"{value!r} has the wrong type")
        return value

    return read


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


PRINTER_CHANGES: Mapping[str, Reader] = {
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
"""Attributes of a printer that may be changed, with what reads their values."""

FAULT_OPTIONS: Mapping[str, Reader] = {
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
"""What a fault may be added with, with what reads its values."""

SETTINGS_CHANGES: Mapping[str, Reader] = {
    "token_policy": TokenPolicy,
    "token_refusal": TokenRefusal,
    "token_messages": _texts,
    "token_lifetime": _number,
    "other_client_seconds": _optional_number,
    "max_clock_skew": _optional_number,
    "refuse_reused_oncestr": _is(bool),
    "require_control_sn": _is(bool),
    "extra_forms": _pairs,
    "fetch_local_urls": _is(bool),
    "utc_offset": _number,
}
"""Switches that may be changed, with what reads their values."""


def read_changes(
    changes: Mapping[str, Any], readers: Mapping[str, Reader]
) -> dict[str, Any]:
    """Read changes; raises ValueError for unknown names and wrong values."""
    if unknown := set(changes) - set(readers):
        raise ValueError(f"Cannot change {', '.join(sorted(unknown))}")
    return {name: readers[name](value) for name, value in changes.items()}


def apply_changes(
    target: object, changes: Mapping[str, Any], readers: Mapping[str, Reader]
) -> None:
    """Change attributes, all or none; raises ValueError as `read_changes` does."""
    for name, value in read_changes(changes, readers).items():
        setattr(target, name, value)
