"""Own history: what others print is nowhere to be found, except for administrators.

Words are planted in the prints of a member, and all that another member can read is
searched for them. Home Assistant records which actions were called itself; only
administrators can read that.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
import json
from pathlib import Path
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import (
    CLIENT_ID,
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)
from sqlalchemy import text as sql

from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.diagnostics import async_get_config_entry_diagnostics
from custom_components.cloudprint.spool.job import JobState
from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.util import session_scope
from homeassistant.const import EVENT_CALL_SERVICE, MATCH_ALL, Platform
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.json import json_dumps
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .actions import call_again
from .conftest import SetUpAccount, device_id_of
from .entities import entity_id_of
from .samples.documents import picture
from .simulator import CloudSimulator, Fault, Printer
from .test_access import Answer, Person, say, use_tool

PERSON: Final = "Annabelle"
NAMES: Final = ("Divorce papers", "Dismissal letter", "Blood test", "Love poem")
TEXT: Final = "Dear lawyer"
MARK: Final = "Top secret"
MESSAGE: Final = "Refused by the censor"

pytestmark = pytest.mark.usefixtures("earlier_home")


@dataclass(kw_only=True)
class Home:
    """A home with own history, its people, and all events since they came."""

    hass: HomeAssistant
    account: MockConfigEntry
    simulator: CloudSimulator
    printer: Printer
    anna: Person
    ben: Person
    owner: Person
    events: list[Event[Any]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def device_id(self) -> str:
        """Return the device of the printer."""
        return device_id_of(self.hass, self.account, self.printer)

    def entity(self, platform: Platform, key: str) -> str:
        """Return an entity of the printer."""
        return entity_id_of(self.hass, self.account, platform, key, self.printer)

    async def print(self, person: Person, name: str, **fields: Any) -> Answer:
        """Print as a person does with the card."""
        content = {} if "file" in fields else {"text": TEXT}
        given = {"device_id": self.device_id, "name": name, **content, **fields}
        answer = await person.send("cloudprint/print", **given)
        await self.hass.async_block_till_done()
        return answer

    async def ask(self, person: Person, command: str, **fields: Any) -> Any:
        """Return the result of a command, or the key of its error."""
        answer = await person.send(f"cloudprint/{command}", **fields)
        told = json.loads(answer.told)
        return told["result"] if answer.is_done else told["error"]["translation_key"]

    async def get_names(self, person: Person, **fields: Any) -> list[str]:
        """Return the names of the jobs that a person is listed."""
        listed = await self.ask(person, "jobs/list", **fields)
        return [job["name"] for job in listed["jobs"]]

    def find(self, name: str) -> str:
        """Return the id of an open or undecided job."""
        store = self.account.runtime_data.store
        jobs = (*store.open_jobs, *store.undecided_jobs)
        (job_id,) = (job.job_id for job in jobs if job.name == name)
        return job_id

    async def plant(self) -> None:
        """Let Anna print something with each outcome."""
        store, simulator = self.account.runtime_data.store, self.simulator
        await self.print(self.anna, NAMES[0], watermark=MARK)
        for state in (JobState.PRINTING, JobState.FINISHED):
            store.transition(store.open_jobs[0], state)
        simulator.faults.add("newPrintTask", Fault.REFUSED, message=MESSAGE, times=1)
        answer = await self.print(self.anna, NAMES[0])
        assert MESSAGE in answer.told
        simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
        await self.print(self.anna, NAMES[1])
        await call_again(self.account)
        await self.print(self.anna, NAMES[2], file="media/a.png")
        self.printer.online_status = "0"
        await self.account.runtime_data.coordinator.async_refresh()
        answer = await self.anna.act(
            "print", device_id=self.device_id, text=TEXT, name=NAMES[3], copies=2
        )
        assert '"held"' in answer.told
        await self.hass.async_block_till_done(wait_background_tasks=True)
        jobs = await self.hass.data[JOURNAL].async_jobs(limit=100)
        assert {job.state.value for job in jobs} == {
            "finished",
            "failed",
            "unconfirmed",
            "submitted",
            "held",
        }
        assert all(job.requester.name == PERSON for job in jobs)
        contexts = [job.requester.context_id for job in jobs]
        tasks = [job.task_id for job in jobs]
        assert self.anna.user is not None
        self.words += [*NAMES, TEXT, MARK, MESSAGE, PERSON, self.anna.user.id]
        self.words += filter(None, (*tasks, *contexts))
        assert len(self.words) >= 12


async def _add(
    hass: HomeAssistant,
    name: str,
    client: ClientSessionGenerator,
    websocket: WebSocketGenerator,
    *,
    is_owner: bool = False,
) -> Person:
    user = await hass.auth.async_create_user(name, group_ids=[GROUP_ID_USER])
    user.is_owner = is_owner
    user.invalidate_cache()
    token = await hass.auth.async_create_refresh_token(user, CLIENT_ID)
    access_token = hass.auth.async_create_access_token(token)
    return Person(
        hass=hass,
        user=user,
        client=await client(access_token),
        socket=await websocket(hass, access_token),
    )


@pytest.fixture
def recorder_first(recorder_mock: object) -> None:
    """Set up the recorder before anything else, as Home Assistant does."""


@pytest.fixture
async def home(
    recorder_first: None,
    hass: HomeAssistant,
    config_folder: Path,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> Home:
    """Set up a home with own history, in which the image of the last document is on."""
    (config_folder / "media/a.png").write_bytes(picture("PNG", (20, 20)))
    hass.config.components.add("frontend")
    components = ("homeassistant", "api", "logbook", "history", "repairs")
    for component in (*components, "conversation"):
        assert await async_setup_component(hass, component, {})
    account = await set_up_account(own_history=True)
    image = entity_id_of(hass, account, Platform.IMAGE, "last_document", printer)
    er.async_get(hass).async_update_entity(image, disabled_by=None)
    await hass.config_entries.async_reload(account.entry_id)
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=2))
    await hass.async_block_till_done()
    browsers = hass_client, hass_ws_client
    home = Home(
        hass=hass,
        account=account,
        simulator=simulator,
        printer=printer,
        owner=await _add(hass, "Olga", *browsers, is_owner=True),
        anna=await _add(hass, PERSON, *browsers),
        ben=await _add(hass, "Ben", *browsers),
    )

    @callback
    def note(event: Event[Any]) -> None:
        if event.event_type != EVENT_CALL_SERVICE:
            home.events.append(event)

    hass.bus.async_listen(MATCH_ALL, note)
    return home


async def look_at_states(home: Home) -> str:
    """Return all states with their contexts, as everybody is sent them."""
    return json_dumps([state.as_dict() for state in home.hass.states.async_all()])


async def look_at_events(home: Home) -> str:
    """Return all events on the bus, with their contexts."""
    assert any(event.event_type == "cloudprint_job" for event in home.events)
    return json_dumps([event.as_dict() for event in home.events])


async def look_at_recorder(home: Home) -> str:
    """Return the rows of the recorder's database, with ids as Home Assistant shows them."""
    await async_wait_recording_done(home.hass)
    queries = (
        "SELECT e.*, d.shared_data FROM events e JOIN event_types t USING (event_type_id)"
        " LEFT JOIN event_data d USING (data_id)"
        " WHERE t.event_type NOT IN ('call_service', 'user_added')",
        "SELECT s.*, m.entity_id, a.shared_attrs FROM states s"
        " JOIN states_meta m USING (metadata_id)"
        " LEFT JOIN state_attributes a USING (attributes_id)",
        "SELECT * FROM statistics_meta",
    )

    def read() -> str:
        with session_scope(hass=home.hass, read_only=True) as session:
            rows = [row for query in queries for row in session.execute(sql(query))]
        cells = [cell for row in rows for cell in row]
        assert len(rows) > 10
        return " ".join(
            f"{cell.hex()} {_as_ulid(cell)}" if isinstance(cell, bytes) else str(cell)
            for cell in cells
        )

    return await get_instance(home.hass).async_add_executor_job(read)


