"""Backups contain a consistent copy of the journal."""

from homeassistant.core import HomeAssistant

from .data import JOURNAL
from .exceptions import failed
from .spool.journal import JournalError


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Write the copy: the journal itself may change during the backup."""
    try:
        await hass.data[JOURNAL].async_write_snapshot()
    except JournalError as err:
        raise failed("cannot_back_up", error=str(err)) from err


async def async_post_backup(hass: HomeAssistant) -> None:
    """Remove the copy."""
    try:
        await hass.data[JOURNAL].async_remove_snapshot()
    except JournalError as err:
        raise failed("cannot_back_up", error=str(err)) from err
