"""The values of the print options, and which of them a printer supports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option that is one of several values.

    `words` are its values, with those of the cloud. `config` is its field in the cloud's
    `config`, `plural` the field of the card's printers for the supported values.
    """

    config: str
    plural: str
    words: Mapping[str, str]
    get_supported: Callable[[PrinterCapabilities], tuple[str, ...]]
    """Returns the values that a printer reports, none if it does not report them."""


CHOICES: Final[Mapping[str, Choice]] = {
    "color": Choice(
        config="color",
        plural="colors",
        words=COLORS,
        get_supported=lambda known: known.supported_colors,
    ),
    "sides": Choice(
        config="side",
        plural="sides",
        words=SIDES,
        get_supported=lambda known: known.supported_sides,
    ),
    "quality": Choice(
        config="quality",
        plural="qualities",
        words=QUALITIES,
        get_supported=lambda known: known.supported_qualities,
    ),
    "orientation": Choice(
        config="orientation",
        plural="orientations",
        words=ORIENTATIONS,
        get_supported=lambda known: known.supported_orientations,
    ),
}
"""The options that are parsed as choices. Each is in the form of saved documents and in
the card's printers, and has a default entity."""

_WITH_COLLATE: Final[Mapping[str, Choice]] = {
    **CHOICES,
    "collate": Choice(
        config="collate",
        plural="collates",
        words={"true": Collate.COLLATE, "false": Collate.UNCOLLATE},
        get_supported=lambda known: known.supported_collates,
    ),
}
"""Also the order of the sheets, which is parsed as a boolean."""


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
    if choice := _WITH_COLLATE.get(field):
        supported = choice.get_supported(known)
        if supported and not set(parsed.values()) <= set(supported):
            return ", ".join(_get_words(choice, supported) or supported)
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
    choice = CHOICES[option]
    supported = choice.get_supported(known) if known else ()
    return _get_words(choice, supported) or list(choice.words)


def _get_words(choice: Choice, supported: tuple[str, ...]) -> list[str]:
    return [word for word, meaning in choice.words.items() if meaning in supported]


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
