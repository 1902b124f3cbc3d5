"""Tests of homes that are set up from now on: little is enabled, and little is logged."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.cloudprint.coordinator import get_printer_name
from custom_components.cloudprint.job_events import EVENT_JOB
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from .actions import call
from .conftest import Advance, SetUpAccount
from .entities import device_id_of, entity_id_of
from .hub import Hub
from .printing.one_sided import NOT_TURNED, OneSided
from .simulator import Printer

type Read = Callable[[str], Awaitable[list[dict[str, Any]]]]

QUIET = {
    "event.print_job",
    "image.last_document",
    "select.orientation",
    "select.quality",
    "sensor.held_jobs",
    "sensor.last_printed",
    "sensor.pages",
}
"""What is disabled at first."""


@pytest.fixture
def read(hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> Read:
    """Return a function that reads the activity of a device of the last minutes."""

    async def read_lines(device_id: str) -> list[dict[str, Any]]:
        await async_wait_recording_done(hass)
        entities = er.async_entries_for_device(er.async_get(hass), device_id)
        client = await hass_ws_client()
        await client.send_json_auto_id(
            {
                "type": "logbook/get_events",
                "start_time": (dt_util.utcnow() - timedelta(minutes=10)).isoformat(),
                "entity_ids": [entity.entity_id for entity in entities],
                "device_ids": [device_id],
            }
        )
        lines: list[dict[str, Any]] = (await client.receive_json())["result"]
        await client.close()
        return lines

    return read_lines


@pytest.mark.usefixtures("logbook")
@pytest.mark.parametrize("step_seconds", [0, 5, 15])
async def test_activity_of_a_page(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    advance: Advance,
    read: Read,
    step_seconds: float,
) -> None:
    """The first page is three lines; those after it are only the sentence."""
    printer.step_seconds = step_seconds
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    status = entity_id_of(hass, account, Platform.SENSOR, "status", printer)
    last_job = entity_id_of(hass, account, Platform.SENSOR, "last_job", printer)
    reprint = entity_id_of(hass, account, Platform.BUTTON, "reprint_last", printer)
    said = f"“List” was printed on {get_printer_name(hass, device_id)}"
    for expected in (
        {(status, said), (last_job, "finished"), (reprint, "unknown")},
        {(status, said)},
    ):
        await advance(650)
        await call(hass, "print", device_id=device_id, text="x", name="List")
        for _ in range(20):
            await advance(5)
        lines = await read(device_id)
        assert len(lines) == len(expected)
        assert {
            (line["entity_id"], line.get("message", line.get("state")))
            for line in lines
        } == expected


async def test_long_print(hass: HomeAssistant, hub: Hub, advance: Advance) -> None:
    """A print that takes longer than a minute is shown from then on."""

    def shown() -> tuple[str, str, str | None]:
        status, last = (
            hub.state(Platform.SENSOR, key) for key in ("status", "last_job")
        )
        return status.state, last.state, last.attributes.get("job_id")

    hub.printer.step_seconds = 50
    answer = await call(hass, "print", device_id=hub.device_id, text="x")
    job_id = answer["jobs"][0]["job_id"]
    for _ in range(11):
        await advance(5)
        assert shown() == ("idle", "unknown", None)
        active = hub.state(Platform.SENSOR, "active_jobs")
        assert active.state == "1"
    await advance(10)
    assert shown() == ("waiting", "queued", job_id)
    for _ in range(10):
        await advance(5)
    assert shown() == ("printing", "printing", job_id)
    for _ in range(20):
        await advance(5)
    assert shown() == ("idle", "finished", job_id)


async def test_outage_during_a_print(
    hass: HomeAssistant, hub: Hub, advance: Advance
) -> None:
    """Sensors are available as soon as the service is, also during a print."""
    hub.printer.step_seconds = 100
    await hub.print(text="x")
    coordinator = hub.data.coordinator
    hub.simulator.refuse_connections()
    await coordinator.async_refresh()
    assert [
        hub.state(Platform.SENSOR, key).state for key in ("status", "last_job")
    ] == [STATE_UNAVAILABLE] * 2
    await hub.simulator.accept_connections()
    await coordinator.async_refresh()
    await hass.async_block_till_done()
    assert [
        hub.state(Platform.SENSOR, key).state for key in ("status", "last_job")
    ] == ["waiting", "submitted"]


async def test_card(
    hub: Hub, hass_ws_client: WebSocketGenerator, advance: Advance
) -> None:
    """The card has the state of the sensor, whose next change it waits for."""
    client = await hass_ws_client()

    async def read_status() -> str:
        await client.send_json_auto_id({"type": "cloudprint/printers"})
        printers = (await client.receive_json())["result"]["printers"]
        (status,) = (
            each["status"] for each in printers if each["device_id"] == hub.device_id
        )
        return str(status)

    hub.printer.step_seconds = 50
    await hub.print(text="x")
    assert await read_status() == "idle"
    for _ in range(13):
        await advance(5)
    assert await read_status() == "waiting"


async def test_waiting_job(hass: HomeAssistant, hub: Hub, advance: Advance) -> None:
    """A job that has to wait is shown at once, also after one on its way."""
    hub.printer.step_seconds = 100
    await hub.print(text="x")
    await advance(5)
    status = hub.state(Platform.SENSOR, "status")
    assert status.state == "idle"
    await hub.go_offline()
    await hub.print(text="x")
    await hass.async_block_till_done()
    status = hub.state(Platform.SENSOR, "status")
    assert status.state == "offline"
    last = hub.state(Platform.SENSOR, "last_job")
    assert last.state == "held"


async def test_enabled_event_entity(
    hass: HomeAssistant, hub: Hub, advance: Advance
) -> None:
    """Who enables the event entity sees each step; each job is still one event."""
    event = hub.entity_id(Platform.EVENT, "print_job")
    er.async_get(hass).async_update_entity(event, disabled_by=None)
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    told = async_capture_events(hass, EVENT_JOB)
    states = async_capture_events(hass, EVENT_STATE_CHANGED)
    hub.printer.step_seconds = 10
    await hub.print(text="x")
    for _ in range(12):
        await advance(5)
    last_job = hub.entity_id(Platform.SENSOR, "last_job")
    shown = [
        state.state
        for change in states
        if (state := change.data["new_state"]) and state.entity_id == last_job
    ]
    assert {"submitted", "queued", "printing", "finished"} <= set(shown)
    assert [(each.data["state"], each.data["entity_id"]) for each in told] == [
        ("finished", event)
    ]


async def test_entities(hass: HomeAssistant, device_id: str) -> None:
    """Twelve entities of a printer are enabled."""
    entities = er.async_entries_for_device(
        er.async_get(hass), device_id, include_disabled_entities=True
    )
    disabled = {
        f"{entity.domain}.{entity.translation_key}"
        for entity in entities
        if entity.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    }
    assert disabled == QUIET
    assert len(entities) - len(disabled) == 12


async def test_other_sides(hass: HomeAssistant, one_sided: OneSided) -> None:
    """The button comes with manual duplex, and stays as a person wants it."""
    entities = er.async_get(hass)
    account, device_id = one_sided.account, one_sided.device_id

    def find() -> er.RegistryEntry | None:
        keys = ("print_other_sides",)
        found = [
            entity
            for entity in er.async_entries_for_device(
                entities, device_id, include_disabled_entities=True
            )
            if entity.translation_key in keys
        ]
        return found[0] if found else None

    button = find()
    assert button is not None
    assert button.disabled_by is None
    assert hass.states.get(button.entity_id) is not None
    # Only the other printer has none.
    assert (
        sum(
            entity.translation_key == "print_other_sides"
            for entity in er.async_entries_for_config_entry(entities, account.entry_id)
        )
        == 1
    )
    capabilities = account.runtime_data.capabilities
    entities.async_update_entity(
        button.entity_id, disabled_by=er.RegistryEntryDisabler.USER
    )
    capabilities.set_trays(device_id, None)
    assert await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    account.runtime_data.capabilities.set_trays(device_id, NOT_TURNED)
    await hass.async_block_till_done()
    button = find()
    assert button is not None
    assert button.disabled_by is er.RegistryEntryDisabler.USER
    assert hass.states.get(button.entity_id) is None
