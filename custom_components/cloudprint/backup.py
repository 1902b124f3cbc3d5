"""Backups contain a consistent copy of the journal."""

from collections.abc import Generator
from contextlib import contextmanager

from homeassistant.core import HomeAssistant

from .data import JOURNAL
from .exceptions import failed
from .spool.journal import JournalError, JournalTooNewError


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Write the copy: the journal itself may change during the backup."""
    with _raise_failures():
        await hass.data[JOURNAL].async_write_snapshot()


async def async_post_backup(hass: HomeAssistant) -> None:
    """Remove the copy."""
    with _raise_failures():
        await hass.data[JOURNAL].async_remove_snapshot()


@contextmanager
def _raise_failures() -> Generator[None]:
    try:
        yield
    except JournalTooNewError:
        # It is not open, so that it does not change and needs no copy.
        return
    except JournalError as err:
        raise failed("cannot_back_up", error=str(err)) from err
