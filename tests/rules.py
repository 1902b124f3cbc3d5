"""Rules of accounts, as their form saves them."""

from types import MappingProxyType
from typing import Any

from custom_components.cloudprint.policy.rules import SUBENTRY_TYPE
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant


def add_rule(
    hass: HomeAssistant, entry: ConfigEntry[Any], name: str = "Children", **data: Any
) -> str:
    """Add a rule to an account; return its id."""
    rule = ConfigSubentry(
        data=MappingProxyType(data),
        subentry_type=SUBENTRY_TYPE,
        title=name,
        unique_id=None,
    )
    hass.config_entries.async_add_subentry(entry, rule)
    return rule.subentry_id
