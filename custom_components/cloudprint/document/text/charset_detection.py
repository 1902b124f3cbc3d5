"""The encodings of texts: by name, declared, and guessed if there is none in Unicode.

Nearly any bytes can be read in any encoding. What decides is which reading is likely in
a language that is written in it (`language_model`). A few letters say little, so the
encodings that are met most often are ahead of the others by some bits.
"""

from codecs import lookup
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
import re
from typing import Final, NamedTuple
import unicodedata

from ..language_model import get_language_model

_SUPERSETS: Final = {  # the supersets that are meant (as in the WHATWG standard)
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
    "euc_kr": "cp949",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}

_NO_CHARSETS: Final = frozenset(
    {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"}
)

_WIDE: Final = ("utf-16", "utf-32")  # not declared in ASCII
DECLARATION_BYTES: Final = 4096  # HTML requires it in the first 1024
_MODELINE_BYTES: Final = 1024
_LABEL: Final = rb"""["']?+([\w.:+-]{1,40})"""
_DECLARATIONS: Final = tuple(
    re.compile(pattern + _LABEL, re.IGNORECASE)
    for pattern in (
        rb"\A\s*<\?xml\b[^<>]*?\bencoding\s*=\s*",
        rb"<meta\b[^<>]*?\bcharset\s*=\s*",
        rb"\A\s*@charset\s*",
        # Emacs, Python (PEP 263) and other programs, on the first or second line
        rb"\A(?:[^\n]*\n)?[^\n]*-\*-[^\n]*?\bcoding\s*:\s*",
        rb"\A(?:[^\n]*\n)?[ \t\f]*#[^\n]*?\bcoding[:=][ \t]*",
    )
)
_MODELINE: Final = re.compile(
    rb"(?:^|\s)(?:vim?|ex):[^\n]*?\b(?:fileencoding|fenc)=" + _LABEL, re.IGNORECASE
)
_PIECE_BYTES: Final = 256 * 1024  # work on it holds the GIL
_LINE_ENDS: Final = re.compile(r"-(?:unix|dos|mac)$", re.IGNORECASE)  # added by Emacs


def find_encoding(label: str) -> str | None:
    """Return Python's name of an encoding or of the superset that is meant, or None."""
    try:
        name = lookup(label.strip()).name
        # Codecs between bytes and bytes raise LookupError.
        b"a".decode(name, "replace")
    except LookupError, ValueError:
        return None
    return None if name in _NO_CHARSETS else _SUPERSETS.get(name, name)


def split_bytes(data: bytes) -> Iterator[bytes]:
    """Yield bytes in pieces."""
    for position in range(0, len(data), _PIECE_BYTES):
        yield data[position : position + _PIECE_BYTES]


def find_declared(data: bytes) -> Iterator[str]:
    """Yield the encodings that a text declares in XML, HTML, CSS or for an editor."""
    head = data[:DECLARATION_BYTES]
    matches = [declaration.search(head) for declaration in _DECLARATIONS]
    ends = (head[:_MODELINE_BYTES], data[-_MODELINE_BYTES:])
    matches += [_MODELINE.search(part) for part in ends]
    for match in filter(None, matches):
        label = _LINE_ENDS.sub("", match[1].decode("ascii", "replace"))
        encoding = find_encoding(label)
        if encoding is not None and not encoding.startswith(_WIDE):
            yield encoding


_SAMPLE_BYTES: Final = 8 * 1024  # more improves no result
_CHARACTER_BYTES: Final = 4  # the longest character, which the end of a sample may cut

_WESTERN: Final = (
    *("de", "fr", "es", "it", "pt", "ca", "nl", "sv", "da", "nb", "fi", "is", "et"),
)
_CENTRAL: Final = ("cs", "pl", "sk", "hu", "hr", "sl", "ro", "sq")
_BALTIC: Final = ("lt", "lv", "et")
_CYRILLIC: Final = ("ru", "uk", "be", "bg", "sr", "mk")

_ENCODINGS: Final[Mapping[str, tuple[int, tuple[str, ...]]]] = {
    "gb18030": (-6, ("zh", "zh_Hant")),
    "big5hkscs": (-2, ("zh_Hant",)),
    "cp932": (0, ("ja",)),
    "euc_jis_2004": (1, ("ja",)),
    "shift_jis_2004": (4, ("ja",)),
    "cp949": (0, ("ko",)),
    "johab": (8, ("ko",)),
    "cp1252": (-4, _WESTERN),
    "cp1250": (0, _CENTRAL),
    "cp1251": (0, _CYRILLIC),
    "cp1253": (0, ("el",)),
    "cp1254": (0, ("tr", "az")),
    "cp1255": (0, ("he",)),
    "cp1256": (0, ("ar", "fa")),
    "cp1257": (0, _BALTIC),
    "cp1258": (2, ("vi",)),
    "cp874": (0, ("th",)),
    "koi8-u": (0, _CYRILLIC),
    "koi8-r": (6, ("ru",)),
    "iso8859-2": (2, _CENTRAL),
    "iso8859-5": (2, _CYRILLIC),
    "iso8859-6": (2, ("ar",)),
    "iso8859-7": (2, ("el",)),
    "iso8859-8": (2, ("he",)),
    "iso8859-13": (2, _BALTIC),
    "iso8859-15": (2, _WESTERN),
    "iso8859-16": (4, ("ro",)),
    "cp720": (8, ("ar",)),
    "cp737": (8, ("el",)),
    "cp775": (10, _BALTIC),
    "cp850": (8, _WESTERN),
    "cp852": (8, _CENTRAL),
    "cp855": (8, _CYRILLIC),
    "cp857": (8, ("tr",)),
    "cp862": (8, ("he",)),
    "cp866": (3, _CYRILLIC),
    "cp1125": (4, ("uk",)),
    "mac-roman": (10, _WESTERN),
    "mac-latin2": (10, _CENTRAL),
    "mac-cyrillic": (8, _CYRILLIC),
    "mac-greek": (8, ("el",)),
    "mac-turkish": (8, ("tr",)),
}
"""The bits by which each encoding is behind the others, and the languages written in it."""

_SIGN_BITS: Final = 8
_ODD_SIGN_BITS: Final = 20
_ODD_CASE_BITS: Final = 12
_SPACE_BITS: Final = 4
_JOINED_BITS: Final = 6  # a Latin letter beside one of another script
_FOREIGN_BITS: Final = 3
_MIN_LEAD_BITS: Final = 4  # a reading ahead by less is no more likely
_MAX_HIGH_BYTE_BITS: Final = 8.4
_MAX_LETTER_BITS: Final = 6.0
_SHORT_BITS: Final = 24  # a few letters may have more
_MIN_BITS: Final = 13  # fewer are likely in some language by chance
_EXPECTED: Final = frozenset({"gb18030", "big5hkscs", "cp1252"})
_CHINESE: Final = re.compile(rb"(?:[\xa1-\xa3\xb0-\xd7][\xa1-\xfe])+")
"""The signs and the more common half of GB2312."""
_CHINESE_BYTES: Final = 4  # one or two are Chinese, whatever else they could be
_SIGNS: Final = re.compile(  # of Western texts, without letters beyond ASCII otherwise
    b"(?s:.?[%b]+.?|[ 0-9]\xba[CF])" % "€‚„…‹›‘’“”•–—©®°×".encode("cp1252")
)

_HIGH_BYTE: Final = re.compile(rb"[\x80-\xff]")
_HIGH_WORD: Final = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_NEAR_BYTES: Final = 20  # of ASCII beside other bytes; more would outweigh them
_FAR: Final = re.compile(rb"[\x00-\x7f]{%d}" % (2 * _NEAR_BYTES))
_CONTEXT: Final = re.compile(rb"([\x00-\x7f]?)([\x80-\xff]+)([\x00-\x7f]?)")
_MIN_RUN: Final = 1.5
_NOT_LATIN: Final = re.compile("[\u0370-\u1dff]")  # Greek to Thai
_UNUSED: Final = re.compile("[\x7f-\x84\x86-\x9f\ue000-\uf8ff]")
"""Controls beyond ASCII and private characters; U+0085 is a line end."""
_NOT_ASCII: Final = re.compile("[^\x00-\x7f]")
_NOT_ASCII_RUN: Final = re.compile("[^\x00-\x7f]+")
_WITHIN_WORD: Final = re.compile(  # where only a letter with an accent can be
    "(?:[A-Za-z][{0}]{{1,2}}|(?<![{0}])[{0}])[a-z]".format("\u0370-\u1dff\u2e80-\uffff")
)

_MARKS: Final = r"\u0300-\u036f\u05b0-\u05c7\u064b-\u0652\u0e31-\u0e4e"
_LATIN_WORD: Final = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*")
_OTHER_WORD: Final = re.compile(
    rf"[A-Za-z]+|[^\W\d_A-Za-z](?:[^\W\d_A-Za-z]|[{_MARKS}])*"
)
_USUAL_SIGN: Final = re.compile(
    "[\xa0\xa1\xa3\xa7\xa9-\xab\xae\xb0-\xb3\xb5\xb7\xb9-\xbf\xd7\u2010-\u2027\u2030"
    "\u2039-\u203b\u20ac\u2103\u2116\u2122\u2190-\u2193\u2460-\u2473\u2500-\u25cf\u2605"
    "\u2606\u3000-\u3017\u30fb\uff01-\uff20\uff3b-\uff40\uff5b-\uff65\uffe5]"
)
_ODD_SIGN: Final = re.compile(
    "(?<=[{0}])[\xa1-\xb6\xb8-\xbf\xd7\xf7](?=[{0}])|(?<![{0}])’(?=[{0}])"
    "|(?<=[{0}])[{1}]|[{1}](?=[{0}])".format(
        r"^\W\d_",
        "\xa2\xa4\xa6\xa8\xac\xaf\xb1\xb4\xb6\xb8\xb9\xbc\xbe\u2020-\u2022\u2030\u2116\u2500-\u259f",
    )
)
"""Usual signs where a letter would be, which it is in another encoding."""
_JOINED: Final = re.compile(
    "[A-Za-z](?=[{0}])|(?<=[{0}])[A-Za-z]".format("\u0370-\u1dff\u2e80-\uffff")
)
_SPACE: Final = re.compile("(?<=[\u3041-\u9fff]) (?=[\u3041-\u9fff])")


class _Reading(NamedTuple):
    encoding: str
    text: str
    bits: int  # of the text, and those by which the encoding is behind
    high_bits: int


class _WordBits(dict[tuple[str, str], int]):
    """Bits by language and word, most of which are in several readings."""

    def __missing__(self, key: tuple[str, str]) -> int:
        language, word = key
        bits = self[key] = get_language_model(language).get_bits(word)
        return bits


def find_likely_encodings(data: bytes) -> Iterator[str]:
    """Yield the encodings of the likeliest reading. Blocking, about 0.1 seconds."""
    sample = _get_sample(data)
    contexts = set(_CONTEXT.findall(sample))
    runs = [run for _, run, _ in contexts]
    size = sum(map(len, runs))
    if (
        size <= _CHINESE_BYTES
        and all(map(_CHINESE.fullmatch, runs))
        and not _is_mixed(sample.decode("gb18030", "ignore"))
    ):
        yield "gb18030"
    # A letter with an accent is among others, a letter of another script is not.
    is_latin = size < _MIN_RUN * len(runs)
    if is_latin and all(map(_SIGNS.fullmatch, map(b"".join, contexts))):
        yield "cp1252"
    readings = sorted(
        _find_readings(sample, is_latin=is_latin), key=lambda reading: reading.bits
    )
    # The bits that all words beyond ASCII can have in any language
    words = _HIGH_WORD.findall(sample)
    high = sum(len(_HIGH_BYTE.findall(word)) for word in words)
    letters = sum(map(len, words)) - high
    most = high * _MAX_HIGH_BYTE_BITS + letters * _MAX_LETTER_BITS + _SHORT_BITS
    if not readings or (first := readings[0]).high_bits > most:
        return
    others = [reading for reading in readings if reading.text != first.text]
    if others and others[0].bits < first.bits + _MIN_LEAD_BITS:
        return
    encodings = [reading.encoding for reading in readings if reading.text == first.text]
    if first.high_bits >= _MIN_BITS or not _EXPECTED.isdisjoint(encodings):
        yield from encodings


def _find_readings(sample: bytes, *, is_latin: bool) -> Iterator[_Reading]:
    word_bits = _WordBits()
    for encoding, (behind, languages) in _ENCODINGS.items():
        text = _decode(sample, encoding)
        if (
            text is None
            or (is_latin and _NOT_LATIN.search(text))
            or _UNUSED.search(text)
            or _is_mixed(text)
        ):
            continue
        bits, high_bits = _count_bits(text, languages, word_bits)
        yield _Reading(encoding, text, bits + behind, high_bits)


def _decode(sample: bytes, encoding: str) -> str | None:
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError as error:
        cut = sample[: error.start]
    if len(sample) < _SAMPLE_BYTES or len(cut) + _CHARACTER_BYTES <= len(sample):
        return None
    return cut.decode(encoding)


def _count_bits(
    text: str, languages: tuple[str, ...], word_bits: _WordBits
) -> tuple[int, int]:
    """Return the bits in the likeliest language of a script, and beyond ASCII."""
    text = unicodedata.normalize("NFC", text)
    is_latin = get_language_model(languages[0]).is_latin
    pattern = _LATIN_WORD if is_latin else _OTHER_WORD
    rest = pattern.sub("", text)
    signs = len(_NOT_ASCII.findall(rest))
    usual = len(_USUAL_SIGN.findall(rest)) - len(_ODD_SIGN.findall(text))
    usual -= abs(rest.count("«") - rest.count("»"))
    sign_bits = (
        usual * _SIGN_BITS
        + (signs - usual) * _ODD_SIGN_BITS
        + len(_JOINED.findall(text)) * _JOINED_BITS
        + len(_SPACE.findall(text)) * _SPACE_BITS
    )
    plain_words, high_words = Counter[str](), Counter[str]()
    for word, count in Counter(pattern.findall(text)).items():
        if word.isascii():
            plain_words[word.lower()] += count
            continue
        high_words[word.lower()] += count
        odd = sum(before.islower() and x.isupper() for before, x in pairwise(word))
        sign_bits += _ODD_CASE_BITS * count * odd
    totals = []
    for language in languages:
        high_bits = sign_bits + sum(
            word_bits[language, word] * count for word, count in high_words.items()
        )
        bits = high_bits
        for word, count in plain_words.items():
            foreign = word_bits["en", word] + _FOREIGN_BITS
            own = word_bits[language, word] if is_latin else foreign
            bits += min(own, foreign) * count
        totals.append((bits, high_bits))
    return min(totals)


def _is_mixed(text: str) -> bool:
    """Return whether most words that are not in ASCII are within words that are."""
    return 2 * len(_WITHIN_WORD.findall(text)) > len(_NOT_ASCII_RUN.findall(text))


def _get_sample(data: bytes) -> bytes:
    """Return the first lines that are not in ASCII; of long ones, only these parts."""
    sample = b""
    end = 0
    while len(sample) < _SAMPLE_BYTES:
        if (position := _find_high_byte(data, end)) is None:
            break
        start = max(data.rfind(b"\n", end, position) + 1 or end, position - _NEAR_BYTES)
        end = data.find(b"\n", position) + 1 or len(data)
        if far := _FAR.search(data, position, min(end, start + _SAMPLE_BYTES)):
            end = far.start() + _NEAR_BYTES
        sample += data[start : min(end, start + _SAMPLE_BYTES)]
    return sample[:_SAMPLE_BYTES]


def _find_high_byte(data: bytes, start: int) -> int | None:
    for position in range(start, len(data), _PIECE_BYTES):
        if match := _HIGH_BYTE.search(data, position, position + _PIECE_BYTES):
            return match.start()
    return None
