"""What a person chose about documents, for one account."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from .document import DEFAULT_MAX_BYTES, MEBIBYTE

CONF_MAX_PRINT_SIZE: Final = "max_print_size"
CONF_SEND_NATIVELY: Final = "send_natively"

DEFAULT_MAX_PRINT_SIZE: Final = DEFAULT_MAX_BYTES // MEBIBYTE
"""In MiB, as a person enters it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSettings:
    """How large a print may be, in bytes, and if PDF files are sent as they are."""

    max_bytes: int = DEFAULT_MAX_BYTES
    is_native: bool = False

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """Return the settings that an entry's options hold."""
        return cls(
            max_bytes=int(options.get(CONF_MAX_PRINT_SIZE, DEFAULT_MAX_PRINT_SIZE))
            * MEBIBYTE,
            is_native=options.get(CONF_SEND_NATIVELY, False),
        )
