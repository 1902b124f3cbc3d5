"""Prints the peaks of memory, in MiB, with a photo in memory, and when it is cleaned up."""

from pathlib import Path
import re
import sys

from PIL import Image

from custom_components.cloudprint.document.arrange.settings import CleanUp
from custom_components.cloudprint.document.clean_up.corners import find_page
from custom_components.cloudprint.document.clean_up.light import clean
from custom_components.cloudprint.document.clean_up.perspective import straighten

from .errors import BenchmarkError


def main(path: Path) -> None:
    """Clean up the photo at `path`, and print both peaks."""
    with Image.open(path) as image:
        image.load()
        loaded = _get_peak()
        if (corners := find_page(image).corners) is None:
            raise BenchmarkError("no corners")
        clean(straighten(image, corners), CleanUp.COLOR)
    print(loaded, _get_peak())


def _get_peak() -> float:
    """Return the highest RSS so far, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    return int(peak) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
