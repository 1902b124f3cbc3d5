"""Tests that a client's repeat of a job prints nothing twice, and loses nothing."""

import asyncio

from freezegun.api import FrozenDateTimeFactory

from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.ipp.jobs import EARLIER_WITHIN, REPEATED_WITHIN
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    Operation,
    Status,
    Tag,
)
from custom_components.cloudprint.spool.journal import JournalError
from homeassistant.core import HomeAssistant

from ..actions import call
from ..conftest import SetUpAccount
from ..entities import device_id_of
from ..hub import Hub
from ..simulator import CloudSimulator, Printer
from ..waits import Gate, slowed
from .client import Client, flag, integer, jobs_in, keyword, pieces_of, restart
from .slow_conversion import SlowConversion
from .waits import counting_waits

LAST = flag("last-document")
NAME = Attribute.of("job-name", Tag.NAME, "Letter")
ALL = keyword("which-jobs", "all")


async def _print(client: Client, name: str = "a", *, is_answered: bool = False) -> int:
    job = await client.print(name=name, is_answered=is_answered)
    job_id: int = job["job-id"]
    return job_id


async def _until_printed(
    hass: HomeAssistant, simulator: CloudSimulator, count: int
) -> None:
    """Check how many prints there are, once all are sent."""
    await hass.async_block_till_done()
    assert len(simulator.printed) == count


async def _count_jobs(hass: HomeAssistant) -> int:
    """Return the number of jobs: where time jumps, the service may not be reached."""
    await hass.async_block_till_done()
    return len((await call(hass, "get_jobs"))["jobs"])


