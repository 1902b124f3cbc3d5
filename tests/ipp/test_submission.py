"""Tests of prints whose requests cross each other, and of what becomes of each."""

from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.ipp import job_operations, jobs as ipp_jobs
from custom_components.cloudprint.ipp.jobs import REPEATED_WITHIN
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.printer_attributes import (
    MULTIPLE_OPERATION_TIMEOUT,
)
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    IppJobState,
    Operation,
    Status,
    Tag,
)
from custom_components.cloudprint.spool.job import JobState
from custom_components.cloudprint.spool.journal import JournalError
from homeassistant.core import HomeAssistant

from ..actions import call
from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of
from ..simulator import CloudSimulator, Fault, Printer
from ..waits import Gate, slowed
from .client import Client, flag, integer, jobs_in, keyword
from .slow_conversion import SlowConversion
from .waits import counting_waits

NAME = Attribute.of("job-name", Tag.NAME, "Letter")
LAST = flag("last-document")
MORE = flag("last-document", value=False)
ALL = keyword("which-jobs", "all")


async def _count_jobs(hass: HomeAssistant) -> int:
    """Return the number of jobs: where time jumps, the service may not be reached."""
    return len((await call(hass, "get_jobs"))["jobs"])


async def test_cancel_a_repeat(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A repeat is the same job, which is canceled by either id."""
    request = client.build(Operation.PRINT_JOB, NAME)
    with SlowConversion() as conversion:
        await client.send(request, b"Hello", is_answered=False)
        await conversion.is_converting.wait()
        job_id = jobs_in(await client.send(request, b"Hello"))[0]["job-id"]
        await client.ask(Operation.CANCEL_JOB, job_id=job_id)
        assert await client.jobs() == []
        conversion.go_on.set()
        await hass.async_block_till_done()
    assert (await client.job(job_id))["job-state"] == IppJobState.CANCELED
    assert simulator.printed == []


async def test_cancel_a_repeat_that_waits(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A repeat that is canceled before it is known what it repeats stays canceled."""
    journal = hass.data[JOURNAL]
    writing = Gate()
    request = client.build(Operation.PRINT_JOB, NAME)
    with slowed(journal, "async_add", writing.wait), counting_waits() as until_waiting:
        first = hass.async_create_task(client.send(request, b"Hello"))
        await writing.reached.wait()
        again = hass.async_create_task(client.send(request, b"Hello"))
        await until_waiting(2)
        _, job_id = await client.jobs()
        await client.ask(Operation.CANCEL_JOB, job_id=job_id)
        writing.open()
        codes = [(await first).code, (await again).code]
    assert codes == [Status.OK, Status.JOB_CANCELED]
    await hass.async_block_till_done()
    assert len(simulator.printed) == 1


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (JournalError("gone"), Status.TEMPORARY_ERROR),
        (ValueError("secret"), Status.INTERNAL_ERROR),
    ],
)
async def test_earlier_jobs_that_cannot_be_read(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    client: Client,
    error: Exception,
    status: Status,
) -> None:
    """Nothing is accepted that may be a repeat."""
    with patch.object(hass.data[JOURNAL], "async_jobs", side_effect=error):
        response = await client.send(client.build(Operation.PRINT_JOB), b"Hello")
    assert response.code == status
    await hass.async_block_till_done()
    assert simulator.printed == []


