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
from types import MappingProxyType
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import (
    CLIENT_ID,
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_purge_done,
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
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import EVENT_CALL_SERVICE, MATCH_ALL, Platform
from homeassistant.core import Context, Event, HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.json import json_dumps
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .actions import call, call_again
from .conftest import SetUpAccount
from .entities import device_id_of, entity_id_of
from .flows.steps import check_texts
from .flows.test_options import SETTINGS
from .samples.documents import picture
from .simulator import CloudSimulator, Fault, Printer
from .test_access import Answer, Person, say, use_tool

PERSON: Final = "Annabelle"
NAMES: Final = ("Divorce papers", "Dismissal letter", "Blood test", "Love poem")
TEXT: Final = "Dear lawyer"
MARK: Final = "Top secret"
MESSAGE: Final = "Refused by the censor"


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

    async def finish(self) -> None:
        """Let all open jobs finish."""
        store = self.account.runtime_data.store
        while jobs := store.open_jobs:
            # An answer of the service may come in between.
            store.transition(jobs[-1], JobState.FINISHED)
            await self.hass.async_block_till_done()

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
        found: list[str] = [job.job_id for job in jobs if job.name == name]
        (job_id,) = found
        return job_id

    async def plant(self) -> None:
        """Let Anna print something with each outcome."""
        store, simulator = self.account.runtime_data.store, self.simulator
        await self.print(self.anna, NAMES[0], watermark=MARK)
        await self.finish()
        simulator.faults.add("newPrintTask", Fault.REFUSED, message=MESSAGE, times=1)
        answer = await self.print(self.anna, NAMES[0])
        assert MESSAGE in answer.told
        simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
        await self.print(self.anna, NAMES[1])
        await call_again(self.account)
        await self.print(self.anna, NAMES[2], file="media/a.png")
        store.transition(store.open_jobs[-1], JobState.PRINTING)
        self.printer.online_status = "0"
        await self.account.runtime_data.coordinator.async_refresh()
        answer = await self.anna.act(
            "print", device_id=self.device_id, text=TEXT, name=NAMES[3], copies=2
        )
        assert '"held"' in answer.told
        await self.hass.async_block_till_done(wait_background_tasks=True)
        jobs = await self.hass.data[JOURNAL].async_jobs(limit=100)
        jobs = [job for job in jobs if job.requester.name == PERSON]
        assert {job.state.value for job in jobs} == {
            "finished",
            "failed",
            "unconfirmed",
            "printing",
            "held",
        }
        contexts = [job.requester.context_id for job in jobs]
        tasks = [job.sent.task_id for job in jobs]
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
async def own_home(
    request: pytest.FixtureRequest,
    recorder_mock: object,
    hass: HomeAssistant,
    config_folder: Path,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> Home:
    """Set up a home with own history, in which the image of the last document is on."""
    printer.step_seconds = 600
    (config_folder / "media/a.png").write_bytes(picture("PNG", (20, 20)))
    hass.config.components.add("frontend")
    components = ("homeassistant", "api", "logbook", "history", "repairs")
    for component in (*components, "conversation"):
        assert await async_setup_component(hass, component, {})
    account = await set_up_account(own_history=getattr(request, "param", True))
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
    assert any("was printed on" in str(message) for message in said)
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
    assert len(feed["event"]["jobs"]) >= 2
    return json_dumps([[each.told for each in shown], feed])


async def look_at_jobs(home: Home) -> str:
    """Return the answers of actions that list jobs or return what was printed."""
    own = {"device_id": home.device_id}
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        ("get_jobs", {}),
        ("get_jobs", {**own, "limit": 1000}),
        ("cancel_job", own),
        ("reprint_job", own),
        ("release_jobs", own),
    )
    answers = [await home.ben.act(action, **fields) for action, fields in asked]
    return " ".join(answer.told for answer in answers)


def speak(sentence: str) -> Callable[[Home], Awaitable[str]]:
    """Return a function that says a sentence as Ben does."""

    async def ask(home: Home) -> str:
        scene: Any = home
        return (await say(sentence)(scene, home.ben)).told

    return ask


def use(name: str, **fields: Any) -> Callable[[Home], Awaitable[str]]:
    """Return a function that lets a language model use a tool for Ben."""

    async def ask(home: Home) -> str:
        scene: Any = home
        answer: Answer = await use_tool(name, **fields)(scene, home.ben)
        return answer.told

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
    "cancel": speak("Cancel the print"),
    "again": speak("Print it again"),
    "status of models": use("get_status"),
    "cancel of models": use("cancel", all=True),
    "reprint of models": use("reprint"),
}


