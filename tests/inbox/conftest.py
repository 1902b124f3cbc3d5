"""Links of an account, and programs that send requests to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from aiohttp.test_utils import TestClient
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.cloudprint.policy.links import LINK, LINK_PATH, create_secret
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from ..hub import Hub
from ..source.web.conftest import internet, internet_address, lan, names
from ..subentries import add_subentry

__all__ = ["internet", "internet_address", "lan", "names"]
"""Fixtures of two networks."""


type ChangeLink = Callable[..., None]


@dataclass
class Sender:
    """A program that knows the address of a link."""

    client: TestClient[Any, Any]
    secret: str
    link_id: str
    headers: Mapping[str, str] = MappingProxyType({})

    @property
    def path(self) -> str:
        """Return the path of the link."""
        return LINK_PATH.format(secret=self.secret)

    async def get(self, what: str = "", **headers: str) -> Any:
        """Return the response to a GET request."""
        return await self.client.get(
            self.path + what, headers={**self.headers, **headers}
        )

    async def post(self, data: Any = None, what: str = "", **headers: str) -> Any:
        """Return the response to a POST request, which asks for JSON."""
        sent = {"Accept": "application/json", **self.headers, **headers}
        return await self.client.post(self.path + what, data=data, headers=sent)

    async def ask(self, what: str, **fields: Any) -> Any:
        """Return the response to a request of the page."""
        return await self.client.post(
            f"{self.path}/{what}", json=fields, headers=self.headers
        )

    async def send(self, data: Any, **headers: str) -> dict[str, Any]:
        """Print, and return the answer."""
        response = await self.post(data, **headers)
        assert response.status == 202, await response.text()
        answer: dict[str, Any] = await response.json()
        return answer

    async def refused(self, response: Any) -> tuple[int, str]:
        """Return the status and the code of a response that has a sentence."""
        assert response.content_type == "application/json", await response.text()
        body = await response.json()
        assert body["message"] != body["code"]
        return response.status, body["code"]


class AddLink(Protocol):
    """Adds a link to the account."""

    def __call__(self, **data: Any) -> Sender:
        """Return who knows its address."""


@pytest.fixture
async def trusted_proxy(hass: HomeAssistant) -> None:
    """Trust this machine as a proxy."""
    # Before the account loads it with defaults
    config = {"http": {"use_x_forwarded_for": True, "trusted_proxies": ["127.0.0.1"]}}
    assert await async_setup_component(hass, "http", config)


@pytest.fixture
async def add_link(hub: Hub, hass_client_no_auth: ClientSessionGenerator) -> AddLink:
    """Return a function that adds a link, for strangers unless it says otherwise."""
    client = await hass_client_no_auth()

    def add(**data: Any) -> Sender:
        secret = create_secret()
        data = {"secret": secret, "device_id": hub.device_id, **data}
        return Sender(
            client, secret, add_subentry(hub.hass, hub.account, LINK, "Guests", **data)
        )

    return add


@pytest.fixture
def sender(add_link: AddLink) -> Sender:
    """Return a stranger who knows the address of a link."""
    return add_link()


@pytest.fixture
def change_link(hass: HomeAssistant, account: MockConfigEntry) -> ChangeLink:
    """Return a function that changes the data of a link."""

    def change(sender: Sender, **data: Any) -> None:
        link = account.subentries[sender.link_id]
        hass.config_entries.async_update_subentry(
            account, link, data={**link.data, **data}
        )

    return change
