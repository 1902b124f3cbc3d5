"""A state folder that an earlier version left, opened by this one.

`upgrade/0.1.0.zip` was made by `upgrade/make.py` in a working copy of that version: a
real Home Assistant with two printers, a saved document, chosen defaults and jobs in
all states, killed while it sent one.
"""

from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
import json
from pathlib import Path
import sqlite3
from typing import Any
from zipfile import ZipFile

import pytest

from custom_components.cloudprint.requester import RequesterKind
from custom_components.cloudprint.spool.journal import Journal
from custom_components.cloudprint.spool.ledger import select_usage
from custom_components.cloudprint.spool.schema import MIGRATIONS
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .log import our_errors, read_log
from .upgrade.make import CONFIGURATION, entities_of, last_recorded

_ARCHIVES = sorted((Path(__file__).parent / "upgrade").glob("*.zip"))
_JOURNAL = ".storage/cloudprint/journal.db"
_TIMES = ("created_at", "updated_at", "submitted_at", "expires_at")
_WAIT_SECONDS = 120
_CHANGED_BY_A_KILL = {
    "Being sent": {"state": "unconfirmed", "reason": "interrupted"},
}


def _unpack(archive: Path, folder: Path, cloud: SimulatedCloud) -> dict[str, Any]:
    """Unpack a state folder as one of a minute ago, and return what was in it."""
    with ZipFile(archive) as packed:
        before: dict[str, Any] = json.loads(packed.read("before.json"))
        for name in packed.namelist():
            # It names the port of that time.
            if name.startswith("config/") and name != "config/.storage/http":
                packed.extract(name, folder)
    entries = folder / "config/.storage/core.config_entries"
    text = entries.read_text(encoding="utf-8")
    assert before["base_url"] in text
    entries.write_text(
        text.replace(before["base_url"], cloud.base_url), encoding="utf-8"
    )
    age = datetime.now(UTC) - datetime.fromisoformat(before["made_at"])
    _make_newer(folder / "config" / _JOURNAL, age)
    return before


def _make_newer(journal: Path, age: timedelta) -> None:
    """Move all times of a journal, so that nothing has expired since it was written."""
    with closing(sqlite3.connect(journal)) as database, database:
        for job_id, record in database.execute(
            "SELECT job_id, record FROM jobs"
        ).fetchall():
            job = json.loads(record)
            job |= {
                name: (datetime.fromisoformat(job[name]) + age).isoformat()
                for name in _TIMES
                if job[name] is not None
            }
            database.execute(
                "UPDATE jobs SET record = ?, created_at = created_at + ?,"
                " updated_at = updated_at + ? WHERE job_id = ?",
                (json.dumps(job), age.total_seconds(), age.total_seconds(), job_id),
            )


def _comparable(job: Mapping[str, Any]) -> dict[str, Any]:
    """Return a job without its times and what a kill changes."""
    changed = _CHANGED_BY_A_KILL.get(job["name"], {})
    return {
        name: value for name, value in {**job, **changed}.items() if name not in _TIMES
    }


@pytest.mark.parametrize("archive", _ARCHIVES, ids=lambda archive: archive.stem)
async def test_journal(tmp_path: Path, archive: Path) -> None:
    """The journal opens with the schema of today, and has the same jobs."""
    with ZipFile(archive) as packed:
        before = json.loads(packed.read("before.json"))
        # Killed, it has left its log beside it.
        for name in packed.namelist():
            if name.startswith(f"config/{_JOURNAL}"):
                packed.extract(name, tmp_path)
    file = tmp_path / "config" / _JOURNAL
    journal = Journal(file, tmp_path / "marker")
    await journal.async_open()
    try:
        jobs = await journal.async_jobs(limit=1000)
        assert [(job.job_id, job.name) for job in jobs] == [
            (job["job_id"], job["name"]) for job in before["jobs"]
        ]
        assert {job.requester.kind for job in jobs} == {RequesterKind.AUTOMATION}
        assert all(job.print_id == job.job_id and not job.approval for job in jobs)
        # What was printed before counts to nobody.
        used = await journal.async_run(
            lambda: select_usage(journal.database, date.min, date.max)
        )
        assert used == []
    finally:
        await journal.async_close()
    with closing(sqlite3.connect(file)) as database:
        (version,) = database.execute("PRAGMA user_version").fetchone()
    assert version == len(MIGRATIONS)


