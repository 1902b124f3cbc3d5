"""Tests of printing by IPP, and of what clients learn about their jobs."""

from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint import get_storage_folder
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.ipp import job_operations, jobs as ipp_jobs
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
from custom_components.cloudprint.source.upload import UPLOADS, UploadStore
from custom_components.cloudprint.spool.journal import JournalError
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..actions import call
from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of
from ..hub import Hub
from ..samples import pdf_files
from ..simulator import CloudSimulator, Fault, Printer
from ..waits import Gate, each_turn, slowed, until
from .client import Client, flag, integer, jobs_in, keyword, text_of
from .slow_conversion import SlowConversion

LAST = flag("last-document")
ALL = keyword("which-jobs", "all")
COMPLETED = keyword("which-jobs", "completed")


@pytest.fixture
async def offline(
    hass: HomeAssistant, colour_printer: Printer, set_up_account: SetUpAccount
) -> Client:
    """Return a client of a printer that is offline, so that jobs are held."""
    colour_printer.online_status = "0"
    entry = await set_up_account()
    return Client(
        IppPrinter(entry.runtime_data, device_id_of(hass, entry, colour_printer))
    )


async def _until_ended(hass: HomeAssistant) -> None:
    """Wait until all jobs of the account have ended."""
    (entry,) = hass.config_entries.async_loaded_entries(DOMAIN)
    await until(lambda: not entry.runtime_data.store.open_jobs)


