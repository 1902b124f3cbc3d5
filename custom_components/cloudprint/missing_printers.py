"""The printers that are missing from the service's lists, and what came in their place."""

from collections.abc import Iterable, Mapping
from typing import Final

LISTS_UNTIL_GONE: Final = 2
"""A printer is gone when this many successful lists in a row are without it."""


class MissingPrinters:
    """An account's missing printers, by the ids of their devices.

    The service knows a printer by its name on its server, so that one that is renamed
    there looks like one gone and one come. Only a person can tell, and as long as it
    may have been renamed, a missing printer is not taken for gone.
    """

    def __init__(self, renamed: Mapping[str, Iterable[str]]) -> None:
        """Set up with what was known of renamed printers before; see `renamed`."""
        self._misses: dict[str, int] = dict.fromkeys(renamed, 0)
        self._came = {device_id: set(came) for device_id, came in renamed.items()}

    @property
    def just_missed(self) -> set[str]:
        """Return the printers that the newest list is the first to be without."""
        return {device_id for device_id, misses in self._misses.items() if misses == 1}

    @property
    def renamed(self) -> Mapping[str, frozenset[str]]:
        """Return the printers that may have been renamed, each with what it may be.

        That is what came on the same server since it is missing.
        """
        return {
            device_id: frozenset(came) for device_id, came in self._came.items() if came
        }

    def update(
        self, missing: Mapping[str, str | None], new: Mapping[str, str]
    ) -> list[str]:
        """Take in what a list is without and what is new in it; return what is gone.

        Both are the ids of devices with the SN of their server.
        """
        for device_id in self._misses.keys() - missing.keys():
            # It is there again, or nobody wants to know about it any more.
            del self._misses[device_id], self._came[device_id]
        for device_id, server_sn in missing.items():
            self._misses[device_id] = self._misses.get(device_id, 0) + 1
            self._came.setdefault(device_id, set()).update(
                new_id for new_id, new_sn in new.items() if new_sn == server_sn
            )
        return [
            device_id
            for device_id, misses in self._misses.items()
            if misses >= LISTS_UNTIL_GONE and not self._came[device_id]
        ]

    def forget(self, device_id: str) -> None:
        """Leave a printer out that has no device any more."""
        self._misses.pop(device_id, None)
        self._came.pop(device_id, None)
        for came in self._came.values():
            came.discard(device_id)
