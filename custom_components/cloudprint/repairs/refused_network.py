"""Networks whose devices were refused: the issue, and a fix flow that allows them."""

from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any, Final

import voluptuous as vol

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.selector import TextSelector
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..data import Account, CloudPrintConfigEntry
from ..exceptions import shown_briefly
from ..forms import UserInput
from ..networks import SIGNAL_REFUSED, Network, Networks, parse_network
from ..settings import CONF_IPP_NETWORKS, IppSettings
from .issue import AccountRepairFlow, async_set_issue

ISSUE_NETWORK: Final = "ipp_network_refused"
CONF_NETWORK: Final = "network"
MAX_NETWORKS: Final = 3
WAITING_TIME: Final = timedelta(days=7)  # after the last try

# A required field cannot be left empty in Home Assistant's frontend.
_SCHEMA: Final = vol.Schema({vol.Optional(CONF_NETWORK): TextSelector()})

type Refused = dict[Network, tuple[str, datetime]]
"""By network, the address of the device that tried last, and when."""

_WAITING: HassKey[dict[str, Refused]] = HassKey(SIGNAL_REFUSED)  # by entry


def async_track_refused(account: Account) -> None:
    """Report an account's networks that wait."""
    hass, entry = account.hass, account.entry

    def check() -> None:
        is_open = bool(_get_waiting(hass, entry))
        async_set_issue(account, ISSUE_NETWORK, is_open=is_open, keeps_ignored=True)

    @callback
    def note(network: Network, address: str) -> None:
        waiting = _get_waiting(hass, entry)
        waiting.pop(network, None)
        waiting[network] = address, dt_util.utcnow()
        for oldest in list(waiting)[:-MAX_NETWORKS]:
            del waiting[oldest]
        check()

    signal = SIGNAL_REFUSED + entry.entry_id
    entry.async_on_unload(async_dispatcher_connect(hass, signal, note))
    entry.async_on_unload(account.coordinator.async_add_listener(check))
    check()


def _get_waiting(hass: HomeAssistant, entry: CloudPrintConfigEntry) -> Refused:
    """Return what waits, after removing what is too old, or allowed by now."""
    waiting = hass.data.setdefault(_WAITING, {}).setdefault(entry.entry_id, {})
    allowed = IppSettings.from_options(entry.options).networks
    for network, (address, tried_at) in list(waiting.items()):
        is_old = tried_at + WAITING_TIME <= dt_util.utcnow()
        if is_old or _is_in(address, allowed):
            del waiting[network]
    return waiting


def _is_in(address: str, networks: frozenset[Network]) -> bool:
    allowed, device = Networks(frozenset(), networks), ip_address(address)
    return device in allowed or allowed.allows_vpn(device)


class RefusedNetworkFlow(AccountRepairFlow):
    """Asks about each network that waits whether its devices may print."""

    async def async_step_init(self, user_input: UserInput = None) -> RepairsFlowResult:
        """Ask about the network whose device tried last."""
        if not (waiting := _get_waiting(self.hass, self._entry)):
            return self.async_create_entry(data={})
        self._network, (self._address, _) = list(waiting.items())[-1]
        return await self.async_step_network()

    async def async_step_network(
        self, user_input: UserInput = None
    ) -> RepairsFlowResult:
        """Allow a network at once; without one, wait until the device tries again."""
        text, errors = str(self._network), dict[str, str]()
        if user_input is not None:
            text = user_input.get(CONF_NETWORK, "").strip()
            try:
                network = parse_network(text) if text else None
            except ValueError:
                errors[CONF_NETWORK] = "network_invalid"
            else:
                if network is None or _is_in(self._address, frozenset({network})):
                    return await self._async_decide(network)
                errors[CONF_NETWORK] = "network_without_device"
        placeholders = {"address": self._address, "network": shown_briefly(text)}
        return self.async_show_form(
            step_id="network",
            data_schema=self.add_suggested_values_to_schema(
                _SCHEMA, {CONF_NETWORK: text}
            ),
            description_placeholders=placeholders,
            errors=errors,
        )

    async def _async_decide(self, network: Network | None) -> RepairsFlowResult:
        entries, options = self.hass.config_entries, dict[str, Any](self._entry.options)
        if entries.async_get_entry(self._entry.entry_id) is None:
            return self.async_abort(reason="account_gone")
        if network is not None:
            networks = (*options.get(CONF_IPP_NETWORKS, ()), str(network))
            options[CONF_IPP_NETWORKS] = [*dict.fromkeys(networks)]
            # Without a reload: the server reads them at each request.
            entries.async_update_entry(self._entry, options=options)
        _get_waiting(self.hass, self._entry).pop(self._network, None)
        return await self.async_step_init()
