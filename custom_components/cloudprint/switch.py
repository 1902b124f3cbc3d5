"""Shares each printer in the local network, and opens links."""

from typing import Any, Final, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED, ConfigEntryState
from homeassistant.const import STATE_ON, EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.restore_state import RestoreEntity

from .const import EntityKey
from .data import CloudPrintConfigEntry
from .entity import (
    CloudPrintPrinterEntity,
    SubentryEntity,
    add_printer_entities,
    async_add_subentry_entities,
)
from .ipp.sharing import SHARING, SIGNAL_SHARING
from .policy.links import CONF_IS_ON, LINK

PARALLEL_UPDATES: Final = 0

SHARE_LOCALLY: Final = SwitchEntityDescription(
    key=EntityKey.SHARE_LOCALLY, entity_category=EntityCategory.CONFIG
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: CloudPrintConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the switch of each printer and of each link."""
    account = entry.runtime_data
    await async_add_subentry_entities(hass, entry, LinkSwitch, async_add_entities)
    add_printer_entities(account, async_add_entities, (ShareSwitch, SHARE_LOCALLY))


class ShareSwitch(CloudPrintPrinterEntity, SwitchEntity, RestoreEntity):
    """Shares a printer while it is on, the service lists it, and the account is loaded."""

    _attr_is_on: bool = False
    # Each client that prints creates a job.
    _follows_jobs = True
    _needs_service = False
    _unrecorded_attributes = frozenset({"uri"})

    # Whether the last request was to share; requests run in their order.
    _is_shared = False

    @override
    async def async_added_to_hass(self) -> None:
        """Restore the state, and share the printer once the account is loaded."""
        await super().async_added_to_hass()
        state = await self.async_get_last_state()
        self._attr_is_on = state is not None and state.state == STATE_ON
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass, SIGNAL_SHARING, self.async_write_ha_state
            )
        )
        self.async_on_remove(self.entry.async_on_state_change(self._apply))
        self._apply()

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Stop sharing, as a disabled entity does."""
        await self.hass.data[SHARING].async_unshare(self.device_id)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """Return the address for clients, and how many have used it today."""
        sharing = self.hass.data[SHARING]
        printer = sharing.get_printers(self.entry.entry_id).get(self.device_id)
        return {
            "uri": sharing.get_uri(self.device_id),
            "clients_today": 0 if printer is None else printer.clients_today,
        }

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self._async_turn(is_on=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self._async_turn(is_on=False)

    async def _async_turn(self, *, is_on: bool) -> None:
        self._attr_is_on = is_on
        await self._async_apply()
        self.async_write_ha_state()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Share a printer that is listed again, and no longer one that is gone."""
        self._apply()
        super()._handle_coordinator_update()

    def _apply(self) -> None:
        self.entry.async_create_task(self.hass, self._async_apply())

    async def _async_apply(self) -> None:
        """Share the printer or not, if that has changed."""
        is_loaded = self.entry.state is ConfigEntryState.LOADED
        should_share = self._attr_is_on and self.is_listed and is_loaded
        if should_share is self._is_shared:
            return
        self._is_shared = should_share
        if should_share:
            await self.hass.data[SHARING].async_share(self.device_id)
        else:
            await self.hass.data[SHARING].async_unshare(self.device_id)


class LinkSwitch(SubentryEntity, SwitchEntity):
    """Lets a link print while it is on; the link itself keeps that."""

    subentry_type = LINK

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._handle_change
            )
        )

    @callback
    def _handle_change(self, *_: object) -> None:
        self.async_write_ha_state()

    @property
    @override
    def is_on(self) -> bool:
        link = self.entry.subentries.get(self.subentry_id)
        return link is not None and link.data.get(CONF_IS_ON, True)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        self._turn(is_on=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        self._turn(is_on=False)

    def _turn(self, *, is_on: bool) -> None:
        link = self.entry.subentries[self.subentry_id]
        self.hass.config_entries.async_update_subentry(
            self.entry, link, data={**link.data, CONF_IS_ON: is_on}
        )
