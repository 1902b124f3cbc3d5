"""Tests of the entities for default options, and of their effect on prints."""

from functools import partial
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_load_restore_state_from_storage,
)

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from ..actions import call
from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of, entity_id_of, state_of
from ..hub import Hub
from ..simulator import CloudSimulator, Fault, Printer
from .memory import remember

pytestmark = pytest.mark.usefixtures("enabled_entities")

SELECTS = ("color", "orientation", "paper", "quality", "sides")


async def choose(
    hass: HomeAssistant,
    account: MockConfigEntry,
    printer: Printer,
    key: str,
    option: object,
) -> None:
    """Choose a default."""
    platform, action, field = Platform.SELECT, "select_option", "option"
    if key == "copies":
        platform, action, field = Platform.NUMBER, "set_value", "value"
    await hass.services.async_call(
        platform,
        action,
        {
            "entity_id": entity_id_of(hass, account, platform, key, printer),
            field: option,
        },
        blocking=True,
    )


async def build_config(
    hass: HomeAssistant, device_id: str, **options: Any
) -> dict[str, Any]:
    """Return the config of a print."""
    answer = await call(
        hass, "print", device_id=device_id, text="x", dry_run=True, **options
    )
    config: dict[str, Any] = answer["jobs"][0]["task"]["config"]
    return config


async def test_choices(hass: HomeAssistant, hub: Hub) -> None:
    """The choices are those that a print may have; a hint of the printer forbids none."""

    def choices(of: Printer) -> dict[str, list[str]]:
        select = partial(state_of, hass, hub.account, Platform.SELECT)
        return {key: select(key, of).attributes["options"] for key in SELECTS}

    hub.colour_printer.report(supportedSides=["ONESIDE"])
    for known in (hub.device_id, hub.colour_id):
        await hub.data.capabilities.async_fetch(known)
    await hass.async_block_till_done()
    for each in hub.printer, hub.colour_printer:
        assert choices(each)["color"] == ["printer_default", "color", "monochrome"]
    assert choices(hub.colour_printer)["sides"] == ["printer_default", "one_sided"]
    assert choices(hub.printer)["sides"] == [
        "printer_default",
        "one_sided",
        "two_sided_long_edge",
        "two_sided_short_edge",
    ]
    papers = choices(hub.printer)["paper"]
    assert papers[:2] == ["printer_default", "Letter"]
    assert {"A4", "Envelope DL"} <= set(papers)
    copies = hub.state(Platform.NUMBER, "copies")
    assert (copies.attributes["min"], copies.attributes["max"]) == (1, 9999)
    for key in SELECTS:
        state = hub.state(Platform.SELECT, key)
        assert state.state == "printer_default"


