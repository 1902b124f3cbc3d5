"""Another program that ends the account's access."""

from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..data import CloudPrintConfigEntry
from .issue import async_hide, async_show

ISSUE_TOKEN: Final = "token_contention"

MAX_FORCED_RENEWALS: Final = 5
"""So many refused tokens in an hour may be chance; more are another client's doing."""


@callback
def async_track_token(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Tell that somebody else signs in with an account's application."""
    account = entry.runtime_data

    @callback
    def track() -> None:
        renewals = account.client.forced_renewals_last_hour
        if renewals <= MAX_FORCED_RENEWALS:
            async_hide(hass, entry, ISSUE_TOKEN)
            return
        async_show(
            hass,
            entry,
            ISSUE_TOKEN,
            is_fixable=False,
            placeholders={"count": str(renewals)},
        )

    entry.async_on_unload(account.coordinator.async_add_listener(track))
    track()
