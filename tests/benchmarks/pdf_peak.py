"""Prints how much memory a PDF of so many pages takes at its peak, in MiB.

It is the sum of the peaks of this process and of the one that converts the file.
"""

import asyncio
import sys

from custom_components.cloudprint.document.converter import Converter
from custom_components.cloudprint.document.settings import RenderSettings

from ..document.child_processes import converting_processes
from ..samples.pdf_files import text
from .errors import BenchmarkError
from .process import peak_memory


async def main(pages: int) -> None:
    """Convert a text, as Home Assistant would, and print the peak."""
    converter = Converter()
    content = await converter.async_convert(text(pages, 25), RenderSettings())
    if content.pages != pages:
        raise BenchmarkError(f"{content.pages} of {pages} pages")
    print(sum(map(peak_memory, ("self", *map(str, converting_processes())))))
    await converter.async_stop()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
