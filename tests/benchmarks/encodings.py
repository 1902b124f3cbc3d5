"""Measures how many texts of old encodings are read right, wrongly, or refused.

The texts are Home Assistant's own. Those of a collection are read as well if
TEXT_COLLECTION is a folder of folders that are named by encodings, as `tests` is in the
source package of chardet 5 (`pip download --no-deps --no-binary :all: chardet==5.2.0`).
"""

from codecs import lookup
from collections.abc import Iterable, Iterator
import os
from pathlib import Path
from time import process_time

from custom_components.cloudprint.document.text.charset_detection import find_encoding
from custom_components.cloudprint.document.text.text import decode_text
from scripts.playground.table import table

from ..samples.encodings import LINES, samples

SAMPLES = 8


async def run(_folder: Path) -> str:
    """Measure, and return the figures as text."""
    rows = [
        _row(
            f"{lines} lines" if lines > 1 else "1 line",
            ((sample.data, sample.text) for sample in samples(lines, SAMPLES)),
        )
        for lines in LINES
    ]
    if collection := os.environ.get("TEXT_COLLECTION"):
        rows.append(_row("collection", _collected(Path(collection))))
    return table(("", "texts", "right", "wrong", "refused", "ms"), rows)


def _collected(folder: Path) -> Iterator[tuple[bytes, str]]:
    """Yield the files of a collection, and their texts, that Python can decode."""
    for path in sorted(folder.glob("*/*")):
        if (encoding := _find_encoding(path.parent.name)) is not None:
            data = path.read_bytes()
            text = data.decode(encoding, "replace")
            yield data, text.removeprefix("\ufeff").removesuffix("\x1a")


def _find_encoding(name: str) -> str | None:
    """Return the encoding that a folder is named by, maybe with a language."""
    for label in (name, name.rpartition("-")[0]):
        try:
            encoding = lookup(label).name
        except LookupError:
            continue
        return encoding if encoding.startswith("utf") else find_encoding(encoding)
    return None


def _row(name: str, texts: Iterable[tuple[bytes, str]]) -> list[str]:
    """Return the figures of some texts."""
    right = wrong = refused = 0
    start = process_time()
    for data, text in texts:
        if (found := decode_text(data)) is None:
            refused += 1
        elif found == text:
            right += 1
        else:
            wrong += 1
    count = right + wrong + refused
    milliseconds = (process_time() - start) / count * 1000
    figures = [count, f"{right / count:.1%}", wrong, refused, f"{milliseconds:.0f}"]
    return [name, *map(str, figures)]
