"""What options mean to the cloud, without a print."""

from collections.abc import Mapping
from typing import Any

from custom_components.cloudprint.api.capabilities import PrinterCapabilities
from custom_components.cloudprint.printing import options
from custom_components.cloudprint.printing.capability_check import (
    get_capability_warnings,
)
from custom_components.cloudprint.printing.options import parse_options


def build_config(
    fields: Mapping[str, Any], known: PrinterCapabilities | None
) -> tuple[dict[str, Any], list[str]]:
    """Return the `config` of options for a printer, and the keys of warnings about it."""
    known = known or PrinterCapabilities()
    parsed = parse_options(fields)
    config, _ = options.build_config(parsed, known)
    config |= parsed.raw
    return config, get_capability_warnings(config, known)
