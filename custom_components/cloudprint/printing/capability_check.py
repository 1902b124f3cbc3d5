"""The values and defaults of the print options, as far as a printer supports them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..api.capabilities import PrinterCapabilities
from ..api.print_task import PrintConfig
from ..api.vocabulary import Color, Orientation, Quality, Side
from ..data import Account
from ..exceptions import invalid, shown
from ..printers.capabilities import is_one_sided
from ..settings import Quirks
from .papers import get_papers

COLORS: Final = {"color": Color.COLOR, "monochrome": Color.MONOCHROME}
SIDES: Final = {
    "one_sided": Side.ONESIDE,
    "two_sided_long_edge": Side.DUPLEX,
    "two_sided_short_edge": Side.TUMBLE,
}

MAX_COPIES: Final = 9999  # `upperCopies` of the document's printer (OpenAPI 3.5.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option that is one of several values: `words`, with their meanings.

    `config` is its field in `config`, `plural` the one of supported values on the card.
    """

    config: str
    plural: str
    words: Mapping[str, str]
    # Whether values that the printer does not report are refused, as they would put
    # something else on paper, or sent with a warning.
    is_strict: bool = False
    get_supported: Callable[[PrinterCapabilities], tuple[str, ...]]


# Each is in the form of saved documents and in the card, and has a default entity.
CHOICES: Final[Mapping[str, Choice]] = {
    "color": Choice(
        config="color",
        plural="colors",
        words=COLORS,
        get_supported=lambda capabilities: capabilities.supported_colors,
    ),
    "sides": Choice(
        config="side",
        plural="sides",
        words=SIDES,
        is_strict=True,
        get_supported=lambda capabilities: capabilities.supported_sides,
    ),
    "quality": Choice(
        config="quality",
        plural="qualities",
        words={
            "draft": Quality.DRAFT,
            "low": Quality.LOW,
            "normal": Quality.NORMAL,
            "high": Quality.HIGH,
        },
        get_supported=lambda capabilities: capabilities.supported_qualities,
    ),
    "orientation": Choice(
        config="orientation",
        plural="orientations",
        words={"portrait": Orientation.PORTRAIT, "landscape": Orientation.LANDSCAPE},
        get_supported=lambda capabilities: capabilities.supported_orientations,
    ),
}


def check_capabilities(
    field: str, value: object, parsed: PrintConfig, capabilities: PrinterCapabilities
) -> None:
    """Raise ServiceValidationError for an option that would come out as another."""
    choice = CHOICES.get(field)
    if choice is None or not choice.is_strict:
        return
    supported = choice.get_supported(capabilities)
    if supported and not set(parsed.values()) <= set(supported):
        if field == "sides" and is_one_sided(capabilities):
            raise invalid("trays_unknown", field=field, value=shown(value))
        raise invalid(
            "option_unsupported",
            field=field,
            value=shown(value),
            supported=", ".join(find_words(choice, supported) or supported),
        )


def get_choices(option: str, capabilities: PrinterCapabilities | None) -> list[str]:
    """Return the values of an option that a print on a printer may have."""
    if option == "paper":
        return [paper.name.strip() for paper in get_papers(capabilities)]
    choice = CHOICES[option]
    supported = (
        choice.get_supported(capabilities) if capabilities and choice.is_strict else ()
    )
    return find_words(choice, supported) or list(choice.words)


def find_words(choice: Choice, supported: tuple[str, ...]) -> list[str]:
    """Return the values of a choice that are among supported ones."""
    return [word for word, meaning in choice.words.items() if meaning in supported]


def get_copies_range(capabilities: PrinterCapabilities | None) -> tuple[int, int]:
    """Return the fewest and the most copies that a printer reports."""
    if capabilities is not None:
        lowest = capabilities.lower_copies or 1
        highest = capabilities.upper_copies or MAX_COPIES
        # Ignore an empty range.
        if 1 <= lowest <= highest:
            return lowest, min(highest, MAX_COPIES)
    return 1, MAX_COPIES


def get_defaults(account: Account, device_id: str) -> dict[str, Any]:
    """Return the default options of a printer that it supports, as far as is known."""
    capabilities = account.capabilities.get(device_id)
    defaults = {**account.defaults.get(device_id, {})}
    if "copies" in defaults:
        defaults["copies"] = min(defaults["copies"], get_copies_range(capabilities)[1])
    return {
        name: value
        for name, value in defaults.items()
        if (value > 1 if name == "copies" else value in get_choices(name, capabilities))
    }


def get_capability_warnings(
    config: Mapping[str, Any],
    capabilities: PrinterCapabilities,
    quirks: Quirks = Quirks(),
) -> list[str]:
    """Return a warning for each option that neither printer nor check-up knows.

    Only a hint: the document's printer reports only MONOCHROME, and prints in COLOR.
    """
    unsupported = [
        option
        for option, choice in CHOICES.items()
        if (value := config.get(choice.config)) is not None
        and (supported := choice.get_supported(capabilities))
        and not choice.is_strict
        and value not in supported
        and not (quirks.landscape and value == Orientation.LANDSCAPE)
    ]
    collate = config.get("collate")
    if collate is not None and capabilities.supported_collates:
        if collate not in capabilities.supported_collates:
            unsupported.append("collate")
    if (copies := config.get("copies")) is not None:
        lowest, highest = get_copies_range(capabilities)
        is_outside = isinstance(copies, int) and not lowest <= copies <= highest
        is_unsure = capabilities.supports_copies is False and not quirks.copies
        if is_outside or (copies != 1 and is_unsure):
            unsupported.append("copies")
    resolution = (config.get("xdpi"), config.get("ydpi"))
    if any(resolution) and capabilities.supported_dpis:
        if resolution not in capabilities.supported_dpis:
            unsupported.append("dpi")
    return [f"{option}_unsupported" for option in unsupported]