async def test_planted_words(own_home: Home) -> None:
    """A member finds nothing of what another one prints, wherever they look."""
    await own_home.plant()
    printed = len(own_home.simulator.printed)
    for surface, look in SURFACES.items():
        told = await look(own_home)
        assert told
        for word in own_home.words:
            assert word not in told, (surface, word)
    # Release is of the printer, whose ever they are; nothing else of them was done.
    assert len(own_home.simulator.printed) == printed + 1
    # What happens meanwhile is published once more.
    for look in (look_at_states, look_at_events, look_at_recorder, look_at_logbook):
        told = await look(own_home)
        assert not [word for word in own_home.words if word in told]


@pytest.mark.parametrize("own_home", [False], indirect=True)
async def test_planted_words_without_own_history(own_home: Home) -> None:
    """What is searched has the words where own history is off: they would be found."""
    await own_home.plant()
    hidden: tuple[str, ...] = (
        "notifications and repairs",
        "diagnostics",
        "image",
        "actions",
        # What is printed again by voice is one's own, anyway.
        "again",
        "reprint of models",
    )
    for surface, look in SURFACES.items():
        if surface in hidden:
            continue
        told = await look(own_home)
        found = [word for word in own_home.words if word in told]
        assert found, surface
        if surface in ("cancel", "cancel of models"):
            await own_home.print(own_home.anna, NAMES[3])


async def test_own_jobs(own_home: Home) -> None:
    """A member has all of the own jobs; administrators and automations of all."""
    await own_home.print(own_home.ben, "Recipe")
    await own_home.plant()
    listed = await own_home.ask(own_home.ben, "jobs/list")
    others, own = listed["jobs"][:-1], listed["jobs"][-1]
    assert own["name"] == "Recipe"
    assert own["requested_by"] == "Ben"
    assert own["task_id"]
    # What is in the way is shown, and no more of it.
    assert [job["state"] for job in others] == ["held", "printing"]
    for job in others:
        assert (job["name"], job["print_id"]) == ("Another user’s print", "")
        assert not any(job[right] for right in job if right.startswith("can_"))
        assert job["options"] == {}
        assert job["content"] == {
            "source": "",
            "format": job["content"]["format"],
            "bytes": 0,
        }
    assert others[1]["pages"] == 1

    ended = [NAMES[1], *NAMES[:1] * 2, "Recipe"]
    # What Ben has printed has ended.
    of_anna = [NAMES[3], NAMES[2], *ended[:-1]]
    assert await own_home.get_names(own_home.anna) == of_anna
    everything = [NAMES[3], NAMES[2], *ended]
    assert await own_home.get_names(own_home.owner) == everything
    jobs = (await call(own_home.hass, "get_jobs"))["jobs"]
    assert [job["name"] for job in jobs] == everything
    # By page, as without own history
    page = await own_home.ask(own_home.anna, "jobs/list", limit=2)
    assert page["has_more"]
    before = page["jobs"][-1]["job_id"]
    assert (await own_home.get_names(own_home.anna, before=before, limit=2)) == [
        *ended[:2]
    ]


async def test_only_own_jobs_are_changed(own_home: Home) -> None:
    """What another user prints is not moved, canceled, printed again or decided on."""
    await own_home.plant()
    waiting, unconfirmed = own_home.find(NAMES[3]), own_home.find(NAMES[1])
    asked: dict[str, dict[str, Any]] = {
        "jobs/cancel": {"job_id": waiting},
        "jobs/move": {"job_id": waiting, "device_id": own_home.device_id},
        "jobs/reprint": {"job_id": waiting},
        "jobs/turned": {"job_id": waiting},
        "jobs/decide": {"job_id": unconfirmed, "decision": "printed"},
    }
    for command, fields in asked.items():
        assert await own_home.ask(own_home.ben, command, **fields) == "job_not_own", (
            command
        )
    for action in ("cancel_job", "reprint_job"):
        answer = await own_home.ben.act(action, job_id=waiting)
        assert "job_not_own" in answer.told
    own = {"device_id": own_home.device_id}
    assert (
        await own_home.ask(own_home.ben, "jobs/reprint", **own)
        == "printer_without_own_jobs"
    )
    # Administrators may, of one that they name; the last one is their own.
    assert (
        await own_home.ask(own_home.owner, "jobs/reprint", **own)
        == "printer_without_own_jobs"
    )
    decided = await own_home.ask(own_home.owner, "jobs/decide", **asked["jobs/decide"])
    assert decided["job"]["state"] == "finished"
    assert (await own_home.ask(own_home.owner, "jobs/cancel", job_id=waiting))["job"][
        "name"
    ]
    # An automation has no own one.
    again = await call(own_home.hass, "reprint_job", own)
    assert again["name"] == NAMES[3]


