"""Prints how much memory a PDF of so many pages takes at its peak, in MiB.

It is the sum of the peaks of this process and of the one that converts the file.
"""

import asyncio
from pathlib import Path
import re
import sys

from custom_components.cloudprint.document import Converter, RenderSettings

from ..child_processes import converting_processes
from ..pdf_files import text
from .errors import BenchmarkError


async def main(pages: int) -> None:
    """Convert a text, as Home Assistant would, and print the peak."""
    converter = Converter()
    content = await converter.async_convert(text(pages, 25), RenderSettings())
    if content.pages != pages:
        raise BenchmarkError(f"{content.pages} of {pages} pages")
    print(sum(map(_peak, ("self", *map(str, converting_processes())))))
    await converter.async_stop()


def _peak(process: str) -> float:
    """Return the highest RSS of a process so far, in MiB."""
    # Not by getrusage: a process begins with the peak of the one that has started it.
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    return int(peak) / 1024


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
