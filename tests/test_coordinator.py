"""Tests of the coordinator and the devices of printers."""

import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.api.token import FREE_RENEWALS
from custom_components.cloudprint.const import CONSOLE_URL, DOMAIN
from custom_components.cloudprint.coordinator import SCAN_INTERVAL
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.update_coordinator import UpdateFailed

from .actions import call
from .conftest import Advance, SetUpAccount
from .entities import device_id_of
from .hub import Hub, add_account
from .simulator import (
    PLAIN_REFUSALS,
    Application,
    CloudSimulator,
    Fault,
    Printer,
    TokenRefusal,
)

pytestmark = pytest.mark.usefixtures("enabled_entities")

POLL = SCAN_INTERVAL.total_seconds() + 1
PRINTER_ENTITIES = {
    "active_jobs",
    "last_job",
    "last_printed",
    "reprint_last",
    "status",
}


def devices_of(hass: HomeAssistant, entry: MockConfigEntry) -> dict[Any, Any]:
    """Return the devices of an account, by name."""
    return {
        device.name: device
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), entry.entry_id
        )
    }


def keys_of(hass: HomeAssistant, device_id: str) -> set[str]:
    """Return the keys of the entities of a device that have states."""
    return {
        entity.unique_id.rpartition("_" + key)[1].removeprefix("_")
        for entity in er.async_entries_for_device(er.async_get(hass), device_id)
        for key in PRINTER_ENTITIES
        if entity.unique_id.endswith(f"_{key}") and hass.states.get(entity.entity_id)
    }


def assert_state(entry: MockConfigEntry, state: ConfigEntryState) -> None:
    """Check the state of the setup of an account."""
    assert entry.state is state


async def test_devices(hass: HomeAssistant, hub: Hub) -> None:
    """There is a device for each printer, and one for the account."""
    devices = devices_of(hass, hub.account)
    assert set(devices) == {
        "Cloud Print",
        hub.printer.shown_alias,
        hub.colour_printer.shown_alias,
    }
    for shared, maker in (hub.printer, "Canon"), (hub.colour_printer, "Epson"):
        device = devices[shared.shown_alias]
        assert device.manufacturer == maker
        assert device.model == shared.name
        assert device.serial_number is None
        assert device.entry_type is None
        assert keys_of(hass, device.id) == PRINTER_ENTITIES
    service = devices["Cloud Print"]
    assert service.entry_type is dr.DeviceEntryType.SERVICE
    assert service.identifiers == {(DOMAIN, hub.application.app_id)}
    assert service.manufacturer == "智睦云打印"
    assert service.configuration_url == CONSOLE_URL


async def test_printer_appears(
    hass: HomeAssistant,
    advance: Advance,
    simulator: CloudSimulator,
    application: Application,
    set_up_account: SetUpAccount,
) -> None:
    """Newly shared printers appear without a reload, even the first one."""
    entry = await set_up_account()
    account = entry.runtime_data
    for shared in simulator.add_printer(), simulator.add_colour_printer():
        simulator.bind(application, shared)
        await advance(POLL)
        assert keys_of(hass, device_id_of(hass, entry, shared)) == PRINTER_ENTITIES
    assert entry.runtime_data is account


