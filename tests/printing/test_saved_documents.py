"""Tests of saved documents: the buttons, and the field of the print."""

from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint import async_remove_config_entry_device
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.printing.saved_document import MODEL_ID
from homeassistant.config_entries import ConfigEntry, ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..actions import call, refuses
from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of
from ..flows.steps import open_subentry, send
from ..hub import Hub, add_account
from ..package import read
from ..simulator import Application, CloudSimulator, Printer
from ..subentries import add_subentry
from ..test_button import press


async def begin(hass: HomeAssistant, account: MockConfigEntry, kind: str) -> Any:
    """Open the form of a kind of document."""
    result = await open_subentry(hass, account, "document")
    assert result["type"] is FlowResultType.MENU
    result = await send(hass, result, next_step_id=kind)
    assert result["step_id"] == kind
    return result


async def keep(
    hass: HomeAssistant, account: MockConfigEntry, kind: str, **entered: Any
) -> str:
    """Save a document; return its id."""
    before = set(account.subentries)
    result = await send(hass, await begin(hass, account, kind), **entered)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (subentry_id,) = set(account.subentries) - before
    return subentry_id


def save(
    hass: HomeAssistant, account: ConfigEntry[Any], name: str = "Sheet", **fields: Any
) -> str:
    """Save a document without its form; return its id."""
    return add_subentry(hass, account, "document", name, **fields)


def button_of(hass: HomeAssistant, account: MockConfigEntry, subentry_id: str) -> str:
    """Return the button of a document."""
    entity_id = er.async_get(hass).async_get_entity_id(
        "button", DOMAIN, f"{account.unique_id}_document_{subentry_id}"
    )
    assert entity_id is not None
    return entity_id


async def test_button(hass: HomeAssistant, hub: Hub) -> None:
    """A document's button is added, renamed and removed with it, and prints it."""
    subentry_id = await keep(
        hass,
        hub.account,
        "text",
        name="Count",
        text="{{ states('sensor.count') }} 个",
        device_id=hub.colour_id,
        options={"copies": 3},
    )
    entity_id = button_of(hass, hub.account, subentry_id)
    state = hass.states.get(entity_id)
    assert state is not None
    assert state.attributes["friendly_name"] == "Count"
    for count in ("7", "8"):
        hass.states.async_set("sensor.count", count)
        await press(hass, entity_id)
    assert [job.content.decode() for job in hub.simulator.printed] == ["7 个", "8 个"]
    assert {job.name for job in hub.simulator.printed} == {"Count"}
    assert all(job.config == {"copies": 3} for job in hub.simulator.printed)

    hass.config_entries.async_update_subentry(
        hub.account, hub.account.subentries[subentry_id], title="数一数"
    )
    await hass.async_block_till_done()
    state = hass.states.get(entity_id)
    assert state is not None
    assert state.attributes["friendly_name"] == "数一数"

    hass.config_entries.async_remove_subentry(hub.account, subentry_id)
    await hass.async_block_till_done()
    assert hass.states.get(entity_id) is None
    assert er.async_get(hass).async_get(entity_id) is None


async def test_device(
    hass: HomeAssistant, account: MockConfigEntry, advance: Advance
) -> None:
    """A document is a service device, and is removed with the document alone."""
    subentry_id = save(hass, account, "List", text="x")
    await hass.async_block_till_done()
    entity = er.async_get(hass).async_get(button_of(hass, account, subentry_id))
    assert entity is not None
    device_id = entity.device_id
    assert device_id is not None
    devices = dr.async_get(hass)

    def device() -> dr.DeviceEntry:
        found = devices.async_get(device_id)
        assert isinstance(found, dr.DeviceEntry)
        return found

    assert device().name == "List"
    assert device().entry_type is dr.DeviceEntryType.SERVICE
    for _ in range(3):
        await advance(121)
    assert device().name == "List"
    assert not await async_remove_config_entry_device(hass, account, device())
    with refuses("device_not_printer", device="List"):
        await call(hass, "print", device_id=device_id, text="x")

    hass.config_entries.async_update_subentry(
        account, account.subentries[subentry_id], title="Lists"
    )
    assert device().name == "Lists"
    hass.config_entries.async_remove_subentry(account, subentry_id)
    await hass.async_block_till_done()
    assert devices.async_get(device_id) is None


async def test_only_printer(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
    application: Application,
    advance: Advance,
) -> None:
    """A document without a printer is printed if there is exactly one printer."""
    account = await set_up_account()
    subentry_id = await keep(hass, account, "text", name="List", text="x")
    await press(hass, button_of(hass, account, subentry_id))
    await call(hass, "print", document="List")
    assert [job.content for job in simulator.printed] == [b"x", b"x"]

    simulator.bind(application, simulator.add_colour_printer())
    await advance(121)
    with refuses("printer_missing"):
        await press(hass, button_of(hass, account, subentry_id))


async def test_kept_across_a_restart(
    hass: HomeAssistant, account: MockConfigEntry
) -> None:
    """The buttons exist once after a reload."""
    first = save(hass, account, "a", text="x")
    runtime_data = account.runtime_data
    second = save(hass, account, "b", text="x")
    await hass.async_block_till_done()
    # Running jobs are not affected.
    assert account.runtime_data is runtime_data
    assert await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    for subentry_id in (first, second):
        assert hass.states.get(button_of(hass, account, subentry_id)) is not None


