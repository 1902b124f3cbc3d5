"""A conversion that takes as long as a test wants."""

import asyncio
from collections.abc import Sequence
from typing import Any, Self
from unittest.mock import patch

from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.converter import Converter
from custom_components.cloudprint.document.source_file import SourceFile


class SlowConversion:
    """Converts documents when it is told to; the first one may be broken.

    Only within its block: `with SlowConversion() as conversion`.
    """

    def __init__(self, *, is_broken: bool = False) -> None:
        """Initialize without conversions."""
        self.count = 0
        self.is_converting = asyncio.Event()
        self.go_on = asyncio.Event()
        self.documents: list[list[bytes]] = []
        """What was to be converted."""
        self.error: Exception | None = None
        """What each conversion raises."""
        self._is_broken = is_broken
        self._convert = Converter.async_convert_files

    def __enter__(self) -> Self:
        """Take the place of the converter."""
        slow = self

        async def convert(
            converter: Converter,
            files: Sequence[SourceFile],
            *args: Any,
            **options: Any,
        ) -> Content:
            return await slow.async_convert(converter, files, *args, **options)

        self._patch = patch.object(Converter, "async_convert_files", convert)
        self._patch.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the converter as it was."""
        self._patch.stop()

    async def async_convert(
        self,
        converter: Converter,
        files: Sequence[SourceFile],
        *args: Any,
        **options: Any,
    ) -> Content:
        """Convert a document."""
        self.count += 1
        is_first = self.count == 1
        self.documents.append([file.path.read_bytes() for file in files])
        self.is_converting.set()
        await self.go_on.wait()
        if self.error is not None:
            raise self.error
        if is_first and self._is_broken:
            raise ValueError(*self.documents)
        return await self._convert(converter, files, *args, **options)