async def test_the_last_one(own_home: Home) -> None:
    """To print again, cancel and ask without a name is about the own one."""
    await own_home.print(own_home.ben, "Recipe")
    await own_home.print(own_home.anna, NAMES[0])
    own = {"device_id": own_home.device_id}
    again = await own_home.ask(own_home.ben, "jobs/reprint", **own)
    assert again["job"]["name"] == "Recipe"
    await own_home.print(own_home.anna, NAMES[1])
    button = own_home.entity(Platform.BUTTON, "reprint_last")
    await own_home.ben.act("button.press", entity_id=button)
    assert own_home.account.runtime_data.store.open_jobs[-1].name == "Recipe"
    await own_home.print(own_home.anna, NAMES[1])
    assert "Recipe" in await speak("Did the document print?")(own_home)
    assert "Recipe" in await speak("Print it again")(own_home)
    assert "Recipe" in await use("reprint")(own_home)

    await own_home.finish()
    own_home.printer.online_status = "0"
    await own_home.account.runtime_data.coordinator.async_refresh()
    await own_home.print(own_home.ben, "Cake")
    await own_home.print(own_home.anna, NAMES[2])
    said = await speak("What is in the print queue?")(own_home)
    assert "Cake" in said
    assert "Another user’s print" in said
    assert "Cake" in await speak("Cancel the print")(own_home)
    assert [job.name for job in own_home.account.runtime_data.store.held_jobs] == [
        NAMES[2]
    ]


async def test_own_one_by_name(own_home: Home) -> None:
    """A document that all may print is asked for by its name; another's print is not it."""
    document = ConfigSubentry(
        data=MappingProxyType({"text": TEXT, "device_id": own_home.device_id}),
        subentry_type="document",
        title="Chore chart",
        unique_id=None,
    )
    own_home.hass.config_entries.async_add_subentry(own_home.account, document)
    await own_home.hass.async_block_till_done()
    async_fire_time_changed(own_home.hass, dt_util.utcnow() + timedelta(seconds=2))
    await own_home.hass.async_block_till_done()
    asked = speak("Did you print the chore chart?")
    await own_home.print(own_home.anna, "Chore chart")
    assert "have not printed" in await asked(own_home)
    await own_home.print(own_home.ben, "Chore chart")
    assert "have not printed" not in await asked(own_home)


async def test_namesake(own_home: Home, hass_client: Any, hass_ws_client: Any) -> None:
    """Two users of one name are two, and one who was renamed stays the same."""
    other = await _add(own_home.hass, PERSON, hass_client, hass_ws_client)
    await own_home.print(own_home.anna, NAMES[0])
    assert await own_home.get_names(other) == ["Another user’s print"]
    assert own_home.anna.user is not None
    await own_home.hass.auth.async_update_user(own_home.anna.user, name="Anna")
    assert await own_home.get_names(own_home.anna) == [NAMES[0]]


async def test_idempotency_keys(own_home: Home) -> None:
    """A key of another user's print returns nothing of it; the own one does."""
    key: Any = {"idempotency_key": "today"}
    for person in (own_home.anna, own_home.ben, own_home.anna):
        await own_home.print(person, f"of {person.user and person.user.name}", **key)
    assert await own_home.get_names(own_home.owner) == ["of Ben", f"of {PERSON}"]
    for _ in range(2):
        await call(
            own_home.hass, "print", device_id=own_home.device_id, text="x", **key
        )
    assert len(own_home.simulator.printed) == 3


async def test_approvers(own_home: Home) -> None:
    """Who is asked about a print sees what it is, until it was decided."""
    assert own_home.ben.user is not None
    data = {"others": True, "ask_above": 0, "approvers": [own_home.ben.user.id]}
    rule = ConfigSubentry(
        data=MappingProxyType(data), subentry_type="rule", title="All", unique_id=None
    )
    own_home.hass.config_entries.async_add_subentry(own_home.account, rule)
    await own_home.print(own_home.anna, NAMES[0], text="x")
    assert await own_home.get_names(own_home.ben) == [NAMES[0]]
    # To decide is all that he may: the print is not his.
    job_id = own_home.find(NAMES[0])
    own = {"job_id": job_id}
    refused = [
        await own_home.ask(own_home.ben, f"jobs/{command}", **own)
        for command in ("cancel", "reprint")
    ]
    assert refused == ["job_not_own"] * 2
    (job,) = (await own_home.ask(own_home.ben, "jobs/list"))["jobs"]
    assert job["approval"]["can_decide"]
    assert not any(job[right] for right in job if right.startswith("can_"))
    approved = await own_home.ask(own_home.ben, "jobs/approve", **own)
    assert approved["jobs"][0]["name"] == NAMES[0]
    assert await own_home.ask(own_home.ben, "jobs/reprint", **own) == "job_not_own"


