"""Problems of an account as a whole, which cannot be fixed here."""

from functools import partial
from typing import Final

from homeassistant.helpers import issue_registry as ir

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


def async_check_account(account: Account) -> None:
    """Report no printers, another client's sign-ins, a wrong address or clock."""
    coordinator = account.coordinator
    set_issue = partial(async_set_issue, account, is_fixable=False)
    # A failed list changes nothing.
    if coordinator.data or coordinator.last_update_success:
        is_empty = not coordinator.data
        set_issue(ISSUE_NO_PRINTER, is_open=is_empty, learn_more_url=CONSOLE_URL)
    renewals = account.client.tokens.forced_renewals_last_hour
    set_issue(
        ISSUE_TOKEN,
        is_open=renewals > MAX_FORCED_RENEWALS,
        placeholders={"count": str(renewals)},
    )
    err, texts = coordinator.misdirection, get_common_texts(account.hass)
    set_issue(
        ISSUE_ADDRESS,
        is_open=err is not None,
        placeholders={"why": format_message(err, texts)} if err else None,
    )
    async_check_clock(account)


def async_check_clock(account: Account) -> None:
    """Report by how much the clock is wrong while the service refuses the key."""
    hass, offset = account.hass, account.client.clock_offset
    clock = describe_clock(get_common_texts(hass), offset)
    issue = ir.async_get(hass).async_get_issue(
        DOMAIN, issue_id(ISSUE_CLOCK, account.entry.entry_id)
    )
    if clock and issue is None:
        LOGGER.warning(describe_clock(get_common_texts(hass, ENGLISH), offset))
    async_set_issue(
        account,
        ISSUE_CLOCK,
        is_open=bool(clock),
        is_fixable=False,
        placeholders={"clock": clock},
    )
