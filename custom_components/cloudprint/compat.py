"""What only older releases of Home Assistant need."""

from typing import Any, override

import voluptuous as vol

from homeassistant.helpers.selector import DurationSelector


class SaneDurationSelector(DurationSelector):
    """Refuses also what is too long to be a duration at all.

    Needless with Home Assistant 2026.11, whose own selector does so.
    """

    @override
    def __call__(self, data: Any) -> dict[str, float]:
        """Return a duration. Raises vol.Invalid."""
        try:
            return super().__call__(data)
        except OverflowError as err:
            raise vol.Invalid("The duration is too long") from err
