"""Permissions of users in every interface of the integration.

The account has two printers. The stranger may use the open one, and must not learn of
the sealed one and what belongs to it: all answers are searched for their names.
"""

from base64 import b64encode
from collections.abc import Awaitable, Callable, Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from itertools import count
import json
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient
import pytest
from pytest_homeassistant_custom_component.common import (
    CLIENT_ID,
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.spool.job import JobState
from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.auth.models import Group, User
from homeassistant.auth.permissions import PermissionLookup
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    intent,
    llm,
)
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .actions import call, call_again
from .conftest import SetUpAccount
from .entities import device_id_of, entity_id_of
from .printing.one_sided import TURNED
from .repairs.fixing import issues
from .samples.documents import picture
from .samples.pdf_files import text
from .simulator import Application, CloudSimulator, Fault, Printer
from .subentries import add_subentry
from .voice.test_llm import convert

ACCOUNT = "Sealed account"
PRINTER = "Sealed printer"
SHEET = "Sealed sheet"
LETTER = "Sealed letter"
NAMES = (ACCOUNT, PRINTER, SHEET, LETTER)
OPEN = "Open printer"

KEY = "key-of-a-letter"

DETAILS = ("prints", "shows", "known")
"""Details of a way that are no fields of an action or a command."""

PEOPLE = ("stranger", "reader", "member", "owner")
STRANGER, READER, MEMBER, OWNER, NOBODY = range(5)
"""Indices of PEOPLE: the first who has a permission. All later ones have it, too."""