async def test_printer_vanishes(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """A printer is dropped after two successful lists without it, others stay."""
    devices = dr.async_get(hass)
    hub.simulator.unbind(hub.application, hub.printer)
    await advance(POLL)
    assert keys_of(hass, hub.device_id) == PRINTER_ENTITIES

    # A failed list does not count.
    hub.simulator.faults.add("queryPrinters", Fault.HTTP_500)
    await advance(POLL)
    assert devices.async_get(hub.device_id)

    await advance(POLL)
    assert devices.async_get(hub.device_id) is None
    assert er.async_entries_for_device(er.async_get(hass), hub.device_id) == []
    assert hub.device_id not in hub.data.coordinator.data
    assert device_id_of(hass, hub.account, hub.colour_printer)

    # When it is shared again, its entities are back.
    hub.simulator.bind(hub.application, hub.printer)
    await advance(POLL)
    assert device_id_of(hass, hub.account, hub.printer) == hub.device_id
    assert keys_of(hass, hub.device_id) == PRINTER_ENTITIES


async def test_printer_is_missing_from_one_list(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """Lists without a printer count only in a row."""
    for _ in range(3):
        hub.printer.present = False
        await advance(POLL)
        assert hub.device_id in hub.data.coordinator.data
        hub.printer.present = True
        await advance(POLL)
    assert keys_of(hass, hub.device_id) == PRINTER_ENTITIES


async def test_printer_vanished_while_off(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """A printer that vanished while Home Assistant was off is dropped after two lists."""
    await hass.config_entries.async_unload(hub.account.entry_id)
    hub.simulator.unbind(hub.application, hub.printer)
    await hass.config_entries.async_setup(hub.account.entry_id)
    await hass.async_block_till_done()
    devices = dr.async_get(hass)
    assert devices.async_get(hub.device_id)
    assert hub.device_id not in hub.data.coordinator.data
    await advance(POLL)
    assert devices.async_get(hub.device_id) is None


async def test_left_out(hass: HomeAssistant, advance: Advance, hub: Hub) -> None:
    """Hidden printers and other devices are left out."""
    for name, attributes in (
        ("hidden", {"hidden": True}),
        ("scanner", {"device_type": "scanner"}),
    ):
        hub.simulator.bind(
            hub.application,
            hub.simulator.add_printer(name, share_code=name, **attributes),
        )
    hub.printer.hidden = False
    await advance(POLL)
    assert set(devices_of(hass, hub.account)) == {
        "Cloud Print",
        hub.printer.shown_alias,
        "二楼彩色打印机",
    }

    hub.printer.hidden = True
    await advance(POLL)
    await advance(POLL)
    assert hub.printer.shown_alias not in devices_of(hass, hub.account)


async def test_printer_is_renamed_in_the_cloud(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """A new alias is the device's new name; the device stays the same."""
    hub.printer.alias = "前台打印机"
    await advance(POLL)
    device = dr.async_get(hass).async_get(hub.device_id)
    assert device
    assert device.name == "前台打印机"


async def test_printer_in_two_accounts(hass: HomeAssistant, hub: Hub) -> None:
    """A printer that is shared with two accounts is a device of each."""
    other = await add_account(hass, hub.simulator, hub.printer)
    devices = [device_id_of(hass, entry, hub.printer) for entry in (hub.account, other)]
    assert devices[0] != devices[1]
    for device_id in devices:
        assert keys_of(hass, device_id) == PRINTER_ENTITIES
    await call(hass, "print", device_id=devices, text="both")
    assert hub.simulator.times_printed(content=b"both") == 2


async def test_service_is_lost_and_found(
    advance: Advance, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    """The outage and the recovery of the service are logged once each."""
    coordinator = hub.data.coordinator
    fault = hub.simulator.faults.add("queryPrinters", Fault.HTTP_500, times=None)
    caplog.clear()
    for _ in range(3):
        await advance(POLL)
    assert not coordinator.last_update_success
    assert isinstance(coordinator.last_exception, UpdateFailed)
    assert coordinator.last_exception.translation_key == "cannot_list_printers"
    assert coordinator.last_exception.translation_placeholders == {
        "message": "服务端异常"
    }
    assert _lines(caplog) == [
        (
            "ERROR",
            "Error fetching Cloud Print data: The printers cannot be listed. The"
            " service says: 服务端异常",
        ),
    ]
    hub.simulator.faults.remove(fault)
    for _ in range(3):
        await advance(POLL)
    assert coordinator.last_update_success
    assert _lines(caplog)[1:] == [("INFO", "Fetching Cloud Print data recovered")]


def _lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [
        (record.levelname, record.message)
        for record in caplog.records
        if record.name.startswith("custom_components.cloudprint")
        and record.levelname != "DEBUG"
    ]


async def test_service_asks_to_wait(advance: Advance, hub: Hub) -> None:
    """The coordinator follows Retry-After, up to ten minutes."""
    # Retry-After is capped at ten minutes.
    hub.simulator.faults.add("queryPrinters", Fault.HTTP_429, retry_after="86400")
    await advance(POLL)
    exception = hub.data.coordinator.last_exception
    assert isinstance(exception, UpdateFailed)
    assert exception.retry_after == 600
    hub.simulator.forget()
    for _ in range(4):
        await advance(POLL)
    assert hub.simulator.count("queryPrinters") == 0
    await advance(POLL)
    assert hub.simulator.count("queryPrinters")
    assert hub.data.coordinator.last_update_success


async def test_service_asks_not_to_wait(advance: Advance, hub: Hub) -> None:
    """A Retry-After of 0 does not change the interval."""
    hub.simulator.faults.add(
        "queryPrinters", Fault.HTTP_429, times=None, retry_after="0"
    )
    await advance(POLL)
    exception = hub.data.coordinator.last_exception
    assert isinstance(exception, UpdateFailed)
    assert exception.retry_after is None
    hub.simulator.forget()
    await advance(10)
    assert hub.simulator.count("queryPrinters") == 0


async def test_service_is_away_at_start(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """Setup is retried, and the entry has the reason."""
    simulator.faults.add("queryPrinters", Fault.HTTP_502)
    entry = await set_up_account()
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.reason == "The printers cannot be listed. The service says: 网关错误"
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert device_id_of(hass, entry, printer)


async def test_key_is_refused(hass: HomeAssistant, advance: Advance, hub: Hub) -> None:
    """A key that is refused twice starts a reauth flow, and is not used for a while."""
    right_key, hub.application.app_key = hub.application.app_key, "f" * 32
    hub.simulator.kill_tokens()
    await hub.refresh()
    await hass.async_block_till_done()
    assert hass.config_entries.flow.async_progress() == []
    await advance(POLL)
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    hub.simulator.forget()
    for _ in range(5):
        await advance(POLL)
    assert hub.simulator.requests == []

    hub.application.app_key = right_key
    await hass.config_entries.flow.async_configure(
        flow["flow_id"], {"app_key": right_key}
    )
    await hass.async_block_till_done()
    assert hub.account.state is ConfigEntryState.LOADED
    assert hub.data.coordinator.last_update_success


async def test_key_is_refused_by_mistake(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """A service that refuses all calls for a while shuts no account out for good."""
    for request in ("getToken", "queryPrinters", "newPrintTask"):
        hub.simulator.faults.add(
            request, Fault.REFUSED, times=None, message="系统维护中"
        )
    await hub.print(text="x")
    for _ in range(3):
        await advance(POLL)
    assert len(hass.config_entries.flow.async_progress()) == 1
    hub.simulator.forget()
    hub.simulator.faults.clear()
    for _ in range(8):
        await advance(POLL)
    assert hub.simulator.count("getToken") == 1
    assert hub.data.coordinator.last_update_success
    assert hub.simulator.times_printed(content=b"x") == 1
    assert hass.config_entries.flow.async_progress() == []
    hub.simulator.forget()
    await advance(POLL)
    assert hub.simulator.count("queryPrinters") == 1


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.HTTP_401])
async def test_key_is_refused_once(
    hass: HomeAssistant, advance: Advance, hub: Hub, fault: Fault
) -> None:
    """One refusal of a key that was accepted stops neither lists nor prints."""
    hub.simulator.kill_tokens()
    hub.simulator.faults.add("getToken", fault)
    await hub.print(text="x")
    (job,) = await hub.jobs()
    assert (job["state"], job["reason"]) == ("held", "service")
    await advance(POLL)
    assert hub.data.coordinator.last_update_success
    assert hub.simulator.times_printed(content=b"x") == 1
    assert hass.config_entries.flow.async_progress() == []


@pytest.mark.parametrize("refusal", PLAIN_REFUSALS)
async def test_tokens_are_refused(
    hass: HomeAssistant, advance: Advance, hub: Hub, refusal: TokenRefusal
) -> None:
    """Only a refused getToken starts a reauth flow; other refusals are retried."""
    coordinator = hub.data.coordinator
    # Another client signs in every second.
    hub.simulator.settings.token_refusal = refusal
    for _ in range(51):
        hub.simulator.another_client_signs_in(hub.application)
        hub.simulator.faults.add("queryPrinters", Fault.KILL_TOKEN)
        hub.simulator.faults.add("queryPrinters", Fault.KILL_TOKEN)
        await coordinator.async_refresh()
        await advance(1)
    assert isinstance(coordinator.last_exception, UpdateFailed)
    placeholders = coordinator.last_exception.translation_placeholders or {}
    # Without the envelope, there is no message of the vendor.
    assert placeholders.get("message") in ("令牌无效或已失效", None)
    hub.simulator.faults.clear()
    for _ in range(6):
        await advance(POLL)
    assert coordinator.last_update_success
    assert hass.config_entries.flow.async_progress() == []


@pytest.mark.parametrize(
    "fault", [Fault.HTTP_401, Fault.HTTP_403, Fault.CODE_401, Fault.REFUSED]
)
async def test_lists_are_refused(
    hass: HomeAssistant, advance: Advance, hub: Hub, fault: Fault
) -> None:
    """After an hour of refused lists, the printers are listed again."""
    coordinator = hub.data.coordinator
    refusing = hub.simulator.faults.add("queryPrinters", fault, times=None)
    hub.simulator.forget()
    for _ in range(30):
        await advance(POLL)
    assert not coordinator.last_update_success
    assert 2 <= hub.simulator.count("getToken") - FREE_RENEWALS <= 12
    hub.simulator.faults.remove(refusing)
    for _ in range(6):
        await advance(POLL)
    assert coordinator.last_update_success
    assert hub.device_id in coordinator.data
    assert hass.config_entries.flow.async_progress() == []


async def test_list_without_an_array(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """An answer without a list drops no printers, not even after a restart."""
    coordinator = hub.data.coordinator
    null = hub.simulator.faults.add("queryPrinters", Fault.NULL_DATA, times=None)
    for _ in range(4):
        await advance(POLL)
        assert not coordinator.last_update_success
        assert hub.device_id in coordinator.data
    await hass.config_entries.async_reload(hub.account.entry_id)
    coordinator = hub.data.coordinator
    assert not coordinator.last_update_success
    assert dr.async_get(hass).async_get(hub.device_id)

    hub.simulator.faults.remove(null)
    await advance(POLL)
    assert coordinator.last_update_success
    assert hub.device_id in coordinator.data


async def test_no_list_and_no_printers(
    advance: Advance, simulator: CloudSimulator, set_up_account: SetUpAccount
) -> None:
    """Without known printers, an answer without a list means that there are none."""
    simulator.faults.add("queryPrinters", Fault.NULL_DATA, times=None)
    account = await set_up_account()
    assert account.state is ConfigEntryState.LOADED
    await advance(POLL)
    assert account.runtime_data.coordinator.last_update_success
    assert account.runtime_data.coordinator.data == {}


async def test_device_type_in_capitals(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """The case of the device type does not matter."""
    simulator.faults.add(
        "queryPrinters",
        Fault.ANSWER,
        times=None,
        body=json.dumps(
            {"success": True, "data": [printer.record() | {"deviceType": "PRINTER"}]}
        ),
    )
    account = await set_up_account()
    await call(hass, "print", device_id=device_id_of(hass, account, printer), text="x")
    assert simulator.times_printed(content=b"x") == 1


async def test_job_waits_for_a_printer_to_be_reported_online(
    advance: Advance, hub: Hub
) -> None:
    """A job is sent with the list that no longer reports its printer offline."""
    hub.printer.online_status = "0"
    await advance(POLL)
    await hub.print(text="later")
    await advance(POLL)
    assert hub.simulator.printed == []
    hub.printer.online_status = "1"
    await advance(POLL)
    assert hub.simulator.times_printed(content=b"later") == 1


async def test_service_is_back_and_reports_a_printer_offline(
    advance: Advance, hub: Hub
) -> None:
    """A job held for the service is then held for its printer if that is offline."""
    fault = hub.simulator.faults.add("*", Fault.HTTP_503, times=None)
    await hub.print(text="later")
    hub.simulator.faults.remove(fault)
    hub.printer.online_status = "OFFLINE"
    for _ in range(3):
        await advance(POLL)
    assert hub.simulator.printed == []
    (job,) = await hub.jobs()
    assert (job["state"], job["reason"]) == ("held", "printer_offline")


async def test_printer_that_was_removed_and_added(
    hass: HomeAssistant, hub: Hub
) -> None:
    """A printer that is removed and added again has its entities again."""
    await call(hass, "remove_printer", device_id=hub.device_id)
    await hass.async_block_till_done()
    assert hub.application.printers != []
    assert hub.printer not in hub.application.printers
    assert dr.async_get(hass).async_get(hub.device_id) is None

    answer = await call(
        hass,
        "add_printer",
        config_entry_id=hub.account.entry_id,
        share_code=hub.printer.share_code,
        verification_code=hub.printer.verification_code,
    )
    await hass.async_block_till_done()
    assert answer["device_id"] == hub.device_id
    assert keys_of(hass, hub.device_id) == PRINTER_ENTITIES
    states = {
        entity.entity_id: hass.states.get(entity.entity_id)
        for entity in er.async_entries_for_device(er.async_get(hass), hub.device_id)
        if not entity.unique_id.endswith(("_print_other_sides", "_reprint_last"))
    }
    assert all(state and state.state != STATE_UNAVAILABLE for state in states.values())


async def test_hidden_printer_has_no_device(hub: Hub) -> None:
    """A hidden printer has no device id."""
    coordinator = hub.data.coordinator
    (known, *_) = coordinator.data.values()
    hub.printer.hidden = True
    for _ in range(2):
        await coordinator.async_refresh()
    assert coordinator.get_device_id(known) is None


async def test_account_is_removed_while_printers_are_listed(
    hass: HomeAssistant, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    """A flow or an action may still wait for the list, which then counts for nothing."""
    coordinator = hub.data.coordinator
    slow = hub.simulator.faults.add("queryPrinters", Fault.SLOW)
    refreshing = hass.async_create_task(coordinator.async_refresh(), eager_start=True)
    await slow.reached.wait()
    await hass.config_entries.async_remove(hub.account.entry_id)
    slow.release()
    await refreshing
    assert not [record for record in caplog.records if record.exc_info]
    registry = dr.async_get(hass)
    assert not dr.async_entries_for_config_entry(registry, hub.account.entry_id)
