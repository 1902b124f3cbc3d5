"""Reads the fields of actions: lenient in form, strict in meaning.

Everything that cannot be meant raises a ServiceValidationError that names the field, the
value, and what would do.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
import math
from typing import Any, Final

from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .exceptions import invalid, shown

MAX_TEXT: Final = 500


def refused(field: str, value: object, supported: str) -> ServiceValidationError:
    """Return the error for a value that an option cannot have."""
    return invalid(
        "option_invalid", field=field, value=shown(value), supported=supported
    )


def number_of(
    field: str, value: object, lowest: float, highest: float, *, supported: str = ""
) -> float:
    """Return a finite number within bounds, also from a template's text."""
    supported = supported or f"{lowest:g} - {highest:g}"
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise refused(field, value, supported) from None
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or not lowest <= value <= highest
    ):
        raise refused(field, value, supported)
    return value


def whole_number(field: str, value: object, lowest: int, highest: int) -> int:
    """Return a whole number within bounds, also from a template's text."""
    number = number_of(field, value, lowest, highest)
    if number != int(number):
        raise refused(field, value, f"{lowest} - {highest}")
    return int(number)


def choice[_T](field: str, value: object, choices: Mapping[str, _T]) -> _T:
    """Return what a choice stands for; the document's own words are choices too."""
    name = value.strip().lower() if isinstance(value, str) else None
    for key, meaning in choices.items():
        if name in (key, str(meaning).lower()):
            return meaning
    raise refused(field, value, ", ".join(choices))


def boolean(field: str, value: object) -> bool:
    """Return a yes or no, also from a template's text."""
    if isinstance(value, bool):
        return value
    name = value.strip().lower() if isinstance(value, str) else None
    if name in ("true", "yes", "on"):
        return True
    if name in ("false", "no", "off"):
        return False
    raise refused(field, value, "true, false")


def line_of_text(field: str, value: object, longest: int = MAX_TEXT) -> str:
    """Return a text that is not empty, not too long, and can be sent."""
    text = str(value) if isinstance(value, int | float | str) else ""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = ""
    if not text.strip() or len(text) > longest or isinstance(value, bool):
        raise invalid(
            "text_invalid", field=field, value=shown(value), longest=str(longest)
        )
    return text


def check_fields(fields: Mapping[str, Any], known: Sequence[str]) -> None:
    """Raise ServiceValidationError for a field that there is not."""
    for field in fields:
        if field not in known:
            raise invalid(
                "field_unknown", field=shown(field), supported=", ".join(known)
            )


def ids_of(field: str, value: object) -> list[str]:
    """Return a field's one id or several, each once."""
    ids = [value] if isinstance(value, str) else value
    if not isinstance(ids, list | tuple) or not all(
        isinstance(item, str) and item for item in ids
    ):
        raise invalid("id_invalid", field=field, value=shown(value))
    return list(dict.fromkeys(ids))


def device_ids_of(fields: Mapping[str, Any], *, is_needed: bool) -> list[str]:
    """Return the devices that were named."""
    value = fields.get("device_id")
    ids = [] if value is None else ids_of("device_id", value)
    if is_needed and not ids:
        raise invalid("device_missing")
    return ids


def device_id_of(fields: Mapping[str, Any]) -> str:
    """Return the one device that was named."""
    ids = device_ids_of(fields, is_needed=True)
    if len(ids) > 1:
        raise invalid("device_not_one")
    return ids[0]


def flag_of(fields: Mapping[str, Any], field: str, *, default: bool = False) -> bool:
    """Return a yes or no that may be left out."""
    value = fields.get(field)
    return default if value is None else boolean(field, value)


def duration_of(field: str, value: object, longest: timedelta) -> timedelta:
    """Return a Home Assistant duration: a mapping, "HH:MM:SS", or seconds."""
    duration: timedelta | None = None
    try:
        if isinstance(value, timedelta):
            duration = value
        elif isinstance(value, Mapping) and set(value) <= {
            "days",
            "hours",
            "minutes",
            "seconds",
            "milliseconds",
        }:
            duration = timedelta(**{unit: float(value[unit]) for unit in value})
        elif isinstance(value, str) and (parts := dt_util.parse_duration(value)):
            duration = parts
        elif isinstance(value, int | float) and not isinstance(value, bool):
            duration = timedelta(seconds=value)
    except OverflowError, TypeError, ValueError:
        duration = None
    if duration is None or not timedelta() <= duration <= longest:
        raise invalid(
            "duration_invalid", field=field, value=shown(value), longest=str(longest)
        )
    return duration


def plain(value: Any) -> Any:
    """Return options as JSON has them; Home Assistant's own mappings are dicts, too."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
