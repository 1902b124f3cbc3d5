"""Home Assistant is killed and starts in an outage: what is printed then comes out once."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from scripts.playground.account import add_account
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.home_assistant import HomeAssistant

from .flows import add_part
from .log import our_errors, read_log

SECONDS: Final = 180
_FAULT: Final = {"call": "getToken", "fault": "refused", "times": None}


class _Home:
    """A home with a printer and a saved document, and each way to print in it."""

    def __init__(self, home_assistant: HomeAssistant, device_id: str) -> None:
        self.home_assistant = home_assistant
        self.device_id = device_id
        self.ways: dict[str, Callable[[], Awaitable[Any]]] = {
            "Last": lambda: self._press("reprint_last"),
            "Action": self._act,
            "Message": self._notify,
            "Test page": lambda: self._press("test_page"),
            "Timetable": lambda: self._press("_document_"),
            "Card": lambda: self._send("Card"),
            "Maths sheet": self._say,
        }

    async def save_document(self, name: str) -> None:
        """Save a document as its form does."""
        fields = {"name": name, "text": name, "device_id": self.device_id}
        flow = await add_part(self.home_assistant, "document", fields, "text")
        answer = flow.steps[-1]
        assert answer["type"] == "create_entry", answer

    async def rename_printer(self, name: str) -> None:
        """Give the printer a name that can be said."""
        await self.home_assistant.command(
            "config/device_registry/update", device_id=self.device_id, name_by_user=name
        )

    async def print(self, name: str) -> Any:
        """Print by the action."""
        return await self.home_assistant.action(
            "cloudprint.print",
            {"device_id": self.device_id, "text": name, "name": name},
        )

    async def _act(self) -> None:
        await self.print("Action")

    async def _notify(self) -> None:
        entity_id = await self._find("print_message")
        await self.home_assistant.post(
            "/api/services/notify/send_message",
            {"entity_id": entity_id, "message": "x", "title": "Message"},
        )

    async def _press(self, key: str) -> None:
        entity_id = await self._find(key)
        await self.home_assistant.post(
            "/api/services/button/press", {"entity_id": entity_id}
        )

    async def _send(self, name: str) -> None:
        await self.home_assistant.command(
            "cloudprint/print", device_id=self.device_id, text=name, name=name
        )

    async def _say(self) -> None:
        """Say a sentence until voice knows the names, which it reads after the start."""

        async def is_understood() -> bool:
            answer = await self.home_assistant.command(
                "conversation/process",
                text="Print the maths sheet on the office printer",
                language="en",
            )
            return bool(answer["response"]["response_type"] == "action_done")

        await self.home_assistant.process.until(is_understood, "understand", SECONDS)

    async def _find(self, key: str) -> str:
        """Return the entity whose unique id ends with a key, or the timetable's button."""
        entities = await self.home_assistant.command("config/entity_registry/list")
        (entity_id,) = (
            entity["entity_id"]
            for entity in entities
            if entity["platform"] == "cloudprint"
            and (
                entity["entity_id"] == "button.timetable"
                if key == "_document_"
                else entity["unique_id"].endswith(f"_{key}")
            )
        )
        state = await self.home_assistant.get(f"/api/states/{entity_id}")
        # Home Assistant would call nothing, and answer 200.
        assert state["state"] != "unavailable", entity_id
        return str(entity_id)

    async def jobs(self) -> list[dict[str, Any]]:
        """Return all jobs, the oldest first."""
        answer = await self.home_assistant.action("cloudprint.get_jobs", {})
        jobs: list[dict[str, Any]] = answer["jobs"][::-1]
        return jobs

    async def waiting(self) -> dict[str, str | None]:
        """Return why the held jobs wait, by their names."""
        held = [job for job in await self.jobs() if job["state"] == "held"]
        assert len({job["name"] for job in held}) == len(held)
        return {job["name"]: job["reason"] for job in held}

    async def until_finished(self, count: int) -> None:
        """Wait until all of so many jobs are finished."""

        async def reached() -> bool:
            states = [job["state"] for job in await self.jobs()]
            return states == ["finished"] * count

        await self.home_assistant.process.until(reached, "finish all jobs", SECONDS)


