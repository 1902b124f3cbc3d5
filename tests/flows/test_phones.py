"""Tests of the step about phones and computers, and of the link of a printer's device."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..conftest import SetUpAccount
from ..entities import entity_id_of
from ..hub import Hub
from ..ipp.local_network import LocalNetwork, create_network, resource_of
from ..simulator import Printer
from .steps import suggested
from .test_options import choose, go_on


@pytest.fixture(autouse=True)
def network(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> LocalNetwork:
    """Share in a recorded network."""
    hass.config.internal_url = "http://ha.lan:8123"
    return create_network(monkeypatch)


def fields(result: ConfigFlowResult) -> dict[str, Any]:
    """Return the selectors of a form."""
    assert result["data_schema"]
    return {str(name): field for name, field in result["data_schema"].schema.items()}


def url(hass: HomeAssistant, device_id: str) -> str | None:
    """Return the link on the page of a device."""
    device = dr.async_get(hass).async_get(device_id)
    assert isinstance(device, dr.DeviceEntry)
    return device.configuration_url


async def test_share(hass: HomeAssistant, hub: Hub, network: LocalNetwork) -> None:
    """Printers are shared there; their addresses and a code are shown while they are."""
    configure = (
        "homeassistant://config/integrations/integration/cloudprint"
        f"#config_entry={hub.account.entry_id}"
    )
    assert url(hass, hub.device_id) == url(hass, hub.colour_id) == configure
    result = await choose(hass, hub.account, "phones")
    assert result["step_id"] == "phones"
    assert result["data_schema"]
    assert result["data_schema"]({}) == {"printers": []}

    result = await go_on(hass, result, {"printers": [hub.device_id]})
    assert result["step_id"] == "phones_shared"
    address = f"ha.lan:8631/{resource_of(hass, hub.device_id)}"
    page = f"http://{address}"
    assert result["description_placeholders"] == {
        "addresses": f"- {hub.printer.shown_alias.replace('-', '\\-')}: `ipp://{address}`",
        "page": page,
    }
    assert fields(result)["page"].config["data"] == page
    assert suggested(result["data_schema"]) == {}
    assert len(network.served[8631]) == 1
    assert (url(hass, hub.device_id), url(hass, hub.colour_id)) == (page, configure)

    # The code leads to a list of several.
    result = await go_on(hass, result, {"printers": [hub.device_id, hub.colour_id]})
    assert fields(result)["page"].config["data"] == "http://ha.lan:8631/"
    assert result["description_placeholders"]
    assert result["description_placeholders"]["addresses"].count("\n") == 1
    assert (
        url(hass, hub.colour_id)
        == f"http://ha.lan:8631/{resource_of(hass, hub.colour_id)}"
    )
    assert result["data_schema"]
    chosen = result["data_schema"]({})
    assert set(chosen["printers"]) == {hub.device_id, hub.colour_id}

    result = await go_on(hass, result, chosen)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert hub.account.options == {}

    result = await choose(hass, hub.account, "phones")
    result = await go_on(hass, result, {"printers": []})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert network.served == {}
    assert url(hass, hub.device_id) == url(hass, hub.colour_id) == configure


async def test_encrypted(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """The address is one for encryption, the page is the same."""
    account = await set_up_account(ipp_username="Anna", ipp_password="4711")
    (device_id,) = account.runtime_data.coordinator.data
    result = await choose(hass, account, "phones")
    result = await go_on(hass, result, {"printers": [device_id]})
    assert result["description_placeholders"]
    shown = result["description_placeholders"]
    assert "`ipps://ha.lan" in shown["addresses"]
    assert shown["page"].startswith("http://ha.lan")


async def test_port_taken(hass: HomeAssistant, hub: Hub, network: LocalNetwork) -> None:
    """Printers that cannot be reached have no address; the repair is named."""
    network.taken.add(8631)
    result = await choose(hass, hub.account, "phones")
    result = await go_on(hass, result, {"printers": [hub.device_id]})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "not_shared"


async def test_disabled_switch(hass: HomeAssistant, hub: Hub) -> None:
    """A printer whose switch is disabled cannot be shared."""
    entity_id = hub.entity_id(Platform.SWITCH, "share_locally")
    er.async_get(hass).async_update_entity(
        entity_id, disabled_by=er.RegistryEntryDisabler.USER
    )
    result = await choose(hass, hub.account, "phones")
    (offered,) = fields(result)["printers"].config["options"]
    assert offered["value"] == hub.colour_id


async def test_not_loaded(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """The printers of an account that is not loaded are not shared."""
    await hass.config_entries.async_unload(account.entry_id)
    result = await choose(hass, account, "phones")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "account_not_loaded"


async def test_disabled_switches(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """Without any switch, no printer can be shared."""
    account = await set_up_account()
    entity_id = entity_id_of(hass, account, Platform.SWITCH, "share_locally", printer)
    er.async_get(hass).async_update_entity(
        entity_id, disabled_by=er.RegistryEntryDisabler.USER
    )
    result = await choose(hass, account, "phones")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "no_printers"
