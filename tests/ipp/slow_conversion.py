"""A conversion that takes as long as a test wants."""

import asyncio
from typing import Any

from custom_components.cloudprint.ipp.receive import async_convert


class SlowConversion:
    """Converts documents when it is told to; the first one may be broken."""

    def __init__(self, *, is_broken: bool = False) -> None:
        """Initialize without conversions."""
        self.count = 0
        self.is_converting = asyncio.Event()
        self.go_on = asyncio.Event()
        self._is_broken = is_broken

    async def async_convert(self, *args: Any) -> Any:
        """Convert a document."""
        self.count += 1
        is_first = self.count == 1
        self.is_converting.set()
        await self.go_on.wait()
        if is_first and self._is_broken:
            raise ValueError
        return await async_convert(*args)
