"""Problems of an account as a whole, which cannot be fixed here."""

from functools import partial
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..api import CloudPrintClient
from ..const import CONSOLE_URL, DOMAIN, LOGGER
from ..data import Account
from ..texts import ENGLISH, describe_clock, format_message, get_common_texts
from .issue import async_set_issue, issue_id

ISSUE_ADDRESS: Final = "address_wrong"
ISSUE_CLOCK: Final = "clock_wrong"
ISSUE_NO_PRINTER: Final = "no_printer"
ISSUE_TOKEN: Final = "token_contention"

# Refused tokens in an hour that may be chance; more are another client's doing.
MAX_FORCED_RENEWALS: Final = 5


@callback
def async_check_account(account: Account) -> None:
    """Report no printers, another client's sign-ins, a wrong address or clock."""
    hass, entry = account.hass, account.entry
    coordinator, client = account.coordinator, account.client
    set_issue = partial(async_set_issue, hass, entry, is_fixable=False)
    # A failed list changes nothing.
    if coordinator.data or coordinator.last_update_success:
        is_empty = not coordinator.data
        set_issue(ISSUE_NO_PRINTER, is_open=is_empty, learn_more_url=CONSOLE_URL)
    renewals = client.tokens.forced_renewals_last_hour
    set_issue(
        ISSUE_TOKEN,
        is_open=renewals > MAX_FORCED_RENEWALS,
        placeholders={"count": str(renewals)},
    )
    err, texts = coordinator.misdirection, get_common_texts(hass)
    set_issue(
        ISSUE_ADDRESS,
        is_open=err is not None,
        placeholders={"why": format_message(err, texts)} if err else None,
    )
    async_check_clock(hass, entry, client)


@callback
def async_check_clock(
    hass: HomeAssistant, entry: ConfigEntry[Any], client: CloudPrintClient
) -> None:
    """Report by how much the clock is wrong while the service refuses the key."""
    clock = describe_clock(get_common_texts(hass), client.clock_offset)
    issue = ir.async_get(hass).async_get_issue(
        DOMAIN, issue_id(ISSUE_CLOCK, entry.entry_id)
    )
    if clock and issue is None:
        LOGGER.warning(
            describe_clock(get_common_texts(hass, ENGLISH), client.clock_offset)
        )
    async_set_issue(
        hass,
        entry,
        ISSUE_CLOCK,
        is_open=bool(clock),
        is_fixable=False,
        placeholders={"clock": clock},
    )
