"""Tests of setup, unloading and removal, and of deleting devices."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
import sqlite3
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.cloudprint import get_storage_folder
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import (
    JOURNAL,
    find_account,
    get_account,
    get_accounts,
)
from custom_components.cloudprint.printing.permission import get_target
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE, EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.setup import async_setup_component

from .actions import call, refuses
from .conftest import Advance, SetUpAccount
from .entities import device_id_of
from .hub import Hub, account_data, add_account
from .simulator import CloudSimulator, Fault, Printer
from .spool.kept import kept_contents
from .spool.samples import make_job

ACTIONS = {
    "add_printer",
    "approve_job",
    "cancel_job",
    "deny_job",
    "get_capabilities",
    "get_jobs",
    "get_usage",
    "give_back_pages",
    "move_job",
    "print",
    "print_other_sides",
    "release_jobs",
    "remove_printer",
    "reprint_job",
}


def assert_state(entry: MockConfigEntry, state: ConfigEntryState) -> None:
    """Check the state of an account."""
    assert entry.state is state


def contents(hass: HomeAssistant, entry: MockConfigEntry) -> list[str]:
    """Return the ids of an account's contents."""
    return kept_contents(get_storage_folder(hass), entry.entry_id)


def fails(*args: Any, **kwargs: Any) -> None:
    """Raise the error of a failing disk."""
    raise JournalError("disk I/O error")


async def test_set_up_without_accounts(
    hass: HomeAssistant, config_folder: Path, enable_custom_integrations: None
) -> None:
    """The actions are registered, and the history can be read."""
    assert await async_setup_component(hass, DOMAIN, {})
    assert set(hass.services.async_services_for_domain(DOMAIN)) == ACTIONS
    assert await call(hass, "get_jobs") == {"jobs": []}


async def test_unload_and_set_up_again(hass: HomeAssistant, hub: Hub) -> None:
    """An account has the same entities again."""
    assert await hass.config_entries.async_unload(hub.account.entry_id)
    assert_state(hub.account, ConfigEntryState.NOT_LOADED)
    states = [
        hass.states.get(entity_id) for entity_id in hass.states.async_entity_ids()
    ]
    assert all(state and state.state == "unavailable" for state in states)
    assert set(hass.services.async_services_for_domain(DOMAIN)) == ACTIONS

    assert await hass.config_entries.async_setup(hub.account.entry_id)
    assert_state(hub.account, ConfigEntryState.LOADED)
    assert device_id_of(hass, hub.account, hub.printer) == hub.device_id


@pytest.mark.parametrize("is_reloaded", [False, True])
async def test_closed_account(hass: HomeAssistant, hub: Hub, is_reloaded: bool) -> None:
    """A reference from before an unload raises; a new look-up returns the new account."""
    before = get_account(hass, hub.account.entry_id)
    coordinator, store = before.coordinator, before.store
    assert await hass.config_entries.async_unload(hub.account.entry_id)
    if is_reloaded:
        assert await hass.config_entries.async_setup(hub.account.entry_id)
    for part in ("store", "capabilities", "coordinator"):
        with pytest.raises(ServiceValidationError) as raised:
            getattr(before, part)
        assert raised.value.translation_key == "account_not_loaded"
    # Parts that were taken before stay readable.
    assert hub.device_id in coordinator.data
    assert store.open_jobs == []
    assert before.rules == []
    if is_reloaded:
        assert get_accounts(hass) == [hub.data]
        present = get_target(hass, hub.device_id).account
        assert present is find_account(hass, hub.account.entry_id) is not before
        return
    assert get_accounts(hass) == []
    for ask, asked in (
        (get_account, hub.account.entry_id),
        (get_target, hub.device_id),
    ):
        with pytest.raises(ServiceValidationError) as raised:
            ask(hass, asked)
        assert raised.value.translation_key == "account_not_loaded"


async def test_unload_waits_for_a_print(hass: HomeAssistant, hub: Hub) -> None:
    """The job is sent before the account is unloaded."""
    slow = hub.simulator.faults.add("newPrintTask", Fault.SLOW)
    printing = hass.async_create_task(hub.print(text="x"), eager_start=True)
    await slow.reached.wait()
    unloading = hass.async_create_task(
        hass.config_entries.async_unload(hub.account.entry_id), eager_start=True
    )
    slow.release()
    assert await unloading
    job = await printing
    assert job["state"] == "submitted"
    assert job["task_id"] == hub.simulator.printed[0].task_id


