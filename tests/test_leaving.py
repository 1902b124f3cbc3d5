"""What is done while an account is unloaded, reloaded or removed ends with a sentence."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from itertools import cycle, product
from pathlib import Path
from typing import Any, Final

from hypothesis import settings
import pytest
from pytest_homeassistant_custom_component.common import (
    CLIENT_ID,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.diagnostics import async_get_config_entry_diagnostics
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.message import Operation, Status
from custom_components.cloudprint.policy.links import LINK_PATH
from custom_components.cloudprint.voice import sentence_triggers
from homeassistant.components.conversation import async_converse
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr, intent, llm
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from .flows.test_options import SETTINGS
from .ipp.client import Client
from .leaving import FEW_TURNS, LEAVES, SECRET, TURNS, Home, Way, is_held
from .simulator import Application, CloudSimulator, Printer

EXPLORES: Final = settings.get_current_profile_name() == "explore"
"""Whether each way is left at each turn in each way, which takes an hour."""
RARELY: Final = 30
"""Seconds between two updates of the sentences."""
OFFICE: Final = "Office printer"
STUDY: Final = "Study printer"


def _first(home: Home, is_meant: Callable[[Any], object]) -> str:
    return home.find_jobs(is_meant)[0].job_id


def _held(home: Home) -> dict[str, Any]:
    return {"job_id": _first(home, is_held)}


def _asked(home: Home) -> dict[str, Any]:
    return {"job_id": _first(home, lambda job: job.needs_approval)}


def _undecided(home: Home) -> dict[str, Any]:
    return {"job_id": _first(home, lambda job: job.awaits_decision)}


def _online(home: Home) -> dict[str, Any]:
    return {"device_id": home.device_id(home.online)}


def _offline(home: Home) -> dict[str, Any]:
    return {"device_id": home.device_id(home.offline)}


def _moved(home: Home) -> dict[str, Any]:
    return {**_held(home), **_online(home)}


def _nothing(home: Home) -> dict[str, Any]:
    return {}


type _Fields = Callable[[Home], dict[str, Any]]

ACTIONS: Final[dict[str, tuple[_Fields, dict[str, Any]]]] = {
    "print": (_online, {"text": "x"}),
    "print ": (_offline, {"page": "worksheet"}),
    "reprint_job": (_offline, {}),
    "reprint_job ": (_held, {}),
    "move_job": (_moved, {}),
    "cancel_job": (_held, {}),
    "release_jobs": (_nothing, {}),
    "print_other_sides": (_nothing, {}),
    "get_jobs": (_nothing, {}),
    "get_usage": (_nothing, {}),
    "approve_job": (_asked, {}),
    "approve_job ": (_asked, {"color": "monochrome"}),
    "deny_job": (_asked, {}),
    "get_capabilities": (_online, {}),
    "add_printer": (
        lambda home: {"config_entry_id": home.account.entry_id},
        {"share_code": "830487711", "verification_code": "2598"},
    ),
}
COMMANDS: Final[dict[str, tuple[_Fields, dict[str, Any]]]] = {
    "print": (_online, {"text": "x"}),
    "preview": (_online, {"page": "worksheet", "sheet": 1}),
    "printers": (_nothing, {}),
    "documents": (_nothing, {}),
    "pages": (_nothing, {}),
    "usage": (_nothing, {}),
    "trays": (_online, {}),
    "jobs/list": (_nothing, {}),
    "jobs/cancel": (_held, {}),
    "jobs/move": (_moved, {}),
    "jobs/release": (_nothing, {}),
    "jobs/turned": (_nothing, {}),
    "jobs/reprint": (_offline, {}),
    "jobs/decide": (_undecided, {"decision": "print_again"}),
    "jobs/preview": (_asked, {"sheet": 1}),
    "jobs/approve": (_asked, {}),
    "jobs/deny": (_asked, {}),
    "jobs/subscribe": (_nothing, {}),
}
SENTENCES: Final = (
    "move it to the office",
    f"print it again on the {OFFICE}",
    "did it print",
    "what is waiting to print",
    "cancel the print job",
    "print the sheet in the office",
    "把它移到办公室",
)
INTENTS: Final[dict[str, dict[str, str]]] = {
    "PrintAgain": {"printer": OFFICE},
    "GetJobStatus": {},
    "GetQueue": {},
    "PrintTestPage": {"printer": OFFICE},
    "PrintNote": {"text": "x", "printer": OFFICE},
    "Cancel": {},
}
TOOLS: Final[dict[str, dict[str, Any]]] = {
    "print": {"text": "x", "printer": OFFICE},
    "reprint": {"printer": OFFICE},
    "get_status": {},
    "cancel": {"all": True},
}
ENTITIES: Final[tuple[tuple[str, Platform, str, dict[str, Any]], ...]] = (
    ("notify.send_message", Platform.NOTIFY, "print_message", {"message": "x"}),
    ("button.press", Platform.BUTTON, "test_page", {}),
    ("button.press", Platform.BUTTON, "reprint_last", {}),
    ("switch.turn_on", Platform.SWITCH, "share_locally", {}),
)


def _check_answer(result: Any) -> None:
    speech = result.speech["plain"]["speech"]
    assert speech
    assert "nexpected" not in speech, speech


def _build_action(action: str, fields: _Fields, more: dict[str, Any]) -> Way:
    return lambda home: home.act(action, **fields(home), **more)


def _build_command(command: str, fields: _Fields, more: dict[str, Any]) -> Way:
    async def ask(home: Home) -> None:
        message = {"type": f"{DOMAIN}/{command}", **fields(home), **more}
        await home.socket.send_json_auto_id(message)
        answer = await home.socket.receive_json()
        while answer["type"] != "result":
            answer = await home.socket.receive_json()
        if not answer["success"]:
            assert answer["error"].get("translation_key"), answer

    return ask


def _build_sentence(text: str) -> Way:
    async def say(home: Home) -> None:
        language = "en" if text.isascii() else "zh-CN"
        context = Context(user_id=home.owner.id)
        result = await async_converse(home.hass, text, None, context, language)
        _check_answer(result.response)

    return say


def _build_intent(name: str, slots: dict[str, str]) -> Way:
    async def handle(home: Home) -> None:
        result = await intent.async_handle(
            home.hass,
            "test",
            f"CloudPrint{name}",
            {slot: {"value": value} for slot, value in slots.items()},
            context=Context(user_id=home.owner.id),
            language="en",
        )
        _check_answer(result)

    return handle


def _build_tool(name: str, arguments: dict[str, Any]) -> Way:
    async def use(home: Home) -> None:
        context = llm.LLMContext(
            platform="test",
            context=Context(user_id=home.owner.id),
            language="en",
            assistant="conversation",
            device_id=None,
        )
        api = await llm.async_get_api(home.hass, "assist", context)
        tool = llm.ToolInput(tool_name=f"{DOMAIN}__{name}", tool_args=arguments)
        # Without a printer, there is none.
        if any(known.name == tool.tool_name for known in api.tools):
            assert await api.async_call_tool(tool)

    return use


def _build_entity(
    action: str, platform: Platform, key: str, more: dict[str, Any]
) -> Way:
    async def act(home: Home) -> None:
        printer = None if platform is Platform.BINARY_SENSOR else home.online
        entity_id = home.entity_id(platform, key, printer)
        await home.act(action, entity_id=entity_id, **more)

    return act


async def _press_document(home: Home) -> None:
    (entity_id,) = (
        state.entity_id
        for state in home.hass.states.async_all("button")
        if state.name == "Sheet"
    )
    await home.act("button.press", entity_id=entity_id)


def _build_form(*steps: dict[str, Any]) -> Way:
    async def answer(home: Home) -> None:
        flows = home.hass.config_entries.options
        result = await flows.async_init(home.account.entry_id)
        for step in steps:
            result = await flows.async_configure(result["flow_id"], step)
            if result["type"] == "abort":
                return

    return answer


def _build_part(kind: str, *steps: dict[str, Any]) -> Way:
    async def answer(home: Home) -> None:
        flows = home.hass.config_entries.subentries
        result = await flows.async_init(
            (home.account.entry_id, kind), context={"source": SOURCE_USER}
        )
        for step in steps:
            if result["type"] == "abort":
                return
            result = await flows.async_configure(result["flow_id"], step)

    return answer


async def _add_printer(home: Home) -> None:
    """Add a printer, with a test page, by the flow for new accounts."""
    home.simulator.unbind(home.application, home.spare)
    codes = {"share_code": home.spare.share_code, "verification_code": "2598"}
    answers: dict[str, dict[str, Any]] = {
        "start": {"next_step_id": "existing"},
        "printer": codes,
        "printers": {"next_step_id": "finish"},
        "default_printer": {},
    }
    flows = home.hass.config_entries.flow
    result = await flows.async_init(DOMAIN, context={"source": SOURCE_USER})
    while (step := result.get("step_id")) in answers and not result.get("errors"):
        if "test_page" in result.get("menu_options", ()):
            answers["printers"] = {"next_step_id": "test_page"}
        result = await flows.async_configure(result["flow_id"], answers[str(step)])


async def _fix(home: Home) -> None:
    issue_id = f"jobs_unconfirmed_{home.account.entry_id}"
    path = "/api/repairs/issues/fix"
    body = {"handler": DOMAIN, "issue_id": issue_id}
    response = await home.client.post(path, json=body)
    if response.status == HTTPStatus.OK:
        flow_id = (await response.json())["flow_id"]
        decision = {"decision": "print_again"}
        response = await home.client.post(f"{path}/{flow_id}", json=decision)
    assert response.status < HTTPStatus.INTERNAL_SERVER_ERROR


def _build_ipp(operation: Operation, *pieces: bytes) -> Way:
    async def request(home: Home) -> None:
        if home.account.state is not ConfigEntryState.LOADED:
            return
        shared = IppPrinter(home.account.runtime_data, home.device_id(home.online))
        client = Client(shared)
        response = await client.send(client.build(operation), *pieces)
        assert response.code != Status.INTERNAL_ERROR
        await shared.async_close()

    return request


def _build_link(method: str, what: str = "", **body: Any) -> Way:
    async def request(home: Home) -> None:
        path = LINK_PATH.format(secret=SECRET) + what
        response = await home.client.request(method, path, **body)
        assert response.status != HTTPStatus.INTERNAL_SERVER_ERROR

    return request


async def _diagnose(home: Home) -> None:
    assert await async_get_config_entry_diagnostics(home.hass, home.account)


async def _trigger(home: Home) -> None:
    """Print what is held, so that an automation prints something else."""
    await home.act("print", **_offline(home), text="Trigger")


WAYS: Final[Mapping[str, Way]] = {
    **{
        f"action {name}": _build_action(name.strip(), *ACTIONS[name])
        for name in ACTIONS
    },
    **{f"card {name}": _build_command(name, *COMMANDS[name]) for name in COMMANDS},
    **{f"voice {text}": _build_sentence(text) for text in SENTENCES},
    **{f"intent {name}": _build_intent(name, INTENTS[name]) for name in INTENTS},
    **{f"model {name}": _build_tool(name, TOOLS[name]) for name in TOOLS},
    **{f"{entity[0]} {entity[2]}": _build_entity(*entity) for entity in ENTITIES},
    "button.press document": _press_document,
    "flow settings": _build_form({"next_step_id": "settings"}, SETTINGS),
    "flow add_printer": _build_form({"next_step_id": "add_printer"}, {}),
    "flow trays": _build_form({"next_step_id": "trays"}),
    "flow phones": _build_form({"next_step_id": "phones"}),
    "flow check_up": _build_form({"next_step_id": "check_up"}),
    "flow printer": _add_printer,
    "flow document": _build_part(
        "document", {"next_step_id": "text"}, {"name": "Other", "text": "x"}
    ),
    "flow page": _build_part("document", {"next_step_id": "page"}),
    "flow link": _build_part("link"),
    "flow rule": _build_part("rule"),
    "repair": _fix,
    "ipp print": _build_ipp(Operation.PRINT_JOB, b"Hello"),
    "ipp jobs": _build_ipp(Operation.GET_JOBS),
    "ipp printer": _build_ipp(Operation.GET_PRINTER_ATTRIBUTES),
    "link page": _build_link("GET"),
    "link printer": _build_link("GET", "/printer"),
    "link print": _build_link("POST", data="x"),
    "diagnostics": _diagnose,
    "trigger": _trigger,
}


SPOKEN: Final = ("voice", "intent", "model")
DOORS: Final = (
    *("action move_job", "action approve_job ", "card preview", "card printers"),
    *("card jobs/preview", "card jobs/decide", f"voice {SENTENCES[0]}"),
    *("intent GetJobStatus", "model get_status", "notify.send_message print_message"),
    *("button.press reprint_last", "flow printer", "flow document", "repair"),
    *("ipp print", "link print", "trigger", "switch.turn_on share_locally"),
)
"""A way through each door; sentences take long."""


@pytest.fixture
async def leaving_home(
    hass: HomeAssistant,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    config_folder: Path,
    enable_custom_integrations: None,
    simulator: CloudSimulator,
    application: Application,
    printer: Printer,
    colour_printer: Printer,
    hass_ws_client: WebSocketGenerator,
    hass_client: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
) -> Home:
    """Set up a home with voice, whose account has an own history."""
    # Once, as names do not change, and only where something is said: it takes long.
    monkeypatch.setattr(sentence_triggers, "COOLDOWN", RARELY)
    spoken = ["conversation"] if name.startswith(SPOKEN) else []
    for component in ("homeassistant", *spoken, "repairs"):
        assert await async_setup_component(hass, component, {})
    assert await async_setup_component(hass, DOMAIN, {})
    await hass.async_block_till_done()
    owner, child = [
        await hass.auth.async_create_user(name, group_ids=[f"system-{group}"])
        for name, group in (("Owner", "admin"), ("Child", "users"))
    ]
    token = await hass.auth.async_create_refresh_token(owner, CLIENT_ID)
    access_token = hass.auth.async_create_access_token(token)
    home = Home(
        hass,
        simulator,
        application,
        (printer, colour_printer),
        owner,
        child,
        caplog,
        await hass_ws_client(hass, access_token),
        await hass_client(access_token),
        own_history=True,
    )
    await home.prepare()
    devices = dr.async_get(hass)
    for named, own_name in ((printer, OFFICE), (colour_printer, STUDY)):
        devices.async_update_device(home.device_id(named), name_by_user=own_name)
    automation = {
        "alias": "Print what is held elsewhere",
        "triggers": [{"trigger": f"{DOMAIN}.job_held", "target": {**_offline(home)}}],
        "conditions": "{{ trigger.job.name == 'Trigger' }}",
        "actions": [{"action": f"{DOMAIN}.reprint_job", "data": _online(home)}],
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    await hass.async_block_till_done()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=RARELY))
    await hass.async_block_till_done()
    return home


@pytest.mark.parametrize(
    "name", [name for name in DOORS if not name.startswith("voice")]
)
async def test_leaving_now_and_then(leaving_home: Home, name: str) -> None:
    """What is done meanwhile is done, or refused with a sentence; nothing is logged."""
    for turn, leave in zip(FEW_TURNS, cycle(LEAVES), strict=False):
        await leaving_home.leave_at(turn, leave, WAYS[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", WAYS)
async def test_leaving_at_any_time(leaving_home: Home, name: str) -> None:
    """It is the same in all ways in, and at later turns of the event loop."""
    turns = TURNS[::2] if name in DOORS else FEW_TURNS
    points = zip(turns, cycle(LEAVES), strict=False)
    for turn, leave in product(TURNS, LEAVES) if EXPLORES else points:
        await leaving_home.leave_at(turn, leave, WAYS[name])
