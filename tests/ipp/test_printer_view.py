"""Tests of what clients see of a printer."""

from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.ipp import printer_view
from custom_components.cloudprint.ipp.printer_view import PrinterView
from custom_components.cloudprint.printers.status import PrinterState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.helpers.network import NoURLAvailableError

from ..conftest import SetUpAccount, device_id_of
from ..simulator import Printer


async def test_snapshot(
    hass: HomeAssistant,
    account: MockConfigEntry,
    colour_id: str,
    colour_printer: Printer,
    freezer: FrozenDateTimeFactory,
    area_registry: ar.AreaRegistry,
    device_registry: dr.DeviceRegistry,
) -> None:
    """A printer is described as it is, with the times of its changes."""
    await hass.config.async_update(internal_url="http://192.168.1.2:8123")
    view = PrinterView(hass, account, colour_id)
    first = view.snapshot()
    assert first.name == colour_printer.shown_alias
    assert first.make_and_model == colour_printer.name
    assert first.location == ""
    assert first.state is PrinterState.IDLE
    assert first.is_accepting
    assert not first.needs_password
    assert first.default_paper in first.papers
    assert first.device_url == (
        f"http://192.168.1.2:8123/config/devices/device/{colour_id}"
    )
    assert first.started_at == first.changed_at == first.configured_at

    freezer.tick(60)
    assert view.snapshot() == first
    area = area_registry.async_create("Attic")
    device_registry.async_update_device(colour_id, area_id=area.id)
    second = view.snapshot()
    assert second.location == "Attic"
    assert second.configured_at > first.configured_at
    assert second.changed_at == first.changed_at


async def test_papers(
    hass: HomeAssistant, account: MockConfigEntry, colour_id: str
) -> None:
    """The default paper is the chosen one, where the printer has it."""
    view = PrinterView(hass, account, colour_id)
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
    view = PrinterView(hass, entry, device_id)
    with patch.object(printer_view, "get_url", side_effect=NoURLAvailableError):
        snapshot = view.snapshot()
    assert snapshot.default_paper.name == "label"
    assert snapshot.needs_password
    assert snapshot.device_url is None
