"""A printer of the simulated cloud that a real Home Assistant shares in the network."""

from dataclasses import dataclass
import re
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from scripts.playground.account import add_account
from scripts.playground.cloud import Printer, SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant
from scripts.playground.process import Process

SECONDS: Final = 120
ENDED: Final = {"finished", "failed", "canceled", "unconfirmed", "expired"}
_OPTIONS_FLOW: Final = "/api/config/config_entries/options/flow"

_PAGE_RULE: Final = re.compile(
    r"@page[^{]*\{size:(?P<width>\d+)px (?P<height>\d+)px\}\.(?P<name>\w+)\{"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A Home Assistant with one account, and the printer that it shares."""

    home_assistant: HomeAssistant
    cloud: SimulatedCloud
    printer: Printer
    device_id: str
    entities: list[str]
    port: int

    @property
    def switch(self) -> str:
        """Return the id of the switch that shares the printer."""
        (switch,) = (name for name in self.entities if name.startswith("switch."))
        return switch

    @property
    def process(self) -> Process:
        """Return the process of Home Assistant."""
        return self.home_assistant.process

    async def uri(self, host: str = "localhost") -> str | None:
        """Return the printer's address at a host, or None while it is not shared."""
        state = await self.home_assistant.get(f"/api/states/{self.switch}")
        uri = state["attributes"].get("uri")
        if state["state"] != "on" or uri is None:
            return None
        return f"ipp://{host}:{self.port}{urlsplit(uri).path}"

    async def until_shared(self) -> str:
        """Wait until the printer is shared, and return its address."""
        found: list[str] = []

        async def is_shared() -> bool:
            if uri := await self.uri():
                found.append(uri)
            return bool(found)

        await self.process.until(is_shared, "share the printer", SECONDS)
        return found[-1]

    async def until_encrypted(self) -> None:
        """Wait until the printer is shared with encryption only."""

        async def is_encrypted() -> bool:
            state = await self.home_assistant.get(f"/api/states/{self.switch}")
            return str(state["attributes"].get("uri")).startswith("ipps://")

        await self.process.until(is_encrypted, "encrypt the printer", SECONDS)

    async def turn(self, is_on: bool) -> None:
        """Turn the switch on or off; while the account is reloaded, it cannot be."""
        wanted, service = ("on", "turn_on") if is_on else ("off", "turn_off")

        async def is_turned() -> bool:
            state = await self.home_assistant.get(f"/api/states/{self.switch}")
            if state["state"] != wanted:
                await self.home_assistant.post(
                    f"/api/services/switch/{service}", {"entity_id": self.switch}
                )
            return bool(state["state"] == wanted)

        await self.process.until(is_turned, f"turn the switch {wanted}", SECONDS)

    async def reload(self) -> None:
        """Reload the account."""
        (entry,) = await self.home_assistant.command(
            "config_entries/get", domain="cloudprint"
        )
        path = f"/api/config/config_entries/entry/{entry['entry_id']}/reload"
        await self.home_assistant.post(path, {})

    async def all_jobs(self) -> list[dict[str, Any]]:
        """Return all jobs, the newest first."""
        answer = await self.home_assistant.action(
            "cloudprint.get_jobs", {"limit": 1000}
        )
        jobs: list[dict[str, Any]] = answer["jobs"]
        return jobs

    async def jobs(self) -> dict[str, dict[str, Any]]:
        """Return all jobs by their names, which must be unique."""
        found = await self.all_jobs()
        jobs = {job["name"]: job for job in found}
        assert len(jobs) == len(found), [(job["name"], job["state"]) for job in found]
        return jobs

    async def until_all_ended(self) -> list[dict[str, Any]]:
        """Wait until no job is open, and return all."""

        async def have_ended() -> bool:
            return all(job["state"] in ENDED for job in await self.all_jobs())

        await self.process.until(have_ended, "end all jobs", SECONDS)
        return await self.all_jobs()

    async def until_state(self, name: str, *states: str) -> dict[str, Any]:
        """Wait until the job of a name is in one of some states, and return it."""
        found: list[dict[str, Any]] = []

        async def reached() -> bool:
            job = (await self.jobs()).get(name)
            if job is not None and job["state"] in states:
                found.append(job)
            return bool(found)

        what = f"show {name} as {' or '.join(states)}"
        await self.process.until(reached, what, SECONDS)
        return found[-1]

    async def printed(self, name: str | None = None) -> list[dict[str, Any]]:
        """Return what came out of the printer, all or by its name."""
        printed: list[dict[str, Any]] = await self.cloud.control("GET", "/printed")
        return [job for job in printed if name in (None, job["name"])]

    async def printed_pages(self, name: str) -> list[tuple[int, int]]:
        """Return the pages of the only print of a name: width and height in millimetres."""
        (job,) = await self.printed(name)
        path = f"{self.cloud.control_url}/printed/{job['task_id']}/content"
        async with aiohttp.ClientSession() as session, session.get(path) as answer:
            html = await answer.text()
        sizes = {
            match["name"]: (_millimetres(match["width"]), _millimetres(match["height"]))
            for match in _PAGE_RULE.finditer(html)
        }
        return [sizes[name] for name in re.findall(r'<div class="(\w+)"', html)]

    async def change_printer(self, **changes: Any) -> None:
        """Change attributes of the simulated printer, and let Home Assistant see them."""
        path = f"/printers/{self.printer.share_code}"
        await self.cloud.control("PATCH", path, changes)
        await self.home_assistant.post(
            "/api/services/homeassistant/update_entity", {"entity_id": self.entities}
        )

    async def set_task(self, name: str, status: str | None) -> None:
        """Fix the state of the task of a name, or let it go on."""
        for job in await self.printed(name):
            await self.cloud.control(
                "PATCH", f"/tasks/{job['task_id']}", {"status": status}
            )


def _millimetres(pixels: str) -> int:
    return round(int(pixels) / 96 * 25.4)


async def share_printer(
    home_assistant: HomeAssistant,
    cloud: SimulatedCloud,
    printer: Printer,
    *,
    port: int,
    **options: Any,
) -> House:
    """Add the account with a printer, share it, and restart.

    Home Assistant writes its registries and the states of switches down when it is
    stopped; it would forget them if it was killed before.
    """
    devices = await add_account(home_assistant, cloud, [printer])
    await set_options(home_assistant, ipp_port=port, **options)
    device_id = devices[printer.share_code]
    house = House(
        home_assistant=home_assistant,
        cloud=cloud,
        printer=printer,
        device_id=device_id,
        entities=await _find_entities(home_assistant, device_id),
        port=port,
    )
    await house.turn(True)
    await home_assistant.restart()
    await house.until_shared()
    return house


async def set_options(home_assistant: HomeAssistant, **options: Any) -> None:
    """Set options of the local network, through the form that a person fills in."""
    (entry,) = await home_assistant.command("config_entries/get", domain="cloudprint")
    form = await home_assistant.post(_OPTIONS_FLOW, {"handler": entry["entry_id"]})
    step = f"{_OPTIONS_FLOW}/{form['flow_id']}"
    form = await home_assistant.post(step, {"next_step_id": "settings"})
    fields: dict[str, Any] = {
        field["name"]: {}
        for field in form["data_schema"]
        if field.get("type") == "expandable"
    }
    answer = await home_assistant.post(step, {**fields, "local_network": options})
    assert answer["type"] == "create_entry", answer


async def _find_entities(home_assistant: HomeAssistant, device_id: str) -> list[str]:
    """Return the ids of the entities of a device, when its switch is there."""
    found: list[str] = []

    async def are_there() -> bool:
        entities = await home_assistant.command("config/entity_registry/list")
        found[:] = [
            entity["entity_id"]
            for entity in entities
            if entity["device_id"] == device_id and entity["disabled_by"] is None
        ]
        return any(name.startswith("switch.") for name in found)

    await home_assistant.process.until(are_there, "add the switch", SECONDS)
    return found
