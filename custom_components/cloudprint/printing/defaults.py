"""The default options of a printer, and the values that they may have."""

from typing import Any

from ..api import PrinterCapabilities
from ..data import CloudPrintData
from .capability_check import get_copies_range, get_words
from .papers import get_papers


def get_choices(option: str, known: PrinterCapabilities | None) -> list[str]:
    """Return the values of an option that a print on a printer may have."""
    if option == "paper":
        return [paper.name.strip() for paper in get_papers(known)]
    return get_words(option, known)


def limit_default(
    option: str, value: Any, known: PrinterCapabilities | None
) -> Any | None:
    """Return a default option as far as a print on the printer may have it, or None."""
    if option == "copies":
        copies = min(value, get_copies_range(known)[1])
        return copies if copies > 1 else None
    return value if value in get_choices(option, known) else None


def get_defaults(account: CloudPrintData, device_id: str) -> dict[str, Any]:
    """Return the default options of a printer that it supports, as far as is known."""
    known = account.capabilities.get(device_id)
    return {
        option: value
        for option, chosen in account.defaults.get(device_id, {}).items()
        if (value := limit_default(option, chosen, known)) is not None
    }
