"""What Home Assistant reports of an integration that uses it in a way that will end."""

from typing import Final

_REPORTERS: Final = ("homeassistant.helpers.frame", "homeassistant.util.loop")
"""Loggers that report whatever they find, not only what is deprecated."""
_NAMES: Final = (
    "integration 'cloudprint'",
    "from cloudprint.",
    "custom_components.cloudprint",
    "custom_components/cloudprint/",
)
"""How a report names this integration."""


def is_usage_report(logger: str, text: str) -> bool:
    """Return if a record of the log, with its stack if any, is a report about us."""
    return (logger in _REPORTERS or "deprecated" in text) and any(
        name in text for name in _NAMES
    )