_numbers = count()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer to a person, which may be a refusal."""

    is_done: bool
    told: str


@dataclass(kw_only=True)
class Person:
    """A user with a browser, or an automation, which has neither."""

    hass: HomeAssistant
    user: User | None = None
    client: TestClient[Any, Any] = field(repr=False)
    socket: Any = None

    @property
    def context(self) -> Context:
        """Return the context of what the person does."""
        return Context(user_id=None if self.user is None else self.user.id)

    async def send(self, command: str, **fields: Any) -> Answer:
        """Send a WebSocket command."""
        await self.socket.send_json_auto_id({"type": command, **fields})
        answer = await self.socket.receive_json()
        while answer["type"] == "event":
            # Of a subscription
            answer = await self.socket.receive_json()
        return Answer(is_done=answer["success"], told=json.dumps(answer))

    async def act(self, action: str, **fields: Any) -> Answer:
        """Call an action of ours, or another one such as `button.press`."""
        domain, _, service = action.rpartition(".")
        domain = domain or DOMAIN
        has_response = self.hass.services.supports_response(domain, service)
        returns = has_response.value != "none"
        if self.user is None:
            answer = await self.hass.services.async_call(
                domain, service, fields, blocking=True, return_response=returns
            )
            return Answer(is_done=True, told=json.dumps(answer))
        return await self.send(
            "call_service",
            domain=domain,
            service=service,
            service_data=fields,
            return_response=returns,
        )

    async def post(self, path: str, **body: Any) -> Answer:
        """Send a request."""
        response = await self.client.post(path, json=body)
        told = await response.text()
        return Answer(is_done=response.status == HTTPStatus.OK, told=told)

    async def get(self, path: str) -> Answer:
        """Get a page."""
        response = await self.client.get(path)
        told = repr(await response.read())
        return Answer(is_done=response.status == HTTPStatus.OK, told=told)


@dataclass(kw_only=True)
class Scene:
    """A home with a sealed printer and an open one."""

    hass: HomeAssistant
    simulator: CloudSimulator
    application: Application
    account: MockConfigEntry
    printer: Printer
    open_id: str
    sheet_id: str
    client: ClientSessionGenerator = field(repr=False)
    websocket: WebSocketGenerator = field(repr=False)
    job_id: str = ""

    @property
    def sealed_id(self) -> str:
        """Return the device of the sealed printer."""
        return device_id_of(self.hass, self.account, self.printer)

    def entity(self, platform: Platform, key: str) -> str:
        """Return an entity of the sealed printer."""
        return entity_id_of(self.hass, self.account, platform, key, self.printer)

    async def person(self, level: int) -> Person:
        """Return a person with a browser."""
        account_id = next(
            entity.device_id
            for entity in er.async_entries_for_config_entry(
                er.async_get(self.hass), self.account.entry_id
            )
            if entity.unique_id.endswith("_cloud_connection")
        )
        read = {"read": True}
        policies: dict[int, Any] = {
            STRANGER: {self.open_id: True},
            READER: {self.open_id: True, self.sealed_id: read, account_id: read},
        }
        user = await self.hass.auth.async_create_user(
            PEOPLE[level], group_ids=[GROUP_ID_USER]
        )
        user.perm_lookup = PermissionLookup(
            er.async_get(self.hass), dr.async_get(self.hass)
        )
        user.is_owner = level == OWNER
        if level in policies:
            policy = {"entities": {"device_ids": policies[level]}}
            user.groups = [Group(name=PEOPLE[level], policy=policy)]
        user.invalidate_cache()
        assert user.is_admin is (level == OWNER)
        token = await self.hass.auth.async_create_refresh_token(user, CLIENT_ID)
        access_token = self.hass.auth.async_create_access_token(token)
        return Person(
            hass=self.hass,
            user=user,
            client=await self.client(access_token),
            socket=await self.websocket(self.hass, access_token),
        )

    async def automation(self) -> Person:
        """Return an automation."""
        return Person(hass=self.hass, client=await self.client())

    async def printed(self) -> None:
        """Print a letter on the sealed printer."""
        response = await call(
            self.hass,
            "print",
            device_id=self.sealed_id,
            text="x",
            name=LETTER,
            hold=True,
        )
        self.job_id = response["jobs"][0]["job_id"]

    async def held(self) -> None:
        """Print a letter while the sealed printer is offline."""
        self.printer.online_status = "0"
        await self.account.runtime_data.coordinator.async_refresh()
        await self.printed()

    async def turnable(self) -> None:
        """Print the front sides of a letter, whose back sides wait for their paper."""
        store = self.account.runtime_data.store
        self.printer.capabilities["supportedSides"] = ["ONESIDE"]
        capabilities = self.account.runtime_data.capabilities
        await capabilities.async_fetch(self.sealed_id)
        capabilities.set_trays(self.sealed_id, TURNED)
        letter = b64encode(text(pages=2, lines=2)).decode()
        response = await call(
            self.hass,
            "print",
            {"device_id": self.sealed_id, "data": letter, "name": LETTER},
            sides="two_sided_long_edge",
        )
        self.job_id = response["jobs"][1]["job_id"]
        for job in store.open_jobs:
            if job.state.is_task:
                store.transition(job, JobState.FINISHED)
        await self.hass.async_block_till_done()

    async def unconfirmed(self) -> None:
        """Print a letter whose outcome is unknown."""
        self.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
        await self.printed()
        await call_again(self.account)

    async def keyed(self) -> None:
        """Print a letter on the sealed printer with an idempotency key."""
        await call(
            self.hass,
            "print",
            device_id=self.sealed_id,
            text="x",
            name=LETTER,
            idempotency_key=KEY,
        )

    async def pictured(self) -> None:
        """Print a picture on the sealed printer, with its image entity enabled."""
        image = self.entity(Platform.IMAGE, "last_document")
        er.async_get(self.hass).async_update_entity(image, disabled_by=None)
        await self.hass.config_entries.async_reload(self.account.entry_id)
        await call(
            self.hass,
            "print",
            device_id=self.sealed_id,
            file="media/a.png",
            name=LETTER,
        )
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def shared(self) -> None:
        """Share the sealed printer with the account."""
        self.simulator.bind(self.application, self.printer)
        await self.account.runtime_data.coordinator.async_refresh()
        devices = dr.async_get(self.hass)
        devices.async_update_device(self.sealed_id, name_by_user=PRINTER)


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way into the integration.

    Attributes:
        least: The first of `PEOPLE` who may use it.
        component: The component of Home Assistant to set up for it.
        prepare: Creates what it is about.
        prints: Whether it prints something for those who may use it.
        shows: Text that only the answers to those who may use it have.
        known: Names that the person says, or is told together with the open printer.
    """

    least: int
    component: str = ""
    ask: Callable[[Scene, Person], Awaitable[Answer]]
    prepare: Callable[[Scene], Awaitable[None]] | None = None
    prints: bool = False
    shows: str = ""
    known: tuple[str, ...] = ()
    by_automations: bool = False


