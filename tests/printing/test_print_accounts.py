"""Tests of one print on printers of several accounts."""

import asyncio
from base64 import b64encode
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.printing import action
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..actions import call, refuses
from ..conftest import Advance
from ..entities import device_id_of
from ..hub import Hub, account_data
from ..samples import pdf_files
from ..simulator import Application, CloudSimulator, Fault, Printer
from ..waits import slowed, until
from .test_permissions import CONTROL, call_as, person
from .test_quirks import answers


@pytest.fixture
def other_application(simulator: CloudSimulator) -> Application:
    """Add a second application to the cloud."""
    return simulator.add_application(app_id="shop", app_key="open sesame")


@pytest.fixture
def other_printer(simulator: CloudSimulator, other_application: Application) -> Printer:
    """Share another printer with the second application."""
    shared = simulator.add_printer(name="Shop", sn="Xk9shoP1", share_code="700000001")
    simulator.bind(other_application, shared)
    return shared


@pytest.fixture
async def other_account(
    hass: HomeAssistant,
    account: MockConfigEntry,
    simulator: CloudSimulator,
    other_application: Application,
    other_printer: Printer,
) -> MockConfigEntry:
    """Set up a second account that keeps at most 1 MiB."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Shop",
        unique_id=other_application.app_id,
        data=account_data(simulator, other_application),
        options={"content_limit": 1},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


@pytest.fixture
def other_id(
    hass: HomeAssistant, other_account: MockConfigEntry, other_printer: Printer
) -> str:
    """Return the device of the second account's printer."""
    return device_id_of(hass, other_account, other_printer)


async def test_order(hass: HomeAssistant, hub: Hub, other_id: str) -> None:
    """The response is in the order of the printers, across accounts."""
    order = [hub.device_id, other_id, hub.colour_id]
    response = await call(hass, "print", device_id=order, text="x")

    assert [job["device_id"] for job in response["jobs"]] == order
    assert len(hub.simulator.printed) == 3
    assert len({job.app_id for job in hub.simulator.printed}) == 2
    jobs = await hub.jobs()
    assert {job["job_id"] for job in jobs} == {
        job["job_id"] for job in response["jobs"]
    }


async def test_one_account_has_no_room_for_another_file(
    hass: HomeAssistant, hub: Hub, other_account: MockConfigEntry, other_id: str
) -> None:
    """The other one prints, unless it is the only one."""
    fields: dict[str, Any] = {"data": b64encode(b"xxx").decode(), "format": "txt"}
    async with other_account.runtime_data.spooler.contents.async_expect(2**20):
        with refuses("spool_full", HomeAssistantError, account="Shop"):
            await call(hass, "print", fields | {"device_id": other_id})
        assert hub.simulator.printed == []
        response = await call(
            hass, "print", fields | {"device_id": [hub.device_id, other_id]}
        )
    assert [job["state"] for job in response["jobs"]] == ["submitted"] * 2
    assert len(hub.simulator.printed) == 2


async def test_one_account_has_printed_under_a_key(
    hass: HomeAssistant, simulator: CloudSimulator, device_id: str, other_id: str
) -> None:
    """An idempotency key counts per account."""
    fields: dict[str, Any] = {"text": "x", "idempotency_key": "k"}
    await call(hass, "print", fields, device_id=device_id)
    for printed, repeated in ((2, [None, True]), (2, [True, True])):
        response = await call(hass, "print", fields, device_id=[other_id, device_id])
        jobs = response["jobs"]
        assert [job["device_id"] for job in jobs] == [other_id, device_id]
        assert [job.get("repeated") for job in jobs] == repeated
        assert len(simulator.printed) == printed


async def test_key_of_a_print_that_the_user_may_not_see(
    hass: HomeAssistant, hub: Hub, other_id: str
) -> None:
    """No account prints if the key belongs to a print on a hidden printer.

    With the other key that the error asks for, it would print a second time.
    """
    user = await person(
        hass, {"device_ids": {hub.colour_id: CONTROL, other_id: CONTROL}}
    )
    await hub.print(text="x", idempotency_key="k")
    for order in ([hub.colour_id, other_id], [other_id, hub.colour_id]):
        with refuses("key_taken", field="idempotency_key"):
            await call_as(
                hass, user, "print", device_id=order, text="y", idempotency_key="k"
            )
    assert hub.simulator.times_printed(content=b"y") == 0


async def test_key_is_used_by_two_at_once(hass: HomeAssistant, hub: Hub) -> None:
    """A user does not see the print that uses the key while theirs is prepared."""
    user = await person(hass, {"device_ids": {hub.colour_id: CONTROL}})
    fields: dict[str, Any] = {"text": "x", "idempotency_key": "k"}

    async def print_on_the_other() -> None:
        with refuses("key_taken", field="idempotency_key"):
            await call_as(hass, user, "print", device_id=hub.colour_id, **fields)

    await asyncio.gather(
        call(hass, "print", fields, device_id=hub.device_id), print_on_the_other()
    )
    assert len(hub.simulator.printed) == 1


