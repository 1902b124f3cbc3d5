"""Texts in encodings before Unicode: Home Assistant's own, in many languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
import json
from pathlib import Path
import random
import re
from typing import Any, Final

import homeassistant

COMPONENTS: Final = Path(homeassistant.__file__).parent / "components"
FOLDED: Final = str.maketrans("șțȘȚیى", "şţŞŢيي")
"""Letters that old encodings lack, as they were written in them."""
MIN_LENGTH: Final = 12
ENOUGH: Final = 400

ENCODINGS: Final = {
    "zh-Hans": ("gb18030",),
    "zh-Hant": ("big5hkscs",),
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
    "ru": ("cp1251", "koi8-r", "cp866", "iso8859-5"),
    "uk": ("cp1251", "koi8-u"),
    "cs": ("cp1250", "iso8859-2"),
    "pl": ("cp1250", "iso8859-2"),
    "hu": ("cp1250", "iso8859-2"),
    "de": ("cp1252",),
    "fr": ("cp1252",),
    "es": ("cp1252",),
    "it": ("cp1252",),
    "sv": ("cp1252",),
    "el": ("cp1253", "iso8859-7"),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "lt": ("cp1257",),
    "th": ("cp874",),
}
LINES: Final = (1, 5, 20)


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, and the encoding that it is in."""

    language: str
    encoding: str
    lines: int
    text: str

    @property
    def data(self) -> bytes:
        """Return the text as a file has it."""
        return self.text.encode(self.encoding)


def find_strings(value: Any) -> Iterator[str]:
    """Yield all strings in a tree."""
    if isinstance(value, dict):
        for child in value.values():
            yield from find_strings(child)
    else:
        yield value


@cache
def core_texts(language: str) -> list[str]:
    """Return texts of Home Assistant in a language, each on a line."""
    texts: dict[str, None] = {}
    for path in sorted(COMPONENTS.glob(f"*/translations/{language}.json")):
        for string in find_strings(json.loads(path.read_text(encoding="utf-8"))):
            line = re.sub(r"\s+", " ", string).translate(FOLDED)
            if len(line) >= MIN_LENGTH and not line.isascii():
                texts[line] = None
        if len(texts) >= ENOUGH:
            break
    return list(texts)


def is_in(text: str, encoding: str) -> bool:
    """Return whether an encoding has all characters of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def samples(lines: int, count: int) -> Iterator[Sample]:
    """Yield so many samples of so many lines for each language and encoding."""
    for language, encodings in ENCODINGS.items():
        for encoding in encodings:
            some = [text for text in core_texts(language) if is_in(text, encoding)]
            chance = random.Random(f"{language} {encoding} {lines}")
            for _ in range(count):
                text = "\n".join(chance.sample(some, lines))
                yield Sample(language, encoding, lines, text + "\n")
