"""The values of the print options, and which of them a printer supports."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ..api import (
    Collate,
    Color,
    Orientation,
    PrintConfig,
    PrinterCapabilities,
    Quality,
    Side,
)
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
"""`upperCopies` of the document's printer (OpenAPI 3.5.3)."""

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
    field: str, value: object, parsed: PrintConfig, known: PrinterCapabilities
) -> None:
    """Raise ServiceValidationError for an option that the capabilities exclude.

    `parsed` is what the option's value means in the cloud's `config`. Capabilities that
    are not reported exclude nothing.
    """
    supported = _find_alternatives(field, parsed, known)
    if supported is not None:
        raise invalid(
            "option_unsupported", field=field, value=shown(value), supported=supported
        )


def _find_alternatives(
    field: str, parsed: PrintConfig, known: PrinterCapabilities
) -> str | None:
    """Return the supported values, or None if the printer supports what was asked."""
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


def get_words(option: str, known: PrinterCapabilities | None) -> list[str]:
    """Return the values of an option that a printer supports, or all if unknown."""
    words, supported_by = _SUPPORTED[option]
    supported = supported_by(known) if known else ()
    return [word for word, meaning in words.items() if meaning in supported] or list(
        words
    )


def copies_range(known: PrinterCapabilities | None) -> tuple[int, int]:
    """Return the fewest and the most copies that a printer supports."""
    if known is not None:
        lowest, highest = known.lower_copies or 1, known.upper_copies or MAX_COPIES
        # Ignore an empty range.
        if 1 <= lowest <= highest:
            return lowest, min(highest, MAX_COPIES)
    return 1, MAX_COPIES


def get_warnings(config: Mapping[str, Any], known: PrinterCapabilities) -> list[str]:
    """Return the keys of warnings about capabilities that contradict themselves.

    The document's own printer reports no support for copies, and a limit of 9999.
    """
    if config.get("copies", 1) != 1 and known.supports_copies is False:
        return ["copies_unsupported"]
    return []
