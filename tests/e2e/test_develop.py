"""scripts/develop, as a developer runs it."""

from asyncio import create_subprocess_exec, subprocess, timeout
from collections.abc import Mapping
from pathlib import Path
import signal
from typing import Any

import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant
from scripts.playground.household import AREAS, CONFIGURATION, ENTITIES, furnish

from .log import our_errors, read_log

ROOT = Path(__file__).parents[2]
_SECONDS = 400
"""Until all is there, on a machine that is busy."""


@pytest.mark.slow
async def test_starts(tmp_path: Path) -> None:
    """It says where everything is, and ends with Ctrl+C."""
    folder = tmp_path / "develop"
    process = await create_subprocess_exec(
        ROOT / "scripts/develop",
        *("--folder", folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    said = ""
    try:
        async with timeout(_SECONDS):
            while "Ctrl+C" not in said:
                line = await process.stdout.readline()
                assert line, (await process.communicate())[1].decode()
                said += line.decode()
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        _, errors = await process.communicate()
    assert process.returncode == 130, errors.decode()
    assert "http://127.0.0.1:" in said
    assert all(entity_id in said for entity_id in ENTITIES)
    assert our_errors(read_log(folder / "home-assistant.log")) == []


@pytest.mark.slow
async def test_household(socket_enabled: None, tmp_path: Path) -> None:
    """Both printers have a room, and each entity of the household prints."""
    async with (
        SimulatedCloud(tmp_path, step_seconds=0.1) as cloud,
        HomeAssistant(tmp_path, configuration=CONFIGURATION) as home_assistant,
    ):
        devices = await add_account(home_assistant, cloud, cloud.printers)
        await furnish(home_assistant, devices.values())
        await print_everything(home_assistant)
    assert our_errors(read_log(home_assistant.process.log)) == []


async def print_everything(home_assistant: HomeAssistant) -> None:
    """Print each entity, and check that it has content."""
    areas = await home_assistant.command("config/area_registry/list")
    names = {area["area_id"]: area["name"] for area in areas}
    printers = {
        names[device["area_id"]]: device["id"]
        for device in await home_assistant.command("config/device_registry/list")
        if device["area_id"] in names and device["manufacturer"]
    }
    assert printers.keys() == set(AREAS)
    printed = {
        entity_id: await print_entity(home_assistant, printers[AREAS[0]], entity_id)
        for entity_id in ENTITIES
    }
    formats = {
        entity_id: job["content"]["format"] for entity_id, job in printed.items()
    }
    assert formats.pop("camera.front_door") == "PNG"
    assert set(formats.values()) == {"HTML"}
    (job,) = (
        await home_assistant.action(
            "cloudprint.print",
            {
                "device_id": printers[AREAS[1]],
                "media": "media-source://media_source/local/forecast.png",
                "name": "media",
            },
        )
    )["jobs"]
    assert job["state"] != "failed"


async def print_entity(
    home_assistant: HomeAssistant, device_id: str, entity_id: str
) -> Mapping[str, Any]:
    """Return the job of a print of an entity."""
    answer = await home_assistant.action(
        "cloudprint.print", {"device_id": device_id, "entity": entity_id, "wait": True}
    )
    (job,) = answer["jobs"]
    assert job["state"] == "finished"
    record = await home_assistant.action("cloudprint.get_jobs", {"limit": 1})
    return dict(record["jobs"][0])
