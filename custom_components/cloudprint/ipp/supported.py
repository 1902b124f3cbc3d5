"""What a shared printer supports, in the terms of IPP and of the print options.

The printer's attributes announce it, and the attributes of jobs are held to it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..api.capabilities import PrinterCapabilities
from ..api.vocabulary import Collate
from ..printing.capability_check import CHOICES, MAX_COPIES, find_words
from .protocol.message import PrintQuality, Resolution

USUAL_COPIES: Final = 99  # The most copies on a printer that does not report them
NUMBERS_UP: Final = (1, 2, 4, 6, 9, 16)
RASTER_RESOLUTIONS: Final = (Resolution(300, 300), Resolution(600, 600))
COLLATED: Final = "separate-documents-collated-copies"
UNCOLLATED: Final = "separate-documents-uncollated-copies"
SINGLE_DOCUMENT: Final = "single-document"
FINISHINGS_NONE: Final = 3
SHEETS_NONE: Final = "none"
NO_HOLD: Final = "no-hold"
OUTPUT_BIN: Final = "face-down"
AUTO: Final = "auto"
STATIONERY: Final = "stationery"

SIDES_BY_KEYWORD: Final[Mapping[str, str]] = {
    "one-sided": "one_sided",
    "two-sided-long-edge": "two_sided_long_edge",
    "two-sided-short-edge": "two_sided_short_edge",
}
"""The option `sides` by the keywords of IPP (RFC 8011, 5.2.8)."""
PAGE_SETS: Final[Mapping[str, str | None]] = {"all": None, "odd": "odd", "even": "even"}
"""The word in the option `page_ranges` by the keywords of page-set (CUPS)."""
PAGE_DELIVERIES: Final[Mapping[str, str | None]] = {
    "same-order-face-down": None,
    "reverse-order-face-down": "reverse",
    "system-specified": None,
}
"""Likewise of page-delivery (PWG 5100.3, 3.10); all sheets are said to come out face
down, as by output-bin."""
_COLOR: Final = "color"  # of the option, and of print-color-mode (PWG 5100.13)
_QUALITIES: Final[Mapping[str, PrintQuality]] = {
    "draft": PrintQuality.DRAFT,
    "low": PrintQuality.DRAFT,
    "normal": PrintQuality.NORMAL,
    "high": PrintQuality.HIGH,
}
"""The values of print-quality (RFC 8011, 5.2.13) by the option `quality`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportedOptions:
    """What a printer supports, by what it reports and by the defaults of its options."""

    capabilities: PrinterCapabilities  # Without anything until they are known
    defaults: Mapping[str, Any]

    def get_max_copies(self) -> int:
        """Return the most copies of a job."""
        most = self.capabilities.upper_copies
        return min(most, MAX_COPIES) if most is not None and most > 0 else USUAL_COPIES

    def get_default_copies(self) -> int:
        """Return the copies of a job that does not say them."""
        return min(int(self.defaults.get("copies", 1)), self.get_max_copies())

    def get_sides(self) -> dict[str, str]:
        """Return the option `sides` by the keywords that the printer supports."""
        words = self._get_reported("sides")
        return {
            keyword: word for keyword, word in SIDES_BY_KEYWORD.items() if word in words
        }

    def get_default_sides(self) -> str:
        """Return the sides of a job that does not say them, as a keyword."""
        default, sides = self._get_default("sides"), self.get_sides()
        return _choose(sides, *(word for word in sides if sides[word] == default))

    def has_two_sides(self) -> bool:
        """Return whether the printer prints on both sides."""
        return any(keyword.startswith("two-sided") for keyword in self.get_sides())

    def prints_color(self) -> bool:
        """Return whether the printer reports color, or has it as its default option.

        Drivers under-report: a person who chose color knows better.
        """
        is_chosen = self.defaults.get("color") == _COLOR
        return is_chosen or _COLOR in self._get_reported("color")

    def get_color_modes(self) -> dict[str, str | None]:
        """Return the option `color` by keyword, first what clients take for the default."""
        color: dict[str, str | None] = {_COLOR: _COLOR} if self.prints_color() else {}
        words = self._get_reported("color")
        others = {word: word for word in words if word != _COLOR}
        return color | {AUTO: None} | others

    def get_raster_types(self) -> tuple[str, ...]:
        """Return the pwg-raster-document-type-supported, the preferred first."""
        color = ("srgb_8",) if self.prints_color() else ()
        return *color, "sgray_8", "black_1"

    def get_default_color_mode(self) -> str:
        """Return the color mode of a job that does not say it."""
        default = str(self.defaults.get("color"))
        return default if default in self.get_color_modes() else AUTO

    def get_qualities(self) -> dict[PrintQuality, str]:
        """Return the option `quality` by the values that the printer supports."""
        default = self._get_default("quality")
        qualities: dict[PrintQuality, str] = {}
        for word in self._get_reported("quality"):
            quality = _QUALITIES[word]
            if quality not in qualities or word == default:
                qualities[quality] = word
        return dict(sorted(qualities.items()))

    def get_default_quality(self) -> PrintQuality:
        """Return the quality of a job that does not say it."""
        qualities, usual = self.get_qualities(), PrintQuality.NORMAL
        default = self._get_default("quality") or ""
        return _choose(qualities, _QUALITIES.get(default, usual), usual)

    def get_reported_resolutions(self) -> tuple[Resolution, ...]:
        """Return the resolutions that a print on the printer may name."""
        return tuple(Resolution(*dpi) for dpi in self.capabilities.supported_dpis)

    def get_resolutions(self) -> tuple[Resolution, ...]:
        """Return the resolutions of the printer, or the usual ones."""
        return (
            tuple(dict.fromkeys(self.get_reported_resolutions())) or RASTER_RESOLUTIONS
        )

    def get_default_resolution(self) -> Resolution:
        """Return the resolution of a job that does not say it."""
        resolutions = self.get_resolutions()
        usual = self.capabilities.dpi
        default = Resolution(usual, usual) if usual else RASTER_RESOLUTIONS[0]
        return _choose(resolutions, default)

    def get_collations(self) -> dict[str, bool]:
        """Return the option `collate` by the keywords that the printer supports."""
        meanings = {
            COLLATED: Collate.COLLATE,
            UNCOLLATED: Collate.UNCOLLATE,
            SINGLE_DOCUMENT: Collate.COLLATE,
        }
        supported = self.capabilities.supported_collates
        reported = [keyword for keyword in meanings if meanings[keyword] in supported]
        return {
            keyword: meanings[keyword] is Collate.COLLATE
            for keyword in reported or meanings
        }

    def get_default_collation(self) -> str:
        """Return how the copies of a job that does not say it are put in order."""
        is_uncollated = self.capabilities.default_collate == Collate.UNCOLLATE
        default = UNCOLLATED if is_uncollated else COLLATED
        return _choose(self.get_collations(), default)

    def _get_reported(self, option: str) -> list[str]:
        choice = CHOICES[option]
        supported = choice.get_supported(self.capabilities)
        return find_words(choice, supported) or list(choice.words)

    def _get_default(self, option: str) -> str | None:
        if (default := self.defaults.get(option)) is not None:
            return str(default)
        reported = self.capabilities
        meaning = (
            reported.default_side if option == "sides" else reported.default_quality
        )
        words = CHOICES[option].words.items()
        return next((word for word, value in words if value == meaning), None)


def _choose[T](choices: Collection[T], *preferred: T) -> T:
    """Return the first wanted value that is a choice, else the first choice."""
    return next(value for value in (*preferred, *choices) if value in choices)
