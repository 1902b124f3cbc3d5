"""Users with browsers and different permissions."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp.test_utils import TestClient
import pytest
from pytest_homeassistant_custom_component.common import CLIENT_ID, MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from homeassistant.auth.models import Group, User
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from ..entities import entity_id_of
from ..simulator import Printer

PATH = "/api/cloudprint/upload"

type Browse = Callable[..., Awaitable[Browser]]


@dataclass
class Browser:
    """A user's browser."""

    user: User
    client: TestClient[Any, Any]
    socket: Any

    async def upload(self, data: Any, name: str = "", **headers: str) -> Any:
        """Upload a file as the body of a request; return the response."""
        return await self.client.post(
            PATH, data=data, headers={"X-File-Name": quote(name), **headers}
        )

    async def uploaded(self, data: bytes, name: str = "") -> str:
        """Upload a file; return its id."""
        answer = await self.upload(data, name)
        assert answer.status == 200, await answer.text()
        upload_id: str = (await answer.json())["upload_id"]
        return upload_id

    async def send(self, command: str, **fields: Any) -> None:
        """Send a command."""
        await self.socket.send_json_auto_id({"type": f"cloudprint/{command}", **fields})

    async def ask(self, command: str, **fields: Any) -> Any:
        """Return the result of a command."""
        await self.send(command, **fields)
        answer = await self.socket.receive_json()
        assert answer["success"], answer
        return answer["result"]

    async def refused(self, command: str, **fields: Any) -> str:
        """Return the translation key of a command's error."""
        await self.send(command, **fields)
        answer = await self.socket.receive_json()
        assert not answer["success"], answer
        error = answer["error"]
        assert error["translation_domain"] == "cloudprint", error
        assert error["message"]
        key: str = error["translation_key"]
        return key


@pytest.fixture
def browse(
    hass: HomeAssistant,
    account: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> Browse:
    """Return a function that opens the browser of a user or the owner."""

    async def open_browser(policy: Any = None) -> Browser:
        user = await hass.auth.async_create_user("Somebody")
        if policy is None:
            user.is_owner = True
        else:
            user.is_owner = False
            user.groups = [Group(name="Group", policy={"entities": policy})]
        token = await hass.auth.async_create_refresh_token(user, CLIENT_ID)
        access_token = hass.auth.async_create_access_token(token)
        return Browser(
            user,
            await hass_client(access_token),
            await hass_ws_client(hass, access_token),
        )

    return open_browser


@pytest.fixture
async def owner(browse: Browse) -> Browser:
    """Return the browser of the owner, who has all permissions."""
    return await browse()


@pytest.fixture
def status(hass: HomeAssistant, account: MockConfigEntry, printer: Printer) -> str:
    """Return the status sensor of the document's printer."""
    return entity_id_of(hass, account, Platform.SENSOR, "status", printer)


@pytest.fixture
async def member(browse: Browse, status: str) -> Browser:
    """Return the browser of a user who may only use the document's printer."""
    return await browse({"entity_ids": {status: {"read": True, "control": True}}})


@pytest.fixture
async def guest(browse: Browse, status: str) -> Browser:
    """Return the browser of a user who may only read the document's printer."""
    return await browse({"entity_ids": {status: {"read": True}}})


@pytest.fixture
async def stranger(browse: Browse) -> Browser:
    """Return the browser of a user who may read no printer."""
    return await browse({"domains": {"light": True}})


@pytest.fixture
def uploads(config_folder: Path) -> Path:
    """Return the folder of the uploads."""
    return config_folder / ".storage/cloudprint/uploads"
