"""Tests of the form that makes, changes and shows links, and of their switch."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.policy.links import Link, get_links
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .steps import open_subentry, send, suggested


@pytest.fixture(autouse=True)
async def home_addresses(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """Have a home with addresses."""
    await hass.config.async_update(
        internal_url="http://192.168.1.2:8123", external_url="https://home.example.com"
    )


def code_of(result: Any) -> str:
    """Return the content of the code that is shown."""
    (selector,) = result["data_schema"].schema.values()
    code: str = selector.config["data"]
    assert code == result["description_placeholders"]["address"]
    return code


async def make(hass: HomeAssistant, account: MockConfigEntry, **entered: Any) -> Link:
    """Make a link."""
    fields = {"name": "Guests", "limits": entered, "network": {}}
    result = await send(hass, await open_subentry(hass, account, "link"), **fields)
    assert (await send(hass, result))["type"] is FlowResultType.CREATE_ENTRY
    return get_links(hass)[-1]


async def test_make(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str
) -> None:
    """A link is made with a secret of its own, which is in its address only."""
    user = await hass.auth.async_create_user("Anna")
    result = await send(
        hass,
        await open_subentry(hass, account, "link"),
        name=" ",
        limits={},
        network={},
    )
    assert result["errors"] == {"name": "name_invalid"}
    result = await send(
        hass,
        result,
        name="Guests",
        device_id=device_id,
        user_id=user.id,
        limits={"pages_a_print": 5.0, "pages_a_day": 20.0, "ends": "2026-12-24"},
        network={"local_only": True},
        is_on=True,
    )
    address = code_of(result)
    assert (await send(hass, result))["title"] == "Guests"
    (link,) = get_links(hass)
    assert address == f"http://192.168.1.2:8123/api/cloudprint/link/{link.secret}"
    assert len(link.secret) == 43
    assert link.secret not in repr(link)
    assert (link.device_id, link.user_id) == (device_id, user.id)
    assert (link.pages_a_print, link.pages_a_day) == (5, 20)
    assert (link.local_only, link.is_on, link.ends) == (True, True, "2026-12-24")


async def test_change(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """A change keeps the address; what is left empty is no limit any more."""
    link = await make(hass, account, pages_a_day=20)
    result = await open_subentry(hass, account, "link", link.link_id)
    assert result["menu_options"] == ["address", "sheet", "user", "renew"]
    result = await send(hass, result, next_step_id="user")
    assert suggested(result["data_schema"])["pages_a_day"] == 20
    network = {"local_only": False}
    result = await send(hass, result, name="Friends", limits={}, network=network)
    assert code_of(result).startswith("https://home.example.com/")
    assert (await send(hass, result))["reason"] == "reconfigure_successful"
    (changed,) = get_links(hass)
    assert changed.secret == link.secret
    assert (changed.name, changed.pages_a_day) == ("Friends", None)


async def test_renew(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """A new address ends the old one, once it is saved."""
    link = await make(hass, account)
    result = await send(
        hass,
        await open_subentry(hass, account, "link", link.link_id),
        next_step_id="address",
    )
    assert code_of(result).endswith(link.secret)
    result = await send(
        hass,
        await open_subentry(hass, account, "link", link.link_id),
        next_step_id="renew",
    )
    assert not code_of(result).endswith(link.secret)
    assert get_links(hass) == [link]
    await send(hass, result)
    assert code_of(result).endswith(get_links(hass)[0].secret)


async def test_changed_meanwhile(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """Who only looks at an address, or renews it, takes back nothing of others."""
    link = await make(hass, account)
    seen = await send(
        hass,
        await open_subentry(hass, account, "link", link.link_id),
        next_step_id="address",
    )
    renewed = await send(
        hass,
        await open_subentry(hass, account, "link", link.link_id),
        next_step_id="renew",
    )
    await hass.services.async_call(
        "switch", "turn_off", {"entity_id": "switch.guests"}, blocking=True
    )
    await send(hass, renewed)
    await send(hass, seen)
    (changed,) = get_links(hass)
    assert changed.secret == code_of(renewed).rpartition("/")[2]
    assert not changed.is_on


async def test_no_address(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """Without an address of the home, there is none of a link."""
    await hass.config.async_update(internal_url=None)
    hass.config.api = None
    result = await send(
        hass,
        await open_subentry(hass, account, "link"),
        name="Guests",
        limits={},
        network={},
    )
    assert result["reason"] == "no_url"


async def test_deleted_meanwhile(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """A link that was deleted cannot be saved."""
    link = await make(hass, account)
    result = await send(
        hass,
        await open_subentry(hass, account, "link", link.link_id),
        next_step_id="address",
    )
    hass.config_entries.async_remove_subentry(account, link.link_id)
    assert (await send(hass, result))["reason"] == "link_gone"


async def test_switch(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """A link has a device with a switch, which goes with it."""
    link = await make(hass, account)
    assert hass.states.is_state("switch.guests", "on")
    for service, is_on in (("turn_off", False), ("turn_on", True)):
        await hass.services.async_call(
            "switch", service, {"entity_id": "switch.guests"}, blocking=True
        )
        assert hass.states.is_state("switch.guests", "on" if is_on else "off")
        assert get_links(hass)[0].is_on is is_on
    hass.config_entries.async_remove_subentry(account, link.link_id)
    await hass.async_block_till_done()
    assert er.async_get(hass).async_get("switch.guests") is None
    assert not [
        device
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), account.entry_id
        )
        if device.model_id == "link"
    ]
