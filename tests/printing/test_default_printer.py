"""Tests of prints that name no printer."""

from collections.abc import Mapping
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from ..actions import call, refuses
from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of, entity_id_of
from ..hub import Hub, add_account
from ..simulator import Application, CloudSimulator, Printer
from .test_permissions import CONTROL, READ, call_as, person
from .test_saved_documents import save


def set_default(
    hass: HomeAssistant, entry: ConfigEntry[Any], device_id: str | None
) -> None:
    """Set the default printer of an account."""
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, "default_printer": device_id}
    )


async def where(hass: HomeAssistant, **fields: Any) -> str:
    """Return the device on which something is printed."""
    (job,) = (await call(hass, "print", {"text": "x"} | fields))["jobs"]
    return str(job["device_id"])


async def where_document(hass: HomeAssistant, document: str, **fields: Any) -> str:
    """Return the device on which a saved document is printed."""
    (job,) = (await call(hass, "print", document=document, **fields))["jobs"]
    return str(job["device_id"])


@pytest.fixture
async def shop(
    hass: HomeAssistant, account: MockConfigEntry, simulator: CloudSimulator
) -> MockConfigEntry:
    """Set up a second account with one printer."""
    shared = simulator.add_printer(name="Shop", sn="Xk9shoP1", share_code="700000001")
    return await add_account(hass, simulator, shared, name="Shop")


@pytest.fixture
def shop_id(shop: MockConfigEntry) -> str:
    """Return the device of the second account's printer."""
    (device_id,) = shop.runtime_data.coordinator.data
    return str(device_id)


async def test_order(hass: HomeAssistant, hub: Hub) -> None:
    """A given printer comes first, then the document's own, then the default."""
    own = save(hass, hub.account, text="x", device_id=hub.device_id)
    without = save(hass, hub.account, text="x")
    with refuses("printer_missing"):
        await call(hass, "print", text="x")
    with refuses("printer_missing"):
        await call(hass, "print", document=without)
    assert await where_document(hass, own) == hub.device_id

    set_default(hass, hub.account, hub.colour_id)
    assert await where(hass) == hub.colour_id
    nothings: list[Any] = [None, "", []]
    for nothing in nothings:
        assert await where(hass, device_id=nothing) == hub.colour_id
        assert await where_document(hass, own, device_id=nothing) == hub.device_id
    assert await where(hass, device_id=hub.device_id) == hub.device_id
    assert await where_document(hass, own) == hub.device_id
    assert await where_document(hass, own, device_id=hub.colour_id) == hub.colour_id
    assert await where_document(hass, without) == hub.colour_id
    assert await where_document(hass, without, device_id=hub.device_id) == hub.device_id


async def test_only_printer(
    hass: HomeAssistant, set_up_account: SetUpAccount, printer: Printer
) -> None:
    """The only printer needs no default."""
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    assert await where(hass) == device_id
    account.runtime_data.coordinator.async_remove(device_id)
    with refuses("printer_none"):
        await call(hass, "print", text="x")


async def test_error(
    hass: HomeAssistant,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
    application: Application,
) -> None:
    """Without a default, the error names the printers."""
    for alias in ("Study", "Kitchen"):
        shared = simulator.add_printer(alias, share_code=alias, alias=alias)
        simulator.bind(application, shared)
    await set_up_account()
    with refuses("printer_missing", printers="Kitchen, Study"):
        await call(hass, "print", text="x")


async def test_default_that_is_gone(hass: HomeAssistant, hub: Hub) -> None:
    """A default printer that is gone counts as none."""
    set_default(hass, hub.account, hub.colour_id)
    hub.data.coordinator.async_remove(hub.colour_id)
    assert await where(hass) == hub.device_id


async def test_default_that_is_not_listed(
    hass: HomeAssistant, hub: Hub, advance: Advance
) -> None:
    """A default printer that may have been renamed is not replaced by another one."""
    set_default(hass, hub.account, hub.colour_id)
    hub.colour_printer.name = "Renamed"
    for _ in range(3):
        await advance(121)
    with refuses("printer_gone"):
        await call(hass, "print", text="x")


async def test_default_of_a_document_s_account(
    hass: HomeAssistant, hub: Hub, shop: MockConfigEntry, shop_id: str
) -> None:
    """A document is printed on a printer of its own account, if that is clear."""
    ours, theirs = save(hass, hub.account, text="x"), save(hass, shop, text="x")
    for fields in ({"text": "x"}, {"document": ours}):
        with refuses("printer_missing"):
            await call(hass, "print", fields)
    assert await where_document(hass, theirs) == shop_id

    set_default(hass, hub.account, hub.colour_id)
    assert await where(hass) == hub.colour_id
    assert await where_document(hass, ours) == hub.colour_id
    assert await where_document(hass, theirs) == shop_id

    # With two defaults, none of them is that of all accounts.
    set_default(hass, shop, shop_id)
    with refuses("printer_missing"):
        await call(hass, "print", text="x")
    assert await where_document(hass, ours) == hub.colour_id
    assert await where_document(hass, theirs) == shop_id

    set_default(hass, hub.account, None)
    assert await where_document(hass, ours) == shop_id


async def test_account_that_is_away(
    hass: HomeAssistant, hub: Hub, shop_id: str
) -> None:
    """Nothing is printed on another printer because an account is not connected."""
    await hass.config_entries.async_unload(hub.account.entry_id)
    with refuses("printer_missing"):
        await call(hass, "print", text="x")
    set_default(hass, hub.account, hub.colour_id)
    with refuses("account_not_loaded", account="Cloud Print"):
        await call(hass, "print", text="x")


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({"printer": CONTROL, "color": CONTROL}, "color"),
        ({"printer": CONTROL, "color": READ}, "printer"),
        ({"printer": CONTROL}, "printer"),
        ({"printer": READ}, None),
        ({}, None),
    ],
)
async def test_permissions(
    hass: HomeAssistant, hub: Hub, policy: Mapping[str, Any], expected: str | None
) -> None:
    """The default applies to users who may control it, and is not named to others."""
    set_default(hass, hub.account, hub.colour_id)
    devices = {"printer": hub.device_id, "color": hub.colour_id}
    entities = {
        name: entity_id_of(hass, hub.account, Platform.SENSOR, "status", item)
        for name, item in (("printer", hub.printer), ("color", hub.colour_printer))
    }
    user = await person(
        hass, {"entity_ids": {entities[name]: may for name, may in policy.items()}}
    )
    if expected is None:
        with refuses("printer_none"):
            await call_as(hass, user, "print", text="x")
        return
    (job,) = (await call_as(hass, user, "print", text="x"))["jobs"]
    assert job["device_id"] == devices[expected]


async def test_permissions_of_several(
    hass: HomeAssistant, hub: Hub, shop_id: str
) -> None:
    """The error names only printers that the user may control."""
    statuses = [
        entity_id_of(hass, hub.account, Platform.SENSOR, "status", item)
        for item in (hub.printer, hub.colour_printer)
    ]
    user = await person(hass, {"entity_ids": dict.fromkeys(statuses, CONTROL)})
    names = ", ".join(sorted((hub.printer.shown_alias, hub.colour_printer.shown_alias)))
    with refuses("printer_missing", printers=names):
        await call_as(hass, user, "print", text="x")