async def test_one_account_has_no_room(
    hass: HomeAssistant, hub: Hub, other_id: str
) -> None:
    """A full account is an error, and the other account prints."""
    hub.printer.life = ("SUBMITTED",)
    with refuses("spool_full", HomeAssistantError, account="Shop"):
        await call(
            hass, "print", device_id=[hub.device_id, other_id], text="x" * (2**20 + 1)
        )
    assert [job.printer.name for job in hub.simulator.printed] == ["佳能复合机"]
    (job,) = await hub.jobs()
    assert (job["device_id"], job["state"]) == (hub.device_id, "submitted")


async def test_full_account_with_wait(
    hass: HomeAssistant, hub: Hub, other_id: str, advance: Advance
) -> None:
    """A full account does not shorten the wait for the others."""
    waiting = asyncio.ensure_future(
        call(
            hass,
            "print",
            device_id=[hub.device_id, other_id],
            text="x" * (2**20 + 1),
            wait=True,
        )
    )
    await until(lambda: hub.simulator.printed)
    assert not waiting.done()
    while not waiting.done():
        await advance(3)

    with refuses("spool_full", HomeAssistantError, account="Shop"):
        await waiting
    assert (await hub.jobs())[0]["state"] == "finished"


async def test_only_account_has_no_room(
    hass: HomeAssistant, simulator: CloudSimulator, other_id: str
) -> None:
    """Without accepted jobs there is no waiting."""
    with refuses("spool_full", HomeAssistantError, account="Shop"):
        await call(hass, "print", device_id=other_id, text="x" * (2**20 + 1), wait=True)
    assert simulator.printed == []
    assert (await call(hass, "get_jobs"))["jobs"] == []


async def test_one_account_is_refused(
    hass: HomeAssistant, hub: Hub, other_id: str, other_printer: Printer
) -> None:
    """A job that one service refuses does not stop the other account."""
    hub.printer.life = ("SUBMITTED",)
    hub.simulator.faults.add("newPrintTask", Fault.REFUSED, printer=other_printer.name)
    with refuses("job_refused", HomeAssistantError, printer=other_printer.shown_alias):
        await call(hass, "print", device_id=[other_id, hub.device_id], text="x")
    jobs = await hub.jobs()
    assert {job["device_id"]: job["state"] for job in jobs} == {
        other_id: "failed",
        hub.device_id: "submitted",
    }


async def test_nothing_can_be_written_down(
    hass: HomeAssistant, hub: Hub, other_id: str
) -> None:
    """A job that cannot be written is not printed."""
    with (
        patch.object(Journal, "async_add", side_effect=JournalError("disk is full")),
        refuses("journal_unwritable", HomeAssistantError, error="disk is full"),
    ):
        await call(hass, "print", device_id=[hub.device_id, other_id], text="x")
    assert hub.simulator.printed == []
    assert (await hub.jobs()) == []


async def test_account_that_is_unloaded_meanwhile(
    hass: HomeAssistant, hub: Hub, other_id: str
) -> None:
    """An account that is unloaded during the print is a translated error."""
    unload = partial(hass.config_entries.async_unload, hub.account.entry_id)
    with (
        slowed(action, "async_resolve", unload),
        refuses("account_not_loaded", HomeAssistantError, account="Cloud Print"),
    ):
        await call(
            hass, "print", device_id=[hub.device_id, other_id], text="x", copies=2
        )
    # The other account has printed.
    assert [job.printer.name for job in hub.simulator.printed] == ["Shop"]


async def test_again_in_another_account(
    hass: HomeAssistant, hub: Hub, other_id: str
) -> None:
    """A job is printed again, but does not move, in another account; its quirks count."""
    held = await call(
        hass, "print", device_id=hub.device_id, html="<p>x", name="Held", expires_in=60
    )
    fields = {"job_id": held["jobs"][0]["job_id"], "device_id": other_id}
    with refuses("move_account", printer="Shop-Xk9shoP1"):
        await call(hass, "move_job", fields)
    again = await call(hass, "reprint_job", fields)
    assert again["state"] == "submitted"
    first, second = hub.simulator.printed
    assert second.app_id == "shop"
    assert second.content == first.content
    hass.config_entries.async_update_entry(
        hub.account, options={**hub.account.options, **answers(webp="right")}
    )
    await hass.async_block_till_done()
    data = b64encode(pdf_files.text(pages=1)).decode()
    printed = await call(hass, "print", {"device_id": hub.device_id, "data": data})
    with refuses("print_anew", differences="picture format"):
        await call(
            hass,
            "reprint_job",
            job_id=printed["jobs"][0]["job_id"],
            device_id=other_id,
        )
