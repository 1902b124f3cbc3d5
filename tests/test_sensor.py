"""Tests of the sensors."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .conftest import Advance, SetUpAccount
from .entities import state_of
from .hub import Hub
from .simulator import Fault, Printer

pytestmark = pytest.mark.usefixtures("enabled_entities")


def sensors(
    hass: HomeAssistant, entry: MockConfigEntry, printer: Printer | None = None
) -> dict[str, str]:
    """Return the states of a printer's sensors, or of the account's."""
    keys: tuple[str, ...] = ("active_jobs", "held_jobs")
    if printer is not None:
        keys = ("status", "last_job", "active_jobs", "last_printed")
    return {
        key: state_of(hass, entry, Platform.SENSOR, key, printer).state for key in keys
    }


async def test_sensors_follow_a_job(advance: Advance, hub: Hub) -> None:
    """The sensors of a printer follow its job; those of other printers do not change."""
    hub.printer.step_seconds = 10
    idle = {
        "status": "idle",
        "last_job": STATE_UNKNOWN,
        "active_jobs": "0",
        "last_printed": STATE_UNKNOWN,
    }
    assert sensors(hub.hass, hub.account, hub.printer) == idle

    job = await hub.print(text="x", name="List")
    await hub.hass.async_block_till_done()
    assert sensors(hub.hass, hub.account, hub.printer) == idle | {"active_jobs": "1"}
    assert sensors(hub.hass, hub.account) == {"active_jobs": "1", "held_jobs": "0"}
    attributes = hub.state(Platform.SENSOR, "last_job").attributes
    assert set(attributes) == {"device_class", "friendly_name", "options"}

    hub.simulator.set_task_status(job["task_id"], "PRINTING")
    await advance(10)
    assert sensors(hub.hass, hub.account, hub.printer) == idle | {
        "status": "printing",
        "active_jobs": "1",
    }

    hub.simulator.set_task_status(job["task_id"], "FINISHED")
    await advance(10)
    shown = sensors(hub.hass, hub.account, hub.printer)
    assert (shown["status"], shown["last_job"]) == ("idle", "finished")
    assert shown["active_jobs"] == "0"
    assert shown["last_printed"] != STATE_UNKNOWN
    attributes = hub.state(Platform.SENSOR, "last_job").attributes
    assert attributes["job_id"] == job["job_id"]
    assert attributes["task_id"] == job["task_id"]
    assert attributes["job_name"] == "List"
    assert attributes["created_at"] <= attributes["updated_at"]
    # Contents and options are not in the attributes: they would fill the recorder.
    assert set(attributes) == {
        "job_id",
        "task_id",
        "job_name",
        "created_at",
        "updated_at",
        "device_class",
        "friendly_name",
        "options",
    }
    assert sensors(hub.hass, hub.account, hub.colour_printer) == idle
    assert sensors(hub.hass, hub.account) == {"active_jobs": "0", "held_jobs": "0"}

    # The states are the same after a reload.
    assert await hub.hass.config_entries.async_reload(hub.account.entry_id)
    await hub.hass.async_block_till_done()
    assert sensors(hub.hass, hub.account, hub.printer) == shown


async def test_offline_is_a_state(hass: HomeAssistant, hub: Hub) -> None:
    """A printer that is reported offline has that state, and its jobs are held."""
    await hub.go_offline()
    assert sensors(hass, hub.account, hub.printer)["status"] == "offline"

    await hub.print(text="x")
    await hass.async_block_till_done()
    shown = sensors(hass, hub.account, hub.printer)
    assert (shown["status"], shown["last_job"]) == ("offline", STATE_UNKNOWN)
    assert sensors(hass, hub.account) == {"active_jobs": "1", "held_jobs": "1"}


async def test_unavailable_is_the_service(hass: HomeAssistant, hub: Hub) -> None:
    """While the service is unavailable, only the counts of held jobs are available."""
    hub.simulator.faults.add("queryPrinters", Fault.HTTP_500)
    await hub.refresh()
    assert set(sensors(hass, hub.account, hub.printer).values()) == {STATE_UNAVAILABLE}
    assert hub.state(Platform.SENSOR, "held_jobs").state == "0"
    assert sensors(hass, hub.account) == {"active_jobs": "0", "held_jobs": "0"}

    await hub.refresh()
    assert sensors(hass, hub.account, hub.printer)["status"] == "idle"


async def test_printers_come_and_go(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """A printer's sensors are added and removed with it, repeatedly."""
    account = await set_up_account()
    coordinator = account.runtime_data.coordinator
    assert sensors(hass, account, printer)["status"] == "idle"

    printer.present = False
    await coordinator.async_refresh()
    assert sensors(hass, account, printer)["status"] == "idle"
    await coordinator.async_refresh()
    await hass.async_block_till_done()
    with pytest.raises(AssertionError, match="no sensor"):
        sensors(hass, account, printer)

    printer.present = True
    await coordinator.async_refresh()
    await hass.async_block_till_done()
    assert sensors(hass, account, printer)["status"] == "idle"


async def test_names_and_devices(hass: HomeAssistant, hub: Hub) -> None:
    """The status sensor has the printer's name; the account has its own device."""
    state = hub.state(Platform.SENSOR, "status")
    assert state.attributes["friendly_name"] == f"{hub.printer.name}-{hub.printer.sn}"
    registry = er.async_get(hass)
    devices = {
        device.id: device
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), hub.account.entry_id
        )
    }
    for entity in er.async_entries_for_config_entry(registry, hub.account.entry_id):
        assert entity.has_entity_name
        assert entity.device_id is not None
        is_service = devices[entity.device_id].entry_type is dr.DeviceEntryType.SERVICE
        assert is_service is ("/" not in entity.unique_id)
