"""Documents, rules and links of an account, without their forms."""

from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant


def add_subentry(
    hass: HomeAssistant,
    account: ConfigEntry[Any],
    kind: str,
    title: str,
    /,
    **data: Any,
) -> str:
    """Add a subentry of a kind; return its id."""
    subentry = ConfigSubentry(
        data=MappingProxyType(data),
        subentry_type=kind,
        title=title,
        unique_id=None,
    )
    hass.config_entries.async_add_subentry(account, subentry)
    return subentry.subentry_id
