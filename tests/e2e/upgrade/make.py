"""Makes a state folder for the test of upgrades: `python -m tests.e2e.upgrade.make FILE`.

Run it in a working copy of the release that an upgrade begins with. It has jobs in all
states that can be brought about, and is packed while one is being sent: the process is
killed for that.
"""

import asyncio
from contextlib import closing
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import sqlite3
import sys
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import aiohttp

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

CONFIGURATION = {"recorder": {"commit_interval": 0}, "history": {}}
_WAIT_SECONDS = 120
_PACKED = (".HA_VERSION", ".cache", ".storage", "home-assistant_v2.db")


async def _make(folder: Path, archive: Path) -> None:
    home_assistant = HomeAssistant(folder, configuration=CONFIGURATION)
    async with SimulatedCloud(folder) as cloud, home_assistant:
        online, offline = cloud.printers[:2]
        devices = await add_account(home_assistant, cloud, [online, offline])
        here, away = devices[online.share_code], devices[offline.share_code]

        async def job(**fields: Any) -> dict[str, Any]:
            answer = await home_assistant.action("cloudprint.print", fields)
            found: dict[str, Any] = answer["jobs"][0]
            return found

        async def until(job_id: str, *states: str) -> dict[str, Any]:
            found: dict[str, Any] = {}

            async def reached() -> bool:
                jobs = await home_assistant.action("cloudprint.get_jobs", {})
                (known,) = [job for job in jobs["jobs"] if job["job_id"] == job_id]
                found.update(known)
                return found["state"] in states

            await home_assistant.process.until(
                reached, f"show a job as {states}", _WAIT_SECONDS
            )
            return found

        await _choose_defaults(home_assistant, here)
        await _save_document(home_assistant, here)
        finished = await job(device_id=here, text="One page · 一页纸", name="Finished")
        await until(finished["job_id"], "finished")
        markdown = await job(device_id=here, markdown="# Title", copies=3, name="Pages")
        await until(markdown["job_id"], "finished")

        for status, name in (("ERROR", "Failed"), ("CANCELED", "Canceled there")):
            ended = await job(device_id=here, text=name, name=name)
            await cloud.control(
                "PATCH", f"/tasks/{ended['task_id']}", {"status": status}
            )
            await until(ended["job_id"], "failed", "canceled")

        await cloud.control(
            "POST",
            "/faults",
            {"call": "newPrintTask", "fault": "drop_after_accept", "times": 1},
        )
        unconfirmed = await job(device_id=here, text="Unsure", name="Unconfirmed")
        await until(unconfirmed["job_id"], "unconfirmed")

        await cloud.control(
            "PATCH", f"/printers/{offline.share_code}", {"online_status": "0"}
        )
        entity = "homeassistant.update_entity"
        await _until_offline(home_assistant, entity, away)
        await job(
            device_id=away,
            text="Held for a day",
            name="Held",
            expires_in={"hours": 23},
            idempotency_key="held-once",
        )
        canceled = await job(device_id=away, text="Canceled", name="Canceled")
        await home_assistant.action(
            "cloudprint.cancel_job", {"job_id": canceled["job_id"]}
        )
        expired = await job(
            device_id=away, text="Late", name="Expired", expires_in={"seconds": 5}
        )
        await until(expired["job_id"], "expired")

        followed = await job(device_id=here, text="Followed", name="Printing")
        # The printer still waits after the answer that was lost.
        followed = await until(followed["job_id"], "submitted", "queued", "printing")
        await cloud.control(
            "PATCH", f"/tasks/{followed['task_id']}", {"status": "PRINTING"}
        )
        await until(followed["job_id"], "printing")
        await home_assistant.restart()
        await until(followed["job_id"], "printing")

        await cloud.control(
            "POST", "/faults", {"call": "newPrintTask", "fault": "slow", "times": 1}
        )
        sending = asyncio.create_task(
            job(device_id=here, text="On its way", name="Being sent")
        )

        async def is_sending() -> bool:
            jobs = await home_assistant.action("cloudprint.get_jobs", {})
            return any(job["state"] == "submitting" for job in jobs["jobs"])

        await home_assistant.process.until(is_sending, "send a job", _WAIT_SECONDS)
        before = await _what_is_there(home_assistant, cloud)

        async def is_recorded() -> bool:
            sensors = {
                entity_id: state
                for entity_id, state in before["states"].items()
                if entity_id.startswith("sensor.")
            }
            return sensors == await last_recorded(
                home_assistant, datetime.now(UTC), *sensors
            )

        await home_assistant.process.until(is_recorded, "record", _WAIT_SECONDS)
        before["made_at"] = datetime.now(UTC).isoformat()
        await home_assistant.kill()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    _pack(folder / "config", before, archive)


