"""An issue of an account, which there is or is not."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN


def issue_id(key: str, entry_id: str, device_id: str | None = None) -> str:
    """Return the id of an account's issue, or of one of its printers'."""
    return "_".join(
        (key, entry_id) if device_id is None else (key, entry_id, device_id)
    )


@callback
def async_show(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    key: str,
    *,
    device_id: str | None = None,
    is_fixable: bool = True,
    learn_more_url: str | None = None,
    placeholders: dict[str, str] | None = None,
) -> None:
    """Create or update an issue of an account, or of one of its printers.

    All users may list the issues of Home Assistant, with their placeholders: these name
    no document, printer, account or application. The forms of a fix flow may, which are
    for administrators.
    """
    data: dict[str, str | int | float | None] = {"entry_id": entry.entry_id}
    if device_id is not None:
        data["device_id"] = device_id
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id(key, entry.entry_id, device_id),
        data=data if is_fixable else None,
        is_fixable=is_fixable,
        learn_more_url=learn_more_url,
        severity=ir.IssueSeverity.WARNING,
        translation_key=key,
        translation_placeholders=placeholders,
    )


@callback
def async_hide(
    hass: HomeAssistant,
    entry: ConfigEntry[Any],
    key: str,
    device_id: str | None = None,
) -> None:
    """Have an issue no longer, if there is one."""
    ir.async_delete_issue(hass, DOMAIN, issue_id(key, entry.entry_id, device_id))