async def test_platforms_that_do_not_unload(hass: HomeAssistant, hub: Hub) -> None:
    """Home Assistant must be restarted; jobs are held until then."""
    await hub.go_offline()
    await hub.print(text="x")
    with patch.object(
        hass.config_entries, "async_unload_platforms", return_value=False
    ):
        assert not await hass.config_entries.async_unload(hub.account.entry_id)
    assert_state(hub.account, ConfigEntryState.FAILED_UNLOAD)
    await hub.go_online()
    with refuses("account_not_loaded"):
        await hub.print(text="y")
    (job,) = await hub.jobs()
    assert job["state"] == "held"
    assert hub.simulator.printed == []
    # Its timer is left, as the account cannot be unloaded any more.
    await hub.data.coordinator.async_shutdown()


async def test_platforms_that_do_not_load(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """The spooler stops before the next attempt."""
    with patch.object(
        hass.config_entries, "async_forward_entry_setups", side_effect=ImportError
    ):
        entry = await set_up_account()
    assert_state(entry, ConfigEntryState.SETUP_ERROR)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert_state(entry, ConfigEntryState.LOADED)
    await call(hass, "print", device_id=device_id_of(hass, entry, printer), text="x")
    assert simulator.times_printed(content=b"x") == 1


async def test_home_assistant_stops_while_an_account_is_set_up(
    hass: HomeAssistant, hub: Hub
) -> None:
    """Held jobs stay held until the next start."""
    hub.simulator.refuse_connections()
    # The list, and not the print, is sent over the connection that is broken.
    await hub.refresh()
    await hub.print(text="x")
    await hass.config_entries.async_unload(hub.account.entry_id)
    await hub.simulator.accept_connections()

    forward = hass.config_entries.async_forward_entry_setups

    async def stop(*args: Any) -> None:
        await forward(*args)
        hass.set_state(CoreState.stopping)
        hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)

    with patch.object(hass.config_entries, "async_forward_entry_setups", stop):
        await hass.config_entries.async_setup(hub.account.entry_id)
    await hass.async_block_till_done()
    (job,) = await hub.jobs()
    assert job["state"] == "held"
    assert hub.simulator.printed == []
    assert await hass.config_entries.async_unload(hub.account.entry_id)


@pytest.mark.parametrize(
    ("event", "is_reachable"),
    [(EVENT_HOMEASSISTANT_STOP, True), (EVENT_HOMEASSISTANT_CLOSE, False)],
)
async def test_home_assistant_stops(
    hass: HomeAssistant, hub: Hub, event: str, is_reachable: bool
) -> None:
    """Nothing is printed any more, and finally the journal is closed."""
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    hass.bus.async_fire(event)
    await hass.async_block_till_done()
    with refuses("account_not_loaded", HomeAssistantError):
        await hub.print(text="x")
    if is_reachable:
        assert await call(hass, "get_jobs") == {"jobs": []}
    else:
        with refuses("journal_unreadable", HomeAssistantError):
            await call(hass, "get_jobs")