async def _choose_defaults(home_assistant: HomeAssistant, device_id: str) -> None:
    """Choose defaults in a printer's entities."""
    for entity_id, entry in (await entities_of(home_assistant)).items():
        if entry["device_id"] != device_id:
            continue
        if entity_id.startswith("number."):
            await home_assistant.post(
                "/api/services/number/set_value", {"entity_id": entity_id, "value": 2}
            )
        if entity_id.startswith("select."):
            state = await home_assistant.get(f"/api/states/{entity_id}")
            await home_assistant.post(
                "/api/services/select/select_option",
                {
                    "entity_id": entity_id,
                    "option": state["attributes"]["options"][-1],
                },
            )


async def _save_document(home_assistant: HomeAssistant, device_id: str) -> None:
    """Save a document as its form does."""
    (entry,) = await home_assistant.command("config_entries/get", domain="cloudprint")
    flow = "/api/config/config_entries/subentries/flow"
    form = await home_assistant.post(flow, {"handler": [entry["entry_id"], "document"]})
    if form["type"] == "menu":
        form = await home_assistant.post(
            f"{flow}/{form['flow_id']}", {"next_step_id": "text"}
        )
    answer = await home_assistant.post(
        f"{flow}/{form['flow_id']}",
        {"name": "Note", "text": "Milk", "device_id": device_id},
    )
    if answer["type"] != "create_entry":
        raise ValueError(answer)


async def _until_offline(
    home_assistant: HomeAssistant, action: str, device_id: str
) -> None:
    """Wait until a printer is known to be offline."""
    (status,) = [
        entity_id
        for entity_id, entry in (await entities_of(home_assistant)).items()
        if entry["device_id"] == device_id
        and entry["translation_key"] == "status"
        and entity_id.startswith("sensor.")
    ]

    async def is_offline() -> bool:
        await home_assistant.post(
            f"/api/services/{action.replace('.', '/')}", {"entity_id": status}
        )
        state = await home_assistant.get(f"/api/states/{status}")
        return bool(state["state"] == "offline")

    await home_assistant.process.until(is_offline, "see a printer", _WAIT_SECONDS)


async def entities_of(home_assistant: HomeAssistant) -> dict[str, dict[str, Any]]:
    """Return the registry entries of our entities."""
    found = await home_assistant.command("config/entity_registry/list")
    return {
        entry["entity_id"]: entry
        for entry in found
        if entry["platform"] == "cloudprint"
    }


async def last_recorded(
    home_assistant: HomeAssistant, end: datetime, *entity_ids: str
) -> dict[str, str]:
    """Return the last state of entities that was recorded in the hour before a time."""
    history = await home_assistant.command(
        "history/history_during_period",
        start_time=(end - timedelta(hours=1)).isoformat(),
        end_time=end.isoformat(),
        entity_ids=entity_ids,
        minimal_response=True,
    )
    return {entity_id: states[-1]["s"] for entity_id, states in history.items()}


async def _what_is_there(
    home_assistant: HomeAssistant, cloud: SimulatedCloud
) -> dict[str, Any]:
    """Return everything that an upgrade must not change."""
    entities = await entities_of(home_assistant)
    states = {
        entity_id: (await home_assistant.get(f"/api/states/{entity_id}"))["state"]
        for entity_id, entry in entities.items()
        if entry["disabled_by"] is None
    }
    jobs = await home_assistant.action("cloudprint.get_jobs", {"limit": 1000})
    return {
        "base_url": cloud.base_url,
        "app_id": cloud.app_id,
        "app_key": cloud.app_key,
        "entities": {
            entity_id: entry["unique_id"] for entity_id, entry in entities.items()
        },
        "states": states,
        "jobs": jobs["jobs"],
    }


def _pack(config: Path, before: dict[str, Any], archive: Path) -> None:
    # Home Assistant's own database is much smaller without its log; ours stays as the
    # killed process left it.
    with closing(sqlite3.connect(config / "home-assistant_v2.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("VACUUM")
    with ZipFile(archive, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("before.json", json.dumps(before, ensure_ascii=False, indent=1))
        for file in sorted(config.rglob("*")):
            path = file.relative_to(config)
            is_packed = path.parts[0] in _PACKED and not path.name.endswith("-shm")
            if file.is_file() and is_packed:
                packed.write(file, f"config/{path}")


def main() -> None:
    """Make the folder, and pack it into the file that is named."""
    with TemporaryDirectory(prefix="cloudprint-") as folder:
        try:
            asyncio.run(_make(Path(folder), Path(sys.argv[1])))
        except aiohttp.ClientResponseError as err:
            raise SystemExit(f"{err.request_info.url}: {err}") from err


if __name__ == "__main__":
    main()
