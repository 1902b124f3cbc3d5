"""The words of the print options, and which of them a printer can do."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ..api import Collate, Color, Orientation, PrinterCapabilities, Quality, Side
from ..exceptions import invalid, shown

COLORS: Final = {"color": Color.COLOR, "monochrome": Color.MONOCHROME}
SIDES: Final = {
    "one_sided": Side.ONESIDE,
    "two_sided_long_edge": Side.DUPLEX,
    "two_sided_short_edge": Side.TUMBLE,
}
ORIENTATIONS: Final = {
    "portrait": Orientation.PORTRAIT,
    "landscape": Orientation.LANDSCAPE,
}
QUALITIES: Final = {
    "draft": Quality.DRAFT,
    "low": Quality.LOW,
    "normal": Quality.NORMAL,
    "high": Quality.HIGH,
}

MAX_COPIES: Final = 9999
"""The most that a printer of the document takes (OpenAPI 3.5.3, `upperCopies`)."""

_SUPPORTED: Final[
    Mapping[
        str, tuple[Mapping[str, str], Callable[[PrinterCapabilities], tuple[str, ...]]]
    ]
] = {
    "color": (COLORS, lambda known: known.supported_colors),
    "sides": (SIDES, lambda known: known.supported_sides),
    "orientation": (ORIENTATIONS, lambda known: known.supported_orientations),
    "quality": (QUALITIES, lambda known: known.supported_qualities),
    "collate": (
        {"true": Collate.COLLATE, "false": Collate.UNCOLLATE},
        lambda known: known.supported_collates,
    ),
}


def check_capabilities(
    field: str, value: object, parsed: Mapping[str, Any], known: PrinterCapabilities
) -> None:
    """Raise ServiceValidationError for an option that the printer's record excludes.

    `parsed` is what the option's value means in the cloud's `config`. What the record
    does not tell excludes nothing.
    """
    supported = _supported(field, parsed, known)
    if supported is not None:
        raise invalid(
            "option_unsupported", field=field, value=shown(value), supported=supported
        )


def _supported(
    field: str, parsed: Mapping[str, Any], known: PrinterCapabilities
) -> str | None:
    """Return what the printer can do instead, or None if it can do what was asked."""
    if field in _SUPPORTED:
        words, supported_by = _SUPPORTED[field]
        supported = supported_by(known)
        if supported and not set(parsed.values()) <= set(supported):
            names = [word for word, meaning in words.items() if meaning in supported]
            return ", ".join(names or supported)
    elif field == "copies":
        lowest, highest = copies_range(known)
        if not lowest <= parsed["copies"] <= highest:
            return f"{lowest} - {highest}"
    elif field == "dpi" and known.supported_dpis:
        if (parsed["xdpi"], parsed["ydpi"]) not in known.supported_dpis:
            return ", ".join(
                f"{across}x{along}" for across, along in known.supported_dpis
            )
    return None


def words_of(option: str, known: PrinterCapabilities | None) -> list[str]:
    """Return the words of what a printer can do; all of them if it does not say."""
    words, supported_by = _SUPPORTED[option]
    supported = supported_by(known) if known else ()
    return [word for word, meaning in words.items() if meaning in supported] or list(
        words
    )


def copies_range(known: PrinterCapabilities | None) -> tuple[int, int]:
    """Return the fewest and the most copies that a printer makes."""
    if known is not None:
        lowest, highest = known.lower_copies or 1, known.upper_copies or MAX_COPIES
        # A range that no number lies in says nothing of the printer.
        if 1 <= lowest <= highest:
            return lowest, min(highest, MAX_COPIES)
    return 1, MAX_COPIES


def warnings_of(config: Mapping[str, Any], known: PrinterCapabilities) -> list[str]:
    """Return the names of the warnings about a record that contradicts itself.

    The document's own printer supports no copies, and up to 9999 of them.
    """
    if config.get("copies", 1) != 1 and known.supports_copies is False:
        return ["copies_unsupported"]
    return []
