"""How likely words are in the languages that had encodings before Unicode.

The likelihood of a word is counted in bits, as the logarithm of how rare it is: the sum
of the bits of its letters, each after the letter before it. `languages.json` has those of
frequent letters and pairs of letters; `scripts/languages.py` writes it.
"""

from functools import cache
import json
from pathlib import Path
from typing import Final

FOLDED: Final = str.maketrans("șțی", "şţي")  # in encodings that lack them
UNSEEN_BITS: Final = 3  # added for a letter that was never met after the one before it
_UNKNOWN_BITS: Final = 20
_RARE_BITS: Final = 17
_COMMON: Final = {  # bits of common characters, and where they are in an encoding
    "zh": (13, "gb2312", b"\xb0", b"\xd8"),
    "zh_Hant": (13, "big5", b"\xa4", b"\xc7"),
    "ja": (14, "euc_jp", b"\xb0", b"\xd0"),
    "ko": (14, "euc_kr", b"\xb0", b"\xc9"),
}


@cache
def _read_file() -> dict[str, tuple[list[str], list[str]]]:
    """Return the bits of the letters and pairs of each language, each an index."""
    text = Path(__file__).with_name("languages.json").read_text(encoding="utf-8")
    languages: dict[str, tuple[list[str], list[str]]] = json.loads(text)
    return languages


class LanguageModel:
    """The letters of a language, and how often they follow each other."""

    def __init__(self, language: str) -> None:
        """Initialize with the name of a language in the file."""
        letters, pairs = _read_file()[language]
        self._letters = {x: bits for bits, some in enumerate(letters) for x in some}
        self._pairs = {
            some[start : start + 2]: bits
            for bits, some in enumerate(pairs)
            for start in range(0, len(some), 2)
        }
        self._common = _COMMON.get(language)
        self.is_latin = "e" in self._letters

    def get_bits(self, word: str) -> int:
        """Return the bits of a word in small letters."""
        if self._common is not None:
            # Characters, whose pairs say little
            return sum(map(self._get_letter_bits, word))
        bits = 0
        before = " "
        for letter in word.translate(FOLDED) + " ":
            pair_bits = self._pairs.get(before + letter)
            if pair_bits is None:
                pair_bits = self._get_letter_bits(letter) + UNSEEN_BITS
            bits += pair_bits
            before = letter
        return bits

    def _get_letter_bits(self, letter: str) -> int:
        if (bits := self._letters.get(letter)) is not None:
            return bits
        if self._common is None:
            return _UNKNOWN_BITS
        common_bits, encoding, start, end = self._common
        try:
            encoded = letter.encode(encoding)
        except UnicodeEncodeError:
            return _UNKNOWN_BITS
        return common_bits if start <= encoded < end else _RARE_BITS


get_language_model: Final = cache(LanguageModel)  # blocking at its first call