async def test_print_by_name(hass: HomeAssistant, hub: Hub) -> None:
    """The action's own fields override the document's."""
    subentry_id = await keep(
        hass,
        hub.account,
        "text",
        name="Maths sheet",
        text="1+1=",
        device_id=hub.colour_id,
        options={"copies": 3, "sides": "one_sided"},
    )
    for document in (" maths  SHEET ", subentry_id):
        await call(hass, "print", document=document)
    answer = await call(
        hass,
        "print",
        document="Maths sheet",
        device_id=hub.device_id,
        copies=1,
        name="Now",
    )
    assert answer["jobs"][0]["device_id"] == hub.device_id
    assert [job.config.get("copies") for job in hub.simulator.printed] == [3, 3, 1]
    assert [job.name for job in hub.simulator.printed] == ["Maths sheet"] * 2 + ["Now"]
    assert hub.simulator.printed[-1].config == {"copies": 1, "side": "ONESIDE"}


async def test_print_by_device(hass: HomeAssistant, hub: Hub) -> None:
    """The form of the action lists the documents' devices, and no other."""
    subentry_id = await keep(
        hass, hub.account, "text", name="Facts", text="x", device_id=hub.device_id
    )
    selector = read("services.yaml")["print"]["fields"]["document"]["selector"]
    (only,) = selector["device"]["filter"]
    assert only == {"integration": DOMAIN, "model_id": MODEL_ID}
    (document,) = [
        device
        for device in dr.async_entries_for_config_entry(
            dr.async_get(hass), hub.account.entry_id
        )
        if device.model_id == only["model_id"]
    ]
    assert document.name == "Facts"
    assert document.model == "Saved document"

    await call(hass, "print", document=document.id)
    hass.config_entries.async_update_subentry(
        hub.account, hub.account.subentries[subentry_id], title="Sums"
    )
    await call(hass, "print", document=document.id)
    assert [job.name for job in hub.simulator.printed] == ["Facts", "Sums"]
    with refuses("document_unknown", value=hub.device_id, supported="Sums"):
        await call(hass, "print", document=hub.device_id)


async def test_print_after_choices_were_removed(hass: HomeAssistant, hub: Hub) -> None:
    """Empty lists that the editor leaves are ignored."""
    await keep(
        hass, hub.account, "text", name="Facts", text="x", device_id=hub.device_id
    )
    await call(hass, "print", document="Facts", device_id=[], entity=[])
    await hub.print(text="y", entity=[])
    assert [job.content for job in hub.simulator.printed] == [b"x", b"y"]
    with refuses("printer_missing"):
        await call(hass, "print", device_id=[], text="x")


async def test_print_by_number(hass: HomeAssistant, hub: Hub) -> None:
    """A name that a template turned into a number is found."""
    await keep(hass, hub.account, "text", name="101", text="x", device_id=hub.device_id)
    await call(hass, "print", document=101)
    assert [job.name for job in hub.simulator.printed] == ["101"]
    with refuses("document_unknown", value="True", supported="101"):
        await call(hass, "print", document=True)


async def test_refusals(hass: HomeAssistant, hub: Hub) -> None:
    """Invalid uses are refused, with the supported ones."""
    with refuses("document_unknown", value="x", supported="-"):
        await call(hass, "print", document="x")
    save(hass, hub.account, "Sums", markdown="{{ 1 / 0 }}")
    save(hass, hub.account, "Facts", text="x")
    with refuses("document_unknown", value="7", supported="Facts, Sums"):
        await call(hass, "print", document=7, device_id=hub.device_id)
    with refuses("content_ambiguous", fields="Saved document, Text"):
        await call(hass, "print", document="Facts", text="x", device_id=hub.device_id)
    with refuses("printer_missing"):
        await call(hass, "print", document="Facts")
    with refuses("document_template", HomeAssistantError, document="Sums"):
        await call(hass, "print", document="Sums", device_id=hub.device_id)
    assert hub.simulator.printed == []


async def test_same_name_in_two_accounts(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """Two documents with the same name are distinguished by id."""
    first = await set_up_account()
    await keep(
        hass,
        first,
        "text",
        name="a",
        text="1",
        device_id=device_id_of(hass, first, printer),
    )
    second = await add_account(hass, simulator, printer)
    subentry_id = await keep(hass, second, "text", name="A", text="2")
    with refuses("document_ambiguous", value="a"):
        await call(hass, "print", document="a")
    device_id = device_id_of(hass, second, printer)
    await call(hass, "print", document=subentry_id, device_id=device_id)
    assert simulator.printed[-1].content == b"2"

    # Documents of disabled accounts are ignored.
    await hass.config_entries.async_set_disabled_by(
        second.entry_id, ConfigEntryDisabler.USER
    )
    await call(hass, "print", document="A")
    assert simulator.printed[-1].content == b"1"


async def test_its_printer_is_gone(hass: HomeAssistant, hub: Hub) -> None:
    """A document whose printer is gone is an error, and prints on another printer."""
    subentry_id = await keep(
        hass, hub.account, "text", name="Facts", text="x", device_id=hub.device_id
    )
    hub.data.coordinator.async_remove(hub.device_id)
    for document in ("Facts", subentry_id):
        with refuses("document_printer_gone", document="Facts"):
            await call(hass, "print", document=document)
    await call(hass, "print", document="Facts", device_id=hub.colour_id)
    assert len(hub.simulator.printed) == 1
