"""What the journal remembers of the printers of accounts."""

from custom_components.cloudprint.data import JOURNAL
from homeassistant.core import HomeAssistant


async def remember(
    hass: HomeAssistant, record: str, *, changed_at: float = 0.0
) -> None:
    """Replace what is remembered of all accounts, as of a time in seconds."""
    journal = hass.data[JOURNAL]

    def write() -> None:
        with journal.database as connection:
            connection.execute(
                "UPDATE printers SET record = ?, changed_at = ?", (record, changed_at)
            )

    await journal.async_run(write)
