"""Which other device of Home Assistant is the same printer, and tells more about it."""

from typing import Final

import voluptuous as vol

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import DeviceSelector

from ..const import DOMAIN
from ..coordinator import set_part_of_option
from ..forms import UserInput, printer_selector
from ..printers.watch import WATCHED_DOMAINS, get_watched
from ..settings import CONF_WATCHED
from . import AccountFlow

_PRINTER: Final = "device_id"


class WatchFlow(AccountFlow):
    """Links a printer to another device, which is stored at once."""

    async def async_step_watch(self, user_input: UserInput = None) -> ConfigFlowResult:
        """Choose one of the printers, if there are several."""
        printers = self.printers
        if user_input is None and len(printers) > 1:
            field = vol.Required(_PRINTER, default=next(iter(printers)))
            return self.async_show_form(
                step_id="watch",
                data_schema=vol.Schema({field: printer_selector(printers)}),
            )
        self._chosen = (user_input or {}).get(_PRINTER, next(iter(printers)))
        return await self.async_step_watch_device()

    async def async_step_watch_device(
        self, user_input: UserInput = None
    ) -> ConfigFlowResult:
        """Choose the other device, or none."""
        entry = self.account.entry
        if user_input is not None:
            watched = user_input.get(CONF_WATCHED) or None
            set_part_of_option(self.hass, entry, CONF_WATCHED, self._chosen, watched)
            return await self.async_step_finish()
        others = {entry.domain for entry in self.hass.config_entries.async_entries()}
        selector = DeviceSelector(
            {
                "entity": [{"domain": list(WATCHED_DOMAINS)}],
                # All but ours, which the selector cannot exclude
                "filter": [{"integration": name} for name in sorted(others - {DOMAIN})],
            }
        )
        watched_id = get_watched(self.hass, entry, self._chosen)
        field = vol.Optional(CONF_WATCHED)
        return self.async_show_form(
            step_id="watch_device",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema({field: selector}), {CONF_WATCHED: watched_id}
            ),
            description_placeholders={"printer": self._printer},
        )
