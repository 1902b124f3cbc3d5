"""Which printers are shared in the local network, their addresses, and a code to scan."""

from typing import Final

import voluptuous as vol
from yarl import URL

from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import (
    ATTR_ENTITY_ID,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    STATE_ON,
)

from ..const import EntityKey
from ..coordinator import find_entity
from ..exceptions import as_markdown
from ..forms import UserInput, printer_selector, qr_code_selector
from ..ipp.sharing import SHARING
from . import AccountFlow

_PRINTERS: Final = "printers"


class PhonesFlow(AccountFlow):
    """Shows how phones and computers print, and turns the switches that share printers."""

    async def async_step_phones(self, user_input: UserInput = None) -> ConfigFlowResult:
        """Choose the shared printers, and show their addresses until that is unchanged."""
        names = self.printers
        switches = {
            device_id: entity.entity_id
            for device_id in names
            if (entity := find_entity(self.hass, device_id, EntityKey.SHARE_LOCALLY))
            and not entity.disabled
        }
        if not switches:
            return self.async_abort(reason="no_printers")
        shared = self._get_shared(switches)
        if user_input is not None:
            chosen = user_input[_PRINTERS]
            if set(chosen) == set(shared):
                return await self.async_step_finish()
            for device_id, entity_id in switches.items():
                await self.hass.services.async_call(
                    SWITCH_DOMAIN,
                    SERVICE_TURN_ON if device_id in chosen else SERVICE_TURN_OFF,
                    {ATTR_ENTITY_ID: entity_id},
                    blocking=True,
                )
            if not (shared := self._get_shared(switches)):
                return await self.async_step_finish()
        field = vol.Required(_PRINTERS, default=shared)
        selector = printer_selector(
            {device_id: names[device_id] for device_id in switches}, multiple=True
        )
        if not shared:
            return self.async_show_form(
                step_id="phones", data_schema=vol.Schema({field: selector})
            )
        sharing = self.hass.data[SHARING]
        if (page := sharing.get_uri(shared[0], "http")) is None:
            return self.async_abort(reason="not_shared")
        if len(shared) > 1:
            # It links to the page about each.
            page = str(URL(page).with_path("/"))
        lines = [
            f"- {as_markdown(names[device_id])}: `{sharing.get_uri(device_id)}`"
            for device_id in sorted(shared, key=names.__getitem__)
        ]
        return self.async_show_form(
            step_id="phones_shared",
            data_schema=vol.Schema(
                {vol.Optional("page"): qr_code_selector(page), field: selector}
            ),
            description_placeholders={"addresses": "\n".join(lines), "page": page},
        )

    async_step_phones_shared = async_step_phones

    def _get_shared(self, switches: dict[str, str]) -> list[str]:
        return [
            device_id
            for device_id, entity_id in switches.items()
            if self.hass.states.is_state(entity_id, STATE_ON)
        ]