def _as_ulid(cell: bytes) -> str:
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = int.from_bytes(cell)
    return "".join(digits[number >> 5 * place & 31] for place in reversed(range(26)))


async def look_at_notifications(home: Home) -> str:
    """Return the persistent notifications, and the issues with their data."""
    assert await async_setup_component(home.hass, "persistent_notification", {})
    shown = [await home.ben.send("persistent_notification/get")]
    shown += [await home.ben.send("repairs/list_issues")]
    assert "jobs_unconfirmed" in shown[1].told
    (issue_id,) = (
        issue["issue_id"]
        for issue in json.loads(shown[1].told)["result"]["issues"]
        if issue["translation_key"] == "jobs_unconfirmed"
    )
    about = {"domain": "cloudprint", "issue_id": issue_id}
    shown += [await home.ben.send("repairs/get_issue_data", **about)]
    fix = {"handler": "cloudprint", "issue_id": issue_id}
    refused = await home.ben.post("/api/repairs/issues/fix", **fix)
    assert not refused.is_done
    return " ".join(each.told for each in (*shown, refused))


async def look_at_image(home: Home) -> str:
    """Return what the image entity of the last document shows."""
    entity_id = home.entity(Platform.IMAGE, "last_document")
    shown = await home.ben.get(f"/api/image_proxy/{entity_id}")
    assert not shown.is_done
    state = home.hass.states.get(entity_id)
    assert state is not None
    assert state.state == "unknown"
    return shown.told


