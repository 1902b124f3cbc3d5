"""Events that a phone fires: none of them prints by a blueprint."""

import sys
from typing import Any, Final
from unittest.mock import Mock

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from ..hub import Hub
from .conftest import Automate, MoveTo, show
from .test_print_mails import MAIL, Mailbox, link_id, mailbox
from .test_print_on_weekdays import save_note

__all__ = ["link_id", "mailbox"]  # fixtures

PHONE: Final = {
    "device_id": "1",
    "app_id": "io.homeassistant.app",
    "app_name": "Home Assistant",
    "app_version": "1",
    "device_name": "Phone",
    "manufacturer": "Maker",
    "model": "Model",
    "os_name": "OS",
    "os_version": "1",
    "supports_encryption": False,
}


class Phone:
    """A phone with the app, of a member with default rights."""

    def __init__(self, client: Any, webhook_id: str) -> None:
        """Initialize a phone that is registered."""
        self._client, self._path = client, f"/api/webhook/{webhook_id}"

    async def fire(self, event_type: str, data: dict[str, Any]) -> None:
        """Fire an event."""
        answer = await self._client.post(
            self._path,
            json={
                "type": "fire_event",
                "data": {"event_type": event_type, "event_data": data},
            },
        )
        assert answer.status == 200


@pytest.fixture
async def phone(
    hass: HomeAssistant,
    blueprint_home: None,
    hass_client: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> Phone:
    """Register a phone."""
    # Libraries of its dependencies, for sound
    for name in ("pymicro_vad", "pyspeex_noise"):
        monkeypatch.setitem(sys.modules, name, Mock())
    assert await async_setup_component(hass, "mobile_app", {})
    client = await hass_client()
    answer = await client.post("/api/mobile_app/registrations", json=PHONE)
    assert answer.status == 201
    await hass.async_block_till_done()
    return Phone(client, (await answer.json())["webhook_id"])


async def test_mail(
    automate: Automate, mailbox: Mailbox, link_id: str, hub: Hub, phone: Phone
) -> None:
    """A phone prints no mail, neither by its own words nor by those of the mail."""
    await automate(
        "print_mails",
        account="box",
        senders=["anna@example.com"],
        on_behalf_of="Mail",
        printer=hub.device_id,
    )
    await phone.fire("imap_content", MAIL)
    await hub.hass.async_block_till_done()
    assert (mailbox, hub.simulator.printed) == ([], [])
    hub.hass.bus.async_fire("imap_content", MAIL)
    await hub.hass.async_block_till_done()
    assert len(hub.simulator.printed) == 1


async def test_automations_reloaded(
    hass: HomeAssistant, hub: Hub, automate: Automate, move_to: MoveTo, phone: Phone
) -> None:
    """A phone makes no automation catch up on what was not to be printed."""
    await automate(
        "print_on_weekdays",
        document=await save_note(hass, hub.account),
        printer=hub.device_id,
        at="06:30:00",
        only_if=[{"condition": "state", "entity_id": "sensor.x", "state": "on"}],
    )
    await show(hass, "sensor.x", "off")
    await move_to("2026-11-25 06:30:00")
    await show(hass, "sensor.x", "on")
    await phone.fire("automation_reloaded", {})
    await hass.async_block_till_done()
    assert hub.simulator.printed == []
    hass.bus.async_fire("automation_reloaded")
    await hass.async_block_till_done()
    assert len(hub.simulator.printed) == 1
