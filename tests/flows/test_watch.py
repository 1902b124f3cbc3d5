"""Tests of the steps that link a printer to another device."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from ..conftest import SetUpAccount
from ..entities import state_of
from ..hub import Hub
from ..printers.watched import WatchedPrinter
from ..simulator import Application, CloudSimulator, Printer
from .steps import suggested
from .test_options import SETTINGS, choose, go_on


@pytest.fixture
def watched(hass: HomeAssistant) -> WatchedPrinter:
    """Add another device."""
    watched = WatchedPrinter(hass)
    watched.show("Status", "Ready")
    return watched


def note(hass: HomeAssistant, account: MockConfigEntry, printer: Printer) -> str:
    """Return what the page of a printer says of ink, paper and jams."""
    return state_of(hass, account, Platform.SENSOR, "supplies", printer).state


async def test_watch(hass: HomeAssistant, hub: Hub, watched: WatchedPrinter) -> None:
    """A device is chosen for one of the printers, changed and removed, without a reload."""
    before = hub.data
    result = await choose(hass, hub.account, "watch")
    result = await go_on(hass, result, {"device_id": hub.colour_id})
    assert result["step_id"] == "watch_device"
    assert suggested(result["data_schema"]) == {"watched": None}
    assert result["data_schema"]
    (selector,) = result["data_schema"].schema.values()
    assert selector.config["filter"] == [{"integration": "brother"}]
    result = await go_on(hass, result, {"watched": watched.device_id})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert hub.account.options == {"watched": {hub.colour_id: watched.device_id}}
    assert note(hass, hub.account, hub.colour_printer) == "watched"
    assert note(hass, hub.account, hub.printer) == "not_reported"

    result = await choose(hass, hub.account, "watch")
    result = await go_on(hass, result, {"device_id": hub.colour_id})
    assert suggested(result["data_schema"]) == {"watched": watched.device_id}
    result = await go_on(hass, result, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert hub.account.options == {"watched": {}}
    assert note(hass, hub.account, hub.colour_printer) == "not_reported"
    await hass.async_block_till_done()
    assert hub.data is before


async def test_devices_that_are_gone(
    hass: HomeAssistant, hub: Hub, watched: WatchedPrinter
) -> None:
    """What is watched stays when settings change, and is nothing once it is deleted."""
    result = await choose(hass, hub.account, "watch")
    result = await go_on(hass, result, {"device_id": hub.device_id})
    result = await go_on(hass, result, {"watched": watched.device_id})
    assert hub.account.options == {"watched": {hub.device_id: watched.device_id}}

    # The settings leave it.
    result = await choose(hass, hub.account, "settings")
    await go_on(hass, result, SETTINGS)
    await hass.async_block_till_done()
    assert hub.account.options["watched"] == {hub.device_id: watched.device_id}

    assert note(hass, hub.account, hub.printer) == "watched"
    watched.remove()
    await hub.refresh()
    await hass.async_block_till_done()
    assert note(hass, hub.account, hub.printer) == "not_reported"
    other = WatchedPrinter(hass, integration="ipp")
    other.show("", "idle")
    result = await choose(hass, hub.account, "watch")
    result = await go_on(hass, result, {"device_id": hub.device_id})
    assert suggested(result["data_schema"]) == {"watched": None}


@pytest.mark.parametrize("step", ["check_up", "watch"])
async def test_first_choice(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    application: Application,
    set_up_account: SetUpAccount,
    step: str,
) -> None:
    """Of several printers, the first one that the form lists is suggested."""
    for number in range(8):
        printer = simulator.add_printer(f"Printer {number}", share_code=f"{number}")
        simulator.bind(application, printer)
    result = await choose(hass, await set_up_account(), step)
    assert result["data_schema"]
    field, selector = next(iter(result["data_schema"].schema.items()))
    assert field.default() == selector.config["options"][0]["value"]


@pytest.mark.parametrize("step", ["watch", "trays"])
async def test_default_printer(hass: HomeAssistant, hub: Hub, step: str) -> None:
    """The default printer is preselected, here and for both sides by hand."""
    for device_id in (hub.device_id, hub.colour_id):
        options = {"default_printer": device_id}
        hass.config_entries.async_update_entry(hub.account, options=options)
        await hass.async_block_till_done()
        result = await choose(hass, hub.account, step)
        assert result["data_schema"]
        (field,) = result["data_schema"].schema
        assert field.default() == device_id


async def test_one_printer(
    hass: HomeAssistant, set_up_account: SetUpAccount, printer: Printer
) -> None:
    """The only printer is not asked for."""
    account = await set_up_account()
    result = await choose(hass, account, "watch")
    assert result["step_id"] == "watch_device"


async def test_not_loaded(
    hass: HomeAssistant, hub: Hub, watched: WatchedPrinter
) -> None:
    """The account may be unloaded while the dialog is open."""
    result = await choose(hass, hub.account, "watch")
    result = await go_on(hass, result, {"device_id": hub.colour_id})
    await hass.config_entries.async_unload(hub.account.entry_id)
    result = await go_on(hass, result, {"watched": watched.device_id})
    assert (result["type"], result["reason"]) == (
        FlowResultType.ABORT,
        "account_not_loaded",
    )
    assert hub.account.options == {}