def as_ids(home: Home, person: Person) -> set[str]:
    """Return who and what is in the contexts of our events and states."""
    entities = [
        state
        for state in home.hass.states.async_all()
        if (entry := er.async_get(home.hass).async_get(state.entity_id))
        and entry.platform == "cloudprint"
    ]
    events = [each for each in home.events if each.event_type == "cloudprint_job"]
    sources: list[Any] = [*events, *entities]
    contexts = [each.context for each in sources]
    assert events
    return {
        str(each)
        for context in contexts
        for each in (context.id, context.parent_id, context.user_id)
    }


async def press_all(home: Home, context: Context) -> None:
    """Use each entity that prints in a context."""
    store = home.account.runtime_data.store
    document = ConfigSubentry(
        data=MappingProxyType({"text": TEXT, "device_id": home.device_id}),
        subentry_type="document",
        title="Chore chart",
        unique_id=None,
    )
    home.hass.config_entries.async_add_subentry(home.account, document)
    await home.hass.async_block_till_done()
    unique_id = f"{home.account.unique_id}_document_{document.subentry_id}"
    registry = er.async_get(home.hass)
    pressed = registry.async_get_entity_id(Platform.BUTTON, "cloudprint", unique_id)
    for action, entity_id, fields in (
        ("button.press", pressed, {}),
        ("button.press", home.entity(Platform.BUTTON, "test_page"), {}),
        ("button.press", home.entity(Platform.BUTTON, "reprint_last"), {}),
        (
            "notify.send_message",
            home.entity(Platform.NOTIFY, "print_message"),
            {"message": TEXT},
        ),
    ):
        domain, _, service = action.partition(".")
        await home.hass.services.async_call(
            domain,
            service,
            {"entity_id": entity_id, **fields},
            context=context,
            blocking=True,
        )
    await home.hass.async_block_till_done()
    assert len(home.simulator.printed) == 4
    store.transition(store.open_jobs[0], JobState.FINISHED)
    await home.hass.async_block_till_done()


async def test_who_pressed_a_button(own_home: Home) -> None:
    """The states of what prints, and the events, do not say who used it."""
    assert own_home.anna.user is not None
    context = Context(user_id=own_home.anna.user.id)
    await press_all(own_home, context)
    assert not {context.id, own_home.anna.user.id} & as_ids(own_home, own_home.anna)
    told = await look_at_recorder(own_home) + await look_at_logbook(own_home)
    assert context.id not in told
    assert own_home.anna.user.id not in told
    assert await own_home.get_names(own_home.ben) == ["Another user’s print"] * 3
    assert len(await own_home.get_names(own_home.anna)) == 4


@pytest.mark.usefixtures("enabled_entities")
@pytest.mark.parametrize("own_home", [False], indirect=True)
async def test_contexts_without_own_history(own_home: Home) -> None:
    """Events are children of what printed, and have no user; also after a restart."""
    assert own_home.anna.user is not None
    context = Context(user_id=own_home.anna.user.id)
    await press_all(own_home, context)
    await own_home.hass.config_entries.async_reload(own_home.account.entry_id)
    store = own_home.account.runtime_data.store
    store.transition(store.open_jobs[0], JobState.FINISHED)
    await own_home.hass.async_block_till_done()
    events = [each for each in own_home.events if each.event_type == "cloudprint_job"]
    assert len(events) == 2
    for event in events:
        assert event.context.parent_id == context.id
        assert event.context.user_id is None
    state = own_home.hass.states.get(own_home.entity(Platform.EVENT, "print_job"))
    assert state is not None
    assert (state.context.parent_id, state.context.user_id) == (context.id, None)