async def test_journal_cannot_be_opened(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    printer: Printer,
    set_up_account: SetUpAccount,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Setup is retried, with a reason."""
    with (
        patch.object(Journal, "async_open", fails),
        patch.object(Journal, "async_last_jobs", fails),
    ):
        entry = await set_up_account()
    assert "The print journal cannot be opened: disk I/O error" in caplog.text
    assert_state(entry, ConfigEntryState.SETUP_RETRY)
    assert entry.error_reason_translation_key == "journal_unwritable"
    assert entry.error_reason_translation_placeholders == {"error": "disk I/O error"}
    assert set(hass.services.async_services_for_domain(DOMAIN)) == ACTIONS

    # The disk works again.
    await hass.config_entries.async_reload(entry.entry_id)
    assert_state(entry, ConfigEntryState.LOADED)
    await call(hass, "print", device_id=device_id_of(hass, entry, printer), text="x")
    assert simulator.times_printed(content=b"x") == 1


async def test_journal_of_a_newer_version(
    hass: HomeAssistant,
    config_folder: Path,
    printer: Printer,
    set_up_account: SetUpAccount,
) -> None:
    """Setup fails with instructions, and the journal is not changed."""
    path = config_folder / ".storage/cloudprint/journal.db"
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("CREATE TABLE jobs (record TEXT)")
    before = path.read_bytes()
    entry = await set_up_account()
    assert_state(entry, ConfigEntryState.SETUP_ERROR)
    assert entry.error_reason_translation_key == "journal_too_new"
    with refuses("journal_unreadable", HomeAssistantError):
        await call(hass, "get_jobs")
    assert path.read_bytes() == before
    assert not hass.config_entries.flow.async_progress()

    # The integration was updated, or the journal was deleted.
    path.unlink()
    await hass.config_entries.async_reload(entry.entry_id)
    assert_state(entry, ConfigEntryState.LOADED)


async def test_remove(hass: HomeAssistant, hub: Hub) -> None:
    """The contents of the account are deleted; the bindings in the cloud stay."""
    other = await add_account(hass, hub.simulator, hub.printer)
    for entry in hub.account, other:
        await call(
            hass, "print", device_id=device_id_of(hass, entry, hub.printer), text="x"
        )
        assert len(contents(hass, entry)) == 1

    await hass.config_entries.async_remove(hub.account.entry_id)
    await hass.async_block_till_done()
    assert not (get_storage_folder(hass) / hub.account.entry_id).exists()
    assert len(contents(hass, other)) == 1
    jobs = await hub.jobs()
    assert [job["device_id"] for job in jobs] == [
        device_id_of(hass, other, hub.printer)
    ]
    assert hub.printer in hub.application.printers
    devices = dr.async_get(hass)
    assert not dr.async_entries_for_config_entry(devices, hub.account.entry_id)


async def test_remove_while_the_journal_fails(
    hass: HomeAssistant, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    """The files of the account are deleted nevertheless, and its jobs later."""
    disabled = MockConfigEntry(domain=DOMAIN, disabled_by=ConfigEntryDisabler.USER)
    disabled.add_to_hass(hass)
    journal = hass.data[JOURNAL]
    kept = make_job(entry_id=disabled.entry_id)
    await journal.async_add(kept, before=lambda: None)
    await hub.print(text="x")
    with patch.object(Journal, "async_forget_others", fails):
        await hass.config_entries.async_remove(hub.account.entry_id)
    assert "could not be forgotten: disk I/O error" in caplog.text
    assert not (get_storage_folder(hass) / hub.account.entry_id).exists()
    assert len(contents(hass, hub.account)) == 1

    other_application = hub.simulator.add_application("other", "key")
    other = MockConfigEntry(
        domain=DOMAIN,
        unique_id="other",
        data=account_data(hub.simulator, other_application),
    )
    other.add_to_hass(hass)
    with patch.object(Journal, "async_forget_others", fails):
        await hass.config_entries.async_setup(other.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert len(contents(hass, hub.account)) == 1
    for _ in range(2):
        await hass.config_entries.async_reload(other.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        # A disabled account is one, too.
        assert await journal.async_jobs(limit=10) == [kept]
        assert contents(hass, hub.account) == []


async def test_remove_after_a_start_with_disabled_accounts_only(
    hass: HomeAssistant, hub: Hub
) -> None:
    """A disabled account is removed completely."""
    await hub.print(text="x")
    await hass.config_entries.async_set_disabled_by(
        hub.account.entry_id, ConfigEntryDisabler.USER
    )
    # Home Assistant does not set up the integration at a start.
    await hass.data.pop(JOURNAL).async_close()
    hass.config.components.remove(DOMAIN)
    for action in ACTIONS:
        hass.services.async_remove(DOMAIN, action)

    await hass.config_entries.async_remove(hub.account.entry_id)
    await hass.async_block_till_done()
    assert not (get_storage_folder(hass) / hub.account.entry_id).exists()
    assert await call(hass, "get_jobs") == {"jobs": []}


async def test_disable(hass: HomeAssistant, hub: Hub) -> None:
    """There are no issues while an account is disabled."""
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await hub.print(text="x")
    issue_id = f"jobs_unconfirmed_{hub.account.entry_id}"
    issues = ir.async_get(hass)
    assert issues.async_get_issue(DOMAIN, issue_id)
    await hass.config_entries.async_set_disabled_by(
        hub.account.entry_id, ConfigEntryDisabler.USER
    )
    assert issues.async_get_issue(DOMAIN, issue_id) is None
    await hass.config_entries.async_set_disabled_by(hub.account.entry_id, None)
    assert issues.async_get_issue(DOMAIN, issue_id)


# Deleting devices as in the frontend

type Delete = Callable[[str], Awaitable[dict[str, Any]]]


@pytest.fixture
async def delete(hub: Hub, hass_ws_client: WebSocketGenerator) -> Delete:
    """Return a function that deletes a device of the account."""
    assert await async_setup_component(hub.hass, "config", {})
    client = await hass_ws_client()

    async def delete(device_id: str) -> dict[str, Any]:
        await client.send_json_auto_id(
            {
                # The name that all releases know
                "type": "config/device_registry/remove_config_entry",
                "config_entry_id": hub.account.entry_id,
                "device_id": device_id,
            }
        )
        answer: dict[str, Any] = await client.receive_json()
        await hub.hass.async_block_till_done()
        return answer

    return delete


async def test_delete_a_printer(
    hass: HomeAssistant, advance: Advance, hub: Hub, delete: Delete
) -> None:
    """The printer is unshared before its device is deleted."""
    assert (await delete(hub.device_id))["success"]
    assert hub.application.printers == [hub.colour_printer]
    assert dr.async_get(hass).async_get(hub.device_id) is None
    assert er.async_entries_for_device(er.async_get(hass), hub.device_id) == []
    await advance(121)
    assert dr.async_get(hass).async_get(hub.device_id) is None

    # A printer that is added again has the same device.
    await call(
        hass,
        "add_printer",
        config_entry_id=hub.account.entry_id,
        share_code=hub.printer.share_code,
        verification_code=hub.printer.verification_code,
    )
    await hass.async_block_till_done()
    assert (await delete(hub.device_id))["success"]
    hub.simulator.bind(hub.application, hub.printer)
    await hub.refresh()
    await hass.async_block_till_done()
    entities = er.async_entries_for_device(er.async_get(hass), hub.device_id)
    assert entities
    assert all(hass.states.get(entity.entity_id) for entity in entities)


async def test_delete_a_printer_while_printers_are_listed(
    hass: HomeAssistant, hub: Hub, delete: Delete
) -> None:
    """The answer of before does not bring the printer back."""
    coordinator = hub.data.coordinator
    slow = hub.simulator.faults.add("queryPrinters", Fault.SLOW, accept=True)
    listing = asyncio.ensure_future(coordinator.async_refresh())
    await slow.reached.wait()
    assert (await delete(hub.device_id))["success"]
    slow.release()
    await listing
    assert dr.async_get(hass).async_get(hub.device_id) is None
    assert set(coordinator.data) == {hub.colour_id}


@pytest.mark.parametrize(
    ("fault", "message"),
    [(Fault.REFUSED, "操作失败"), (Fault.HTTP_500, "服务端异常")],
)
async def test_delete_fails(
    hass: HomeAssistant, hub: Hub, delete: Delete, fault: Fault, message: str
) -> None:
    """The device stays, and the error has the reason."""
    hub.simulator.faults.add("revokeSharePrinter", fault)
    answer = await delete(hub.device_id)
    assert not answer["success"]
    error = answer["error"]
    assert error["code"] == "home_assistant_error"
    assert error["message"] == (
        f"“{hub.printer.shown_alias}” is still shared with your application because the"
        f" service did not release it. The service says: {message}"
    )
    assert error["translation_domain"] == DOMAIN
    assert error["translation_key"] == "cannot_remove_printer"
    assert error["translation_placeholders"] == {
        "printer": hub.printer.shown_alias,
        "message": message,
    }
    assert hub.printer in hub.application.printers
    assert dr.async_get(hass).async_get(hub.device_id)
    assert (await delete(hub.device_id))["success"]


async def test_delete_a_printer_that_is_gone(
    hass: HomeAssistant, hub: Hub, delete: Delete
) -> None:
    """The device of a printer that is not listed is deleted without a call."""
    hub.simulator.unbind(hub.application, hub.printer)
    await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    assert dr.async_get(hass).async_get(hub.device_id)
    hub.simulator.forget()
    assert (await delete(hub.device_id))["success"]
    assert dr.async_get(hass).async_get(hub.device_id) is None
    assert hub.simulator.requests == []


async def test_delete_the_account_device(hub: Hub, delete: Delete) -> None:
    """It cannot be deleted alone."""
    devices = dr.async_get(hub.hass)
    (device,) = (
        device
        for device in dr.async_entries_for_config_entry(devices, hub.account.entry_id)
        if device.entry_type is dr.DeviceEntryType.SERVICE
    )
    assert not (await delete(device.id))["success"]
    assert devices.async_get(device.id)


async def test_delete_while_the_account_is_away(
    hass: HomeAssistant, hub: Hub, delete: Delete
) -> None:
    """The device stays: the service would list the printer again."""
    hub.simulator.refuse_connections()
    await hass.config_entries.async_reload(hub.account.entry_id)
    assert_state(hub.account, ConfigEntryState.LOADED)
    answer = await delete(hub.device_id)
    assert answer["error"]["translation_key"] == "service_unreachable"
    assert dr.async_get(hass).async_get(hub.device_id)

    await hass.config_entries.async_unload(hub.account.entry_id)
    answer = await delete(hub.device_id)
    assert answer["error"]["translation_key"] == "account_not_loaded"
    assert dr.async_get(hass).async_get(hub.device_id)