async def look_at_logbook(home: Home) -> str:
    """Return the activity of the home and of the printer, and its history."""
    await async_wait_recording_done(home.hass)
    since = (dt_util.utcnow() - timedelta(hours=1)).isoformat()
    entity_ids = [state.entity_id for state in home.hass.states.async_all()]
    shown = [
        await home.ben.send("logbook/get_events", start_time=since),
        await home.ben.send(
            "logbook/get_events", start_time=since, device_ids=[home.device_id]
        ),
        await home.ben.send(
            "history/history_during_period",
            start_time=since,
            entity_ids=entity_ids,
            minimal_response=False,
            no_attributes=False,
        ),
        await home.ben.get("/api/states"),
        await home.ben.get(f"/api/logbook/{since.replace('+00:00', 'Z')}"),
    ]
    assert all(each.is_done for each in shown), [each.told[:300] for each in shown]
    said = [entry.get("message") for entry in json.loads(shown[0].told)["result"]]
    assert any(
        str(message).startswith("“A document” was printed on") for message in said
    )
    return " ".join(each.told for each in shown)


async def look_at_diagnostics(home: Home) -> str:
    """Return the diagnostics, which administrators download and send to others."""
    return json_dumps(await async_get_config_entry_diagnostics(home.hass, home.account))


async def look_at_card(home: Home) -> str:
    """Return what the card shows: the list, the printers, and the feed."""
    shown = [
        await home.ben.send(f"cloudprint/{command}")
        for command in ("jobs/list", "printers", "documents", "jobs/subscribe")
    ]
    assert all(each.is_done for each in shown), [each.told[:300] for each in shown]
    feed = await home.ben.socket.receive_json()
    assert len(feed["event"]["jobs"]) == 2
    return json_dumps([[each.told for each in shown], feed])


async def look_at_jobs(home: Home) -> str:
    """Return the answers of actions that list jobs or return what was printed."""
    own = {"device_id": home.device_id}
    return " ".join(
        [
            (await home.ben.act("get_jobs")).told,
            (await home.ben.act("get_jobs", **own, limit=1000)).told,
            (await home.ben.act("cancel_job", **own)).told,
            (await home.ben.act("reprint_job", **own)).told,
            (await home.ben.act("release_jobs", **own)).told,
        ]
    )


def speak(sentence: str) -> Callable[[Home], Awaitable[str]]:
    """Return a function that says a sentence as Ben does."""

    async def ask(home: Home) -> str:
        return (await say(sentence)(home, home.ben)).told  # type: ignore[arg-type]

    return ask


def use(name: str, **fields: Any) -> Callable[[Home], Awaitable[str]]:
    """Return a function that lets a language model use a tool for Ben."""

    async def ask(home: Home) -> str:
        return (await use_tool(name, **fields)(home, home.ben)).told  # type: ignore[arg-type]

    return ask


SURFACES: Final[dict[str, Callable[[Home], Awaitable[str]]]] = {
    "states": look_at_states,
    "events": look_at_events,
    "recorder": look_at_recorder,
    "notifications and repairs": look_at_notifications,
    "image": look_at_image,
    "logbook and history": look_at_logbook,
    "diagnostics": look_at_diagnostics,
    "card": look_at_card,
    "actions": look_at_jobs,
    "what waits": speak("What is in the print queue?"),
    "what printers do": speak("What are the printers doing?"),
    "the last one": speak("Did the document print?"),
    "one by name": speak(f"Did {NAMES[3]} print?"),
    "cancel": speak("Cancel the print"),
    "again": speak("Print it again"),
    "status of models": use("get_status"),
    "cancel of models": use("cancel", all=True),
    "reprint of models": use("reprint"),
}


async def test_planted_words(home: Home) -> None:
    """A member finds nothing of what another one prints, wherever they look."""
    await home.plant()
    printed = len(home.simulator.printed)
    for surface, look in SURFACES.items():
        told = await look(home)
        assert told
        for word in home.words:
            assert word not in told, (surface, word)
    # Release is of the printer, whose ever they are; nothing else of them was done.
    assert len(home.simulator.printed) == printed + 1
    # What happens meanwhile is published once more.
    for look in (look_at_states, look_at_events, look_at_recorder, look_at_logbook):
        told = await look(home)
        assert not [word for word in home.words if word in told]
