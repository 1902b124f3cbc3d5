"""Tests of the table of pages by person and month."""

from freezegun.api import FrozenDateTimeFactory

from custom_components.cloudprint.printing.usage import async_get_months
from custom_components.cloudprint.requester import AUTOMATION
from homeassistant.helpers import device_registry as dr

from ..hub import Hub
from ..printing.test_usage import add_user, print_as, text
from .conftest import Browser


async def test_months(
    hub: Hub, owner: Browser, member: Browser, freezer: FrozenDateTimeFactory
) -> None:
    """Administrators see the months of a year by person and printer."""
    assert await member.refused("usage") == "usage_not_allowed"
    assert await owner.refused("usage", start="x") == "field_unknown"
    freezer.move_to("2026-11-29 12:00:00")
    assert await owner.ask("usage") == {
        "months": ["2026-11"],
        "people": [],
        "printers": [],
    }
    devices = dr.async_get(hub.hass)
    devices.async_update_device(hub.device_id, name_by_user="Office")
    devices.async_update_device(hub.colour_id, name_by_user="Hall")
    anna = await add_user(hub.hass, "Anna")
    await print_as(hub.hass, anna, hub.device_id, 2)
    freezer.move_to("2027-01-02 12:00:00")
    await print_as(hub.hass, anna, hub.device_id, 1)
    await print_as(hub.hass, anna, hub.colour_id, 1)
    await hub.print(text=text(9))
    assert await owner.ask("usage") == {
        "months": ["2026-11", "2026-12", "2027-01"],
        "people": [
            {"name": None, "kind": "automation", "user_id": None, "pages": [0, 0, 9]},
            {"name": "Anna", "kind": "user", "user_id": anna.id, "pages": [2, 0, 2]},
        ],
        "printers": [
            {"name": "Office", "device_id": hub.device_id, "pages": [2, 0, 10]},
            {"name": "Hall", "device_id": hub.colour_id, "pages": [0, 0, 1]},
        ],
    }
    freezer.move_to("2027-12-31 12:00:00")
    months = (await async_get_months(hub.hass, AUTOMATION, {}))["months"]
    assert (months[0], months[-1], len(months)) == ("2027-01", "2027-12", 12)
