"""Automations made from the blueprints."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime
from pathlib import Path
import shutil
from typing import Any
from zoneinfo import ZoneInfo

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

BLUEPRINTS = Path(__file__).parents[2] / "blueprints"
AUTOMATION = "automation.ours"
NIGHT = "2026-11-25 00:30:00+01:00"
"""A Wednesday, with all times of day still to come."""

type Automate = Callable[..., Awaitable[None]]
type MoveTo = Callable[[str], Awaitable[None]]
type Strike = Callable[[str], None]


@pytest.fixture
async def blueprint_home(
    hass: HomeAssistant, config_folder: Path, freezer: FrozenDateTimeFactory
) -> None:
    """Set up a home in Berlin, at night, with the blueprints."""
    freezer.move_to(NIGHT)
    await hass.config.async_set_time_zone("Europe/Berlin")
    (config_folder / ".storage").mkdir(exist_ok=True)
    shutil.copytree(BLUEPRINTS, config_folder / "blueprints")
    assert await async_setup_component(hass, "homeassistant", {})


@pytest.fixture
async def automate(
    hass: HomeAssistant, blueprint_home: None, caplog: pytest.LogCaptureFixture
) -> AsyncGenerator[Automate]:
    """Return a function that sets up an automation from a blueprint and its inputs.

    Its templates must have nothing to complain about at the end.
    """

    async def set_up(blueprint: str, **inputs: Any) -> None:
        assert await async_setup_component(
            hass, "automation", config_of(blueprint, **inputs)
        )
        await hass.async_block_till_done()
        # One with a mistake in it would be unavailable.
        assert hass.states.is_state(AUTOMATION, "on")

    yield set_up
    if hass.states.get(AUTOMATION):
        await hass.services.async_call(
            "automation", "turn_off", {"entity_id": AUTOMATION}, blocking=True
        )
    assert "Template variable" not in caplog.text


def config_of(blueprint: str, **inputs: Any) -> dict[str, Any]:
    """Return the configuration of an automation from a blueprint and its inputs."""
    used = {"path": f"cloudprint/{blueprint}.yaml", "input": inputs}
    return {"automation": [{"alias": "Ours", "use_blueprint": used}]}


@pytest.fixture
def strike(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Strike:
    """Return a function that moves the time forward, and waits for nothing."""

    def move(moment: str) -> None:
        local = datetime.fromisoformat(moment)
        if local.tzinfo is None:
            local = local.replace(tzinfo=ZoneInfo("Europe/Berlin"))
        assert dt_util.as_utc(local) > dt_util.utcnow()
        freezer.move_to(local)
        async_fire_time_changed(hass)

    return move


@pytest.fixture
def move_to(hass: HomeAssistant, strike: Strike) -> MoveTo:
    """Return a function that moves the time to a later one, such as `2026-11-25 07:00`.

    An automation that waits for a still later time is waited for in vain.
    """

    async def move(moment: str) -> None:
        # Requests to the cloud that are under way would time out.
        await hass.async_block_till_done(wait_background_tasks=True)
        strike(moment)
        await hass.async_block_till_done(wait_background_tasks=True)

    return move


async def until_runs(hass: HomeAssistant, count: int) -> None:
    """Wait until so many runs of the automation have begun and not ended."""
    changed = asyncio.Event()

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        changed.set()

    remove = async_track_state_change_event(hass, AUTOMATION, note)
    while runs(hass) != count:
        # Frozen time lets no timer end.
        await changed.wait()
        changed.clear()
    remove()


def runs(hass: HomeAssistant) -> int:
    """Return how many runs of the automation have begun and not ended."""
    state = hass.states.get(AUTOMATION)
    assert state is not None
    current: int = state.attributes["current"]
    return current


async def run(hass: HomeAssistant) -> None:
    """Run the automation by hand, as from its menu."""
    await hass.services.async_call(
        "automation", "trigger", {"entity_id": AUTOMATION}, blocking=True
    )
    await hass.async_block_till_done()


async def show(hass: HomeAssistant, entity_id: str, state: str) -> None:
    """Set the state of an entity of another integration."""
    hass.states.async_set(entity_id, state)
    await hass.async_block_till_done()
