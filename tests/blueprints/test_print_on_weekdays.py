"""Saved documents that are printed on weekdays, as they reach the cloud."""

from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import yaml

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..hub import Hub
from ..printing.test_saved_documents import save
from .conftest import Automate, MoveTo, config_of, run


async def save_note(
    hass: HomeAssistant, account: MockConfigEntry, text: str = "Note", **fields: Any
) -> str:
    """Save a document; return its device."""
    subentry_id = save(hass, account, "Note", text=text, **fields)
    await hass.async_block_till_done()
    (device,) = (
        device
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), account.entry_id
        )
        if device.config_subentry_id == subentry_id
    )
    return device.id


async def load(
    hass: HomeAssistant, config_folder: Path, automations: dict[str, Any]
) -> None:
    """Load other automations, as after a change of one of them."""
    config = config_folder / "configuration.yaml"
    config.write_text(yaml.safe_dump(automations), encoding="utf-8")
    await hass.services.async_call("automation", "reload", blocking=True)
    await hass.async_block_till_done()


async def test_days_and_times(hub: Hub, automate: Automate, move_to: MoveTo) -> None:
    """The document comes out on its days, at each of its times, and by hand."""
    await automate(
        "print_on_weekdays",
        document=await save_note(hub.hass, hub.account),
        printer=hub.device_id,
        at="06:30:00",
        also_at="06:40:00",
        weekdays=["wed", "fri"],
    )
    counts = []
    for moment in (
        "2026-11-25 06:29:59",
        "2026-11-25 06:30:00",
        "2026-11-25 06:35:00",
        "2026-11-25 06:40:00",
        "2026-11-25 18:00:00",
        "2026-11-26 06:30:00",
        "2026-11-26 18:00:00",
        "2026-11-27 06:30:00",
    ):
        await move_to(moment)
        counts.append(len(hub.simulator.printed))
    assert counts == [0, 1, 1, 2, 2, 2, 2, 3]
    await run(hub.hass)
    assert len(hub.simulator.printed) == 4


@pytest.mark.parametrize(("skip_empty", "count"), [(True, 0), (False, 1)])
async def test_empty_document(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    automate: Automate,
    move_to: MoveTo,
    *,
    skip_empty: bool,
    count: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nothing to print is a mistake only for who wants the paper anyway."""
    await automate(
        "print_on_weekdays",
        document=await save_note(hass, account, "{{ '' }}", device_id=device_id),
        skip_empty=skip_empty,
    )
    await move_to("2026-11-25 07:00:00")
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert bool(errors) is bool(count)


@pytest.mark.parametrize(
    ("at", "moments"),
    [
        # The clocks go from 02:00 to 03:00.
        (
            "02:30:00",
            {
                "2027-03-28T01:59:00+01:00": 0,
                "2027-03-28T03:00:00+02:00": 0,
                "2027-03-28T03:30:00+02:00": 1,
                "2027-03-28T03:31:00+02:00": 1,
                "2027-03-29T02:29:00+02:00": 1,
                "2027-03-29T02:30:00+02:00": 2,
            },
        ),
        # The clocks go from 03:00 to 02:00.
        (
            "02:30:00",
            {
                "2027-10-31T02:29:00+02:00": 0,
                "2027-10-31T02:30:00+02:00": 1,
                "2027-10-31T02:50:00+02:00": 1,
                "2027-10-31T02:00:00+01:00": 1,
                "2027-10-31T02:30:00+01:00": 1,
                "2027-10-31T02:31:00+01:00": 1,
                "2027-11-01T02:30:00+01:00": 2,
            },
        ),
        (
            "00:00:00",
            {
                "2027-03-27T23:59:00+01:00": 0,
                "2027-03-28T00:00:00+01:00": 1,
                "2027-03-28T23:59:00+02:00": 1,
                "2027-03-29T00:00:00+02:00": 2,
            },
        ),
    ],
    ids=["skipped", "twice", "midnight"],
)
async def test_once_a_local_day(
    hub: Hub, automate: Automate, move_to: MoveTo, at: str, moments: dict[str, int]
) -> None:
    """A day whose clock changes has the document once, whatever the clock skips."""
    document = await save_note(hub.hass, hub.account, device_id=hub.device_id)
    await automate("print_on_weekdays", document=document, at=at)
    counts = {}
    for moment in moments:
        await move_to(moment)
        counts[moment] = len(hub.simulator.printed)
    assert counts == moments


async def test_reload(
    hub: Hub, automate: Automate, move_to: MoveTo, config_folder: Path
) -> None:
    """A change of the automations within the minute neither loses nor repeats a print."""
    inputs = {
        "document": await save_note(hub.hass, hub.account, device_id=hub.device_id)
    }
    await automate("print_on_weekdays", **inputs)
    await move_to("2026-11-25 07:00:00")
    await load(hub.hass, config_folder, config_of("print_on_weekdays", **inputs))
    await move_to("2026-11-25 07:00:30")
    await load(hub.hass, config_folder, {"automation": []})
    await load(hub.hass, config_folder, config_of("print_on_weekdays", **inputs))
    await move_to("2026-11-25 07:01:00")
    assert len(hub.simulator.printed) == 1

    await load(hub.hass, config_folder, {"automation": []})
    await move_to("2026-11-26 07:00:20")
    assert len(hub.simulator.printed) == 1
    await load(hub.hass, config_folder, config_of("print_on_weekdays", **inputs))
    await move_to("2026-11-26 07:01:00")
    assert len(hub.simulator.printed) == 2

    await load(hub.hass, config_folder, {"automation": []})
    await move_to("2026-11-27 12:00:00")
    await load(hub.hass, config_folder, config_of("print_on_weekdays", **inputs))
    assert len(hub.simulator.printed) == 2


@pytest.mark.parametrize(
    ("moment", "count"), [("2026-11-25 07:00:20", 1), ("2026-11-25 08:00:00", 0)]
)
async def test_restart(
    hub: Hub, automate: Automate, move_to: MoveTo, moment: str, count: int
) -> None:
    """What a restart covered is made up for, once, if it has just ended."""
    document = await save_note(hub.hass, hub.account, device_id=hub.device_id)
    await move_to(moment)
    hub.hass.set_state(CoreState.starting)
    await automate("print_on_weekdays", document=document)
    assert hub.simulator.printed == []
    hub.hass.set_state(CoreState.running)
    hub.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await hub.hass.async_block_till_done(wait_background_tasks=True)
    assert len(hub.simulator.printed) == count
    hub.hass.bus.async_fire("automation_reloaded")
    await hub.hass.async_block_till_done(wait_background_tasks=True)
    assert len(hub.simulator.printed) == count
