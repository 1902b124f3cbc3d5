"""What a person chose about spoken commands, for one account."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

CONF_SPOKEN_COMMANDS: Final = "spoken_commands"
CONF_MAX_SPOKEN_COPIES: Final = "max_spoken_copies"

DEFAULT_MAX_SPOKEN_COPIES: Final = 10
HIGHEST_MAX_SPOKEN_COPIES: Final = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSettings:
    """If an account's printers are there for spoken commands, and for how many copies."""

    is_on: bool = True
    max_copies: int = DEFAULT_MAX_SPOKEN_COPIES

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """Return the settings that an entry's options hold."""
        return cls(
            is_on=options.get(CONF_SPOKEN_COMMANDS, True),
            max_copies=int(
                options.get(CONF_MAX_SPOKEN_COPIES, DEFAULT_MAX_SPOKEN_COPIES)
            ),
        )
