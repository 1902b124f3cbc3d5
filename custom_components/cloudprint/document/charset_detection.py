"""Detection of the encoding of a text that declares none and is not in Unicode.

Nearly any bytes can be read in any of these encodings: what decides is which reading is
likely. `chardet` compares the pairs of bytes with those of the languages. Few letters say
little, so the encodings that are met most often have an advantage in short texts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
import re
from typing import Final

from .charset import PIECE_BYTES, get_superset

_SAMPLE_BYTES: Final = 16 * 1024
"""More improves no result; chardet itself looks at so many for most encodings."""

_WEIGHTS: Final = {
    "gb18030": 2.0,
    "big5hkscs": 1.5,
    **dict.fromkeys(("cp1252", "iso8859-1"), 1.2),
    **dict.fromkeys(
        (
            *("cp932", "shift_jis_2004", "euc_jis_2004", "cp949", "euc_kr"),
            *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
            *("cp866", "cp874", "tis-620", "koi8-r", "koi8-u"),
            *("iso8859-2", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8"),
            *("iso8859-9", "iso8859-13", "iso8859-15"),
        ),
        1.0,
    ),
}
_OTHER_WEIGHT: Final = 0.5
"""Rare encodings, such as those of old Macintosh, DOS and mainframe computers."""
_MAX_POWER: Final = 2.0
_HALF_POWER_BYTES: Final = 12
"""The weights count in full up to half as many bytes, and less in longer texts."""

_MIN_CONFIDENCE: Final = 0.05
_FEW_BYTES: Final = 16
"""So few are always unlikely in statistics."""
_EXPECTED: Final = frozenset({"gb18030", "big5hkscs", "cp1252"})
"""Encodings that are believed even in texts with few letters."""
_CHINESE: Final = re.compile(rb"(?:[\xa1-\xa3\xb0-\xd7][\xa1-\xfe])+")
"""The signs and the more common half of GB2312."""
_CHINESE_BYTES: Final = 4
"""One or two of these are Chinese; statistics tell more of them."""
_SIGNS: Final = re.compile(b"[%b]+" % "€‚„…‹›‘’“”•–—©®°×".encode("cp1252"))
"""Signs of Western texts, which have no letters beyond ASCII otherwise."""

_HIGH_BYTE: Final = re.compile(rb"[\x80-\xff]")
_NEAR_BYTES: Final = 20
"""So many bytes in ASCII beside others are looked at; many would outweigh them."""
_FAR: Final = re.compile(rb"[\x00-\x7f]{%d}" % (2 * _NEAR_BYTES))
_CONTEXT: Final = re.compile(rb"([\x00-\x7f]?)([\x80-\xff]+)([\x00-\x7f]?)")
_MIN_RUN: Final = 1.5
_NOT_LATIN: Final = re.compile("[\u0370-\u1dff]")
"""Greek, Cyrillic, Hebrew, Arabic, Thai, ..."""
_CONTROLS: Final = re.compile("[\x7f-\x84\x86-\x9f]")
"""Those beyond ASCII, which no text has; U+0085 is a line end."""
_WORD: Final = re.compile("[^\x00-\x7f]+")
_WITHIN_WORD: Final = re.compile(
    "(?:[A-Za-z][{0}]{{1,2}}|(?<![{0}])[{0}])[a-z]".format("\u0370-\u1dff\u2e80-\uffff")
)
"""Letters of other scripts where only a letter with an accent can be."""


@dataclass(slots=True)
class _Reading:
    """A reading of a sample, and the encodings that lead to it, the likeliest first."""

    encodings: list[str] = field(default_factory=list)
    score: float = 0
    confidence: float = 0


def find_likely_encodings(data: bytes) -> Iterator[str]:
    """Yield the likely encodings of a text, the likeliest first.

    None of them may be able to decode the whole text. Blocking, about 0.1 seconds.
    """
    sample = _get_sample(data)
    contexts = set(_CONTEXT.findall(sample))
    runs = [run for _, run, _ in contexts]
    size = sum(map(len, runs))
    if (
        0 < size <= _CHINESE_BYTES
        and all(map(_CHINESE.fullmatch, runs))
        and not _is_mixed(sample.decode("gb18030", "ignore"))
    ):
        yield "gb18030"
    # A letter with an accent is among others, a letter of another script is not.
    is_latin = size < _MIN_RUN * len(runs)
    if is_latin and all(map(_SIGNS.fullmatch, runs)):
        yield "cp1252"
    readings = _find_readings(sample, size, is_latin=is_latin)
    for reading in sorted(readings, key=lambda reading: -reading.score):
        is_expected = size < _FEW_BYTES and _EXPECTED.intersection(reading.encodings)
        if reading.confidence < _MIN_CONFIDENCE and not is_expected:
            return
        yield from reading.encodings


def _find_readings(sample: bytes, size: int, *, is_latin: bool) -> Iterable[_Reading]:
    """Return the plausible readings of a sample with `size` different bytes."""
    # Large, and rarely needed
    from chardet import detect_all  # noqa: PLC0415 - see above

    power = min(_MAX_POWER, _HALF_POWER_BYTES / max(size, 1))
    readings: dict[str, _Reading] = defaultdict(_Reading)
    # The line end keeps text such as "BMW" from being taken for a binary file.
    for guess in detect_all(b"\n" + sample, ignore_threshold=True, compat_names=False):
        if (name := guess["encoding"]) is None:
            return ()
        encoding = get_superset(name)
        text = sample.decode(encoding, "ignore")
        if (
            (is_latin and _NOT_LATIN.search(text))
            or _CONTROLS.search(text)
            or _is_mixed(text)
        ):
            continue
        reading = readings[text]
        reading.encodings.append(encoding)
        score = guess["confidence"] * _WEIGHTS.get(name, _OTHER_WEIGHT) ** power
        reading.score = max(reading.score, score)
        reading.confidence = max(reading.confidence, guess["confidence"])
    return readings.values()


def _is_mixed(text: str) -> bool:
    """Return whether most words that are not in ASCII are within words that are."""
    return 2 * len(_WITHIN_WORD.findall(text)) > len(_WORD.findall(text))


def _get_sample(data: bytes) -> bytes:
    """Return the first lines that are not in ASCII, which would say nothing.

    Of long lines, these are the parts that are not.
    """
    sample = b""
    end = 0
    while len(sample) < _SAMPLE_BYTES:
        if (found := _find_high_byte(data, end)) is None:
            break
        start = max(data.rfind(b"\n", end, found) + 1 or end, found - _NEAR_BYTES)
        end = data.find(b"\n", found) + 1 or len(data)
        if far := _FAR.search(data, found, min(end, start + _SAMPLE_BYTES)):
            end = far.start() + _NEAR_BYTES
        sample += data[start : min(end, start + _SAMPLE_BYTES)]
    return sample[:_SAMPLE_BYTES] or data[:_SAMPLE_BYTES]


def _find_high_byte(data: bytes, start: int) -> int | None:
    """Return the position of the first byte that is not in ASCII, or None."""
    for position in range(start, len(data), PIECE_BYTES):
        if found := _HIGH_BYTE.search(data, position, position + PIECE_BYTES):
            return found.start()
    return None
