"""Tests of the diagnostics."""

from typing import Any, Final

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.matchers import path_type

from custom_components.cloudprint.api.client import DEFAULT_BASE_URL
from custom_components.cloudprint.coordinator import SCAN_INTERVAL
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.diagnostics import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)
from custom_components.cloudprint.document.settings import DEFAULT_MAX_BYTES
from custom_components.cloudprint.document.sheets.manual_duplex import (
    InputTray,
    OutputTray,
    Trays,
)
from custom_components.cloudprint.ipp.sharing import SHARING
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.helpers.json import json_dumps
from homeassistant.util.json import json_loads

from .conftest import Advance, SetUpAccount
from .entities import device_id_of
from .hub import Hub
from .ipp.local_network import create_network
from .printers.test_defaults import choose
from .simulator import CloudSimulator, Fault, Printer, TaskAlias
from .subentries import add_subentry

VARYING: Final = path_type(
    dict.fromkeys(
        (r".*(_at|_until|_within|job_id|device_id|entry_id|token_age|batch_id)",),
        (str, float, int, type(None)),
    ),
    regex=True,
)
"""Ids and moments, which are others each time."""


async def test_account(hub: Hub, snapshot: SnapshotAssertion) -> None:
    """An account's diagnostics have its state, without secret and personal data."""
    device_id = hub.device_id
    hub.simulator.faults.add("newPrintTask", Fault.REFUSED, times=1)
    for _ in range(2):
        await hub.hass.services.async_call(
            "cloudprint",
            "print",
            {
                "device_id": device_id,
                "text": "秘密",
                "name": "Letter to Anna",
                "watermark": "For Anna only",
            },
        )
        await hub.hass.async_block_till_done()
    hub.printer.report(supportedSides=["ONESIDE"])
    capabilities = hub.data.capabilities
    await capabilities.async_fetch(device_id)
    trays = Trays(output=OutputTray.FACE_UP, input=InputTray.PRINTS_LOWER)
    capabilities.set_trays(device_id, trays)
    answer = {"answer": "grey", "device_id": device_id, "printed_at": "x"}
    hub.hass.config_entries.async_update_entry(
        hub.account,
        options={**hub.account.options, "check_up": {f"color_{device_id}": answer}},
    )

    diagnostics = await async_get_config_entry_diagnostics(hub.hass, hub.account)
    assert diagnostics["entry"]["state"] == "loaded"
    assert diagnostics["service"]["reachable"] is True
    assert [job["state"] for job in diagnostics["journal"]["recent_jobs"]] == [
        "submitted",
        "failed",
    ]
    text = json_dumps(diagnostics)
    # The entry is described by Home Assistant, and differs between releases.
    del diagnostics["entry"]
    diagnostics["printers"].sort(key=lambda each: each["device_id"] != device_id)
    assert json_loads(json_dumps(diagnostics)) == snapshot(matcher=VARYING)
    assert hub.colour_printer.alias
    assert "A4" in text
    for secret in (
        hub.application.app_id,
        hub.application.app_key,
        hub.printer.name,
        hub.printer.sn,
        hub.colour_printer.alias,
        "秘密",
        "Anna",
        *(job.task_id for job in hub.simulator.printed),
        hub.simulator.base_url,
    ):
        assert secret not in text


async def test_answers_about_tasks(advance: Advance, hub: Hub) -> None:
    """Odd ids in answers are counted, and what is not documented is kept."""
    hub.simulator.settings.task_alias = TaskAlias.SHARED
    for text in ("a", "b"):
        await hub.print(text=text)
    for _ in range(3):
        await advance(5)
    diagnostics = await async_get_config_entry_diagnostics(hub.hass, hub.account)
    assert diagnostics["service"]["task_aliases"] == 1
    assert diagnostics["service"]["answers_about_other_tasks"] >= 2
    jobs = diagnostics["journal"]["recent_jobs"]
    # Either job may be asked about first.
    assert {job["approve_status"] for job in jobs} == {None, "2"}
    # The ids contain the serial number of the print server.
    assert hub.simulator.printed[0].sn not in json_dumps(diagnostics)


