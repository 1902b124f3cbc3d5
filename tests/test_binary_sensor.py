"""Tests of the connection sensor."""

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import STATE_OFF, STATE_ON, Platform
from homeassistant.core import HomeAssistant

from .entities import state_of
from .simulator import CloudSimulator, Fault


async def test_connection(
    hass: HomeAssistant, account: MockConfigEntry, simulator: CloudSimulator
) -> None:
    """The sensor is available whether or not the service answered."""

    def shown() -> str:
        return state_of(hass, account, Platform.BINARY_SENSOR, "cloud_connection").state

    assert shown() == STATE_ON
    simulator.faults.add("queryPrinters", Fault.HTTP_500)
    await account.runtime_data.coordinator.async_refresh()
    assert shown() == STATE_OFF
    await account.runtime_data.coordinator.async_refresh()
    assert shown() == STATE_ON
