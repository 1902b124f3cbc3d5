"""What a printer can do (OpenAPI 3.5.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from mashumaro import DataClassDictMixin, field_options

from .reading import flag, integer, number, several, text, wire, word
from .vocabulary import Collate, Color, Orientation, Quality, Side


def _size(value: object) -> float:
    """Return a length above zero or raise ValueError."""
    if (result := number(value)) is None or result <= 0:
        raise ValueError("not a length")
    return result


def _name(value: object) -> str:
    """Return a name or raise ValueError."""
    if (result := text(value)) is None:
        raise ValueError("not a name")
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(DataClassDictMixin):
    """A paper that a printer offers; all lengths are millimetres."""

    name: str = field(metadata=field_options(deserialize=_name))
    """Name of the paper on this printer; the same name can differ in size elsewhere."""

    width: float = field(metadata=field_options(deserialize=_size))
    height: float = field(metadata=field_options(deserialize=_size))

    left: float | None = wire("left", number, None)
    """Width of the strip at the left that cannot be printed on."""

    top: float | None = wire("top", number, None)
    """Height of the strip at the top that cannot be printed on."""

    system: bool | None = wire("system", flag, None)


def _paper(value: object) -> Paper | None:
    """Return a paper whose name and size are known."""
    if not isinstance(value, Mapping):
        return None
    try:
        return Paper.from_dict(value)
    except LookupError, ValueError:
        return None


def _dpi_pair(value: object) -> tuple[int, int] | None:
    """Return a resolution across and along the page."""
    if not isinstance(value, list) or len(value) != 2:
        return None
    across, along = integer(value[0]), integer(value[1])
    if across is None or along is None or across <= 0 or along <= 0:
        return None
    return across, along


def _words(vocabulary: type[StrEnum]) -> Callable[[object], tuple[str, ...]]:
    """Return a reader of lists of words; see `word`."""
    return several(_word(vocabulary))


def _word(vocabulary: type[StrEnum]) -> Callable[[object], str | None]:
    """Return a reader of words; see `word`."""
    return partial(word, vocabulary=vocabulary)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterCapabilities(DataClassDictMixin):
    """What a printer says of itself, word by word.

    Every field may be missing: None or empty then. Nothing here is made to agree: the
    document's own printer says that it supports no copies, and up to 9999 of them.
    """

    supported_colors: tuple[str, ...] = wire("supportedColors", _words(Color), ())
    default_color: str | None = wire("defaultColor", _word(Color), None)

    supports_copies: bool | None = wire("supportsCopies", flag, None)
    lower_copies: int | None = wire("lowerCopies", integer, None)
    upper_copies: int | None = wire("upperCopies", integer, None)

    supported_dpis: tuple[tuple[int, int], ...] = wire(
        "supportedDpis", several(_dpi_pair), ()
    )
    """Resolutions across and along the page, in dots per inch."""

    dpi: int | None = wire("dpi", integer, None)
    """The usual resolution in dots per inch."""

    supported_orientations: tuple[str, ...] = wire(
        "supportedOrientations", _words(Orientation), ()
    )
    default_orientation: str | None = wire(
        "defaultOrientation", _word(Orientation), None
    )

    supported_collates: tuple[str, ...] = wire("supportedCollates", _words(Collate), ())
    default_collate: str | None = wire("defaultCollate", _word(Collate), None)

    supported_qualities: tuple[str, ...] = wire(
        "supportedQualities", _words(Quality), ()
    )
    default_quality: str | None = wire("defaultQuality", _word(Quality), None)

    supported_sides: tuple[str, ...] = wire("supportedSides", _words(Side), ())
    default_side: str | None = wire("defaultSide", _word(Side), None)

    default_pages_per_sheet: int | None = wire("defaultPagesPerSheet", integer, None)

    supported_papers: tuple[Paper, ...] = wire("supportedPapers", several(_paper), ())
    default_paper: Paper | None = field(
        default=None, metadata=field_options(alias="defaultPaper", deserialize=_paper)
    )
