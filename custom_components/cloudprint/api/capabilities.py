"""The capabilities of a printer (OpenAPI 3.5.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from mashumaro import field_options

from .parsing import (
    Model,
    answer_field,
    list_parser,
    number_or_none,
    parse_flag,
    parse_integer,
    parse_word,
    require_name,
)
from .vocabulary import Collate, Color, Orientation, Quality, Side


def _require_length(value: object) -> float:
    if (result := number_or_none(value)) is None or result <= 0:
        raise ValueError("not a length")
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Model):
    """A paper that a printer offers; all lengths are millimetres."""

    # Another printer may have another size of this name.
    name: str = field(metadata=field_options(deserialize=require_name))
    width: float = field(metadata=field_options(deserialize=_require_length))
    height: float = field(metadata=field_options(deserialize=_require_length))

    # Unprintable margins
    left: float | None = answer_field("left", number_or_none, None)
    top: float | None = answer_field("top", number_or_none, None)
    system: bool | None = answer_field("system", parse_flag, None)


def _parse_paper(value: object) -> Paper | None:
    if not isinstance(value, Mapping):
        return None
    try:
        return Paper.from_dict(value)
    except LookupError, ValueError:
        return None


def _parse_dpi(value: object) -> tuple[int, int] | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    across, along = map(parse_integer, value)
    if across is None or along is None or across <= 0 or along <= 0:
        return None
    return across, along


def _words(key: str, vocabulary: type[StrEnum]) -> tuple[str, ...]:
    parse = list_parser(partial(parse_word, vocabulary=vocabulary))
    return answer_field(key, parse, ())


def _word(key: str, vocabulary: type[StrEnum]) -> str | None:
    return answer_field(key, partial(parse_word, vocabulary=vocabulary), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterCapabilities(Model):
    """The capabilities that a printer reports; they may be missing or contradictory."""

    supported_colors: tuple[str, ...] = _words("supportedColors", Color)
    default_color: str | None = _word("defaultColor", Color)
    supports_copies: bool | None = answer_field("supportsCopies", parse_flag, None)
    lower_copies: int | None = answer_field("lowerCopies", parse_integer, None)
    upper_copies: int | None = answer_field("upperCopies", parse_integer, None)
    # Across and along the page
    supported_dpis: tuple[tuple[int, int], ...] = answer_field(
        "supportedDpis", list_parser(_parse_dpi), ()
    )
    dpi: int | None = answer_field("dpi", parse_integer, None)
    supported_orientations: tuple[str, ...] = _words(
        "supportedOrientations", Orientation
    )
    default_orientation: str | None = _word("defaultOrientation", Orientation)
    supported_collates: tuple[str, ...] = _words("supportedCollates", Collate)
    default_collate: str | None = _word("defaultCollate", Collate)
    supported_qualities: tuple[str, ...] = _words("supportedQualities", Quality)
    default_quality: str | None = _word("defaultQuality", Quality)
    supported_sides: tuple[str, ...] = _words("supportedSides", Side)
    default_side: str | None = _word("defaultSide", Side)
    default_pages_per_sheet: int | None = answer_field(
        "defaultPagesPerSheet", parse_integer, None
    )
    supported_papers: tuple[Paper, ...] = answer_field(
        "supportedPapers", list_parser(_parse_paper), ()
    )
    default_paper: Paper | None = field(
        default=None,
        metadata=field_options(alias="defaultPaper", deserialize=_parse_paper),
    )