@pytest.mark.parametrize(
    ("own_home", "cause"), [(False, "Morning"), (True, None)], indirect=["own_home"]
)
async def test_activity_names_the_automation(own_home: Home, cause: str | None) -> None:
    """The activity says which automation printed; with own history, it does not."""
    automation = {
        "alias": "Morning",
        "triggers": {"trigger": "event", "event_type": "morning"},
        "actions": {
            "action": "cloudprint.print",
            "data": {"device_id": own_home.device_id, "text": TEXT, "name": NAMES[0]},
        },
    }
    await automate(own_home.hass, automation)
    own_home.hass.bus.async_fire("morning")
    await own_home.hass.async_block_till_done()
    await own_home.finish()
    await async_wait_recording_done(own_home.hass)
    since = (dt_util.utcnow() - timedelta(hours=1)).isoformat()
    answer = await own_home.ben.send("logbook/get_events", start_time=since)
    entries = json.loads(answer.told)["result"]
    (entry,) = (each for each in entries if each.get("domain") == "cloudprint")
    assert entry.get("context_name") == cause
    assert "context_user_id" not in entry
    assert (NAMES[0] in entry["message"]) is (cause is not None)


async def test_what_triggers_give(own_home: Home) -> None:
    """An automation gets the whole job, and a state without what others may not see."""
    told: list[Any] = []
    own_home.hass.bus.async_listen("told", told.append)
    automation = {
        "triggers": {
            "trigger": "cloudprint.job_finished",
            "target": {"device_id": own_home.device_id},
        },
        "actions": {
            "event": "told",
            "event_data": {
                "job": "{{ trigger.job | to_json }}",
                "state": "{{ trigger.to_state.as_dict() | to_json }}",
            },
        },
    }
    await automate(own_home.hass, automation)
    await own_home.print(own_home.anna, NAMES[0])
    await own_home.finish()
    job, state = (
        json.loads(told[0].data[key])
        if isinstance(told[0].data[key], str)
        else told[0].data[key]
        for key in ("job", "state")
    )
    assert (job["name"], job["requested_by"]) == (NAMES[0], PERSON)
    assert job["task_id"]
    assert set(state["attributes"]) & {"job_name", "requested_by", "task_id"} == set()
    assert state["attributes"]["job_id"] == job["job_id"]


async def automate(hass: HomeAssistant, automation: dict[str, Any]) -> None:
    """Set up an automation."""
    given = {"automation": automation}
    assert await async_setup_component(hass, "automation", given)
    await hass.async_block_till_done()


async def switch_on(home: Home, *, purges: bool | None) -> None:
    """Switch own history on in the options, as an administrator does."""
    options = home.hass.config_entries.options
    result = await options.async_init(home.account.entry_id)
    for entered in (
        {"next_step_id": "settings"},
        {**SETTINGS, "storage": {"own_history": True}},
    ):
        result = await options.async_configure(result["flow_id"], entered)
        check_texts("options", result)
    if purges is not None:
        assert result["step_id"] == "own_history"
        result = await options.async_configure(
            result["flow_id"], {"purge_recorded": purges}
        )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await home.hass.async_block_till_done()
    assert home.account.options["own_history"] is True


@pytest.mark.parametrize("own_home", [False], indirect=True)
@pytest.mark.parametrize("purges", [True, False])
async def test_switch_on(own_home: Home, *, purges: bool) -> None:
    """What is shown has no names from then on; what was recorded is purged if wanted."""
    await own_home.plant()
    assert NAMES[1] in await look_at_states(own_home)
    assert NAMES[3] in await look_at_logbook(own_home)
    await switch_on(own_home, purges=purges)
    own_home.events.clear()

    # The event entity has restored its last event.
    for look in (look_at_states, look_at_card):
        told = await look(own_home)
        assert not [word for word in own_home.words if word in told]
    await async_wait_recording_done(own_home.hass)
    await async_wait_purge_done(own_home.hass)
    query = "SELECT shared_attrs FROM state_attributes"

    def read() -> str:
        with session_scope(hass=own_home.hass, read_only=True) as session:
            return str([*session.execute(sql(query))])

    recorded = await get_instance(own_home.hass).async_add_executor_job(read)
    assert (NAMES[1] in recorded) is not purges
    # The events of before are told without names, too.
    since = (dt_util.utcnow() - timedelta(hours=1)).isoformat()
    told = (await own_home.ben.send("logbook/get_events", start_time=since)).told
    assert "A document" in told
    # Who called an action is Home Assistant's own record.
    hidden = (*NAMES, PERSON, MESSAGE, TEXT)
    assert not [word for word in hidden if word in told]

    # It is not asked again for other settings.
    options = own_home.hass.config_entries.options
    result = await options.async_init(own_home.account.entry_id)
    for entered in (
        {"next_step_id": "settings"},
        {**SETTINGS, "storage": {"own_history": True}},
    ):
        result = await options.async_configure(result["flow_id"], entered)
    assert result["type"] is FlowResultType.CREATE_ENTRY
