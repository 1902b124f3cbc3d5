"""What a printer's prints are like where they do not say it themselves."""

from collections.abc import Mapping
from typing import Any


class PrinterDefaults:
    """The default options of an account's printers, by the id of their devices.

    Entities hold them and keep them across restarts; an entity that is disabled has
    none. An option that is not here is left to the printer.
    """

    def __init__(self) -> None:
        """Set up without any."""
        self._options: dict[str, dict[str, tuple[Any, bool]]] = {}

    def set(
        self,
        device_id: str,
        option: str,
        value: object | None,
        *,
        is_possible: bool = True,
    ) -> None:
        """Have an option of a printer, or none if it is None.

        One that is not possible is one that the printer cannot do, as far as is known.
        """
        options = self._options.setdefault(device_id, {})
        if value is None:
            options.pop(option, None)
        else:
            options[option] = value, is_possible

    def are_chosen(self, device_id: str) -> bool:
        """Return if a printer has any, also such that it cannot do."""
        return bool(self._options.get(device_id))

    def options(self, device_id: str) -> Mapping[str, Any]:
        """Return the default options of a printer that it can do."""
        return {
            option: value
            for option, (value, is_possible) in self._options.get(device_id, {}).items()
            if is_possible
        }
