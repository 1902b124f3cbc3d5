"""Entities by which a rule lets prints through cannot be switched by who prints."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, override

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    setup_test_component_platform,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)
import voluptuous as vol

from homeassistant.auth.models import User
from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.const import STATE_ON
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component

from ..hub import Hub
from ..printing.test_permissions import call_as
from ..rules import add_rule

FIELDS: dict[str, dict[str, Any]] = {
    "calendar.create_event": {
        "start_date": "2020-01-01",
        "end_date": "2040-01-01",
        "summary": "Now",
    },
}
NOW = {"dtstart": "2020-01-01", "dtend": "2040-01-01", "summary": "Now"}
COMMANDS: dict[str, dict[str, Any]] = {
    "calendar/event/create": {"entity_id": "", "event": NOW},
    "calendar/event/update": {"entity_id": "", "uid": "1", "event": NOW},
    "calendar/event/delete": {"entity_id": "", "uid": "1"},
    "schedule/create": {"name": "School", "sunday": []},
    "schedule/update": {"name": "School", "sunday": []},
    "schedule/delete": {},
    "input_boolean/create": {"name": "School"},
    "input_boolean/update": {"name": "School"},
    "input_boolean/delete": {},
    "config/entity_registry/update": {"entity_id": "", "name": "x"},
    "config/entity_registry/remove": {"entity_id": ""},
    "fire_event": {"event_type": "state_changed"},
}
WRITABLE = ("input_boolean.printing", "calendar.family")
READ_ONLY = ("schedule.school", "binary_sensor.school_day", "calendar.holidays")


class Sensor(BinarySensorEntity):
    """A sensor of a school."""

    name = "School day"
    is_on = False


class Calendar(CalendarEntity):
    """A calendar of the service of a school: nobody writes to it here."""

    name = "Holidays"
    event = None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return no event."""
        return []


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Add a member with default rights, who is not the home's first user."""
    await hass.auth.async_create_user("Owner", group_ids=["system-admin"])
    return await hass.auth.async_create_user("Anna", group_ids=["system-users"])


@pytest.fixture
async def times(hass: HomeAssistant, config_folder: Path) -> None:
    """Set up entities that are all off."""
    (config_folder / ".storage").mkdir()
    setup_test_component_platform(hass, "binary_sensor", [Sensor()])
    setup_test_component_platform(hass, "calendar", [Calendar()])
    for domain, config in (
        ("schedule", {"school": {"name": "School"}}),
        ("input_boolean", {"printing": None}),
        ("binary_sensor", {"platform": "test"}),
        ("calendar", {"platform": "test"}),
        ("homeassistant", {}),
        ("api", {}),
    ):
        assert await async_setup_component(hass, domain, {domain: config})
    family = MockConfigEntry(
        domain="local_calendar",
        data={"calendar_name": "Family", "storage_key": "family", "import": False},
    )
    family.add_to_hass(hass)
    assert await hass.config_entries.async_setup(family.entry_id)
    await hass.async_block_till_done()
    for entity_id in (*WRITABLE, *READ_ONLY):
        assert hass.states.is_state(entity_id, "off"), entity_id


@pytest.mark.usefixtures("times")
@pytest.mark.parametrize("entity_id", [*WRITABLE, *READ_ONLY])
async def test_member_switches(
    hass: HomeAssistant,
    hub: Hub,
    anna: User,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
    entity_id: str,
) -> None:
    """Whatever a member with default rights calls, the rule still asks."""
    add_rule(hass, hub.account, users=[anna.id], only_while=entity_id)
    was_on = False

    async def check(what: str) -> None:
        nonlocal was_on
        await hass.async_block_till_done()
        was_on |= hass.states.is_state(entity_id, STATE_ON)
        answer = await call_as(
            hass, anna, "print", device_id=hub.device_id, text="x", dry_run=True
        )
        assert answer["jobs"][0]["policy"]["causes"] == ["time"], what

    await check("nothing")
    for domain, actions in hass.services.async_services().items():
        for name in actions if domain != "cloudprint" else ():
            action = f"{domain}.{name}"
            try:
                await hass.services.async_call(
                    domain,
                    name,
                    {"entity_id": entity_id, **FIELDS.get(action, {})},
                    blocking=True,
                    context=Context(user_id=anna.id),
                )
            except HomeAssistantError, vol.Invalid:
                continue
            await check(action)
    token = await token_of(hass, anna)
    client = await hass_client(token)
    for path, data in (
        (f"states/{entity_id}", {"state": "on"}),
        ("events/state_changed", {"entity_id": entity_id}),
    ):
        response = await client.post(f"/api/{path}", json=data)
        assert response.status == 401
        await check(path)
    socket = await hass_ws_client(hass, token)
    object_id = entity_id.partition(".")[2]
    for command, fields in COMMANDS.items():
        collection, _, _ = command.partition("/")
        if "entity_id" in fields:
            fields = fields | {"entity_id": entity_id}
        elif command.endswith(("/update", "/delete")):
            fields = {f"{collection}_id": object_id, **fields}
        await socket.send_json_auto_id({"type": command, **fields})
        answer = await socket.receive_json()
        assert answer.get("error", {}).get("code") != "invalid_format"
        await check(command)
    tried = {command.partition("/")[0] for command in COMMANDS}
    assert COMMANDS.keys() >= {
        command
        for command in hass.data["websocket_api"]
        if command.partition("/")[0] in tried
        and not command.endswith(("/list", "/subscribe"))
    } - {"config/entity_registry/get"}
    # What members can switch was on meanwhile.
    assert was_on is (entity_id in WRITABLE)


async def token_of(hass: HomeAssistant, user: User) -> str:
    """Return a token with which a user logs in."""
    refresh = await hass.auth.async_create_refresh_token(
        user, "https://example.com/", access_token_expiration=timedelta(days=1)
    )
    return hass.auth.async_create_access_token(refresh)


@pytest.mark.usefixtures("times")
@pytest.mark.parametrize("entity_id", READ_ONLY)
async def test_lets_through(
    hass: HomeAssistant, hub: Hub, anna: User, entity_id: str
) -> None:
    """What members cannot switch lets them print while it is on."""
    add_rule(hass, hub.account, users=[anna.id], only_while=entity_id)
    state = hass.states.get(entity_id)
    assert state is not None
    for now, asks in ((STATE_ON, False), ("off", True), ("unavailable", True)):
        hass.states.async_set(entity_id, now, state.attributes)
        answer = await call_as(
            hass, anna, "print", device_id=hub.device_id, text="x", dry_run=True
        )
        assert answer["jobs"][0]["policy"]["asks"] is asks
