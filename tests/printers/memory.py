"""What the journal remembers of the printers of accounts."""

from custom_components.cloudprint.data import JOURNAL
from homeassistant.core import HomeAssistant


async def remember(hass: HomeAssistant, record: str) -> None:
    """Replace what is remembered of all accounts."""
    journal = hass.data[JOURNAL]

    def write() -> None:
        with journal.database as connection:
            connection.execute("UPDATE printers SET record = ?", (record,))

    await journal.async_run(write)
