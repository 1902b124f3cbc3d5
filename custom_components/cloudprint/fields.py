"""Parsers for the fields of actions: lenient in form, strict in meaning.

An invalid value raises ServiceValidationError, which quotes it unless it may be secret.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
import re
from typing import Any, Final
from unicodedata import normalize

import voluptuous as vol

from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.template import ResultWrapper

from .exceptions import invalid, shown_briefly

MAX_TEXT: Final = 500
LARGEST_INTEGER: Final = 2**63 - 1  # in JSON that Home Assistant writes

# A width and a height, with or without their unit
SIZE: Final = re.compile(
    r"(\d+(?:\.\d+)?)\s*[x×*]\s*(\d+(?:\.\d+)?)\s*(mm)?", re.IGNORECASE | re.ASCII
)

_VERIFICATION_LABEL: Final = re.compile("验证码|verification code", re.IGNORECASE)
_LABEL: Final = re.compile(
    f"共享码|share code|{_VERIFICATION_LABEL.pattern}", re.IGNORECASE
)
# Soft hyphens, zero width characters, marks of direction, and byte order marks
_INVISIBLE: Final = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_BETWEEN_CODES: Final = re.compile(r"[\s,:;、]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def refused(field: str, value: object, supported: str) -> ServiceValidationError:
    """Create the error for an invalid value of a field."""
    return invalid(
        "option_invalid", field=field, value=shown_briefly(value), supported=supported
    )


def parse_number(
    field: str, value: object, lowest: float, highest: float, *, supported: str = ""
) -> float:
    """Parse a number, which may be a template's text; a whole one becomes an integer."""
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


def parse_whole_number(field: str, value: object, lowest: int, highest: int) -> int:
    """Parse a whole number, which may be a template's text."""
    number = parse_number(field, value, lowest, highest)
    if not isinstance(number, int):
        raise refused(field, value, f"{lowest} - {highest}")
    return number


def choice[_T](field: str, value: object, choices: Mapping[str, _T]) -> _T:
    """Return the meaning of a choice; the meanings themselves are accepted, too."""
    name = value.strip().lower() if isinstance(value, str) else None
    for key, meaning in choices.items():
        if name in (key, str(meaning).lower()):
            return meaning
    raise refused(field, value, ", ".join(choices))


def one_of[_T: str](field: str, value: object, words: Iterable[_T]) -> _T:
    """Return the one of some words that a value names."""
    return choice(field, value, {str(word): word for word in words})


def boolean(field: str, value: object) -> bool:
    """Parse a boolean, which may be a template's text or number."""
    # `cv.boolean` takes any number.
    if isinstance(value, str) or (isinstance(value, int | float) and value in (0, 1)):
        with suppress(vol.Invalid):
            return cv.boolean(value)
    raise refused(field, value, "true, false")


def parse_text(value: object) -> str | None:
    """Return a text that UTF-8 can encode, or None; what templates made of it is one."""
    if isinstance(value, ResultWrapper):
        value = value.render_result
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        text = str(value)
        text.encode()
    except ValueError:
        # Half of a surrogate pair, or an integer of thousands of digits.
        return None
    return text


def parse_text_line(
    field: str, value: object, longest: int = MAX_TEXT, *, is_exact: bool = False
) -> str:
    """Parse a text on one line that is not empty and not too long; errors do not quote it.

    If it is exact, spaces at its ends belong to it.
    """
    text = parse_text(value) or ""
    text = _CONTROL.sub(" ", text.strip("\r\n" if is_exact else None))
    text = text if is_exact else text.strip()
    if not 1 <= len(text) <= longest:
        raise invalid(
            "text_invalid", field=field, length=str(len(text)), longest=str(longest)
        )
    return text


def one_line(text: str) -> str:
    """Return a text on one line, without characters that cannot be printed."""
    words = " ".join(text.split())
    return "".join(character for character in words if character.isprintable())


