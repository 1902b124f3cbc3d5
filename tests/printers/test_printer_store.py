"""An account that was set up once loads without the service, and holds what it prints."""

from collections.abc import Awaitable, Callable
from contextlib import closing
import logging
import sqlite3
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_load_restore_state_from_storage,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.cloudprint import get_storage_folder
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.diagnostics import async_get_config_entry_diagnostics
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.printers import printer_store
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE, Platform
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from ..actions import call, refuses
from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of, entity_id_of, state_of
from ..hub import Hub
from ..ipp.client import Client
from ..printing.one_sided import OneSided
from ..printing.test_saved_documents import button_of, save
from ..simulator import Application, CloudSimulator, Fault, Printer
from ..spool.house import House
from ..test_button import press
from .memory import remember

POLL = 121
MEMBERS = (
    (Platform.NOTIFY, "print_message"),
    (Platform.BUTTON, "test_page"),
    (Platform.BUTTON, "reprint_last"),
)
"""The entities of a printer that print."""


@pytest.fixture
def reload(hub: Hub) -> Callable[[], Awaitable[None]]:
    """Return a function that loads the account anew, as after a restart."""

    async def again() -> None:
        await hub.hass.config_entries.async_reload(hub.account.entry_id)
        await hub.hass.async_block_till_done()
        assert hub.account.state is ConfigEntryState.LOADED

    return again


@pytest.fixture
async def learnt(account: MockConfigEntry, device_id: str, colour_id: str) -> None:
    """Let the service report what both printers can do."""
    for known in (device_id, colour_id):
        await account.runtime_data.capabilities.async_fetch(known)


type Reload = Callable[[], Awaitable[None]]
type Print = Callable[[], Awaitable[object]]


def held_jobs(account: MockConfigEntry) -> list[tuple[str, str | None]]:
    """Return the names of the held jobs, and why they wait."""
    return [(job.name, job.reason) for job in account.runtime_data.store.held_jobs]


@pytest.fixture
async def ways(
    hass: HomeAssistant, hub: Hub, hass_ws_client: WebSocketGenerator
) -> dict[str, Print]:
    """Return all ways to print, by the name of what they print."""
    for component in ("homeassistant", "conversation"):
        assert await async_setup_component(hass, component, {})
    dr.async_get(hass).async_update_device(hub.device_id, name_by_user="Office printer")
    documents = {
        name: save(hass, hub.account, name, device_id=hub.device_id, text=name)
        for name in ("Timetable", "Maths sheet")
    }
    await hass.async_block_till_done()
    await hub.print(text="Last", name="Last")
    client = await hass_ws_client(hass)

    async def command(kind: str, **fields: Any) -> None:
        await client.send_json_auto_id({"type": kind, **fields})
        answer = await client.receive_json()
        assert answer["success"], answer

    async def send_message() -> None:
        entity_id = hub.entity_id(Platform.NOTIFY, "print_message")
        await hass.services.async_call(
            "notify",
            "send_message",
            {"entity_id": entity_id, "message": "x", "title": "Message"},
            blocking=True,
        )

    async def press_key(key: str) -> None:
        await press(hass, hub.entity_id(Platform.BUTTON, key))

    async def send_by_ipp() -> None:
        shared = IppPrinter(hub.data, hub.device_id)
        await Client(shared).print(b"IPP", name="IPP")
        await shared.async_close()
        # Until it is prepared
        await hass.async_block_till_done()

    return {
        "Last": lambda: press_key("reprint_last"),
        "Action": lambda: call(
            hass, "print", device_id=hub.device_id, text="Action", name="Action"
        ),
        "Message": send_message,
        "Test page": lambda: press_key("test_page"),
        "Timetable": lambda: press(
            hass, button_of(hass, hub.account, documents["Timetable"])
        ),
        "Card": lambda: command(
            "cloudprint/print", device_id=hub.device_id, text="Card", name="Card"
        ),
        "Maths sheet": lambda: command(
            "conversation/process",
            text="Print the maths sheet on the office printer",
            language="en",
        ),
        "IPP": send_by_ipp,
    }