async def test_choices_of_a_printer_that_says_nothing(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """Without capabilities, all values can be chosen."""
    simulator.faults.add("queryPrinterDetail", Fault.HTTP_500, times=None)
    account = await set_up_account()
    color = state_of(hass, account, Platform.SELECT, "color", printer)
    assert color.attributes["options"] == ["printer_default", "color", "monochrome"]
    paper = state_of(hass, account, Platform.SELECT, "paper", printer)
    assert "A4" in paper.attributes["options"]
    copies = state_of(hass, account, Platform.NUMBER, "copies", printer)
    assert copies.attributes["max"] == 9999


async def test_precedence(hass: HomeAssistant, hub: Hub) -> None:
    """The action's field overrides the default; without either, nothing is sent."""
    assert await build_config(hass, hub.device_id) == {}
    await choose(hass, hub.account, hub.printer, "sides", "two_sided_long_edge")
    await choose(hass, hub.account, hub.printer, "paper", "A5")
    await choose(hass, hub.account, hub.printer, "copies", 3)
    assert await build_config(hass, hub.device_id) == {
        "copies": 3,
        "side": "DUPLEX",
        "paperConfig": {"width": 148.0, "height": 210.0},
    }
    config = await build_config(hass, hub.device_id, sides="one_sided", copies=1)
    assert config["side"] == "ONESIDE"
    assert config["copies"] == 1
    # Defaults are per printer.
    assert await build_config(hass, hub.colour_id) == {}

    await choose(hass, hub.account, hub.printer, "sides", "printer_default")
    await choose(hass, hub.account, hub.printer, "copies", 1)
    assert await build_config(hass, hub.device_id) == {
        "paperConfig": {"width": 148.0, "height": 210.0}
    }


async def test_history_includes_defaults(hass: HomeAssistant, hub: Hub) -> None:
    """A job's options include the defaults, and a reprint uses the same."""
    await choose(hass, hub.account, hub.printer, "quality", "draft")
    await hub.print(text="x")
    (job,) = await hub.jobs()
    assert job["options"] == {"quality": "draft"}
    await choose(hass, hub.account, hub.printer, "quality", "high")
    await call(hass, "reprint_job", job_id=job["job_id"])
    assert (await hub.jobs())[0]["options"] == {"quality": "draft"}


async def test_unsupported_choice(hass: HomeAssistant, hub: Hub) -> None:
    """Unsupported values cannot be chosen."""
    with pytest.raises(ServiceValidationError):
        await choose(hass, hub.account, hub.printer, "color", "pink")
    with pytest.raises(ServiceValidationError):
        await choose(hass, hub.account, hub.printer, "copies", 10_000)


async def test_restored(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
    advance: Advance,
) -> None:
    """Choices are restored, also while the capabilities are unknown."""
    account = await set_up_account()
    ids = {
        key: entity_id_of(hass, account, platform, key, printer)
        for platform, key in (
            (Platform.SELECT, "paper"),
            (Platform.SELECT, "color"),
            (Platform.NUMBER, "copies"),
        )
    }
    await hass.config_entries.async_unload(account.entry_id)
    stored: list[tuple[State, dict[str, Any] | None]] = [
        (State(ids["paper"], "Envelope C5"), None),
        (State(ids["color"], "printer_default"), {"option": "color"}),
        (
            State(ids["copies"], "4"),
            {
                "native_value": 4,
                "native_min_value": 1,
                "native_max_value": 9999,
                "native_step": 1,
                "native_unit_of_measurement": None,
            },
        ),
    ]
    hass_storage["core.restore_state"] = {
        "version": 1,
        "data": [
            {
                "state": state.as_dict(),
                "extra_data": extra,
                "last_seen": dt_util.utcnow().isoformat(),
            }
            for state, extra in stored
        ],
    }
    await async_mock_load_restore_state_from_storage(hass)
    broken = simulator.faults.add("queryPrinterDetail", Fault.HTTP_500, times=None)
    assert await hass.config_entries.async_setup(account.entry_id)
    await hass.async_block_till_done()
    device_id = device_id_of(hass, account, printer)
    # Not a standard paper: unknown until the capabilities are.
    paper = state_of(hass, account, Platform.SELECT, "paper", printer)
    assert paper.state == "printer_default"
    assert await build_config(hass, device_id) == {"copies": 4, "color": "COLOR"}

    simulator.faults.remove(broken)
    assert isinstance(printer.capabilities, dict)
    printer.capabilities["upperCopies"] = 2
    await account.runtime_data.capabilities.async_fetch(device_id)
    await hass.async_block_till_done()
    paper = state_of(hass, account, Platform.SELECT, "paper", printer)
    assert paper.state == "Envelope C5"
    # The printer reports no colour, which is only a hint, and fewer copies.
    color = state_of(hass, account, Platform.SELECT, "color", printer)
    assert color.state == "color"
    assert state_of(hass, account, Platform.NUMBER, "copies", printer).state == "2"
    config = await build_config(hass, device_id)
    assert config.keys() == {"color", "copies", "paperConfig"}
    assert config["copies"] == 2


async def test_disabled(hass: HomeAssistant, hub: Hub) -> None:
    """A disabled default does not apply."""
    await choose(hass, hub.account, hub.printer, "quality", "draft")
    await choose(hass, hub.account, hub.printer, "copies", 2)
    assert await build_config(hass, hub.device_id) == {"copies": 2, "quality": "DRAFT"}
    registry = er.async_get(hass)
    for platform, key in ((Platform.SELECT, "quality"), (Platform.NUMBER, "copies")):
        registry.async_update_entity(
            hub.entity_id(platform, key),
            disabled_by=er.RegistryEntryDisabler.USER,
        )
    await hass.async_block_till_done()
    assert await build_config(hass, hub.device_id) == {}


async def test_available_without_the_service(hass: HomeAssistant, hub: Hub) -> None:
    """Defaults can be changed while the service is away."""
    hub.simulator.refuse_connections()
    await hub.refresh()
    await choose(hass, hub.account, hub.printer, "quality", "draft")
    await choose(hass, hub.account, hub.printer, "copies", 2)
    quality = hub.state(Platform.SELECT, "quality")
    assert quality.state == "draft"
    assert hub.state(Platform.NUMBER, "copies").state == "2"


async def test_a_restart_while_the_printer_can_do_less(
    hass: HomeAssistant, hub: Hub
) -> None:
    """A choice applies again when the printer supports it again."""
    capabilities = hub.data.capabilities
    await choose(hass, hub.account, hub.printer, "copies", 5)
    await choose(hass, hub.account, hub.printer, "sides", "two_sided_long_edge")
    assert isinstance(hub.printer.capabilities, dict)
    before = dict(hub.printer.capabilities)
    hub.printer.capabilities |= {"upperCopies": 2, "supportedSides": ["ONESIDE"]}
    await capabilities.async_fetch(hub.device_id)
    assert await build_config(hass, hub.device_id) == {"copies": 2}
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    hub.printer.capabilities |= before
    await hub.data.capabilities.async_fetch(hub.device_id)
    assert await build_config(hass, hub.device_id) == {"copies": 5, "side": "DUPLEX"}


async def test_capabilities_after_a_restart(hass: HomeAssistant, hub: Hub) -> None:
    """After a restart, the first print uses the defaults that the printer supports now."""
    await hub.data.capabilities.async_fetch(hub.device_id)
    # Not a standard paper: unknown until the capabilities are.
    await choose(hass, hub.account, hub.printer, "paper", "Envelope DL")
    await choose(hass, hub.account, hub.printer, "sides", "two_sided_long_edge")
    expected = await build_config(hass, hub.device_id)
    assert expected.keys() == {"paperConfig", "side"}
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    assert await build_config(hass, hub.device_id) == expected

    # An unsupported default does not stop a print.
    assert isinstance(hub.printer.capabilities, dict)
    hub.printer.capabilities["supportedSides"] = ["ONESIDE"]
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    del expected["side"]
    assert await build_config(hass, hub.device_id) == expected

    # While it cannot be asked, what it supported before counts.
    hub.simulator.faults.add("queryPrinterDetail", Fault.HTTP_500, times=None)
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    assert await build_config(hass, hub.device_id) == expected

    # Unknown capabilities do not stop a print either.
    await hass.config_entries.async_unload(hub.account.entry_id)
    await remember(hass, "[]")
    assert await hass.config_entries.async_setup(hub.account.entry_id)
    assert await build_config(hass, hub.device_id) == {"side": "DUPLEX"}