def check_fields(fields: Mapping[str, Any], names: Sequence[str]) -> None:
    """Raise ServiceValidationError for an unknown field."""
    for field in fields:
        if field not in names:
            raise invalid(
                "field_unknown", field=shown_briefly(field), supported=", ".join(names)
            )


def parse_ids(field: str, value: object) -> list[str]:
    """Parse one id or a list of ids; return each once."""
    ids = [value] if isinstance(value, str) else value
    if (
        not isinstance(ids, list | tuple)
        or not ids
        or not all(isinstance(item, str) and parse_text(item) for item in ids)
    ):
        raise invalid("id_invalid", field=field, value=shown_briefly(value))
    return list(dict.fromkeys(ids))


def get_device_ids(fields: Mapping[str, Any]) -> list[str]:
    """Return the devices of `device_id`, none if it is left out."""
    value = fields.get("device_id")
    return [] if value is None else parse_ids("device_id", value)


def get_device_id(fields: Mapping[str, Any]) -> str:
    """Return the only device of `device_id`."""
    if fields.get("device_id") in (None, "", []):
        raise invalid("device_missing")
    ids = get_device_ids(fields)
    if len(ids) > 1:
        raise invalid("device_not_one")
    return ids[0]


def clean_code(text: str) -> str:
    """Return a copied code without what cannot be seen in it, in half-width characters."""
    return _INVISIBLE.sub("", normalize("NFKC", text))


def parse_codes(share_code: str, verification_code: str) -> tuple[str, str]:
    """Return a printer's two codes without labels and spaces, as `clean_code` does.

    Without a verification code, `share_code` may be both, as they are copied.
    """
    share_code, verification_code = map(clean_code, (share_code, verification_code))
    if is_one_text := not verification_code.strip():
        share_code, *others = _VERIFICATION_LABEL.split(share_code, maxsplit=1)
        verification_code = "".join(others)
    share, verification = (
        _BETWEEN_CODES.sub(" ", _LABEL.sub(" ", code)).split()
        for code in (share_code, verification_code)
    )
    if is_one_text and not verification and len(share) == 2:
        verification = [share.pop()]
    share_code, verification_code = (
        "".join(filter(str.isprintable, "".join(parts)))
        for parts in (share, verification)
    )
    return share_code, verification_code


def get_flag(fields: Mapping[str, Any], field: str, *, default: bool = False) -> bool:
    """Return an optional boolean field."""
    value = fields.get(field)
    return default if value is None else boolean(field, value)


def get_duration(
    fields: Mapping[str, Any], field: str, longest: timedelta
) -> timedelta | None:
    """Return an optional duration: a mapping, "HH:MM", "HH:MM:SS" or seconds."""
    value = fields.get(field)
    if value is None:
        return None
    duration: timedelta | None = None
    if isinstance(value, Mapping | str | int | float) and not isinstance(value, bool):
        # `time_period` raises the others for values far outside its range.
        with suppress(
            vol.Invalid, ArithmeticError, RecursionError, TypeError, ValueError
        ):
            # A copy, because it changes mappings, and a call's are read-only.
            duration = cv.time_period(
                dict(value) if isinstance(value, Mapping) else value
            )
    if duration is None or not timedelta() <= duration <= longest:
        raise invalid(
            "duration_invalid",
            field=field,
            value=shown_briefly(value),
            longest=f"{longest // timedelta(hours=1)}:00:00",
        )
    return duration


def plain(value: Any) -> Any:
    """Return checked options as plain JSON; an integer too large for it becomes a text."""
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
    """Return a value as plain JSON, nested up to `levels`. Raises ValueError."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        value.encode()
        return str(value)
    if isinstance(value, int | float) and abs(value) <= LARGEST_INTEGER:
        return value
    if levels and isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("a key is not a text")
        return {
            as_json(key, 0): as_json(item, levels - 1) for key, item in value.items()
        }
    if levels and isinstance(value, list | tuple):
        return [as_json(item, levels - 1) for item in value]
    raise ValueError("not a JSON value")
