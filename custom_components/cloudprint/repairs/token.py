"""Another client that invalidates the account's token."""

from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..data import CloudPrintConfigEntry
from .issue import async_set_issue

ISSUE_TOKEN: Final = "token_contention"

MAX_FORCED_RENEWALS: Final = 5
"""Refused tokens in an hour that may be chance; more are another client's doing."""


@callback
def async_check_token(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> None:
    """Report that another client signs in with the account's application."""
    renewals = entry.runtime_data.client.tokens.forced_renewals_last_hour
    async_set_issue(
        hass,
        entry,
        ISSUE_TOKEN,
        is_open=renewals > MAX_FORCED_RENEWALS,
        is_fixable=False,
        placeholders={"count": str(renewals)},
    )
