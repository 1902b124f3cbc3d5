"""What is asked of a print, beside its content and its options."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Self

from ..fields import duration_of, flag_of, line_of_text

DEFAULT_TIMEOUT: Final = timedelta(minutes=5)
MAX_TIMEOUT: Final = timedelta(hours=24)
MAX_EXPIRES_IN: Final = timedelta(days=365)
MAX_NAME: Final = 200
MAX_KEY: Final = 200

HOLDING_FIELDS: Final = ("hold", "expires_in", "ignore_quiet_hours", "idempotency_key")
ANSWER_FIELDS: Final = ("wait", "timeout", "dry_run")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is asked of a print, beside its content and its options."""

    name: str | None
    hold: bool
    expires_in: timedelta | None
    ignore_quiet_hours: bool
    idempotency_key: str | None
    wait: bool
    timeout: timedelta
    is_dry_run: bool

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Self:
        """Read the fields of a print. Raises ServiceValidationError."""
        name, key = fields.get("name"), fields.get("idempotency_key")
        timeout = duration_of(fields, "timeout", MAX_TIMEOUT)
        return cls(
            name=None
            if name is None
            else " ".join(line_of_text("name", name, MAX_NAME).split()),
            hold=flag_of(fields, "hold", default=True),
            expires_in=duration_of(fields, "expires_in", MAX_EXPIRES_IN),
            ignore_quiet_hours=flag_of(fields, "ignore_quiet_hours"),
            idempotency_key=None
            if key is None
            else line_of_text("idempotency_key", key, MAX_KEY),
            wait=flag_of(fields, "wait"),
            timeout=DEFAULT_TIMEOUT if timeout is None else timeout,
            is_dry_run=flag_of(fields, "dry_run"),
        )
