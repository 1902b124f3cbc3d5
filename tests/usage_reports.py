"""Recognizes reports of Home Assistant about deprecated or wrong usage."""

from typing import Final

_REPORTERS: Final = ("homeassistant.helpers.frame", "homeassistant.util.loop")
"""Loggers of reports, also about other things than deprecations."""
_NAMES: Final = (
    "integration 'cloudprint'",
    "from cloudprint.",
    "custom_components.cloudprint",
    "custom_components/cloudprint/",
)
"""Names of this integration in reports."""


def is_usage_report(logger: str, text: str) -> bool:
    """Return whether a log record is a report about this integration."""
    return (logger in _REPORTERS or "deprecated" in text) and any(
        name in text for name in _NAMES
    )