def snapshot_registries(
    hass: HomeAssistant, account: MockConfigEntry
) -> dict[tuple[str | None, str], object]:
    """Return the names of devices and the ids of entities, by device and what it is."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), account.entry_id)
    entities = er.async_entries_for_config_entry(er.async_get(hass), account.entry_id)
    return {
        **{
            (device.id, ""): (device.name, device.name_by_user, device.model)
            for device in devices
        },
        **{
            (entity.device_id, entity.unique_id): (entity.entity_id, entity.disabled_by)
            for entity in entities
        },
    }


def count_errors(caplog: pytest.LogCaptureFixture) -> int:
    """Return how often it was logged that the service is away."""
    message = "The print service can't be reached"
    errors = [rec for rec in caplog.records if rec.levelno == logging.ERROR]
    assert all(message in record.message for record in errors)
    return len(errors)


async def assert_held(
    account: MockConfigEntry, advance: Advance, ways: dict[str, Print], reason: str
) -> None:
    """Print in all ways, and check that each print waits for a reason."""
    # The names of printers and documents are read by voice after a while.
    await advance(2)
    for name, print_ in ways.items():
        await print_()
        assert held_jobs(account)[-1] == (name, reason), name
    assert len(held_jobs(account)) == len(ways)


async def assert_printed_once(
    simulator: CloudSimulator, advance: Advance, ways: dict[str, Print]
) -> None:
    """Check that each print comes out once, in its turn."""
    for _ in range(60):
        await advance(3)
    assert [job.name for job in simulator.printed] == list(ways)


@pytest.mark.usefixtures("enabled_entities")
async def test_service_is_away_at_start(
    hass: HomeAssistant,
    hub: Hub,
    advance: Advance,
    ways: dict[str, Print],
    reload: Reload,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """All that prints is available, and holds; what the service says is unavailable."""
    hub.simulator.refuse_connections()
    caplog.clear()
    await reload()
    assert count_errors(caplog) == 1
    for platform, key in MEMBERS:
        state = hub.state(platform, key)
        assert state.state != STATE_UNAVAILABLE, key
    for key in ("status", "last_job", "active_jobs", "last_printed"):
        state = hub.state(Platform.SENSOR, key)
        assert state.state == STATE_UNAVAILABLE, key
    connection = state_of(hass, hub.account, Platform.BINARY_SENSOR, "cloud_connection")
    assert (connection.state, connection.attributes["reason"]) == ("off", "service")
    assert not hass.config_entries.flow.async_progress()

    hub.simulator.forget()
    await assert_held(hub.account, advance, ways, "service")
    await reload()
    await hub.simulator.accept_connections()
    await assert_printed_once(hub.simulator, advance, ways)
    connection = state_of(hass, hub.account, Platform.BINARY_SENSOR, "cloud_connection")
    assert (connection.state, connection.attributes["reason"]) == ("on", None)
    assert count_errors(caplog) == 2


async def test_key_is_refused_at_start(
    hass: HomeAssistant,
    hub: Hub,
    advance: Advance,
    ways: dict[str, Print],
    reload: Reload,
) -> None:
    """Another key is asked for, and all that prints waits for it."""
    right_key, hub.application.app_key = hub.application.app_key, "f" * 32
    hub.simulator.kill_tokens()
    await reload()
    connection = state_of(hass, hub.account, Platform.BINARY_SENSOR, "cloud_connection")
    assert connection.attributes["reason"] == "authentication"
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH
    hub.simulator.forget()
    await assert_held(hub.account, advance, ways, "authentication")

    hub.application.app_key = right_key
    await hass.config_entries.flow.async_configure(
        flow["flow_id"], {"app_key": right_key}
    )
    await hass.async_block_till_done()
    await assert_printed_once(hub.simulator, advance, ways)


async def test_all_that_prints_while_the_service_goes_away(
    hass: HomeAssistant, hub: Hub, advance: Advance, ways: dict[str, Print]
) -> None:
    """It is the same in a home that runs; the reason may change meanwhile."""
    hub.application.app_key = "f" * 32
    hub.simulator.refuse_connections()
    await advance(POLL)
    assert hub.account.state is ConfigEntryState.LOADED
    for platform, key in MEMBERS:
        state = hub.state(platform, key)
        assert state.state != STATE_UNAVAILABLE, key
    hub.simulator.forget()
    await assert_held(hub.account, advance, ways, "service")

    def reason() -> Any:
        return state_of(
            hass, hub.account, Platform.BINARY_SENSOR, "cloud_connection"
        ).attributes["reason"]

    assert reason() == "service"
    hub.simulator.kill_tokens()
    await hub.simulator.accept_connections()
    for _ in range(3):
        await advance(POLL)
    assert reason() == "authentication"
    assert {why for _, why in held_jobs(hub.account)} == {"authentication"}


async def test_other_sides(
    hass: HomeAssistant, hub: Hub, advance: Advance, one_sided: OneSided
) -> None:
    """Both sides can be printed by hand as well: that the printer has one is known."""
    hub.simulator.refuse_connections()
    await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    await one_sided.print()
    assert [reason for _, reason in held_jobs(hub.account)] == ["service", "turn_paper"]
    await hub.simulator.accept_connections()
    await advance(60)
    await one_sided.finish()
    hub.simulator.refuse_connections()
    await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    button = hub.entity_id(Platform.BUTTON, "print_other_sides")
    state = hass.states.get(button)
    assert state is not None
    assert state.state != STATE_UNAVAILABLE
    await press(hass, button)
    assert [reason for _, reason in held_jobs(hub.account)] == ["service"]
    await hub.simulator.accept_connections()
    await advance(60)
    assert len(hub.simulator.printed) == 2


async def test_no_list(
    hass: HomeAssistant, hub: Hub, advance: Advance, reload: Reload
) -> None:
    """What is remembered says of no printer that it is gone, renamed, new or online."""
    hub.printer.online_status = "0"
    await advance(POLL)
    await hass.config_entries.async_unload(hub.account.entry_id)
    devices = dr.async_get(hass)
    devices.async_remove_device(hub.colour_id)
    missing = devices.async_get_or_create(
        config_entry_id=hub.account.entry_id,
        identifiers={(DOMAIN, f"{hub.account.unique_id}/{hub.printer.sn}/Missing")},
        serial_number=hub.printer.sn,
    )
    hub.simulator.refuse_connections()
    await hass.config_entries.async_setup(hub.account.entry_id)
    await hass.async_block_till_done()
    coordinator = hub.data.coordinator
    assert set(coordinator.data) == {hub.device_id}
    assert coordinator.data[hub.device_id].online is None
    for _ in range(5):
        await advance(POLL)
    assert devices.async_get(missing.id)
    assert coordinator.missing.renamed == {}
    assert not ir.async_get(hass).issues
    with refuses("printer_gone"):
        await call(hass, "print", device_id=missing.id, text="x")

    # The first list decides, as at any start.
    hub.simulator.unbind(hub.application, hub.printer)
    await hub.simulator.accept_connections()
    await advance(POLL)
    assert set(coordinator.data) == {
        device_id_of(hass, hub.account, hub.colour_printer)
    }
    assert devices.async_get(hub.device_id)
    assert devices.async_get(missing.id)
    await advance(POLL)
    assert devices.async_get(missing.id) is None


async def test_no_printers(
    hass: HomeAssistant,
    application: Application,
    simulator: CloudSimulator,
    set_up_account: SetUpAccount,
    advance: Advance,
) -> None:
    """An account without printers loads, too, and lists a printer that is added."""
    account = await set_up_account()
    simulator.refuse_connections()
    await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    assert account.state is ConfigEntryState.LOADED
    assert account.runtime_data.coordinator.data == {}
    added = simulator.add_printer()
    simulator.bind(application, added)
    await simulator.accept_connections()
    await advance(POLL)
    assert state_of(hass, account, Platform.NOTIFY, "print_message", added)


async def test_first_set_up_needs_the_service(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """A list that cannot be read is rebuilt later, even if it was of no printers."""
    simulator.refuse_connections()
    account = await set_up_account()
    assert account.state.value == "setup_retry"
    await simulator.accept_connections()
    await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    simulator.refuse_connections()
    for record, changed_at in (
        *((record, 0.0) for record in ("{", "[[]]", '[{"printer": {}}]', "7")),
        ("[]", 1e300),
        ("[]", -1e300),
    ):
        await hass.config_entries.async_unload(account.entry_id)
        await remember(hass, record, changed_at=changed_at)
        await hass.config_entries.async_setup(account.entry_id)
        assert account.state.value == "loaded", (record, changed_at)
        (rebuilt,) = account.runtime_data.coordinator.data.values()
        assert (rebuilt.key, rebuilt.online) == ((printer.sn, printer.name), None)


@pytest.mark.parametrize("damage", ["missing", "damaged", "restored"])
async def test_journal_without_a_list(
    hass: HomeAssistant,
    hub: Hub,
    advance: Advance,
    ways: dict[str, Print],
    freezer: FrozenDateTimeFactory,
    damage: str,
) -> None:
    """Printers are rebuilt from their devices: nothing is lost, renamed, or refused."""
    # A printer with a slash in its name, and one that its owner has just unshared
    slashed = hub.simulator.add_printer(name="HP 1/2", share_code="830487799")
    hub.simulator.bind(hub.application, slashed)
    await advance(POLL)
    before = snapshot_registries(hass, hub.account)
    house = House(hass, freezer, hub.simulator, hub.account)
    await house.unload()
    await house.close_journal()
    file = house.folder / "journal.db"
    if damage == "restored":
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("DELETE FROM printers")
    elif damage == "damaged":
        file.write_bytes(b"x" * 5000)
    else:
        for part in file.parent.glob("journal.db*"):
            part.unlink()
    hub.simulator.unbind(hub.application, hub.colour_printer)
    hub.simulator.refuse_connections()
    await house.open_journal()
    await house.load()
    assert hub.account.state is ConfigEntryState.LOADED
    coordinator = hub.data.coordinator
    assert {
        known: (each.key, each.online) for known, each in coordinator.data.items()
    } == {
        device_id_of(hass, hub.account, each): ((each.sn, each.name), None)
        for each in (hub.printer, hub.colour_printer, slashed)
    }
    diagnostics = await async_get_config_entry_diagnostics(hass, hub.account)
    assert diagnostics["printer_list"] == {"source": "devices", "changed_at": None}
    for platform, key in MEMBERS[:2]:
        state = hub.state(platform, key)
        assert state.state != STATE_UNAVAILABLE, key
    shown = IppPrinter(hub.data, hub.device_id).snapshot()
    assert (shown.name, shown.is_accepting) == ("Office printer", True)
    if damage != "restored":
        del ways["Last"]
    hub.simulator.forget()
    await assert_held(hub.account, advance, ways, "service")
    for _ in range(5):
        await advance(POLL)
    assert snapshot_registries(hass, hub.account) == before
    assert coordinator.missing.renamed == {}
    assert {issue for _, issue in ir.async_get(hass).issues} <= {"journal_damaged"}

    await hub.simulator.accept_connections()
    await assert_printed_once(hub.simulator, advance, ways)
    # The first list decides, and is remembered.
    await advance(POLL)
    after = snapshot_registries(hass, hub.account)
    assert after == {key: before[key] for key in before if key[0] != hub.colour_id}
    hub.simulator.refuse_connections()
    await house.reload()
    coordinator = hub.data.coordinator
    assert coordinator.data.keys() == {
        hub.device_id,
        device_id_of(hass, hub.account, slashed),
    }
    await house.unload()
    await house.close_journal()


async def test_removed_account_is_forgotten(hub: Hub) -> None:
    """Nothing stays in the journal of an account that was removed."""
    await hub.hass.async_block_till_done()
    file = get_storage_folder(hub.hass) / "journal.db"
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT COUNT(*) FROM printers"
        assert connection.execute(query).fetchone() == (1,)
        await hub.hass.config_entries.async_remove(hub.account.entry_id)
        assert connection.execute(query).fetchone() == (0,)


@pytest.mark.usefixtures("learnt")
async def test_nothing_new(
    hass: HomeAssistant, hub: Hub, advance: Advance, reload: Reload
) -> None:
    """Nothing is written for a poll that brings nothing new, nor while there is none."""
    await hass.async_block_till_done()
    store = hub.data.printer_store
    changed_at = store.changed_at
    statements: list[str] = []
    journal = hass.data[JOURNAL]
    await journal.async_run(
        lambda: journal.database.set_trace_callback(statements.append)
    )
    for status in ("0", "1", None):
        hub.printer.online_status = status
        await advance(POLL)
    await hub.data.capabilities.async_fetch(hub.device_id)
    await hass.async_block_till_done()
    hub.simulator.refuse_connections()
    await advance(POLL)
    await hub.simulator.accept_connections()
    await advance(POLL)
    # Apart from old jobs, which are deleted every hour
    written = [text for text in statements if text.startswith(("INSERT", "UPDATE"))]
    assert written == []
    assert store.changed_at == changed_at

    hub.printer.alias = "Renamed"
    await advance(POLL)
    assert any("printers" in statement for statement in statements)
    assert store.changed_at is not None
    assert changed_at is not None
    assert store.changed_at > changed_at
    await reload()
    assert hub.data.printer_store.changed_at == store.changed_at
    assert hub.data.coordinator.data[hub.device_id].alias == "Renamed"


async def test_journal_cannot_be_written(
    hub: Hub, advance: Advance, reload: Reload
) -> None:
    """The next list is written instead."""
    hub.printer.alias = "Renamed"
    fails = sqlite3.OperationalError("disk I/O error")
    with patch.object(printer_store, "insert_printers", side_effect=fails):
        await advance(POLL)
    await advance(POLL)
    hub.simulator.refuse_connections()
    await reload()
    assert hub.data.coordinator.data[hub.device_id].alias == "Renamed"


@pytest.mark.usefixtures("learnt")
async def test_capabilities(hub: Hub, reload: Reload) -> None:
    """They are used while the service is away, and asked for again when it is back."""
    capabilities = hub.data.capabilities
    known = {each: capabilities.get(each) for each in (hub.device_id, hub.colour_id)}
    assert None not in known.values()
    hub.simulator.refuse_connections()
    await reload()
    capabilities = hub.data.capabilities
    assert {each: capabilities.get(each) for each in known} == known
    assert await capabilities.async_get(hub.colour_id) == known[hub.colour_id]
    with refuses("option_invalid", field="paper"):
        await hub.print(device_id=hub.colour_id, text="x", paper="A0")

    await hub.simulator.accept_connections()
    paper = {"name": "A0", "width": 841, "height": 1189}
    hub.colour_printer.report(supportedPapers=[paper])
    await reload()
    await hub.print(device_id=hub.colour_id, text="x", paper="A0")
    # Asked once; what the other one can do is still what it said before.
    assert hub.simulator.count("queryPrinterDetail") == 3
    assert hub.data.capabilities.get(hub.device_id) == known[hub.device_id]


@pytest.mark.usefixtures("learnt")
async def test_capabilities_that_cannot_be_fetched(hub: Hub, reload: Reload) -> None:
    """What the printer said before is used on, and it is not asked for each print."""
    known = hub.data.capabilities.get(hub.colour_id)
    hub.simulator.faults.add("queryPrinterDetail", Fault.HTTP_500, times=None)
    await reload()
    hub.simulator.forget()
    for _ in range(2):
        assert await hub.data.capabilities.async_get(hub.colour_id) == known
    assert hub.simulator.count("queryPrinterDetail") == 1


@pytest.mark.usefixtures("learnt")
async def test_defaults(
    hass: HomeAssistant, hass_storage: dict[str, Any], hub: Hub
) -> None:
    """They are restored, with the choices of the printer."""
    entity_id = entity_id_of(
        hass, hub.account, Platform.SELECT, "sides", hub.colour_printer
    )
    before = hass.states.get(entity_id)
    assert before is not None
    await hass.config_entries.async_unload(hub.account.entry_id)
    hass_storage["core.restore_state"] = {
        "version": 1,
        "data": [
            {
                "state": State(entity_id, "two_sided_long_edge").as_dict(),
                "extra_data": None,
                "last_seen": dt_util.utcnow().isoformat(),
            }
        ],
    }
    await async_mock_load_restore_state_from_storage(hass)
    hub.simulator.refuse_connections()
    await hass.config_entries.async_setup(hub.account.entry_id)
    await hass.async_block_till_done()
    state = hass.states.get(entity_id)
    assert state is not None
    assert state.state == "two_sided_long_edge"
    assert state.attributes["options"] == before.attributes["options"]
    await hub.print(device_id=hub.colour_id, text="x")
    (job,) = hub.data.store.held_jobs
    assert job.options["sides"] == "two_sided_long_edge"


async def test_shared_printer(hub: Hub, learnt: None, reload: Reload) -> None:
    """Phones see what the printer can do, and that it takes jobs."""
    shown = IppPrinter(hub.data, hub.colour_id).snapshot()
    hub.simulator.refuse_connections()
    await reload()
    now = IppPrinter(hub.data, hub.colour_id).snapshot()
    assert now.is_accepting
    assert (now.name, now.capabilities, now.papers) == (
        shown.name,
        shown.capabilities,
        shown.papers,
    )


async def test_removed_while_there_is_no_list(
    hass: HomeAssistant, hub: Hub, advance: Advance, reload: Reload
) -> None:
    """A printer that the service unshares meanwhile does not come back."""
    hub.simulator.faults.add("queryPrinters", Fault.HTTP_500, times=None)
    await reload()
    await call(hass, "remove_printer", device_id=hub.device_id)
    assert set(hub.data.coordinator.data) == {hub.colour_id}
    assert dr.async_get(hass).async_get(hub.device_id) is None
    await reload()
    assert set(hub.data.coordinator.data) == {hub.colour_id}
    hub.simulator.faults.clear()
    await advance(POLL)
    assert set(hub.data.coordinator.data) == {hub.colour_id}
    assert dr.async_get(hass).async_get(hub.device_id) is None


async def test_printer_added_elsewhere(
    hass: HomeAssistant, hub: Hub, reload: Reload
) -> None:
    """It is not taken for one that was added here: a list of now says what is new."""
    hub.simulator.refuse_connections()
    await reload()
    other = hub.simulator.add_printer("Other", share_code="700000001")
    hub.simulator.bind(hub.application, other)
    await hub.simulator.accept_connections()
    hub.simulator.faults.add(
        "addSharePrinter", Fault.REFUSED, message="该打印机已绑定", times=None
    )
    with refuses("share_code_refused"):
        await call(
            hass,
            "add_printer",
            config_entry_id=hub.account.entry_id,
            share_code=hub.printer.share_code,
            verification_code=hub.printer.verification_code,
        )


async def test_diagnostics(hass: HomeAssistant, hub: Hub, reload: Reload) -> None:
    """They say whether the service has listed the printers, and from when the list is."""

    async def describe() -> tuple[Any, Any]:
        found = await async_get_config_entry_diagnostics(hass, hub.account)
        return found["service"]["reason"], found["printer_list"]

    changed_at = hub.data.printer_store.changed_at
    assert changed_at is not None
    since = changed_at.isoformat()
    assert await describe() == (None, {"source": "service", "changed_at": since})
    hub.simulator.refuse_connections()
    await reload()
    assert await describe() == ("service", {"source": "journal", "changed_at": since})


async def test_journal_cannot_be_read(hub: Hub) -> None:
    """The account is not ready: what would be printed could not be kept."""
    with patch.object(printer_store, "select_printers", side_effect=sqlite3.Error("x")):
        await hub.hass.config_entries.async_reload(hub.account.entry_id)
    assert hub.account.state is ConfigEntryState.SETUP_RETRY
    assert hub.account.error_reason_translation_key == "journal_unwritable"