@pytest.mark.slow
@pytest.mark.parametrize("archive", _ARCHIVES, ids=lambda archive: archive.stem)
async def test_upgrade(tmp_path: Path, cloud: SimulatedCloud, archive: Path) -> None:
    """Entities, their states and history, and the jobs are as they were."""
    before = _unpack(archive, tmp_path, cloud)
    await _share_printers(cloud, before)
    # The history is from when the archive was made.
    recorder = {**CONFIGURATION["recorder"], "auto_purge": False}
    home_assistant = HomeAssistant(
        tmp_path, configuration={**CONFIGURATION, "recorder": recorder}
    )
    try:
        await home_assistant.start_signed_out()
        await home_assistant.sign_in()

        entities = await entities_of(home_assistant)
        present = {
            entity_id: entry["unique_id"] for entity_id, entry in entities.items()
        }
        assert before["entities"].items() <= present.items()
        await _until_settled(home_assistant)
        jobs = (await home_assistant.action("cloudprint.get_jobs", {"limit": 1000}))[
            "jobs"
        ]
        assert len(jobs) == len(before["jobs"])
        for job, then in zip(jobs, before["jobs"], strict=True):
            # It may have more fields now.
            assert _comparable(then).items() <= _comparable(job).items()
        await _compare_states(home_assistant, before)
        await _compare_history(home_assistant, before)
        await _print_again(home_assistant, cloud, jobs)
        assert our_errors(read_log(home_assistant.process.log)) == []
    finally:
        await home_assistant.process.stop()


async def _share_printers(cloud: SimulatedCloud, before: Mapping[str, Any]) -> None:
    """Let the cloud know the account of that time, and one of its printers be off."""
    assert (before["app_id"], before["app_key"]) == (cloud.app_id, cloud.app_key)
    for printer in cloud.printers[:2]:
        await cloud.control(
            "POST",
            "/bindings",
            {"app_id": cloud.app_id, "share_code": printer.share_code},
        )
    await cloud.control(
        "PATCH", f"/printers/{cloud.printers[1].share_code}", {"online_status": "0"}
    )


async def _until_settled(home_assistant: HomeAssistant) -> None:
    """Wait until the held job says why it waits."""

    async def is_settled() -> bool:
        jobs = await home_assistant.action("cloudprint.get_jobs", {"state": "held"})
        return [job["reason"] for job in jobs["jobs"]] == ["printer_offline"]

    await home_assistant.process.until(is_settled, "hold its job", _WAIT_SECONDS)


async def _compare_states(
    home_assistant: HomeAssistant, before: Mapping[str, Any]
) -> None:
    """Compare chosen defaults and what else is restored."""
    kept = ("number.", "select.", "event.")
    chosen = {
        name: state for name, state in before["states"].items() if name.startswith(kept)
    }
    now = {
        entity_id: (await home_assistant.get(f"/api/states/{entity_id}"))["state"]
        for entity_id in chosen
    }
    events = {name for name in chosen if name.startswith("event.")}
    assert {name: now[name] for name in chosen.keys() - events} == {
        name: chosen[name] for name in chosen.keys() - events
    }
    assert all(now[name] != "unknown" for name in events)


async def _compare_history(
    home_assistant: HomeAssistant, before: Mapping[str, Any]
) -> None:
    """Compare the last recorded state of each sensor at that time."""
    sensors = {
        entity_id: state
        for entity_id, state in before["states"].items()
        if entity_id.startswith("sensor.")
    }
    made_at = datetime.fromisoformat(before["made_at"])
    assert sensors == await last_recorded(home_assistant, made_at, *sensors)


async def _print_again(
    home_assistant: HomeAssistant, cloud: SimulatedCloud, jobs: list[dict[str, Any]]
) -> None:
    """Print kept contents again, and find the job of a key that was used before."""
    assert await cloud.control("GET", "/printed") == []
    (finished,) = [job for job in jobs if job["name"] == "Finished"]
    await home_assistant.action(
        "cloudprint.reprint_job", {"job_id": finished["job_id"]}
    )
    (printed,) = await cloud.control("GET", "/printed")
    assert printed["name"] == "Finished"
    (held,) = [job for job in jobs if job["name"] == "Held"]
    answer = await home_assistant.action(
        "cloudprint.print",
        {
            "device_id": held["device_id"],
            "text": "Held for a day",
            "idempotency_key": "held-once",
        },
    )
    assert [job["job_id"] for job in answer["jobs"]] == [held["job_id"]]
