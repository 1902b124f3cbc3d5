"""What a member, who is no administrator, reads of Home Assistant's notifications."""

from collections.abc import Awaitable, Callable
import json

import pytest
from pytest_homeassistant_custom_component.common import CLIENT_ID
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

type Notifications = Callable[[], Awaitable[dict[str, str]]]


@pytest.fixture
async def notifications(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> Notifications:
    """Return a function that returns all notifications as JSON, by their ids."""
    assert await async_setup_component(hass, "persistent_notification", {})
    await hass.auth.async_create_user("Owner")
    member = await hass.auth.async_create_user("Member", group_ids=[GROUP_ID_USER])
    token = await hass.auth.async_create_refresh_token(member, CLIENT_ID)
    access_token = hass.auth.async_create_access_token(token)

    async def get() -> dict[str, str]:
        await hass.async_block_till_done()
        socket = await hass_ws_client(hass, access_token)
        await socket.send_json({"id": 1, "type": "persistent_notification/get"})
        shown = (await socket.receive_json())["result"]
        return {each["notification_id"]: json.dumps(each) for each in shown}

    return get