async def test_print(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A document is printed once, as a job with the name of who sent it."""
    job = await client.print(b"Hello", "Letter", job=[integer("copies", 2)])

    assert job["job-uri"] == f"{client.uri}/{job['job-id']}"
    assert job["job-state"] in (IppJobState.PENDING, IppJobState.PROCESSING)
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.name == "Letter"
    (ours,) = (await call(hass, "get_jobs"))["jobs"]
    assert ours["requested_by"] == "Anna (192.168.1.20)"
    assert ours["name"] == "Letter"
    assert ours["content"]["source"] == "ipp"
    assert ours["options"]["copies"] == 2


async def test_anonymous(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, ipp_printer: IppPrinter
) -> None:
    """A client that says nothing is known by its address; a job has some name."""
    freezer.move_to("2026-11-26 12:30:00-08:00")
    await Client(ipp_printer, "").print(name=" ")
    (job,) = (await call(hass, "get_jobs"))["jobs"]
    assert job["requested_by"] == "192.168.1.20"
    assert job["name"] == "IPP 2026-11-26 12.30"


async def test_hidden_characters(hass: HomeAssistant, ipp_printer: IppPrinter) -> None:
    """Names have no characters that end a text or turn it around."""
    await Client(ipp_printer, "An\0na\u202e").print(name="Let\0ter \u202egpj")
    (job,) = (await call(hass, "get_jobs"))["jobs"]
    assert job["requested_by"] == "Anna (192.168.1.20)"
    assert job["name"] == "Letter gpj"


async def test_authenticated_name(hass: HomeAssistant, ipp_printer: IppPrinter) -> None:
    """The name that a client has authenticated with counts."""
    await Client(ipp_printer, "root", authenticated="Anna").print()
    (job,) = (await call(hass, "get_jobs"))["jobs"]
    assert job["requested_by"] == "Anna (192.168.1.20)"


async def test_client_info(client: Client, colour_printer: Printer) -> None:
    """A job says what its client is; anything but collections is refused."""
    colour_printer.life = ("SUBMITTED", "QUEUED")
    name = Attribute.of("client-name", Tag.NAME, "Photos")
    info = Attribute.of("client-info", Tag.COLLECTION, (name,), (name,))
    job_id = (await client.print(more=[info]))["job-id"]
    assert (await client.job(job_id))["client-info"] == [(name,)] * 2
    other = Client(client.printer, address="192.168.1.21")
    assert "client-info" not in await other.job(job_id)
    request = client.build(Operation.PRINT_JOB, keyword("client-info", "Photos"))
    assert (await client.send(request, b"Hello")).code == Status.BAD_REQUEST


async def test_life(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    client: Client,
    advance: Advance,
) -> None:
    """A job is completed only once the cloud says that it is finished."""
    options = [
        keyword("sides", "two-sided-long-edge"),
        integer("copies", 2),
    ]
    started = dt_util.utcnow()
    job_id = (await client.print(pdf_files.text(pages=3), job=options))["job-id"]
    await hass.async_block_till_done()
    (task_id,) = simulator.tasks
    for status, state, reason in (
        ("QUEUED", IppJobState.PROCESSING, "queued-in-device"),
        ("PRINTING", IppJobState.PROCESSING, "job-printing"),
        ("FINISHED", IppJobState.COMPLETED, "job-completed-successfully"),
    ):
        simulator.set_task_status(task_id, status)
        await advance(60)
        job = await client.job(job_id)
        assert (job["job-state"], job["job-state-reasons"]) == (state, reason)
    assert job["job-state-message"].startswith("“Letter” was printed on ")
    assert job["copies"] == 2
    assert job["sides"] == "two-sided-long-edge"
    assert job["job-originating-user-name"] == "Anna"
    assert job["job-printer-uri"] == client.uri
    assert job["job-uuid"].startswith("urn:uuid:")
    assert job["number-of-documents"] == 1
    assert job["job-k-octets"] == job["job-k-octets-processed"] > 0
    assert (job["job-impressions"], job["job-impressions-completed"]) == (3, 6)
    assert (job["job-media-sheets"], job["job-media-sheets-completed"]) == (2, 4)
    assert 0 <= job["time-at-creation"] <= job["time-at-processing"]
    assert job["time-at-processing"] + 100 < job["time-at-completed"]
    assert job["time-at-completed"] <= job["job-printer-up-time"]
    completed = job["date-time-at-completed"]
    assert isinstance(completed, datetime)
    assert completed > started + timedelta(seconds=100)
    assert await client.jobs() == []
    assert await client.jobs(COMPLETED) == [job_id]


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        ("ERROR", IppJobState.ABORTED, "aborted-by-system"),
        ("CANCELED", IppJobState.CANCELED, "job-canceled-at-device"),
    ],
)
async def test_other_ends(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    client: Client,
    advance: Advance,
    status: str,
    state: IppJobState,
    reason: str,
) -> None:
    """A job that fails or is canceled at the printer is no completed one."""
    job_id = (await client.print())["job-id"]
    await hass.async_block_till_done()
    (task_id,) = simulator.tasks
    simulator.set_task_status(task_id, status)
    await advance(60)
    job = await client.job(job_id)
    assert (job["job-state"], job["job-state-reasons"]) == (state, reason)


async def test_unconfirmed(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A job that may have been printed is aborted, and says so in words."""
    simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    job_id = (await client.print())["job-id"]
    await _until_ended(hass)
    job = await client.job(job_id)
    assert job["job-state"] == IppJobState.ABORTED
    assert job["job-state-reasons"] == "aborted-by-system"
    assert "unknown whether it was printed" in job["job-state-message"]


async def test_refused_by_the_service(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A job that the service refuses was taken, and is aborted."""
    simulator.faults.add("newPrintTask", Fault.REFUSED)
    job_id = (await client.print())["job-id"]
    await _until_ended(hass)
    job = await client.job(job_id)
    assert job["job-state"] == IppJobState.ABORTED
    assert "refused" in job["job-state-message"]


async def test_held(
    hass: HomeAssistant, simulator: CloudSimulator, offline: Client
) -> None:
    """A held job is pending, with the reason; its owner may cancel it."""
    job_ids = [(await offline.print(name=name))["job-id"] for name in "ab"]
    await hass.async_block_till_done()
    jobs = [await offline.job(job_id) for job_id in job_ids]
    assert [job["job-state"] for job in jobs] == [IppJobState.PENDING] * 2
    assert [job["job-state-reasons"] for job in jobs] == ["printer-stopped"] * 2
    assert "offline" in jobs[0]["job-state-message"]
    assert [job["number-of-intervening-jobs"] for job in jobs] == [0, 1]
    assert await offline.jobs() == job_ids

    other = Client(offline.printer, "Ben")
    refused = await other.send(other.build(Operation.CANCEL_JOB, job_id=job_ids[0]))
    assert refused.code == Status.NOT_AUTHORIZED
    assert text_of(refused).startswith("Only the device and the user")
    await offline.ask(Operation.CANCEL_JOB, job_id=job_ids[0])
    job = await offline.job(job_ids[0])
    assert job["job-state"] == IppJobState.CANCELED
    assert job["job-state-reasons"] == "job-canceled-by-user"
    assert await offline.jobs() == job_ids[1:]
    again = offline.build(Operation.CANCEL_JOB, job_id=job_ids[0])
    response = await offline.send(again)
    assert response.code == Status.NOT_POSSIBLE
    assert "canceled" in text_of(response)
    assert simulator.printed == []


async def test_cancel_too_late(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client, advance: Advance
) -> None:
    """A job that was sent cannot be canceled from here, and one that ended neither."""
    job_id = (await client.print())["job-id"]
    await hass.async_block_till_done()
    request = client.build(Operation.CANCEL_JOB, job_id=job_id)
    response = await client.send(request)
    assert response.code == Status.NOT_POSSIBLE
    assert "already sent" in text_of(response)
    (task_id,) = simulator.tasks
    simulator.set_task_status(task_id, "FINISHED")
    await advance(60)
    response = await client.send(request)
    assert response.code == Status.NOT_POSSIBLE
    assert "already ended" in text_of(response)


async def test_cancellation_that_cannot_be_written(
    hass: HomeAssistant, offline: Client
) -> None:
    """A job whose cancellation cannot be written stays held."""
    job_id = (await offline.print())["job-id"]
    with patch.object(
        hass.data[JOURNAL], "async_update", side_effect=JournalError("disk full")
    ):
        response = await offline.send(
            offline.build(Operation.CANCEL_JOB, job_id=job_id)
        )
    assert response.code == Status.TEMPORARY_ERROR
    assert "disk full" in text_of(response)


async def test_cancel_while_home_assistant_stops(
    hass: HomeAssistant, offline: Client
) -> None:
    """A job of an account that is stopped stays held."""
    job_id = (await offline.print())["job-id"]
    await hass.async_block_till_done()
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()
    response = await offline.send(offline.build(Operation.CANCEL_JOB, job_id=job_id))
    assert response.code == Status.SERVICE_UNAVAILABLE
    (job,) = (await call(hass, "get_jobs"))["jobs"]
    assert job["state"] == "held"


async def test_cancel_while_receiving(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A job is canceled while its document arrives."""
    sending = Gate()
    request = client.build(Operation.PRINT_JOB)
    task = hass.async_create_task(client.send_from(request, sending.stream(b"Hello")))
    await sending.reached.wait()
    (job_id,) = await client.jobs()
    job = await client.job(job_id)
    assert job["job-state-reasons"] == "job-incoming"
    assert job["job-impressions"] is None
    second = client.build(Operation.CLOSE_JOB, job_id=job_id)
    assert (await client.send(second)).code == Status.NOT_POSSIBLE
    await client.ask(Operation.CANCEL_JOB, job_id=job_id)
    assert (await task).code == Status.JOB_CANCELED
    assert (await client.job(job_id))["job-state"] == IppJobState.CANCELED
    assert simulator.printed == []


async def test_cancel_while_converting(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A job is canceled while its document is converted, for good."""
    with SlowConversion() as conversion:
        job_id = (await client.print())["job-id"]
        await conversion.is_converting.wait()
        assert await client.jobs() == [job_id]
        job = await client.job(job_id)
        assert job["job-state"] == IppJobState.PROCESSING
        assert job["job-state-reasons"] == "job-transforming"
        assert job["job-k-octets"] == 1
        await client.ask(Operation.CANCEL_JOB, job_id=job_id)
        conversion.go_on.set()
        await hass.async_block_till_done()
    job = await client.job(job_id)
    assert job["job-state"] == IppJobState.CANCELED
    assert job["job-state-reasons"] == "job-canceled-by-user"
    assert simulator.printed == []


async def test_close_printer(hass: HomeAssistant, hub: Hub) -> None:
    """What is being received is aborted with the printer; the client may try again."""
    printer = IppPrinter(hub.data, hub.colour_id)
    client = Client(printer)
    sending = Gate()
    request = client.build(Operation.PRINT_JOB)
    task = hass.async_create_task(client.send_from(request, sending.stream(b"Hello")))
    await client.ask(Operation.CREATE_JOB)
    done = (await client.print())["job-id"]
    await sending.reached.wait()
    await printer.async_close()
    assert (await task).code == Status.SERVICE_UNAVAILABLE
    await hass.async_block_till_done()
    assert len(hub.simulator.printed) == 1
    assert done in await client.jobs(ALL)


async def test_unloaded(hub: Hub, client: Client) -> None:
    """The printer of an account that is not loaded takes no jobs."""
    await hub.hass.config_entries.async_unload(hub.account.entry_id)
    request = client.build(Operation.VALIDATE_JOB)
    assert (await client.send(request)).code == Status.NOT_ACCEPTING_JOBS


async def test_unexpected_error(
    hass: HomeAssistant, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """An error that should not happen ends the job, and logs nothing printed."""
    with SlowConversion(is_broken=True) as conversion:
        conversion.go_on.set()
        job_id = (await client.print(b"Divorce"))["job-id"]
        await hass.async_block_till_done()
    assert "Divorce" not in caplog.text
    assert await client.jobs(COMPLETED) == [job_id]
    job = await client.job(job_id)
    assert job["job-state"] == IppJobState.ABORTED
    assert job["job-state-reasons"] == "aborted-by-system"
    assert "unexpected error" in job["job-state-message"]


async def test_journal_that_cannot_be_written(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A job is not taken if it cannot be written; its pages do not count."""
    with patch.object(
        hass.data[JOURNAL], "async_add", side_effect=JournalError("disk full")
    ):
        response = await client.send(client.build(Operation.PRINT_JOB), b"Hello")
    assert response.code == Status.TEMPORARY_ERROR
    assert "disk full" in text_of(response)
    assert simulator.printed == []


async def test_journal_that_cannot_be_read(hass: HomeAssistant, client: Client) -> None:
    """Clients are told that jobs cannot be read."""
    journal = hass.data[JOURNAL]
    with (
        patch.object(journal, "async_jobs", side_effect=JournalError("gone")),
        patch.object(journal, "async_keyed_jobs", side_effect=JournalError("gone")),
    ):
        for request in (
            client.build(Operation.GET_JOBS, ALL),
            client.build(Operation.GET_JOB_ATTRIBUTES, job_id=1),
        ):
            response = await client.send(request)
            assert response.code == Status.TEMPORARY_ERROR
            assert "gone" in text_of(response)


async def test_send_document(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A job is created first, and its document follows."""
    name = Attribute.of("job-name", Tag.NAME, "Letter")
    response = await client.ask(
        Operation.CREATE_JOB, more=[name], job=[integer("copies", 2)]
    )
    (job,) = jobs_in(response)
    assert job["job-state"] == IppJobState.PENDING
    assert job["job-state-reasons"] == "job-data-insufficient"
    job_id = job["job-id"]
    assert (await client.job(job_id))["number-of-documents"] == 0

    await client.ask(Operation.SEND_DOCUMENT, b"Hel", b"lo", job_id=job_id, more=[LAST])
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert (printed.name, printed.content) == ("Letter", b"Hello")
    assert printed.task["config"]["copies"] == 2


@pytest.mark.parametrize("is_closed", [False, True])
async def test_last_document(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client, is_closed: bool
) -> None:
    """An empty last document, or Close-Job, closes the job."""
    ((job,),) = [jobs_in(await client.ask(Operation.CREATE_JOB))]
    job_id = job["job-id"]
    more = [flag("last-document", value=False)]
    response = await client.ask(
        Operation.SEND_DOCUMENT, b"Hello", job_id=job_id, more=more
    )
    assert jobs_in(response)[0]["job-state-reasons"] == "job-data-insufficient"
    if is_closed:
        await client.ask(Operation.CLOSE_JOB, job_id=job_id)
    else:
        await client.ask(Operation.SEND_DOCUMENT, job_id=job_id, more=[LAST])
    await hass.async_block_till_done()
    (printed,) = simulator.printed
    assert printed.content == b"Hello"
    another = client.build(Operation.SEND_DOCUMENT, LAST, job_id=job_id)
    refused = await client.send(another, b"", b"More")
    assert refused.code == Status.NOT_POSSIBLE
    assert "as a new job" in text_of(refused)


async def test_job_without_document(client: Client, simulator: CloudSimulator) -> None:
    """A job that is closed without a document is aborted."""
    job_id = jobs_in(await client.ask(Operation.CREATE_JOB))[0]["job-id"]
    response = await client.ask(Operation.CLOSE_JOB, job_id=job_id)
    assert jobs_in(response)[0]["job-state"] == IppJobState.ABORTED
    assert simulator.printed == []


async def test_document_that_never_comes(client: Client, advance: Advance) -> None:
    """A job without its document is aborted after a while."""
    job_id = jobs_in(await client.ask(Operation.CREATE_JOB))[0]["job-id"]
    request = client.build(Operation.SEND_DOCUMENT, job_id=job_id)
    assert (await client.send(request, b"Hello")).code == Status.BAD_REQUEST
    await advance(MULTIPLE_OPERATION_TIMEOUT - 1)
    assert (await client.job(job_id))["job-state"] == IppJobState.PENDING
    await advance(2)
    job = await client.job(job_id)
    assert job["job-state"] == IppJobState.ABORTED
    assert job["job-state-reasons"] == "submission-interrupted"


async def test_document_of_unknown_job(client: Client) -> None:
    """A job that a restart may have lost can be sent again; any other is unknown."""
    recent = jobs_in(await client.ask(Operation.CREATE_JOB))[0]["job-id"] - 1
    for operation, job_id, status in (
        (Operation.SEND_DOCUMENT, recent, Status.NOT_POSSIBLE),
        (Operation.SEND_DOCUMENT, 12, Status.NOT_FOUND),
        (Operation.GET_JOB_ATTRIBUTES, 12, Status.NOT_FOUND),
        (Operation.CANCEL_JOB, recent, Status.NOT_FOUND),
    ):
        response = await client.send(client.build(operation, LAST, job_id=job_id))
        assert response.code == status
    # Otherwise, CUPS counts it as printed.
    lost = await client.job(recent)
    assert lost["job-state"] == IppJobState.ABORTED
    assert lost["job-state-reasons"] == "submission-interrupted"
    assert "did not arrive" in lost["job-state-message"]


async def test_killed_while_receiving(
    hass: HomeAssistant, hub: Hub, client: Client, freezer: FrozenDateTimeFactory
) -> None:
    """CUPS sends a job again whose documents were not in the journal before a kill.

    It does so if the job is aborted and the printer is busy; other clients ask again.
    """
    job_ids = [
        jobs_in(await client.ask(Operation.CREATE_JOB))[0]["job-id"] for _ in range(2)
    ]
    request = client.build(
        Operation.SEND_DOCUMENT, flag("last-document", value=False), job_id=job_ids[0]
    )
    await client.send(request, b"Hello")
    folder = get_storage_folder(hass) / "uploads"
    store = hass.data[UPLOADS] = UploadStore(hass, folder)
    await store.async_clear()
    assert list(folder.iterdir()) == []
    again = Client(IppPrinter(hub.data, hub.colour_id))
    for job_id, seconds, status in (
        (job_ids[0], 0, Status.BUSY),
        (job_ids[0], ipp_jobs.TOLD_FOR - 1, Status.BUSY),
        (job_ids[0], 1, Status.OK),
        (job_ids[1], 0, Status.OK),
    ):
        freezer.tick(seconds)
        request = again.build(Operation.GET_JOB_ATTRIBUTES, job_id=job_id)
        response = await again.send(request)
        assert response.code == status
        (job,) = jobs_in(response)
        assert job["job-state"] == IppJobState.ABORTED
    await client.printer.async_close()


async def test_job_uri(client: Client) -> None:
    """A job is also known by its URI."""
    job = await client.print()
    for uri, status in (
        (job["job-uri"], Status.OK),
        (f"{client.uri}/x", Status.NOT_FOUND),
        (f"{client.uri}/²", Status.NOT_FOUND),
        (f"ipp://a/ipp/other/{job['job-id']}", Status.NOT_FOUND),
    ):
        request = client.build(
            Operation.GET_JOB_ATTRIBUTES, Attribute.of("job-uri", Tag.URI, uri)
        )
        del request.groups[0].attributes[2]
        assert (await client.send(request)).code == status
    for job_id in (None, keyword("job-id", "1")):
        more = [job_id] if job_id else []
        request = client.build(Operation.GET_JOB_ATTRIBUTES, *more)
        assert (await client.send(request)).code == Status.BAD_REQUEST


async def test_requested_attributes(client: Client, colour_printer: Printer) -> None:
    """Only the requested attributes of a job are returned."""
    colour_printer.life = ("SUBMITTED", "QUEUED")
    job_id = (await client.print(job=[integer("copies", 2)]))["job-id"]
    for names, expected in (
        (("job-id", "copies", "x"), {"job-id", "copies"}),
        (("job-template",), {"copies"}),
    ):
        response = await client.ask(
            Operation.GET_JOB_ATTRIBUTES,
            job_id=job_id,
            more=[keyword("requested-attributes", *names)],
        )
        assert jobs_in(response)[0].keys() == expected
    response = await client.ask(
        Operation.GET_JOBS, more=[keyword("requested-attributes", "job-description")]
    )
    assert "copies" not in jobs_in(response)[0]


async def test_get_jobs(client: Client, hub: Hub, advance: Advance) -> None:
    """Jobs are listed by state, user and number; other prints are not."""
    await hub.print(device_id=hub.colour_id, text="Not by IPP")
    ben = Client(client.printer, "Ben", "192.168.1.21")
    first = (await client.print(name="1"))["job-id"]
    second = (await ben.print(name="2"))["job-id"]
    await hub.hass.async_block_till_done()
    for task_id in hub.simulator.tasks:
        hub.simulator.set_task_status(task_id, "FINISHED")
    await advance(60)
    third = (await client.print(name="3"))["job-id"]
    await hub.hass.async_block_till_done()
    assert first < second < third
    mine = flag("my-jobs")
    for more, expected in (
        ((), [third]),
        ((keyword("which-jobs", "processing"),), [third]),
        ((keyword("which-jobs", "pending"),), []),
        ((keyword("which-jobs", "pending-held"),), []),
        ((keyword("which-jobs", "processing-stopped"),), []),
        ((keyword("which-jobs", "aborted"),), []),
        ((keyword("which-jobs", "canceled"),), []),
        ((COMPLETED,), [second, first]),
        ((COMPLETED, integer("limit", 1)), [second]),
        ((COMPLETED, mine), [first]),
        ((ALL,), [third, second, first]),
        ((ALL, mine, integer("limit", 1)), [third]),
    ):
        assert await client.jobs(*more) == expected, more
    assert await ben.jobs(mine) == []

    for attribute, status in (
        (keyword("which-jobs", "lost"), Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED),
        (integer("which-jobs", 1), Status.BAD_REQUEST),
        (integer("limit", 0), Status.BAD_REQUEST),
        (keyword("limit", "1"), Status.BAD_REQUEST),
        (integer("my-jobs", 1), Status.BAD_REQUEST),
    ):
        request = client.build(Operation.GET_JOBS, attribute)
        assert (await client.send(request)).code == status


async def test_cancel_my_jobs(offline: Client) -> None:
    """All jobs of a user, or some, are canceled at once."""
    ben = Client(offline.printer, "Ben", "192.168.1.21")
    first, second, third = [
        (await offline.print(name=name))["job-id"] for name in "abc"
    ]
    other = (await ben.print())["job-id"]
    for wrong, status in (
        (Attribute.of("job-ids", Tag.INTEGER, second, other), Status.NOT_AUTHORIZED),
        (Attribute.of("job-ids", Tag.INTEGER, second, 12), Status.NOT_FOUND),
        (keyword("job-ids", "1"), Status.BAD_REQUEST),
    ):
        response = await offline.send(offline.build(Operation.CANCEL_MY_JOBS, wrong))
        assert response.code == status
    assert await offline.jobs() == [first, second, third, other]
    await offline.ask(Operation.CANCEL_MY_JOBS, more=[integer("job-ids", second)])
    assert await offline.jobs() == [first, third, other]
    await offline.ask(Operation.CANCEL_MY_JOBS)
    assert await offline.jobs() == [other]


async def test_cancel_all_that_can_be(client: Client, hub: Hub) -> None:
    """Jobs that were sent already are left out."""
    hub.colour_printer.life = ("SUBMITTED", "QUEUED")
    job_id = (await client.print())["job-id"]
    await hub.hass.async_block_till_done()
    await client.ask(Operation.CANCEL_MY_JOBS)
    assert await client.jobs() == [job_id]


async def test_ids_rise(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    offline: Client,
    colour_printer: Printer,
) -> None:
    """Ids rise over restarts and set clocks; jobs of earlier runs are still known."""
    first = (await offline.print(name="Earlier"))["job-id"]
    entry = hass.config_entries.async_loaded_entries("cloudprint")[0]
    await offline.printer.async_close()
    await hass.config_entries.async_reload(entry.entry_id)
    freezer.move_to("2026-02-01")
    device_id = device_id_of(hass, entry, colour_printer)
    client = Client(IppPrinter(entry.runtime_data, device_id))
    assert await client.jobs() == [first]
    second = (await client.print())["job-id"]
    assert second > first
    await hass.async_block_till_done()
    job = await client.job(first)
    assert job["job-name"] == "Earlier"
    assert job["job-state"] == IppJobState.PENDING
    await client.ask(Operation.CANCEL_JOB, job_id=first)
    assert await client.jobs() == [second]
    assert await client.jobs(COMPLETED) == [first]
    assert (await client.job(first))["job-state"] == IppJobState.CANCELED


async def test_many_jobs(
    client: Client, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only some jobs are kept in memory; the others are read."""
    hub.colour_printer.life = ("SUBMITTED", "QUEUED")
    monkeypatch.setattr(ipp_jobs, "MAX_RECORDS", 2)
    job_ids = [(await client.print(name=name))["job-id"] for name in "abcd"]
    await hub.hass.async_block_till_done()
    assert await client.jobs() == job_ids
    assert (await client.job(job_ids[0]))["job-name"] == "a"


async def test_long_list(
    hass: HomeAssistant, offline: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list is limited, and described in parts, between which others have their turn."""
    monkeypatch.setattr(job_operations, "_AT_A_TIME", 2)
    monkeypatch.setattr(job_operations, "MAX_LISTED_JOBS", 4)
    job_ids = [(await offline.print(name=name))["job-id"] for name in "abcde"]
    turns = 1  # The one in which it is asked for

    def count() -> None:
        nonlocal turns
        turns += 1

    with each_turn(count):
        assert await offline.jobs() == job_ids[:4]
    assert turns > 1


async def test_cancel_while_being_written(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """A job on its way to the journal is settled first."""
    journal = hass.data[JOURNAL]
    gate = Gate()

    async def fail() -> None:
        await gate.wait()
        raise JournalError("disk full")

    with slowed(journal, "async_add", fail):
        task = hass.async_create_task(
            client.send(client.build(Operation.PRINT_JOB), b"Hello")
        )
        await gate.reached.wait()
        (job_id,) = await client.jobs()
        request = client.build(Operation.CANCEL_JOB, job_id=job_id)
        cancel = hass.async_create_task(client.send(request))
        closing = hass.async_create_task(client.printer.async_close())
        gate.open()
        assert (await task).code == Status.TEMPORARY_ERROR
        assert (await cancel).code == Status.NOT_POSSIBLE
        await closing
    assert simulator.printed == []


async def test_keys_of_others(client: Client, hub: Hub) -> None:
    """A print with such an idempotency key is no job that came by IPP."""
    key = f"ipp:{hub.colour_id}:12"
    fields = {"device_id": hub.colour_id, "text": "Hello", "idempotency_key": key}
    await call(hub.hass, "print", fields)
    request = client.build(Operation.GET_JOB_ATTRIBUTES, job_id=12)
    assert (await client.send(request)).code == Status.NOT_FOUND
    assert await client.jobs(ALL) == []


async def test_copies_as_jobs(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    colour_printer: Printer,
    set_up_account: SetUpAccount,
    advance: Advance,
) -> None:
    """Where each copy is a job of ours, they are one job to clients."""
    copies = {"answer": "one", "device_id": "x", "printed_at": "2026-11-26"}
    entry = await set_up_account(check_up={"copies": copies})
    client = Client(
        IppPrinter(entry.runtime_data, device_id_of(hass, entry, colour_printer))
    )
    job_id = (await client.print(job=[integer("copies", 2)]))["job-id"]
    await hass.async_block_till_done()
    first, second = simulator.tasks
    simulator.set_task_status(first, "FINISHED")
    simulator.set_task_status(second, "PRINTING")
    await advance(60)
    assert (await client.job(job_id))["job-state"] == IppJobState.PROCESSING
    # As after a restart: it has ended only once all copies have.
    printer = IppPrinter(entry.runtime_data, device_id_of(hass, entry, colour_printer))
    again = Client(printer)
    assert await again.jobs() == [job_id]
    assert await again.jobs(keyword("which-jobs", "completed")) == []
    await printer.async_close()
    simulator.set_task_status(second, "FINISHED")
    await advance(60)
    job = await client.job(job_id)
    assert job["job-state"] == IppJobState.COMPLETED
    assert len(simulator.printed) == 2