async def test_data_of_the_user(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """Defaults, settings and issues are included; documents are only counted."""
    fields: dict[str, dict[str, Any]] = {
        "text": {"text": "{{ states('person.anna') }}", "title": "For Anna"},
        "url": {"url": "https://anna.example/letter.pdf?key=secret"},
        "entity": {"entity": "todo.annas_list", "device_id": hub.device_id},
        "files": {"files": [{"file_id": "0", "name": "Anna.jpg", "size": 1}] * 2},
        "unknown": {"of_a_later_version": "Anna"},
    }
    for number, data in enumerate((*fields.values(), fields["url"])):
        add_subentry(hass, hub.account, "document", f"Anna's letter {number}", **data)
    await choose(hass, hub.account, hub.printer, "sides", "two_sided_long_edge")
    await choose(hass, hub.account, hub.printer, "copies", 2)
    old_names = [hub.printer.name, hub.printer.shown_alias]
    device = dr.async_get(hass).async_get(hub.device_id)
    assert isinstance(device, dr.DeviceEntry)
    before = await async_get_device_diagnostics(hass, hub.account, device)
    assert before["printer"]["defaults"] == {
        "sides": "two_sided_long_edge",
        "copies": 2,
    }
    hub.printer.name = "Annas Drucker"
    await advance(SCAN_INTERVAL.total_seconds() + 1)

    diagnostics = await async_get_config_entry_diagnostics(hass, hub.account)
    assert diagnostics["saved_documents"] == {
        "text": 1,
        "url": 2,
        "entity": 1,
        "files": 1,
        "unknown": 1,
    }
    assert diagnostics["saved_files"] == 2
    assert diagnostics["documents"] == {
        "max_bytes": DEFAULT_MAX_BYTES,
        "is_native": False,
    }
    (issue,) = diagnostics["issues"]
    assert issue["issue"] == "printer_renamed"
    new_id = device_id_of(hass, hub.account, hub.printer)
    assert diagnostics["missing_printers"] == {hub.device_id: [new_id]}
    assert diagnostics["held_jobs"] == diagnostics["open_jobs"] == 0
    # Home Assistant adds the issues to the diagnostics.
    issues = [
        known.to_json()
        for known in ir.async_get(hass).issues.values()
        if known.domain == "cloudprint"
    ]
    assert len(issues) == 1
    for text in map(json_dumps, (diagnostics, before, issues)):
        for secret in (
            hub.application.app_id,
            hub.application.app_key,
            hub.printer.name,
            hub.printer.sn,
            *old_names,
            "Anna",
            "anna",
            "secret",
            "states(",
        ):
            assert secret not in text, secret


async def test_local_network(
    hass: HomeAssistant,
    set_up_account: SetUpAccount,
    printer: Printer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Shared printers are included, without the password, addresses and names."""
    network = create_network(monkeypatch)
    account = await set_up_account(
        ipp_port=9631, ipp_username="Anna", ipp_password="4711"
    )
    shown = {
        "port": 9631,
        "is_running": False,
        "is_announced": False,
        "needs_password": True,
        "allowed_networks": 0,
        "pages_per_hour": 500,
        "clients_today": {},
    }
    diagnostics = await async_get_config_entry_diagnostics(hass, account)
    assert diagnostics["local_network"] == shown
    assert diagnostics["entry"]["options"] == {}

    device_id = device_id_of(hass, account, printer)
    await hass.data[SHARING].async_share(device_id)
    network.printers[device_id].clients_today = 2
    diagnostics = await async_get_config_entry_diagnostics(hass, account)
    assert diagnostics["local_network"] == shown | {
        "is_running": True,
        "clients_today": {device_id: 2},
    }


async def test_device(hass: HomeAssistant, hub: Hub) -> None:
    """A printer's diagnostics have its own jobs, those of the account's device all."""
    await hub.print(text="x")
    registry = dr.async_get(hass)
    for device in dr.async_entries_for_config_entry(registry, hub.account.entry_id):
        diagnostics = await async_get_device_diagnostics(hass, hub.account, device)
        is_account = device.entry_type is not None
        assert ("printer" in diagnostics) is not is_account
        jobs = diagnostics["journal"]["recent_jobs"]
        assert len(jobs) == (is_account or device.id == hub.device_id)


async def test_without_the_service(
    hass: HomeAssistant,
    printer: Printer,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
) -> None:
    """An account that could not be set up has diagnostics."""
    simulator.faults.add("getToken", Fault.HTTP_500, times=None)
    account = await set_up_account()
    diagnostics = await async_get_config_entry_diagnostics(hass, account)
    assert diagnostics["entry"]["state"] == "setup_retry"
    assert diagnostics["journal"] == {"recent_jobs": [], "unreadable_jobs": 0}
    assert "service" not in diagnostics


async def test_address_of_the_vendor(hub: Hub) -> None:
    """The vendor's own address is not redacted."""
    hub.hass.config_entries.async_update_entry(
        hub.account, data={**hub.account.data, "base_url": DEFAULT_BASE_URL}
    )
    diagnostics = await async_get_config_entry_diagnostics(hub.hass, hub.account)
    assert diagnostics["entry"]["has_own_address"] is False


async def test_without_a_journal(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error of an unreadable journal is included."""

    async def fail(*_: object, **__: object) -> None:
        raise JournalError("disk I/O error")

    assert isinstance(hub.hass.data[JOURNAL], Journal)
    monkeypatch.setattr(Journal, "async_jobs", fail)
    diagnostics = await async_get_config_entry_diagnostics(hub.hass, hub.account)
    assert diagnostics["journal"] == {"error": "disk I/O error"}