def action(name: str, least: int, /, *, prepare: Any = None, **about: Any) -> Way:
    """Return the way of an action; fields may be functions of the scene."""
    details = {key: about.pop(key) for key in DETAILS if key in about}

    async def ask(scene: Scene, person: Person) -> Answer:
        return await person.act(name, **filled(scene, about))

    return Way(
        least=least,
        ask=ask,
        prepare=prepare,
        by_automations="." not in name,
        **details,
    )


def command(name: str, least: int, /, *, prepare: Any = None, **about: Any) -> Way:
    """Return the way of a command of the card."""
    details = {key: about.pop(key) for key in DETAILS if key in about}

    async def ask(scene: Scene, person: Person) -> Answer:
        return await person.send(f"{DOMAIN}/{name}", **filled(scene, about))

    return Way(least=least, ask=ask, prepare=prepare, **details)


def filled(scene: Scene, fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields with their values in a scene."""
    return {
        name: value(scene) if callable(value) else value
        for name, value in fields.items()
    }


def sealed(scene: Scene) -> str:
    """Return the device of the sealed printer."""
    return scene.sealed_id


def opened(scene: Scene) -> str:
    """Return the device of the open printer."""
    return scene.open_id


def sheet(scene: Scene) -> str:
    """Return the ID of the saved document of the sealed printer."""
    return scene.sheet_id


def job(scene: Scene) -> str:
    """Return the ID of the letter."""
    return scene.job_id


def entity(platform: Platform, key: str) -> Callable[[Scene], str]:
    """Return a function that finds an entity of the sealed printer."""
    return lambda scene: scene.entity(platform, key)


def document_button(scene: Scene) -> str:
    """Return the button of the saved document."""
    entity_id = er.async_get(scene.hass).async_get_entity_id(
        Platform.BUTTON,
        DOMAIN,
        f"{scene.account.unique_id}_document_{scene.sheet_id}",
    )
    assert entity_id is not None
    return entity_id


def release_button(scene: Scene) -> str:
    """Return the button that releases all held jobs of the account."""
    return entity_id_of(scene.hass, scene.account, Platform.BUTTON, "release_held_jobs")


async def name_nothing(scene: Scene, person: Person) -> Answer:
    """Name an unknown document; the answer lists the known ones."""
    answer = await person.act("print", document="x", device_id=scene.open_id)
    assert "document_unknown" in answer.told
    return Answer(is_done=True, told=answer.told)


async def add_printer(scene: Scene, person: Person) -> Answer:
    """Add a printer."""
    number = next(_numbers)
    shared = scene.simulator.add_printer(
        f"New {number}", f"new{number:05}", f"9{number:05}", "1234"
    )
    return await person.act(
        "add_printer",
        config_entry_id=scene.account.entry_id,
        share_code=shared.share_code,
        verification_code=shared.verification_code,
    )


async def subscribe(scene: Scene, person: Person) -> Answer:
    """Follow the jobs."""
    answer = await person.send(f"{DOMAIN}/jobs/subscribe")
    event = await person.socket.receive_json()
    return Answer(is_done=answer.is_done, told=json.dumps(event))


async def upload(scene: Scene, person: Person) -> Answer:
    """Send a file, and print it on the sealed printer."""
    response = await person.client.post(
        f"/api/{DOMAIN}/upload", data=b"x", headers={"X-File-Name": "a.txt"}
    )
    upload_id = (await response.json())["upload_id"]
    return await person.send(
        f"{DOMAIN}/print", device_id=scene.sealed_id, upload=upload_id
    )


async def look(scene: Scene, person: Person) -> Answer:
    """Look at the picture of the last document."""
    entity_id = scene.entity(Platform.IMAGE, "last_document")
    return await person.get(f"/api/image_proxy/{entity_id}")


def say(sentence: str) -> Callable[[Scene, Person], Awaitable[Answer]]:
    """Return a function that says a sentence."""

    async def ask(scene: Scene, person: Person) -> Answer:
        answer = await person.send("conversation/process", text=sentence, language="en")
        assert answer.is_done
        said = json.loads(answer.told)["result"]["response"]["speech"]["plain"]
        return Answer(is_done=True, told=said["speech"])

    return ask


def intend(intent_type: str, **slots: str) -> Callable[[Scene, Person], Any]:
    """Return a function that handles an intent."""

    async def ask(scene: Scene, person: Person) -> Answer:
        response = await intent.async_handle(
            scene.hass,
            "test",
            intent_type,
            {name: {"value": value} for name, value in slots.items()},
            context=person.context,
            language="en",
            assistant="conversation",
        )
        return Answer(
            is_done=response.response_type is not intent.IntentResponseType.ERROR,
            told=response.speech["plain"]["speech"],
        )

    return ask


async def model(scene: Scene, person: Person) -> llm.APIInstance:
    """Return the tools of a language model for a person."""
    return await llm.async_get_api(
        scene.hass,
        "assist",
        llm.LLMContext(
            platform="test",
            context=person.context,
            language="en",
            assistant="conversation",
            device_id=None,
        ),
    )


async def look_at_tools(scene: Scene, person: Person) -> Answer:
    """Return the prompt and the tools of a language model."""
    tools = [
        [tool.name, convert(tool.parameters, custom_serializer=llm.selector_serializer)]
        for tool in (await model(scene, person)).tools
        if tool.name.startswith(DOMAIN)
    ]
    return Answer(is_done=bool(tools), told=json.dumps(tools))


def use_tool(name: str, **fields: Any) -> Callable[[Scene, Person], Any]:
    """Return a function that calls a tool of a language model."""

    async def ask(scene: Scene, person: Person) -> Answer:
        tool_input = llm.ToolInput(tool_name=f"{DOMAIN}__{name}", tool_args=fields)
        try:
            result: Any = await (await model(scene, person)).async_call_tool(tool_input)
        except Exception as err:  # noqa: BLE001 - voluptuous or its successor
            return Answer(is_done=False, told=str(err))
        data = result if isinstance(result, dict) else result.data
        return Answer(is_done="error" not in data, told=json.dumps(data))

    return ask


async def repair(scene: Scene, person: Person) -> Answer:
    """Open the repair of an unconfirmed letter."""
    issue_id = issues(scene.hass)["jobs_unconfirmed"].issue_id
    return await person.post(
        "/api/repairs/issues/fix", handler=DOMAIN, issue_id=issue_id
    )


async def list_issues(scene: Scene, person: Person) -> Answer:
    """List the issues with their data."""
    listed = await person.send("repairs/list_issues")
    assert "jobs_unconfirmed" in listed.told
    issue_id = issues(scene.hass)["jobs_unconfirmed"].issue_id
    held = await person.send("repairs/get_issue_data", domain=DOMAIN, issue_id=issue_id)
    assert held.is_done
    return Answer(is_done=listed.is_done, told=listed.told + held.told)


async def diagnose(scene: Scene, person: Person) -> Answer:
    """Download the diagnostics."""
    return await person.get(f"/api/diagnostics/config_entry/{scene.account.entry_id}")


async def follow_events(scene: Scene, person: Person) -> Answer:
    """Follow the events of jobs."""
    return await person.send("subscribe_events", event_type=f"{DOMAIN}_job")


ACCOUNT_ID = {"config_entry_id": lambda scene: scene.account.entry_id}

WAYS = {
    # Actions
    "print": action("print", MEMBER, device_id=sealed, text="x", prints=True),
    "dry run": action("print", MEMBER, device_id=sealed, text="x", dry_run=True),
    "print document": action("print", MEMBER, document=sheet, prints=True),
    "print document elsewhere": action(
        "print", READER, document=sheet, device_id=opened, prints=True
    ),
    "dry run of document elsewhere": action(
        "print", READER, document=sheet, device_id=opened, dry_run=True
    ),
    "print unknown document": Way(least=READER, ask=name_nothing, shows=SHEET),
    "print under a key": action(
        "print",
        READER,
        device_id=opened,
        text="x",
        idempotency_key=KEY,
        prepare=Scene.keyed,
        shows=LETTER,
    ),
    "get_jobs": action("get_jobs", READER, prepare=Scene.printed, shows=LETTER),
    "get_jobs of printer": action(
        "get_jobs", READER, device_id=sealed, prepare=Scene.printed, shows=LETTER
    ),
    "get_jobs of account": action(
        "get_jobs", READER, **ACCOUNT_ID, prepare=Scene.printed, shows=LETTER
    ),
    "get_capabilities": action("get_capabilities", READER, device_id=sealed),
    "cancel_job": action("cancel_job", MEMBER, job_id=job, prepare=Scene.held),
    "release_jobs": action(
        "release_jobs", MEMBER, prepare=Scene.held, prints=True, shows=LETTER
    ),
    "release_jobs of printer": action(
        "release_jobs", MEMBER, device_id=sealed, prepare=Scene.held, prints=True
    ),
    "reprint_job": action(
        "reprint_job", MEMBER, job_id=job, prepare=Scene.printed, prints=True
    ),
    "reprint_job of printer": action(
        "reprint_job", MEMBER, device_id=sealed, prepare=Scene.printed, prints=True
    ),
    "print_other_sides": action(
        "print_other_sides", MEMBER, job_id=job, prepare=Scene.turnable, prints=True
    ),
    "print_other_sides of printer": action(
        "print_other_sides",
        MEMBER,
        device_id=sealed,
        prepare=Scene.turnable,
        prints=True,
    ),
    "add_printer": Way(least=MEMBER, ask=add_printer, by_automations=True),
    "remove_printer": action(
        "remove_printer", MEMBER, device_id=sealed, prepare=Scene.shared
    ),
    # The card
    "card: printers": command("printers", READER, shows=PRINTER, known=(ACCOUNT,)),
    "card: documents": command("documents", READER, shows=SHEET),
    "card: print": command("print", MEMBER, device_id=sealed, text="x", prints=True),
    "card: print document": command("print", MEMBER, document=sheet, prints=True),
    "card: print document elsewhere": command(
        "print", READER, document=sheet, device_id=opened, prints=True
    ),
    "card: preview": command("preview", MEMBER, device_id=sealed, text="x"),
    "card: preview document": command("preview", MEMBER, document=sheet),
    "card: preview document elsewhere": command(
        "preview", READER, document=sheet, device_id=opened
    ),
    "card: upload": Way(least=MEMBER, ask=upload, prints=True),
    "card: list": command("jobs/list", READER, prepare=Scene.printed, shows=LETTER),
    "card: subscribe": Way(
        least=READER, ask=subscribe, prepare=Scene.printed, shows=LETTER
    ),
    "card: cancel": command("jobs/cancel", MEMBER, job_id=job, prepare=Scene.held),
    "card: release": command(
        "jobs/release", MEMBER, prepare=Scene.held, prints=True, shows=LETTER
    ),
    "card: reprint": command(
        "jobs/reprint", MEMBER, job_id=job, prepare=Scene.printed, prints=True
    ),
    "card: decide": command(
        "jobs/decide",
        MEMBER,
        job_id=job,
        decision="print_again",
        prepare=Scene.unconfirmed,
        prints=True,
    ),
    "card: turned": command(
        "jobs/turned", MEMBER, job_id=job, prepare=Scene.turnable, prints=True
    ),
    "card: trays": command(
        "trays", OWNER, device_id=sealed, output="face_up", input="lower_side"
    ),
    # Entities, which Home Assistant guards
    "button: document": action(
        "button.press", MEMBER, entity_id=document_button, prints=True
    ),
    "button: reprint": action(
        "button.press",
        MEMBER,
        entity_id=entity(Platform.BUTTON, "reprint_last"),
        prepare=Scene.printed,
        prints=True,
    ),
    "button: other sides": action(
        "button.press",
        MEMBER,
        entity_id=entity(Platform.BUTTON, "print_other_sides"),
        prepare=Scene.turnable,
        prints=True,
    ),
    "button: test page": action(
        "button.press",
        MEMBER,
        entity_id=entity(Platform.BUTTON, "test_page"),
        prints=True,
    ),
    "button: release": action(
        "button.press",
        MEMBER,
        entity_id=release_button,
        prepare=Scene.held,
        prints=True,
    ),
    "notify": action(
        "notify.send_message",
        MEMBER,
        entity_id=entity(Platform.NOTIFY, "print_message"),
        message="x",
        prints=True,
    ),
    "select": action(
        "select.select_option",
        MEMBER,
        entity_id=entity(Platform.SELECT, "color"),
        option="monochrome",
    ),
    "number": action(
        "number.set_value",
        MEMBER,
        entity_id=entity(Platform.NUMBER, "copies"),
        value=2,
    ),
    "image": Way(least=READER, ask=look, prepare=Scene.pictured, shows="PNG"),
    # Voice
    "say: document": Way(
        least=MEMBER,
        component="conversation",
        ask=say(f"Print {SHEET}"),
        prints=True,
        shows="Sent",
        known=(SHEET,),
    ),
    "say: document elsewhere": Way(
        least=READER,
        component="conversation",
        ask=say(f"Print {SHEET} on the {OPEN}"),
        prints=True,
        shows="Sent",
        known=(SHEET,),
    ),
    "say: test page": Way(
        least=MEMBER,
        component="conversation",
        ask=say(f"Print a test page on the {PRINTER}"),
        prints=True,
        shows="Sent",
        known=(PRINTER,),
    ),
    # "That" is one's own print: what others have printed is nobody's.
    "say: again": Way(
        least=NOBODY,
        by_automations=False,
        component="conversation",
        ask=say(f"Print it again on the {PRINTER}"),
        prepare=Scene.printed,
        shows="Sent",
        known=(PRINTER,),
    ),
    "say: turned": Way(
        least=MEMBER,
        component="conversation",
        ask=say(f"I turned the paper on the {PRINTER}"),
        prepare=Scene.turnable,
        prints=True,
        shows="I'm printing",
        known=(PRINTER,),
    ),
    "say: what printers do": Way(
        least=READER,
        component="conversation",
        ask=say("What are the printers doing?"),
        shows=PRINTER,
    ),
    "say: did it print": Way(
        least=READER,
        component="conversation",
        ask=say("Did the document print?"),
        prepare=Scene.printed,
        shows=LETTER,
    ),
    "intent: document": Way(
        least=MEMBER,
        component="conversation",
        ask=intend("CloudPrintPrintDocument", name=SHEET),
        prints=True,
        known=(SHEET,),
    ),
    "intent: document elsewhere": Way(
        least=READER,
        component="conversation",
        ask=intend("CloudPrintPrintDocument", name=SHEET, printer=OPEN),
        prints=True,
        known=(SHEET,),
    ),
    "intent: status": Way(
        least=READER,
        component="conversation",
        ask=intend("CloudPrintGetPrinterStatus", printer=PRINTER),
        known=(PRINTER,),
    ),
    "intent: last job": Way(
        least=READER,
        component="conversation",
        ask=intend("CloudPrintGetJobStatus"),
        prepare=Scene.printed,
        shows=LETTER,
    ),
    # Language models
    "model: documents": Way(
        least=READER, component="conversation", ask=look_at_tools, shows=SHEET
    ),
    "model: printers": Way(
        least=READER, component="conversation", ask=look_at_tools, shows=PRINTER
    ),
    "model: text": Way(
        least=MEMBER,
        component="conversation",
        ask=use_tool("print", text="x", printer=PRINTER),
        prints=True,
        known=(PRINTER,),
    ),
    "model: document": Way(
        least=READER,
        component="conversation",
        ask=use_tool("print", document=SHEET, printer=OPEN),
        prints=True,
        known=(SHEET,),
    ),
    "model: status": Way(
        least=READER,
        component="conversation",
        ask=use_tool("get_status"),
        prepare=Scene.printed,
        shows=LETTER,
    ),
    "model: again": Way(
        least=NOBODY,
        by_automations=False,
        component="conversation",
        ask=use_tool("reprint", printer=PRINTER),
        prepare=Scene.printed,
        known=(PRINTER,),
    ),
    # Problems
    "issues": Way(
        least=NOBODY,
        component="repairs",
        ask=list_issues,
        prepare=Scene.unconfirmed,
        shows="Sealed",
    ),
    "repair": Way(
        least=OWNER,
        component="repairs",
        ask=repair,
        prepare=Scene.unconfirmed,
        shows=LETTER,
    ),
    "diagnostics": Way(least=OWNER, component="diagnostics", ask=diagnose),
    "events": Way(least=OWNER, ask=follow_events),
}


@pytest.fixture
async def scene(
    request: pytest.FixtureRequest,
    hass: HomeAssistant,
    config_folder: Path,
    simulator: CloudSimulator,
    application: Application,
    printer: Printer,
    colour_printer: Printer,
    set_up_account: SetUpAccount,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> Scene:
    """Set up the home."""
    assert await async_setup_component(hass, "homeassistant", {})
    account = await set_up_account(own_history=getattr(request, "param", False))
    hass.config_entries.async_update_entry(account, title=ACCOUNT)
    (config_folder / "media/a.png").write_bytes(picture("PNG", (20, 20)))
    open_id = device_id_of(hass, account, colour_printer)
    sealed_id = device_id_of(hass, account, printer)
    devices = dr.async_get(hass)
    devices.async_update_device(open_id, name_by_user=OPEN)
    devices.async_update_device(sealed_id, name_by_user=PRINTER)
    fields = {"text": "1 + 1 =", "device_id": sealed_id}
    sheet_id = add_subentry(hass, account, "document", SHEET, **fields)
    await hass.async_block_till_done()
    # The first user of all is the owner.
    await hass.auth.async_create_user("First")
    return Scene(
        hass=hass,
        simulator=simulator,
        application=application,
        account=account,
        printer=printer,
        open_id=open_id,
        sheet_id=sheet_id,
        client=hass_client,
        websocket=hass_ws_client,
    )


async def attempt(scene: Scene, way: Way, level: int | None) -> Answer:
    """Use a way as a person or an automation; a refused one prints nothing."""
    if way.prepare:
        await way.prepare(scene)
    person = await (scene.automation() if level is None else scene.person(level))
    before = scene.simulator.count("newPrintTask")
    answer = await way.ask(scene, person)
    is_done = answer.is_done and way.shows in answer.told
    has_printed = scene.simulator.count("newPrintTask") > before
    assert has_printed is (way.prints and is_done), answer.told
    return Answer(is_done=is_done, told=answer.told)


WITH_OWN_HISTORY = {
    **dict.fromkeys(
        (
            *("get_jobs", "get_jobs of printer", "get_jobs of account"),
            *("cancel_job", "reprint_job", "print_other_sides"),
            *("card: list", "card: subscribe", "card: cancel", "card: reprint"),
            *("card: decide", "card: turned", "model: status", "repair"),
        ),
        OWNER,
    ),
    # The last one is one's own, of which there is none.
    **dict.fromkeys(
        (
            *("reprint_job of printer", "button: reprint", "image"),
            *("say: again", "say: did it print", "intent: last job", "model: again"),
        ),
        NOBODY,
    ),
    # Whose paper lies in the printer does not matter, nor who presses the release.
    **dict.fromkeys(
        (
            *("print_other_sides of printer", "button: other sides", "say: turned"),
            *("release_jobs", "release_jobs of printer", "button: release"),
            "card: release",
        ),
        MEMBER,
    ),
    "print under a key": STRANGER,
}
"""Who may use ways to a letter that an automation has printed."""
CHANGES: dict[str, dict[str, Any]] = {
    "release_jobs": {"shows": '"submitted"'},
    "card: release": {"shows": '"submitted"'},
    # It is another key.
    "print under a key": {"prints": True, "shows": "", "by_automations": False},
}
"""What else is different."""


@pytest.mark.parametrize("scene", [True], indirect=True)
@pytest.mark.parametrize("name", WITH_OWN_HISTORY)
async def test_ways_with_own_history(scene: Scene, name: str) -> None:
    """With own history, only administrators and automations know and use others' jobs."""
    least, changes = WITH_OWN_HISTORY[name], CHANGES.get(name, {})
    await check_way(scene, replace(WAYS[name], least=least, **changes), {LETTER})


def test_own_history_has_all_ways() -> None:
    """All ways to a letter that there was before are tried."""
    about_letters = {
        name for name, way in WAYS.items() if way.prepare or way.shows == LETTER
    }
    assert about_letters - WITH_OWN_HISTORY.keys() == {"remove_printer", "issues"}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
async def test_ways(scene: Scene, way: Way) -> None:
    """Users can do what they may, and learn no names of what they may not see.

    Automations may use everything that needs no browser.
    """
    await check_way(scene, way)


async def check_way(
    scene: Scene, way: Way, hidden: AbstractSet[str] = frozenset()
) -> None:
    """Use a way as each person; only those who may use it learn what is hidden."""
    if way.component:
        assert await async_setup_component(scene.hass, way.component, {})
        # Sentences are registered with the names a second later.
        async_fire_time_changed(scene.hass, dt_util.utcnow() + timedelta(seconds=2))
        await scene.hass.async_block_till_done()
    allowed = []
    for level, name in enumerate(PEOPLE):
        answer = await attempt(scene, way, level)
        if answer.is_done:
            allowed.append(name)
        is_unknown = level == STRANGER or (way.least == NOBODY and not hidden)
        unknown = {*NAMES} if is_unknown else {*hidden} if level < OWNER else set()
        for word in unknown - set(way.known):
            assert word not in answer.told, name
    assert allowed == list(PEOPLE[way.least :])
    if way.by_automations:
        assert (await attempt(scene, way, None)).is_done