async def test_repeat_of_what_fails(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A client that repeats a print learns that it cannot be printed."""
    request = client.build(Operation.PRINT_JOB, NAME)
    with SlowConversion(is_broken=True) as conversion:
        response = await client.send(request, b"Hello", is_answered=False)
        (first,) = jobs_in(response)
        conversion.go_on.set()
        await hass.async_block_till_done()
        (again,) = jobs_in(await client.send(request, b"Hello"))
        assert (again["job-id"], again["job-state"]) == (
            first["job-id"],
            IppJobState.ABORTED,
        )
        # It was told so: this is another one.
        assert jobs_in(await client.send(request, b"Hello")) != [again]
        await hass.async_block_till_done()
    assert len(simulator.printed) == 1


async def test_repeat_of_a_slow_conversion(
    hass: HomeAssistant, client: Client, freezer: FrozenDateTimeFactory
) -> None:
    """What is converted for long is repeated meanwhile, and just after it, not printed."""
    request = client.build(Operation.PRINT_JOB, NAME)

    async def send() -> int:
        response = await client.send(request, b"Hello", is_answered=False)
        (job,) = jobs_in(response)
        job_id: int = job["job-id"]
        return job_id

    with SlowConversion() as conversion:
        first = await send()
        await conversion.is_converting.wait()
        freezer.tick(REPEATED_WITHIN + 1)
        assert await send() == first
        conversion.go_on.set()
        await hass.async_block_till_done()
        assert await send() == first
    assert conversion.count == 1
    await hass.async_block_till_done()
    assert await _count_jobs(hass) == 1


async def test_repeat_where_less_is_known(
    hass: HomeAssistant, account: MockConfigEntry, client: Client
) -> None:
    """A repeat is one, also where the printer does not say yet what it can do."""
    options = [keyword("sides", "two-sided-long-edge")]
    first = await client.print(job=options, is_answered=False)
    with patch.object(account.runtime_data.capabilities, "get", return_value=None):
        request = client.build(Operation.PRINT_JOB, NAME, job=options)
        response = await client.send(request, b"Hello")
    assert jobs_in(response)[0]["job-id"] == first["job-id"]
    assert await _count_jobs(hass) == 1


async def test_repeat_without_a_name(
    hass: HomeAssistant, client: Client, freezer: FrozenDateTimeFactory
) -> None:
    """The time in the name that a nameless job is given is no difference."""
    freezer.move_to("2026-11-26 12:30:59-08:00")
    request = client.build(Operation.PRINT_JOB)
    job_ids = []
    for _ in range(2):
        response = await client.send(request, b"Hello", is_answered=False)
        job_ids.append(jobs_in(response)[0]["job-id"])
        freezer.tick(5)
    assert job_ids[0] == job_ids[1]
    await hass.async_block_till_done()
    assert await _count_jobs(hass) == 1


async def test_late_news_of_a_copy(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    colour_printer: Printer,
    set_up_account: SetUpAccount,
    advance: Advance,
) -> None:
    """A copy that is printed while another one is still sent is known to be."""
    copies = {"answer": "one", "device_id": "x", "printed_at": "2026-11-26"}
    entry = await set_up_account(check_up={"copies": copies})
    client = Client(
        IppPrinter(entry.runtime_data, device_id_of(hass, entry, colour_printer))
    )
    slow = simulator.faults.add("newPrintTask", Fault.SLOW, after=1)
    job_id = (await client.print(job=[integer("copies", 2)]))["job-id"]
    await slow.reached.wait()
    store = entry.runtime_data.store
    (first,) = [job for job in store.open_jobs if job.sent.task_id is not None]
    # As if the service had said so: nothing is done yet until the other one is sent.
    store.transition(first, JobState.FINISHED)
    slow.release()
    await hass.async_block_till_done()
    for task_id in simulator.tasks:
        simulator.set_task_status(task_id, "FINISHED")
    await advance(60)
    assert (await client.job(job_id))["job-state"] == IppJobState.COMPLETED


async def test_timer_while_converting(
    hass: HomeAssistant, client: Client, freezer: FrozenDateTimeFactory
) -> None:
    """A job that has its document does not wait for another one."""
    job_id = jobs_in(await client.ask(Operation.CREATE_JOB))[0]["job-id"]
    request = client.build(Operation.SEND_DOCUMENT, LAST, job_id=job_id)
    with SlowConversion() as conversion:
        assert (await client.send(request, b"Hello")).code == Status.OK
        await conversion.is_converting.wait()
        await client.ask(Operation.SEND_DOCUMENT, job_id=job_id, more=[MORE])
        freezer.tick(MULTIPLE_OPERATION_TIMEOUT + 1)
        async_fire_time_changed(hass)
        job = await client.job(job_id)
        assert job["job-state-reasons"] == "job-transforming"
        conversion.go_on.set()
        await hass.async_block_till_done()
    assert await _count_jobs(hass) == 1


async def test_unexpected_error_of_receiving(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """A job whose document cannot be received for an unknown reason ends."""
    with patch.object(
        job_operations, "async_receive", side_effect=ValueError("secret")
    ):
        response = await client.send(client.build(Operation.PRINT_JOB), b"Hello")
    assert response.code == Status.INTERNAL_ERROR
    assert "secret" not in caplog.text
    (job_id,) = await client.jobs(ALL)
    assert (await client.job(job_id))["job-state"] == IppJobState.ABORTED


async def test_closed_while_a_job_is_created(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A printer that is not shared any more takes no other jobs than those on their way."""
    journal = hass.data[JOURNAL]
    writing = Gate()
    with slowed(journal, "async_add", writing.wait):
        task = hass.async_create_task(
            client.send(client.build(Operation.PRINT_JOB), b"Hello")
        )
        await writing.reached.wait()
        closing = hass.async_create_task(client.printer.async_close())
        writing.open()
        assert (await task).code == Status.OK
        await closing
    request = client.build(Operation.CREATE_JOB)
    assert (await client.send(request)).code == Status.SERVICE_UNAVAILABLE
    await hass.async_block_till_done()
    assert len(simulator.printed) == 1


async def test_many_clients_that_send_nothing(
    ipp_printer: IppPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Jobs without a document are limited, those of all clients together."""
    monkeypatch.setattr(ipp_jobs, "MAX_UNSETTLED", 3)
    clients = [Client(ipp_printer, address=f"192.168.1.{host}") for host in range(5)]
    codes = []
    for client in clients:
        response = await client.send(client.build(Operation.CREATE_JOB))
        codes.append(response.code)
    assert codes == [Status.OK] * 3 + [Status.BUSY] * 2


async def test_default_copies_count(
    hass: HomeAssistant, colour_printer: Printer, set_up_account: SetUpAccount
) -> None:
    """The copies that the printer makes by default count as pages."""
    entry = await set_up_account(ipp_pages_per_hour=5)
    device_id = device_id_of(hass, entry, colour_printer)
    entry.runtime_data.defaults[device_id] = {"copies": 3}
    client = Client(IppPrinter(entry.runtime_data, device_id))
    await client.print(name="a")
    await hass.async_block_till_done()
    job_id = (await client.print(name="b"))["job-id"]
    await hass.async_block_till_done()
    job = await client.job(job_id)
    assert job["job-state"] == IppJobState.ABORTED
    assert job["job-state-reasons"] == "account-limit-reached"
    assert "(3)" in job["job-state-message"]


async def test_document_that_stalls_blocks_no_other(
    hass: HomeAssistant, client: Client
) -> None:
    """A client prints while its other document is still on its way."""
    sending = Gate()
    task = hass.async_create_task(
        client.send_from(client.build(Operation.PRINT_JOB), sending.stream(b"Hello"))
    )
    await sending.reached.wait()
    await client.print(name="other")
    assert await _count_jobs(hass) == 1
    await client.printer.async_close()
    assert (await task).code == Status.SERVICE_UNAVAILABLE


async def test_ids_of_jobs_that_waited(
    freezer: FrozenDateTimeFactory, account: MockConfigEntry, colour_id: str
) -> None:
    """The id of a job is not given again, in whatever order jobs were printed."""
    client = Client(IppPrinter(account.runtime_data, colour_id))
    created = await client.ask(Operation.CREATE_JOB)
    job_id = jobs_in(created)[0]["job-id"]
    last = (await client.print())["job-id"]
    await client.ask(Operation.SEND_DOCUMENT, b"Hi", job_id=job_id, more=[LAST])
    await client.printer.async_close()
    freezer.move_to("2026-02-01")
    client = Client(IppPrinter(account.runtime_data, colour_id))
    assert (await client.print(name="another"))["job-id"] > last
    await client.printer.async_close()