async def test_answered(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A print that was answered and is sent again is another one."""
    first = await _print(client, is_answered=True)
    assert await _print(client) != first
    await _until_printed(hass, simulator, 2)


async def test_not_answered(
    hass: HomeAssistant, client: Client, freezer: FrozenDateTimeFactory
) -> None:
    """A print that was not answered is a repeat for two minutes."""
    first = await _print(client)
    assert await _print(client) == first
    for other in (
        Client(client.printer, "Ben"),
        Client(client.printer, address="192.168.1.21"),
    ):
        assert await _print(other) != first
    assert await _print(client, "b") != first
    assert (await client.print(b"Hi", "a"))["job-id"] != first
    assert (await client.print(name="a", job=[integer("copies", 2)]))["job-id"] != first
    freezer.tick(REPEATED_WITHIN + 1)
    assert await _print(client) != first
    assert await _count_jobs(hass) == 7


async def test_repeat_that_is_answered(client: Client, hub: Hub) -> None:
    """Once a repeat is answered, the same print is another one."""
    hub.colour_printer.life = ("SUBMITTED", "QUEUED")
    first = await _print(client)
    assert await _print(client, is_answered=True) == first
    assert await _print(client) != first
    await _until_printed(hub.hass, hub.simulator, 2)
    assert len(await client.jobs()) == 3


async def test_in_progress(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A repeat while the first is converted is the same job."""
    with SlowConversion() as conversion:
        first = await _print(client)
        await conversion.is_converting.wait()
        assert [await _print(client) for _ in range(2)] == [first, first]
        conversion.go_on.set()
        await _until_printed(hass, simulator, 1)
    assert conversion.count == 1


async def test_at_the_same_time(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A repeat while the first is being written waits for it."""
    first, *others = await asyncio.gather(*(_print(client) for _ in range(3)))
    assert others == [first, first]
    await _until_printed(hass, simulator, 1)


async def test_first_that_failed(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A repeat of a print that was not taken is printed."""
    journal = hass.data[JOURNAL]
    gate = Gate()

    async def fail_once() -> None:
        if not gate.reached.is_set():
            await gate.wait()
            raise JournalError("disk full")

    fails = slowed(journal, "async_add", fail_once)
    with fails, counting_waits() as until_waiting:
        first = hass.async_create_task(
            client.send(client.build(Operation.PRINT_JOB, NAME), b"Hello")
        )
        await gate.reached.wait()
        second = hass.async_create_task(
            client.send(client.build(Operation.PRINT_JOB, NAME), b"Hello")
        )
        await until_waiting(2)
        gate.open()
        assert (await first).code == Status.TEMPORARY_ERROR
        assert (await second).code == Status.OK
    await _until_printed(hass, simulator, 1)


async def test_send_document_again(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A repeat of Send-Document is answered with its job; another document is not."""
    job_id = jobs_in(await client.ask(Operation.CREATE_JOB))[0]["job-id"]
    request = client.build(Operation.SEND_DOCUMENT, LAST, job_id=job_id)
    for is_answered in (False, True):
        response = await client.send(request, b"Hello", is_answered=is_answered)
        assert response.code == Status.OK
        assert jobs_in(response)[0]["job-id"] == job_id
    response = await client.send(request, b"Hello")
    assert response.code == Status.NOT_POSSIBLE
    await _until_printed(hass, simulator, 1)


async def test_create_job_again(hass: HomeAssistant, client: Client, hub: Hub) -> None:
    """A repeat with a job of its own is another id of the first job."""
    hub.colour_printer.life = ("SUBMITTED", "QUEUED")
    job_ids = []
    for _ in range(2):
        created = await client.ask(Operation.CREATE_JOB, more=[NAME])
        job_id = jobs_in(created)[0]["job-id"]
        request = client.build(Operation.SEND_DOCUMENT, LAST, job_id=job_id)
        await client.send(request, b"Hello", is_answered=False)
        job_ids.append(job_id)
    await hass.async_block_till_done()
    first, second = [await client.job(job_id) for job_id in job_ids]
    assert len(hub.simulator.printed) == 1
    assert first["job-id"] != second["job-id"]
    assert first["job-state"] == second["job-state"]


async def test_killed_before_the_answer(hub: Hub, client: Client) -> None:
    """A job that is in the journal but was not answered is found by its repeat."""
    first = await _print(client)
    again = Client(await restart(hub.hass, hub.account, client.printer))
    assert await _print(again, "b") != first
    job = await again.print(name="a", is_answered=True)
    assert job["job-id"] == first
    assert await _print(again) != first
    await _until_printed(hub.hass, hub.simulator, 3)


async def test_killed_after_the_answer(hub: Hub, client: Client) -> None:
    """The same print as a job that was answered is a new job."""
    first = await _print(client, is_answered=True)
    await hub.hass.async_block_till_done()
    again = Client(await restart(hub.hass, hub.account, client.printer))
    assert await _print(again) != first
    await _until_printed(hub.hass, hub.simulator, 2)


async def test_answered_during_another_change(
    hass: HomeAssistant, colour_printer: Printer, set_up_account: SetUpAccount
) -> None:
    """That a job was answered is stored, too, if it is just being canceled."""
    colour_printer.online_status = "0"
    entry = await set_up_account()
    client = Client(
        IppPrinter(entry.runtime_data, device_id_of(hass, entry, colour_printer))
    )
    response = await client.printer.async_handle(
        client.build(Operation.PRINT_JOB, NAME), pieces_of(b"Hello"), client.client
    )
    (first,) = jobs_in(response)
    await hass.async_block_till_done()
    journal = hass.data[JOURNAL]
    writing = Gate()
    with slowed(journal, "async_update", writing.wait):
        request = client.build(Operation.CANCEL_JOB, job_id=first["job-id"])
        cancel = hass.async_create_task(client.send(request))
        await writing.reached.wait()
        assert response.note_written is not None
        response.note_written()
        writing.open()
        assert (await cancel).code == Status.OK
    await hass.async_block_till_done()
    again = Client(await restart(hass, entry, client.printer))
    assert await _print(again, "Letter") != first["job-id"]


async def test_restarted_while_preparing(hub: Hub, client: Client) -> None:
    """A job that is converted after a restart is found by its repeat."""
    with SlowConversion() as conversion:
        first = await _print(client)
        await conversion.is_converting.wait()
        again = Client(await restart(hub.hass, hub.account, client.printer))
        assert await _print(again) == first
        conversion.go_on.set()
        await hub.hass.async_block_till_done(wait_background_tasks=True)
    await _until_printed(hub.hass, hub.simulator, 1)


async def test_long_after_a_restart(
    hub: Hub, client: Client, freezer: FrozenDateTimeFactory
) -> None:
    """A print of an earlier run is a repeat if it is sent soon after the start."""
    first = await _print(client)
    await hub.hass.async_block_till_done()
    freezer.tick(EARLIER_WITHIN / 2)
    again = Client(await restart(hub.hass, hub.account, client.printer))
    assert await _print(again) == first
    freezer.tick(REPEATED_WITHIN + 1)
    second = await _print(again)
    assert second != first
    await hub.hass.async_block_till_done()
    freezer.tick(EARLIER_WITHIN + 1)
    again = Client(await restart(hub.hass, hub.account, again.printer))
    assert await _print(again) not in (first, second)
    assert await _count_jobs(hub.hass) == 3


async def test_answer_is_written(hass: HomeAssistant, client: Client) -> None:
    """The journal says which jobs were answered."""
    await _print(client, is_answered=True)
    await _print(client, "b")
    await hass.async_block_till_done()
    jobs = await hass.data[JOURNAL].async_jobs(limit=9)
    assert [job.ipp and job.ipp.is_answered for job in jobs] == [False, True]
    assert "Anna" not in repr(jobs)
