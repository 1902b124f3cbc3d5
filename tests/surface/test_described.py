"""What can be asked of the integration: actions, triggers, commands, intents, tools, addresses."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.llm import async_get_tools
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.components.websocket_api.const import DOMAIN as WEBSOCKET_API
from homeassistant.const import CONF_DEFAULT
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import intent, llm
from homeassistant.setup import async_setup_component

from ..actions import call
from ..card_api.conftest import Browser
from ..hub import Hub
from ..package import read
from ..printing.one_sided import OneSided
from ..printing.test_saved_documents import save
from ..voice.test_llm import context, convert
from .lines import describe_config, join, write


def describe(kind: str, name: str, description: Mapping[str, Any]) -> Iterator[str]:
    """Yield lines about the target and the fields of an action, trigger or condition."""
    target = description.get("target")
    yield f"{kind} {name} target: {describe_config('of', target) if target else 'none'}"
    yield from _describe_fields(f"{kind} {name}", description.get("fields") or {})


def _describe_fields(name: str, fields: Mapping[str, Any]) -> Iterator[str]:
    for field, description in fields.items():
        if "fields" in description:
            yield from _describe_fields(name, description["fields"])
            continue
        ((kind, config),) = description["selector"].items()
        need = "required" if description.get("required") else "optional"
        line = f"{name} field {field}: {describe_config(kind, config)} {need}"
        if CONF_DEFAULT in description:
            line += f", default {write(description[CONF_DEFAULT])}"
        yield line


@pytest.mark.usefixtures("account")
async def test_actions(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    """The fields that each action shows, those that it accepts, and its response."""
    lines: list[str] = []
    for name, description in read("services.yaml").items():
        lines += describe("action", name, description)
        response = hass.services.supports_response(DOMAIN, name)
        lines.append(f"action {name} response: {response.value}")
        with pytest.raises(ServiceValidationError) as raised:
            await call(hass, name, nonsense=1)
        supported = (raised.value.translation_placeholders or {})["supported"]
        lines += [f"action {name} accepts {field}" for field in supported.split(", ")]
    for kind, file in (("trigger", "triggers.yaml"), ("condition", "conditions.yaml")):
        for name, description in read(file).items():
            lines += describe(kind, name, description)
    assert join(lines) == snapshot


async def test_commands(
    hass: HomeAssistant, owner: Browser, snapshot: SnapshotAssertion
) -> None:
    """The commands of the card with the fields that they accept, and all addresses."""
    lines = []
    for command in hass.data[WEBSOCKET_API]:
        if not command.startswith(f"{DOMAIN}/"):
            continue
        name = command.partition("/")[2]
        await owner.send(name, nonsense=1)
        error = (await owner.socket.receive_json())["error"]
        lines += [
            f"error {key}: {type(value).__name__}" for key, value in error.items()
        ]
        fields = error["translation_placeholders"]["supported"].split(", ")
        lines += [f"command {name} accepts {field or 'nothing'}" for field in fields]
    for route in hass.http.app.router.routes():
        info = route.resource.get_info() if route.resource else {}
        path = info.get("path") or info.get("formatter") or f"{info.get('prefix')}/*"
        if DOMAIN in path:
            lines.append(f"address {route.method} {path}")
    assert join(lines) == snapshot


async def test_voice(
    hub: Hub, one_sided: OneSided, snapshot: SnapshotAssertion
) -> None:
    """The intents with their slots, and the tools of language models with their fields."""
    assert await async_setup_component(hub.hass, "homeassistant", {})
    assert await async_setup_component(hub.hass, "intent", {})
    for entity_id in hub.hass.states.async_entity_ids():
        async_expose_entity(hub.hass, "conversation", entity_id, True)
    for domain in ("calendar", "todo", "weather"):
        hub.hass.states.async_set(f"{domain}.family", "1", {"friendly_name": "Family"})
        async_expose_entity(hub.hass, "conversation", f"{domain}.family", True)
    save(hub.hass, hub.account, "Sheet", text="x")
    await hub.hass.async_block_till_done()
    lines = []
    for handler in intent.async_get(hub.hass):
        if not handler.intent_type.startswith("CloudPrint"):
            continue
        for marker in handler.slot_schema or {}:
            need = type(marker).__name__.lower()
            lines.append(f"intent {handler.intent_type} slot {marker}: {need}")
    tools = async_get_tools(hub.hass, context(), llm.LLM_API_ASSIST)
    assert tools is not None
    for tool in tools.tools:
        schema = convert(tool.parameters, custom_serializer=llm.selector_serializer)
        lines.append(f"tool {tool.name}")
        for field, told in schema["properties"].items():
            shown = {key: told[key] for key in ("type", "minimum") if key in told}
            if field != "printer" and "enum" in told:
                shown["enum"] = told["enum"]
            need = "required" if field in schema.get("required", ()) else "optional"
            lines.append(f"tool {tool.name} field {field}: {write(shown)} {need}")
    assert join(lines) == snapshot
