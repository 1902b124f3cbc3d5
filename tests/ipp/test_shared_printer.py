"""Tests of what clients see of a printer."""

from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.ipp import shared_printer
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.shared_printer import PrinterView
from custom_components.cloudprint.printers.status import PrinterState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.helpers.network import NoURLAvailableError

from ..conftest import SetUpAccount
from ..entities import device_id_of
from ..hub import Hub
from ..simulator import Printer
from .local_network import resource_of


async def test_snapshot(
    hub: Hub,
    freezer: FrozenDateTimeFactory,
    area_registry: ar.AreaRegistry,
    device_registry: dr.DeviceRegistry,
) -> None:
    """A printer is described as it is, with the times of its changes."""
    await hub.hass.config.async_update(internal_url="http://192.168.1.2:8123")
    view = PrinterView(hub.data, hub.colour_id)
    first = view.snapshot()
    assert first.name == hub.colour_printer.shown_alias
    assert first.make_and_model == hub.colour_printer.name
    assert first.location == ""
    assert first.state is PrinterState.IDLE
    # Clients keep the address.
    assert first.resource == resource_of(hub.hass, hub.colour_id)
    assert first.is_accepting
    assert not first.needs_password
    assert first.default_paper in first.papers
    assert first.device_url == (
        f"http://192.168.1.2:8123/config/devices/device/{hub.colour_id}"
    )
    assert first.started_at == first.changed_at == first.configured_at

    freezer.tick(60)
    assert view.snapshot() == first
    area = area_registry.async_create("Attic")
    device_registry.async_update_device(hub.colour_id, area_id=area.id)
    second = view.snapshot()
    assert second.location == "Attic"
    assert second.configured_at > first.configured_at
    assert second.changed_at == first.changed_at


async def test_names(hub: Hub, device_registry: dr.DeviceRegistry) -> None:
    """Names without ASCII get some, which differs and stays; others stay as they are."""

    def labels(*names: str, models: Sequence[str]) -> list[str]:
        found = []
        devices = (hub.device_id, hub.colour_id)
        for each, name, model in zip(devices, names, models, strict=True):
            device_registry.async_update_device(each, name_by_user=name, model=model)
            printer = hub.data.coordinator.data[each]
            hub.data.coordinator.data[each] = replace(printer, name=model)
        for each in devices:
            snapshot = PrinterView(hub.data, each).snapshot()
            assert snapshot.dns_sd_name == snapshot.label
            assert len(snapshot.label.encode()) <= 63
            found.append(snapshot.label.replace(snapshot.uuid.hex[:4], "ID"))
        return found

    canon = "Canon MF3010 打印机 (副本 1)"
    assert labels("书房", "客厅", models=("HP P1106", canon)) == [
        "书房 (HP P1106)",
        "客厅 (Canon MF3010 1)",
    ]
    assert labels("书房.", "客厅", models=(canon, canon)) == [
        "书房 (Canon MF3010 1 ID)",
        "客厅 (Canon MF3010 1 ID)",
    ]
    assert labels("书房", "客厅 2", models=(canon, canon)) == [
        "书房 (Canon MF3010 1)",
        "客厅 2",
    ]
    assert labels("书房", "客厅", models=("打印机", "x" * 99)) == [
        "书房 (cloudprint ID)",
        f"客厅 ({'x' * 32})",
    ]
    assert labels("书房" * 9, "x" * 99, models=(canon, canon)) == [
        "书房" * 7 + "书 (Canon MF3010 1)",
        "x" * 63,
    ]


async def test_announced_name(ipp_printer: IppPrinter) -> None:
    """The name is the one that is announced, once it is."""
    ipp_printer.set_announced("Office (2)")
    assert ipp_printer.snapshot().dns_sd_name == "Office (2)"
    ipp_printer.set_announced(None)
    assert ipp_printer.snapshot().dns_sd_name == ipp_printer.snapshot().label


async def test_papers(account: MockConfigEntry, colour_id: str) -> None:
    """The default paper is the chosen one, where the printer has it."""
    view = PrinterView(account.runtime_data, colour_id)
    names = [paper.name.strip() for paper in view.snapshot().papers]
    account.runtime_data.defaults[colour_id] = {"paper": names[-1]}
    assert view.snapshot().default_paper.name.strip() == names[-1]


async def test_unknown_papers(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """A printer whose papers are unusual has a default, and no page without an address."""
    printer.capabilities = {
        "supportedPapers": [{"name": "label", "width": 50, "height": 30}]
    }
    entry = await set_up_account(ipp_username="a", ipp_password="b")
    device_id = device_id_of(hass, entry, printer)
    await entry.runtime_data.capabilities.async_get(device_id)
    view = PrinterView(entry.runtime_data, device_id)
    with patch.object(shared_printer, "get_url", side_effect=NoURLAvailableError):
        snapshot = view.snapshot()
    assert snapshot.default_paper.name == "label"
    assert snapshot.needs_password
    assert snapshot.device_url is None
