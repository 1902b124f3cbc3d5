"""Tests of the logbook, with the real recorder."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.cloudprint.job_events import EVENT_JOB, NOTABLE_STATES
from homeassistant.components.logbook.processor import EventProcessor
from homeassistant.components.recorder import get_instance
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util

from .actions import call, call_again, may_refuse
from .conftest import Advance, SetUpAccount
from .entities import device_id_of, entity_id_of
from .hub import Hub
from .simulator import Application, CloudSimulator, Fault, Printer


async def read(
    hass: HomeAssistant,
    entity_ids: list[str] | None = None,
    device_ids: list[str] | None = None,
) -> list[dict[str, Any]]:
    """Return the entries of jobs, of all or of some entities or devices."""
    await async_wait_recording_done(hass)
    processor = EventProcessor(hass, [EVENT_JOB], entity_ids, device_ids)
    now = dt_util.utcnow()
    entries = await get_instance(hass).async_add_executor_job(
        processor.get_events, now - timedelta(days=1), now + timedelta(days=1)
    )
    return [entry for entry in entries if entry.get("domain") == "cloudprint"]


async def said(hass: HomeAssistant) -> list[str]:
    """Return the messages of the entries."""
    return [entry["message"] for entry in await read(hass)]


@pytest.mark.usefixtures("enabled_entities")
@pytest.mark.usefixtures("logbook")
async def test_logbook(
    hass: HomeAssistant,
    printer: Printer,
    colour_printer: Printer,
    set_up_account: SetUpAccount,
    advance: Advance,
) -> None:
    """A printed job has one entry with its printer, for entities and devices alike."""
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    dr.async_get(hass).async_update_device(device_id, name_by_user="Office")
    await call(hass, "print", device_id=device_id, text="x", name="Shopping list")
    for _ in range(20):
        await advance(5)

    entity_id = entity_id_of(hass, account, Platform.EVENT, "print_job", printer)
    (entry,) = await read(hass)
    assert entry["name"] == "Print job"
    assert entry["message"] == "“Shopping list” was printed on Office"
    assert entry["entity_id"] == entity_id
    assert await read(hass, entity_ids=[entity_id]) == [entry]
    assert await read(hass, device_ids=[device_id]) == [entry]
    other = device_id_of(hass, account, colour_printer)
    assert await read(hass, device_ids=[other]) == []

    # The present language, also of earlier events
    hass.config.language = "zh-Hant"
    assert await said(hass) == ["“Shopping list”已在“Office”上打印"]


SENTENCES = (
    (
        ("finished", None),
        "“Sums” was printed on Office",
        "“Sums”已在“Office”上打印",
    ),
    (
        ("finished", "by_hand"),
        "“Sums” was printed on Office, as a user confirmed",
        "“Sums”已由人工确认在“Office”上打印",
    ),
    (
        ("held", "service"),
        "“Sums” waits for Office: the service cannot be reached",
        "“Sums”正在等待“Office”：暂时无法连接服务",
    ),
    (
        ("held", "printer_offline"),
        "“Sums” waits for Office, which is reported offline",
        "“Sums”正在等待“Office”：打印机离线",
    ),
    (
        ("held", "printer_gone"),
        "“Sums” waits for Office, which is not shared any more",
        "“Sums”正在等待“Office”，它已不再共享",
    ),
    (
        ("held", "quiet_hours"),
        "“Sums” waits for Office until the quiet hours are over",
        "“Sums”将在免打扰时段结束后发往“Office”",
    ),
    (
        ("held", "authentication"),
        "“Sums” waits for Office: the service does not accept the AppKey",
        "“Sums”正在等待“Office”：服务不接受 AppKey",
    ),
    (
        ("held", "some later reason"),
        "“Sums” waits for Office",
        "“Sums”正在等待“Office”",
    ),
    (
        ("failed", "task_error"),
        "“Sums” could not be printed on Office",
        "“Sums”未能在“Office”上打印",
    ),
    (
        ("failed", "refused"),
        "“Sums” was not printed on Office: the service refused it",
        "“Sums”没有在“Office”上打印：服务拒绝了它",
    ),
    (
        ("canceled", None),
        "“Sums” was canceled in the print queue of Office",
        "“Sums”已在“Office”的打印队列中取消",
    ),
    (
        ("canceled", "by_hand"),
        "“Sums” was canceled before it was sent to Office",
        "“Sums”在发往“Office”之前已取消",
    ),
    (
        ("unconfirmed", "no_answer"),
        "“Sums” was sent to Office, but it is unknown whether it was printed",
        "“Sums”已发往“Office”，但不确定是否已打印",
    ),
    (
        ("expired", "printer_offline"),
        "“Sums” waited too long for Office and was not printed",
        "“Sums”等待“Office”的时间过长，没有打印",
    ),
)


@pytest.mark.usefixtures("logbook")
async def test_sentences(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """Each state has a message in both languages, some also by reason."""
    printer.alias = "Office"
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    for (state, reason), *_ in SENTENCES:
        hass.bus.async_fire(
            EVENT_JOB,
            {
                "entity_id": "event.office_print_job",
                "device_id": device_id,
                "printer": "EPSON",
                "job_id": "01JDFJ4Q0V5Y8M3T7ZK2R9XWNB",
                "job_name": "Sums",
                "state": state,
                "reason": reason,
            },
        )
    assert await said(hass) == [english for _, english, _ in SENTENCES]
    hass.config.language = "zh-Hans"
    assert await said(hass) == [chinese for *_, chinese in SENTENCES]
    assert {state for (state, _), *_ in SENTENCES} == NOTABLE_STATES


@pytest.mark.usefixtures("logbook")
async def test_who_asked(hass: HomeAssistant, account: MockConfigEntry) -> None:
    """The message says who asked for the print, where that is known."""
    for requested_by in ("{Anna} (192.168.1.20)", None):
        fired = {
            "entity_id": "event.office_print_job",
            "device_id": "gone",
            "printer": "Office",
            "job_id": "01JDFJ4Q0V5Y8M3T7ZK2R9XWNB",
            "job_name": "Sums",
            "state": "finished",
            "reason": None,
            "requested_by": requested_by,
        }
        hass.bus.async_fire(EVENT_JOB, fired)
    assert await said(hass) == [
        "“Sums” was printed on Office – requested by {Anna} (192.168.1.20)",
        "“Sums” was printed on Office",
    ]
    hass.config.language = "zh-Hans"
    assert (await said(hass))[0] == (
        "“Sums”已在“Office”上打印，发起者：{Anna} (192.168.1.20)"
    )


@pytest.mark.usefixtures("logbook")
async def test_printer_that_is_gone(
    hass: HomeAssistant, printer: Printer, set_up_account: SetUpAccount
) -> None:
    """The entries of a removed printer have its name."""
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    fired = {
        "entity_id": "event.office_print_job",
        "device_id": device_id,
        "printer": "Office",
        "job_id": "01JDFJ4Q0V5Y8M3T7ZK2R9XWNB",
        "job_name": "{braces}",
        "state": "finished",
        "reason": None,
    }
    hass.bus.async_fire(EVENT_JOB, fired)
    # An update of the loaded account could register the device again.
    await hass.config_entries.async_unload(account.entry_id)
    dr.async_get(hass).async_remove_device(device_id)
    assert await said(hass) == ["“{braces}” was printed on Office"]


@pytest.mark.usefixtures("logbook")
async def test_job_of_a_printer_that_is_gone(
    hass: HomeAssistant,
    application: Application,
    printer: Printer,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
    advance: Advance,
) -> None:
    """The end of a job has an entry although its printer was removed."""
    printer.alias, printer.online_status = "Office", "0"
    account = await set_up_account()
    device_id = device_id_of(hass, account, printer)
    await advance(60)
    for name in ("Sums", "Facts"):
        await call(hass, "print", device_id=device_id, text="x", name=name)
    simulator.unbind(application, printer)
    for _ in range(3):
        await advance(121)
    assert dr.async_get(hass).async_get(device_id) is None
    events = async_capture_events(hass, EVENT_JOB)
    (first, _) = account.runtime_data.store.held_jobs
    await call(hass, "cancel_job", job_id=first.job_id)
    await advance(3600)
    assert [
        (event.data["state"], event.data["entity_id"], event.data["device_id"])
        for event in events
    ] == [("canceled", None, device_id), ("expired", None, device_id)]
    assert (await said(hass))[-2:] == [
        "“Sums” was canceled before it was sent to Office",
        "“Facts” waited too long for Office and was not printed",
    ]


async def test_without_the_event_entity(hub: Hub, advance: Advance) -> None:
    """Jobs fire events of the status although the event entity is disabled."""
    er.async_get(hub.hass).async_update_entity(
        hub.entity_id(Platform.EVENT, "print_job"),
        disabled_by=er.RegistryEntryDisabler.USER,
    )
    await hub.hass.async_block_till_done()
    events = async_capture_events(hub.hass, EVENT_JOB)
    await hub.print(text="x")
    for _ in range(20):
        await advance(5)
    status = hub.entity_id(Platform.SENSOR, "status")
    assert [(event.data["state"], event.data["entity_id"]) for event in events] == [
        ("finished", status)
    ]


@pytest.mark.usefixtures("enabled_entities")
async def test_event(hass: HomeAssistant, hub: Hub, advance: Advance) -> None:
    """Each notable state fires one event with the data that automations need."""
    events = async_capture_events(hass, EVENT_JOB)
    answer = await call(hass, "print", device_id=hub.device_id, text="x", name="List")
    for _ in range(20):
        await advance(5)
    (job,) = answer["jobs"]
    assert [event.data for event in events] == [
        {
            "entity_id": hub.entity_id(Platform.EVENT, "print_job"),
            "device_id": hub.device_id,
            "printer": job["printer"],
            "job_id": job["job_id"],
            "job_name": "List",
            "state": "finished",
            "reason": None,
            "requested_by": None,
        }
    ]

    events.clear()
    for fault in (Fault.DROP_AFTER_ACCEPT, Fault.REFUSED):
        hub.simulator.faults.add("newPrintTask", fault)
        with may_refuse():
            await hub.print(text="x")
        await call_again(hub.account)
    await hub.go_offline()
    held, expiring = [
        await call(hass, "print", device_id=hub.device_id, text="x", **more)
        for more in ({}, {"expires_in": {"seconds": 5}})
    ]
    await call(hass, "cancel_job", job_id=held["jobs"][0]["job_id"])
    await advance(10)
    assert expiring["jobs"][0]["state"] == "held"
    assert [(event.data["state"], event.data["reason"]) for event in events] == [
        ("unconfirmed", "no_answer"),
        ("failed", "refused"),
        ("held", "printer_offline"),
        ("held", "printer_offline"),
        ("canceled", "by_hand"),
        ("expired", "printer_offline"),
    ]