async def _set_outage(cloud: SimulatedCloud, reason: str, *, is_over: bool) -> None:
    """Let the service be away, or refuse the key; or end that."""
    if reason == "service":
        await cloud.control("POST", "/connections", {"accept": is_over})
    elif is_over:
        await cloud.control("DELETE", "/faults")
    else:
        await cloud.control("POST", "/faults", _FAULT)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("reason", ["service", "authentication"])
async def test_killed_and_started_in_an_outage(
    home_assistant: HomeAssistant, cloud: SimulatedCloud, reason: str
) -> None:
    """Each way to print holds, over another kill, and each print comes out once."""
    printer, _ = cloud.printers
    devices = await add_account(home_assistant, cloud, [printer])
    home = _Home(home_assistant, devices[printer.share_code])
    await home.rename_printer("Office printer")
    for name in ("Timetable", "Maths sheet"):
        await home.save_document(name)
    await home.print("Last")
    await home.until_finished(1)
    # Home Assistant writes its registries down when it is stopped.
    await home_assistant.restart()

    await home_assistant.kill()
    await _set_outage(cloud, reason, is_over=False)
    await home_assistant.start()
    for print_ in home.ways.values():
        await print_()
    expected = dict.fromkeys(home.ways, reason)
    assert await home.waiting() == expected
    flows = await home_assistant.command("config_entries/flow/progress")
    asked = [flow for flow in flows if flow["handler"] == "cloudprint"]
    assert len(asked) == (reason == "authentication")

    await home_assistant.kill()
    await home_assistant.start()
    assert await home.waiting() == expected
    assert [job["name"] for job in await cloud.control("GET", "/printed")] == ["Last"]

    await _set_outage(cloud, reason, is_over=True)
    if reason == "authentication":
        # The key is tried again every 15 minutes, or when a person asks for it.
        await home_assistant.action("cloudprint.release_jobs", {})
    await home.until_finished(1 + len(home.ways))
    printed = [job["name"] for job in await cloud.control("GET", "/printed")]
    assert printed == ["Last", *home.ways]
    assert await cloud.control("GET", "/violations") == []
    errors = our_errors(read_log(home_assistant.process.log))
    assert all("Cloud Print data: " in error for error in errors), errors


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_started_in_an_outage_without_a_journal(
    home_assistant: HomeAssistant, cloud: SimulatedCloud
) -> None:
    """The printers are known by their devices: each way to print holds, and prints once."""
    printer, _ = cloud.printers
    devices = await add_account(home_assistant, cloud, [printer])
    home = _Home(home_assistant, devices[printer.share_code])
    await home.rename_printer("Office printer")
    for name in ("Timetable", "Maths sheet"):
        await home.save_document(name)
    del home.ways["Last"]

    async def list_registries() -> list[tuple[str, ...]]:
        entities = await home_assistant.command("config/entity_registry/list")
        found = await home_assistant.command("config/device_registry/list")
        return sorted(
            [(entity["entity_id"], entity["unique_id"]) for entity in entities]
            + [(device["id"], str(device["name"])) for device in found]
        )

    # Home Assistant writes its registries down when it is stopped.
    await home_assistant.restart()
    before = await list_registries()
    await home_assistant.kill()
    for file in (home_assistant.config / ".storage/cloudprint").glob("journal.db*"):
        file.unlink()
    await _set_outage(cloud, "service", is_over=False)
    await home_assistant.start()
    for print_ in home.ways.values():
        await print_()
    assert await home.waiting() == dict.fromkeys(home.ways, "service")
    await home_assistant.restart()
    assert await list_registries() == before

    await _set_outage(cloud, "service", is_over=True)
    await home.until_finished(len(home.ways))
    printed = [job["name"] for job in await cloud.control("GET", "/printed")]
    assert printed == [*home.ways]
    assert await cloud.control("GET", "/violations") == []
