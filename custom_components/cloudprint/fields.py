"""Reads the fields of actions: lenient in form, strict in meaning.

Everything that cannot be meant raises a ServiceValidationError that names the field, the
value unless it may be printed or secret, and what would do.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
import re
from typing import Any, Final

import voluptuous as vol

from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv

from .exceptions import invalid, shown

MAX_TEXT: Final = 500
LARGEST_INTEGER: Final = 2**63 - 1
"""Beyond it, no JSON that Home Assistant writes can carry a number."""

_BOOLEANS: Final = {
    "true": True,
    "yes": True,
    "on": True,
    "enable": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "disable": False,
    "0": False,
}
"""Home Assistant's own words, those of `cv.boolean`."""

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def refused(field: str, value: object, supported: str) -> ServiceValidationError:
    """Return the error for a value that an option cannot have."""
    return invalid(
        "option_invalid", field=field, value=shown(value), supported=supported
    )


def number_of(
    field: str, value: object, lowest: float, highest: float, *, supported: str = ""
) -> float:
    """Return a number within bounds, also from a template's text.

    A whole number is an integer, whichever way it was written.
    """
    supported = supported or f"{lowest:g} - {highest:g}"
    number = value
    if isinstance(number, str):
        try:
            number = float(number)
        except ValueError:
            raise refused(field, value, supported) from None
    if (
        isinstance(number, bool)
        or not isinstance(number, int | float)
        or not lowest <= number <= highest
    ):
        raise refused(field, value, supported)
    return int(number) if number == int(number) else number


def whole_number(field: str, value: object, lowest: int, highest: int) -> int:
    """Return a whole number within bounds, also from a template's text."""
    number = number_of(field, value, lowest, highest)
    if not isinstance(number, int):
        raise refused(field, value, f"{lowest} - {highest}")
    return number


def choice[_T](field: str, value: object, choices: Mapping[str, _T]) -> _T:
    """Return what a choice stands for; the document's own words are choices too."""
    name = value.strip().lower() if isinstance(value, str) else None
    for key, meaning in choices.items():
        if name in (key, str(meaning).lower()):
            return meaning
    raise refused(field, value, ", ".join(choices))


def boolean(field: str, value: object) -> bool:
    """Return a yes or no, also from a template's text or number."""
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    name = value.strip().lower() if isinstance(value, str) else ""
    if name not in _BOOLEANS:
        raise refused(field, value, "true, false")
    return _BOOLEANS[name]


def text_of(value: object) -> str | None:
    """Return a text that can be sent, also of a template's number; None for no text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        text = str(value)
        text.encode()
    except ValueError:
        # Half of a surrogate pair, or a number of thousands of digits.
        return None
    return text


def line_of_text(field: str, value: object, longest: int = MAX_TEXT) -> str:
    """Return a text on one line that is not empty, not too long, and can be sent.

    What is refused is not in the error: errors are logged, and it may be printed or
    secret.
    """
    text = _CONTROL.sub(" ", text_of(value) or "").strip()
    if not 1 <= len(text) <= longest:
        raise invalid(
            "text_invalid", field=field, length=str(len(text)), longest=str(longest)
        )
    return text


def one_line(text: str) -> str:
    """Return a text's words on one line, without what cannot be shown."""
    words = " ".join(text.split())
    return "".join(character for character in words if character.isprintable())


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
    if (
        not isinstance(ids, list | tuple)
        or not ids
        or not all(isinstance(item, str) and text_of(item) for item in ids)
    ):
        raise invalid("id_invalid", field=field, value=shown(value))
    return list(dict.fromkeys(ids))


def device_ids_of(fields: Mapping[str, Any], *, is_needed: bool) -> list[str]:
    """Return the devices that were named; none only if the field was left out."""
    value = fields.get("device_id")
    if is_needed and value in (None, "", []):
        raise invalid("device_missing")
    return [] if value is None else ids_of("device_id", value)


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


def duration_of(
    fields: Mapping[str, Any], field: str, longest: timedelta
) -> timedelta | None:
    """Return a Home Assistant duration that may be left out.

    It is a mapping, "HH:MM", "HH:MM:SS", or seconds; `longest` is in whole hours.
    """
    value = fields.get(field)
    if value is None:
        return None
    duration: timedelta | None = None
    if isinstance(value, Mapping | str | int | float) and not isinstance(value, bool):
        try:
            # Its reader of mappings changes them, which some of Home Assistant's forbid.
            duration = cv.time_period(
                dict(value) if isinstance(value, Mapping) else value
            )
        except vol.Invalid, ArithmeticError, RecursionError, TypeError, ValueError:
            # Home Assistant's own reader refuses only what is about reasonable.
            duration = None
    if duration is None or not timedelta() <= duration <= longest:
        raise invalid(
            "duration_invalid",
            field=field,
            value=shown(value),
            longest=f"{longest // timedelta(hours=1)}:00:00",
        )
    return duration


def plain(value: Any) -> Any:
    """Return options that were checked as any JSON has them.

    Home Assistant's own mappings and texts become Python's; a number that is too large
    for JSON was a text to whoever checked it.
    """
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, str) or (
        isinstance(value, int) and abs(value) > LARGEST_INTEGER
    ):
        return str(value)
    return value


def as_json(value: object, levels: int) -> Any:
    """Return a value as JSON has it, with lists and mappings so many levels deep.

    Raises ValueError for what JSON or UTF-8 cannot carry.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        value.encode()
        return str(value)
    if isinstance(value, int | float) and abs(value) <= LARGEST_INTEGER:
        return value
    if levels and isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("a name that is no text")
        return {
            as_json(key, 0): as_json(item, levels - 1) for key, item in value.items()
        }
    if levels and isinstance(value, list | tuple):
        return [as_json(item, levels - 1) for item in value]
    raise ValueError("nothing that JSON has")
