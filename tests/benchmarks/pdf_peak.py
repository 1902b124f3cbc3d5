"""Prints how much memory a PDF of so many pages takes at its peak, in MiB."""

from pathlib import Path
import re
import sys

from custom_components.cloudprint.document import RenderSettings
from custom_components.cloudprint.document.pdf import pdf_content

from ..pdf_files import text
from .errors import BenchmarkError


def main(pages: int) -> None:
    """Convert a text, as Home Assistant would, and print the peak."""
    content = pdf_content(text(pages, 25), RenderSettings())
    if content.pages != pages:
        raise BenchmarkError(f"{content.pages} of {pages} pages")
    # Not by getrusage: a process begins with the peak of the one that has started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    print(int(peak) / 1024)


if __name__ == "__main__":
    main(int(sys.argv[1]))
