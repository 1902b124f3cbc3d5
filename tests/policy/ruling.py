"""Rules as tests make them, without their form."""

from types import MappingProxyType
from typing import Any

from custom_components.cloudprint.policy.rules import RULE
from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant


def add_rule(
    hass: HomeAssistant, account: ConfigEntry[Any], title: str = "Children", **data: Any
) -> str:
    """Add a rule to an account; return its id."""
    rule = ConfigSubentry(
        data=MappingProxyType(data),
        subentry_type=RULE,
        title=title,
        unique_id=None,
    )
    hass.config_entries.async_add_subentry(account, rule)
    return rule.subentry_id
