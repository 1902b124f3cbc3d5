"""Prints of a real CUPS, whose queue has no driver: `lpadmin -m everywhere`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from custom_components.cloudprint.ipp.protocol.message import Attribute, Operation, Tag

from ...samples.documents import picture
from ..crashing_hass import PAUSE
from ..log import read_log
from .cups import Cups, running_cups
from .house import House, set_options
from .phone import Phone
from .samples import PAGES, write_pdf

pytestmark = pytest.mark.cups

A3: Final = (297, 420)
A4: Final = (210, 297)
A5: Final = (148, 210)


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What a person prints, and what must come out.

    `config` is a part of the print's; `pages` are the sizes of its pages.
    """

    file: str
    options: tuple[str, ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)
    pages: list[tuple[int, int]] | None = None


PRINTS: Final = {
    "as it is": Print(
        file="document.pdf", config={"color": "COLOR"}, pages=[A4] * PAGES
    ),
    "two copies": Print(
        file="document.pdf", options=("copies=2",), config={"copies": 2}
    ),
    "on both sides": Print(
        file="document.pdf",
        options=("sides=two-sided-long-edge",),
        config={"side": "DUPLEX"},
        pages=[A4] * PAGES,
    ),
    "turned at the short edge": Print(
        file="document.pdf",
        options=("sides=two-sided-short-edge",),
        config={"side": "TUMBLE"},
    ),
    "in black and white": Print(
        file="document.pdf",
        options=("print-color-mode=monochrome",),
        config={"color": "MONOCHROME"},
    ),
    "some pages": Print(
        file="document.pdf", options=("page-ranges=2-3",), pages=[A4] * 2
    ),
    "odd pages": Print(file="document.pdf", options=("page-set=odd",), pages=[A4] * 2),
    "even pages of some": Print(
        file="document.pdf", options=("page-ranges=2-4", "page-set=even")
    ),
    "last page first": Print(
        file="document.pdf", options=("outputorder=reverse",), pages=[A4] * PAGES
    ),
    "two on each": Print(file="document.pdf", options=("number-up=2",), pages=[A4] * 2),
    "on small paper": Print(
        file="document.pdf",
        options=("media=iso_a5_148x210mm", "fit-to-page"),
        pages=[A5] * PAGES,
    ),
    "on large paper": Print(
        file="document.pdf", options=("media=A3", "fit-to-page"), pages=[A3] * PAGES
    ),
    "in high quality": Print(
        file="document.pdf", options=("print-quality=5",), config={"quality": "HIGH"}
    ),
    "picture": Print(file="picture.jpg", options=("fit-to-page",)),
    "picture, one side": Print(
        file="picture.png", options=("sides=one-sided",), config={"side": "ONESIDE"}
    ),
    "text": Print(file="text.txt", pages=[A4]),
}


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Write the files to print."""
    folder = tmp_path / "files"
    folder.mkdir()
    write_pdf(folder / "document.pdf")
    (folder / "picture.jpg").write_bytes(picture("JPEG", (320, 240)))
    (folder / "picture.png").write_bytes(picture("PNG", (320, 240)))
    (folder / "text.txt").write_text("Milk\nBread\n", encoding="utf-8")
    return folder


@pytest.mark.timeout(900)
async def test_each_print_comes_out_once_as_wanted(
    ipp_house: House, cups: Cups, documents: Path
) -> None:
    """PDF, pictures and text come out with their pages, paper and options."""
    await ipp_house.change_printer(step_seconds=0)
    await cups.add_queue(await ipp_house.until_shared())
    assert "*DefaultColorModel: RGB\n" in cups.read_ppd()
    jobs = {
        name: await cups.print(documents / wanted.file, *wanted.options, title=name)
        for name, wanted in PRINTS.items()
    }
    for job in jobs.values():
        assert await cups.until_ended(job) == "job-completed-successfully"

    problems = []
    for name, wanted in PRINTS.items():
        (printed,) = await ipp_house.printed(name)
        config = printed["task"].get("config", {})
        if not wanted.config.items() <= config.items():
            problems.append(f"{name}: {config}, expected {dict(wanted.config)}")
        if (
            wanted.pages
            and (pages := await ipp_house.printed_pages(name)) != wanted.pages
        ):
            problems.append(f"{name}: {pages}, expected {wanted.pages}")
    assert not problems, "\n".join(problems)
    assert len(await ipp_house.printed()) == len(PRINTS)
    assert {job["state"] for job in await ipp_house.all_jobs()} == {"finished"}
    assert await ipp_house.cloud.control("GET", "/violations") == []


@pytest.mark.timeout(900)
async def test_encrypted(ipp_house: House, cups: Cups, documents: Path) -> None:
    """CUPS prints over TLS, also after a restart of Home Assistant."""
    await ipp_house.change_printer(step_seconds=0)
    uri = (await ipp_house.until_shared()).replace("ipp://", "ipps://")
    await cups.add_queue(uri)
    assert "*DefaultColorModel: RGB\n" in cups.read_ppd()
    for title in ("First", "Second"):
        job = await cups.print(documents / "document.pdf", title=title)
        assert await cups.until_ended(job) == "job-completed-successfully"
        await ipp_house.home_assistant.restart()
        await ipp_house.until_shared()
    assert [job["name"] for job in await ipp_house.printed()] == ["First", "Second"]


@pytest.mark.timeout(900)
async def test_password_is_encrypted(
    ipp_house: House, cups: Cups, documents: Path, tmp_path: Path
) -> None:
    """A password is sent and taken over TLS alone."""
    await ipp_house.change_printer(step_seconds=0)
    plain = await ipp_house.until_shared()
    await set_options(
        ipp_house.home_assistant,
        ipp_port=ipp_house.port,
        ipp_pages_per_hour=10_000,
        ipp_username="anna",
        ipp_password="geheim",
    )
    # The account is reloaded.
    await ipp_house.until_encrypted()
    scheme, _, rest = plain.partition("://")
    await cups.add_queue(f"ipps://anna:geheim@{rest}")
    job = await cups.print(documents / "document.pdf", title="Encrypted")
    assert await cups.until_ended(job) == "job-completed-successfully"
    await cups.add_queue(f"ipps://anna:falsch@{rest}", name="wrong")
    await cups.add_queue(f"{scheme}://anna:geheim@{rest}", name="plain")
    for queue in ("wrong", "plain"):
        await cups.print(documents / "document.pdf", title=queue, queue=queue)
    last = await cups.print(documents / "document.pdf", title="Last")
    assert await cups.until_ended(last) == "job-completed-successfully"
    assert [job["name"] for job in await ipp_house.printed()] == ["Encrypted", "Last"]


async def test_completed_only_after_finished(
    ipp_house: House, cups: Cups, documents: Path
) -> None:
    """A print is not completed for CUPS before the printer has finished it."""
    await ipp_house.change_printer(
        life=["SUBMITTED", "QUEUED", "PRINTING"], step_seconds=0
    )
    await cups.add_queue(await ipp_house.until_shared())
    job = await cups.print(documents / "document.pdf", title="Letter")
    await ipp_house.until_state("Letter", "printing")
    await cups.until_polled(2)
    assert await cups.open_jobs() == [job]
    await ipp_house.set_task("Letter", "FINISHED")
    assert await cups.until_ended(job) == "job-completed-successfully"
    assert (await ipp_house.jobs())["Letter"]["state"] == "finished"


async def test_canceled_while_held(
    ipp_house: House, cups: Cups, documents: Path
) -> None:
    """A print that is held for a printer that is off can be canceled in CUPS."""
    await cups.add_queue(await ipp_house.until_shared())
    await ipp_house.change_printer(online_status="0")
    job = await cups.print(documents / "document.pdf", title="Letter")
    await ipp_house.until_state("Letter", "held")
    await cups.until_polled(2)
    assert await cups.open_jobs() == [job]
    await cups.cancel(job)
    assert await cups.until_ended(job) == "job-canceled-by-user"
    await ipp_house.until_state("Letter", "canceled")
    await ipp_house.change_printer(online_status="1", step_seconds=0)
    last = await cups.print(documents / "document.pdf", title="Last")
    assert await cups.until_ended(last) == "job-completed-successfully"
    assert [job["name"] for job in await ipp_house.printed()] == ["Last"]


@pytest.mark.timeout(900)
async def test_cups_is_restarted(
    ipp_house: House, documents: Path, tmp_path: Path
) -> None:
    """What CUPS had sent, or not yet, is printed once.

    Each print has a CUPS of its own: when CUPS 2.4 is stopped while it waits for a job to
    be printed, it counts that as completed, but sends it again after its second restart.
    """
    document = documents / "document.pdf"
    uri = await ipp_house.until_shared()

    async with running_cups(tmp_path / "held.log") as cups:
        await cups.add_queue(uri)
        await ipp_house.change_printer(online_status="0")
        await cups.print(document, title="Held")
        await ipp_house.until_state("Held", "held")
        await cups.restart()
        await ipp_house.change_printer(
            online_status="1", life=["SUBMITTED", "PRINTING"]
        )
        await ipp_house.until_state("Held", "printing")
        await ipp_house.set_task("Held", "FINISHED")
        await ipp_house.until_state("Held", "finished")
        assert await cups.open_jobs() == []

    async with running_cups(tmp_path / "printing.log") as cups:
        await cups.add_queue(uri)
        await cups.print(document, title="Printing")
        await ipp_house.until_state("Printing", "printing")
        await cups.restart()
        await ipp_house.set_task("Printing", "FINISHED")
        await ipp_house.until_state("Printing", "finished")
        assert await cups.open_jobs() == []

    await ipp_house.change_printer(life=["SUBMITTED", "FINISHED"], step_seconds=0)
    async with running_cups(tmp_path / "waiting.log") as cups:
        await cups.add_queue(uri)
        await ipp_house.process.stop()
        job = await cups.print(document, title="Waiting")
        await cups.until_tried()
        await cups.restart()
        assert await cups.open_jobs() == [job]
        await ipp_house.home_assistant.start()
        await ipp_house.until_state("Waiting", "finished")
        assert await cups.until_ended(job) == "job-completed-successfully"
        last = await cups.print(document, title="Last")
        assert await cups.until_ended(last) == "job-completed-successfully"
    printed = [job["name"] for job in await ipp_house.printed()]
    assert printed == ["Held", "Printing", "Waiting", "Last"]


@pytest.mark.parametrize(
    ("fault", "state", "times"),
    [("drop_after_accept", "unconfirmed", 1), ("refused", "failed", 0)],
)
async def test_what_went_wrong_is_not_sent_again(
    ipp_house: House, cups: Cups, documents: Path, fault: str, state: str, times: int
) -> None:
    """CUPS ends a print that failed, or that may have been printed."""
    await cups.add_queue(await ipp_house.until_shared())
    await ipp_house.change_printer(step_seconds=0)
    await ipp_house.cloud.control(
        "POST", "/faults", {"call": "newPrintTask", "fault": fault, "times": 1}
    )
    job = await cups.print(documents / "document.pdf", title="Letter")
    await ipp_house.until_state("Letter", state)
    # Which of its ends it is for CUPS 2.4 depends on which of its threads asks first.
    await cups.until_ended(job)
    last = await cups.print(documents / "document.pdf", title="Last")
    assert await cups.until_ended(last) == "job-completed-successfully"
    printed = [job["name"] for job in await ipp_house.printed()]
    assert printed == ["Letter"] * times + ["Last"]
    assert (await ipp_house.jobs())["Letter"]["state"] == state


async def test_broken_document(
    ipp_house: House, cups: Cups, documents: Path, tmp_path: Path
) -> None:
    """What cannot be printed has failed: in the history, in the log, and for clients."""
    await cups.add_queue(uri := await ipp_house.until_shared())
    broken = documents / "broken.jpg"
    broken.write_bytes(picture("JPEG", (320, 240))[:200] + bytes(2000))
    job = await cups.print(broken, title="Photo")
    failed = await ipp_house.until_state("Photo", "failed")
    assert failed["reason"] == "not_prepared"
    assert "“Photo”" in failed["message"]
    await cups.until_ended(job)
    response = await Phone(uri, "127.0.0.1").send(
        Operation.GET_JOBS,
        Attribute.of("which-jobs", Tag.KEYWORD, "aborted"),
        Attribute.of("requested-attributes", Tag.KEYWORD, "all"),
    )
    group = response.group(Tag.JOB_GROUP)
    assert group is not None
    assert group.get_content("job-state-reasons") == "document-format-error"
    records = read_log(ipp_house.process.log)
    (line,) = [each for each in records if "was not printed" in each.text]
    assert line.level == "WARNING"
    assert "Photo" not in line.text
    assert await ipp_house.printed() == []


@pytest.mark.timeout(900)
async def test_broken_documents_are_not_completed(
    ipp_house: House, cups: Cups, documents: Path
) -> None:
    """No print that has failed is one that came out, whichever thread of CUPS asks first."""
    await cups.add_queue(await ipp_house.until_shared())
    jobs = []
    for number in range(13):
        broken = documents / f"broken{number}.jpg"
        broken.write_bytes(picture("JPEG", (320, 240))[: 200 + number] + bytes(2000))
        jobs.append(await cups.print(broken, title=f"Photo {number}"))
    reasons = [await cups.until_ended(job) for job in jobs]
    assert "job-completed-successfully" not in reasons, reasons
    assert await ipp_house.printed() == []


async def test_answered_before_it_is_converted(
    ipp_house: House, cups: Cups, documents: Path, tmp_path: Path
) -> None:
    """CUPS has handed a document over while another one is still converted."""
    await cups.add_queue(await ipp_house.until_shared())
    await ipp_house.change_printer(step_seconds=0)
    (pause := tmp_path / "armed" / PAUSE).parent.mkdir(exist_ok=True)
    pause.touch()
    jobs = [
        await cups.print(documents / "document.pdf", title=title)
        for title in ("First", "Second")
    ]
    await ipp_house.until_state("First", "preparing")
    await cups.until_polled(2)
    assert await cups.open_jobs() == jobs
    pause.unlink()
    for job in jobs:
        assert await cups.until_ended(job) == "job-completed-successfully"
    assert [job["name"] for job in await ipp_house.printed()] == ["First", "Second"]
